"""Violence that somebody says will come: "will bomb the airfield if", "leave or be shot", "vowed to shell it until"."""

from __future__ import annotations

from itertools import islice, pairwise

from tidings.coding import tree
from tidings.coding.scene import Scene
from tidings.model.values import FIGHTING_KINDS
from tidings.reference.conditions import Standing

_COERCIVE = frozenset({
    "chemical_attack", "suicide_bombing", "air_strike", "shelling", "explosion", "sexual_violence", "abduction", "human_shields", "attack_on_civilians",
    "territory_taken", "siege", "armed_clash", "killing", "interception", "destruction", "riot", "detention",
})  # fmt: skip
_TO_COME = frozenset({"future", "would", "contingent", "planned", "feared", "wanted", "obliged", "command"})
_THREATENING = frozenset({"warn", "threaten"})
_SWEARING = frozenset({"vow", "swear", "promise", "pledge", "say", "tell", "announce", "shout", "add", "write"})
_OURSELVES = frozenset({"we", "it", "they", "he", "she", "i"})
_IN_COMMAND = frozenset({"spokesman", "spokeswoman", "spokesperson", "commander", "general", "officer", "colonel", "brigadier", "chief", "caller", "leader", "minister"})  # fmt: skip


def is_threat(scene: Scene, index: int, event_type: str, told: Standing) -> bool:
    """ "would bomb the airfield if a mine were laid, it warned", "leave or be shot", "vowed to shell it until the army leaves"."""
    if event_type not in _COERCIVE or told.by is None or told.by.kind not in _TO_COME or told.polarity != "affirmed":
        return False
    parse = scene.parse
    verb = index if tree.is_verb(parse, index) else tree.governing_verb(parse, index)
    if verb is None:
        return False
    saying = _saying_above(scene, verb)
    if saying is None:
        return False
    if _is_or_else(scene, verb):
        return True
    speaker = _speaker_of(scene, saying)
    if speaker is None or not _threatens(scene, speaker) or _is_of_another_side(scene, verb, speaker):
        return False
    return parse.tokens[saying].lemma in _THREATENING or _is_conditional(scene, verb)


def _saying_above(scene: Scene, verb: int) -> int | None:
    """The word of warning, swearing or saying that an act to come is told by."""
    parse = scene.parse
    for current in (verb, *islice(tree.ancestors(parse, verb), 6)):
        beside = [each for each in tree.children(parse, current, "parataxis", "dep") if tree.is_verb(parse, each)]
        for each in (current, *beside):
            if each != verb and parse.tokens[each].lemma in _THREATENING | _SWEARING:
                return each
    return None


def _speaker_of(scene: Scene, saying: int) -> int | None:
    """Who says it: the subject, the one told "by", the noun of "a spokesman threatened"."""
    parse = scene.parse
    if parse.tokens[saying].dep == "acl":
        return parse.tokens[saying].head
    by = [inner for name, inner in tree.phrases(parse, saying) if name == "by"]
    if tree.children(parse, saying, "nsubjpass"):
        return by[0] if by else None
    return tree.grammatical_subject(parse, saying)


def _threatens(scene: Scene, speaker: int) -> bool:
    """Whether somebody has the arms to make it true."""
    token, mention = scene.parse.tokens[speaker], scene.actor_of(speaker)
    if (
        token.text.lower() in _OURSELVES
        or token.lemma in _IN_COMMAND
        or scene.ontology.in_class(token.lemma, "fighters")
    ):
        return True
    return mention is not None and (mention.kind in FIGHTING_KINDS or mention.side is not None)


def _is_of_another_side(scene: Scene, verb: int, speaker: int) -> bool:
    """ "the army warned that rebels would attack": that is feared, and no threat."""
    if scene.parse.tokens[speaker].text.lower() in _OURSELVES:
        return False
    said = scene.side_of(scene.actor_of(speaker))
    for doer in tree.doers(scene.parse, verb):
        does = scene.side_of(scene.actor_of(doer))
        if does is None or does.kind not in FIGHTING_KINDS or (said is not None and does.key == said.key):
            continue
        if said is None or said.kind not in FIGHTING_KINDS:
            return does.kind != "state_forces"  # "Israel would bomb Gaza, a minister threatened"
        return True
    return False


def _is_or_else(scene: Scene, verb: int) -> bool:
    """ "pull back within ten days or be bombed"."""
    parse = scene.parse
    first = parse.tokens[verb].head
    return parse.tokens[verb].dep == "conj" and any(
        parse.tokens[each].text.lower() == "or" for each in tree.children(parse, first, "cc")
    )


def _is_conditional(scene: Scene, verb: int) -> bool:
    """ "if the gunboats come", "until the army leaves", "each time a drone rises", "any village that lets them in", "whoever crosses"."""
    parse = scene.parse
    span = parse.sentences[parse.tokens[verb].sentence]
    words = [parse.tokens[at].text.lower() for at in range(span.first, span.last)]
    if any(word in ("if", "unless", "until", "whoever", "anyone", "anybody") for word in words):
        return True
    return any(
        one in ("any", "each", "every") and two in ("time", "village", "town", "house", "man", "one")
        for one, two in pairwise(words)
    )
