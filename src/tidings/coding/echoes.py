"""Sayings about an act that is told elsewhere: "The army blamed the Taliban", "Moscow denied it", "the claim was rejected".

They tell nothing of their own, so that no draft is made of them; they are heard where the act they are about is told.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from tidings.coding import tree
from tidings.coding.draft import Draft
from tidings.coding.merge import Joined
from tidings.coding.scene import Scene
from tidings.model.mentions import ActorMention, CueMention
from tidings.model.values import DENYING, FIGHTING_KINDS

_REACH = 2  # sentences between an act and a saying about it
_BLAME = frozenset({"blame", "accuse", "suspect", "implicate", "hold"})
_TO = frozenset({"attribute", "ascribe"})
_FEW = 4  # words: "any such claim", not a claim told in full
_ABOUT = frozenset(
    {"claim", "report", "accusation", "allegation", "charge", "account", "it", "this", "incident", "version"}
)
_PART = frozenset({"involvement", "responsibility", "role", "them"})  # "denied that it had fired them"
_SAYS_SO = DENYING | {"confirms"}
_OWNED = frozenset({"responsibility", "credit"})
_CULPABLE = frozenset({"responsible", "behind", "work"})
_SETTING = frozenset({"plant", "lay", "place", "set", "leave", "detonate"})
_CHARGES = frozenset({"bomb", "device", "explosive", "charge", "mine", "bombs", "ied"})
_SUCH = frozenset({"attribution", "accusation", "allegation", "claim"})
_NAMELESS = frozenset({"unnamed", "anaphor"})
_PARTIES = frozenset({"name", "force", "country", "unnamed"})
_UNTOLD = frozenset({"agreement", "protest", "declaration", "threat", "aid", "deployment"})


class _Echo(Struct, frozen=True):
    """A saying, and whom it names as the doer. ``whole``: it says whether the act was, not who did it; ``own``: the speaker did."""

    cue: CueMention
    doers: tuple[ActorMention, ...]
    whole: bool
    own: bool = False


def with_echoes(scene: Scene, told: tuple[Joined, ...]) -> tuple[Joined, ...]:
    """The acts of an article with the sayings that are about one of them, each at the act told last before it."""
    drafts = [list(joined.drafts) for joined in told]
    for echo in _echoes(scene):
        place = _told_before(scene, drafts, echo.cue)
        if place is not None and not (echo.own and _is_heard(drafts, echo.cue)):
            act, number = place
            drafts[act][number] = _heard(drafts[act][number], echo)
    return tuple(Joined(drafts=tuple(each)) for each in drafts)


def _is_heard(drafts: list[list[Draft]], cue: CueMention) -> bool:
    """Whether a cue names the act itself, so that it stands with it already: "claimed the bombing"."""
    return any(cue in draft.cues for told in drafts for draft in told if draft.type not in _UNTOLD)


def _heard(draft: Draft, echo: _Echo) -> Draft:
    """The draft with a saying more; whom it names as the doer is an actor, attributed to who says so."""
    names = {mention.key for mention in draft.actors}
    more = tuple(mention for mention in echo.doers if mention.key not in names)
    cue = echo.cue
    heard = cue in draft.voices
    return replace(
        draft,
        actors=(*draft.actors, *more, *(mention for mention in echo.doers if mention not in more)),
        cues=(*draft.cues, cue) if echo.whole and cue not in draft.cues else draft.cues,
        voices=draft.voices if heard else (*draft.voices, cue),
        blames=draft.blames if echo.whole or cue in draft.blames else (*draft.blames, cue),
    )


def _told_before(scene: Scene, drafts: list[list[Draft]], cue: CueMention) -> tuple[int, int] | None:
    """Where the act stands that a saying is about: the violent act told last, in its sentence or shortly before."""
    sentence = scene.parse.tokens[cue.cue_token].sentence
    found = [
        (not draft.reading.background, draft.sentence, -act, number)
        for act, told in enumerate(drafts)
        for number, draft in enumerate(told)
        if 0 <= sentence - draft.sentence <= _REACH
        and draft.type not in _UNTOLD
        and draft.reading.reality == "actual"
        and draft.reading.polarity == "affirmed"
        and draft.evidence.start < cue.start
    ]
    if not found:
        return None
    _, _, act, number = max(found)
    return -act, number


def _echoes(scene: Scene) -> Iterator[_Echo]:
    """The sayings of an article that name a doer or speak of a claim, in text order."""
    for cue in scene.annotations.cues:
        if cue.speaker_start is None:
            continue
        lemma = scene.parse.tokens[cue.cue_token].lemma
        if lemma in _BLAME | _TO and cue.stance in ("claims", "suspects"):
            doers = tuple(mention for mention in _within(scene, cue) if _is_blamed(scene, cue, mention))
            if doers:
                yield _Echo(cue, doers, whole=False)
        elif cue.stance == "claims" and _words(scene, cue) & _OWNED:
            yield _Echo(cue, _speaking(scene, cue), whole=False, own=True)
        elif cue.stance not in DENYING and (doers := _named_as_doers(scene, cue)):
            yield _Echo(cue, doers, whole=False)
        elif lemma in _SUCH and _is_such(scene, cue):
            yield _Echo(cue, (), whole=False)
        elif cue.stance in _SAYS_SO:
            words = _words(scene, cue)
            if cue.stance == "denies" and words & _PART:
                yield _Echo(cue, (), whole=False)
            elif len(words) <= _FEW and words & _ABOUT:
                yield _Echo(cue, (), whole=True)


def _named_as_doers(scene: Scene, cue: CueMention) -> tuple[ActorMention, ...]:
    return _held_responsible(scene, cue) or _who_planted(scene, cue) or _whose_men(scene, cue)


def _whose_men(scene: Scene, cue: CueMention) -> tuple[ActorMention, ...]:
    """ "The abductors belonged to X", "the attackers were members of X": the party of those who did it."""
    tokens = scene.parse.tokens
    for token in scene.parse.tokens_in(cue.content_start, cue.content_end):
        if token.lemma not in ("belong", "be") or not tree.is_verb(scene.parse, token.index):
            continue
        below = scene.parse.children(token.index)
        if any(tokens[child].dep == "neg" or tokens[child].tag == "MD" for child in below):
            continue
        subjects = [scene.actor_at(child) for child in below if tokens[child].dep == "nsubj"]
        if any(
            one is not None and one.id is None and one.form in _NAMELESS and _is_definite(scene, one.head)
            for one in subjects
        ):
            inside = set(scene.parse.subtree(token.index))
            return tuple(
                one
                for one in _within(scene, cue)
                if one.head in inside and one.head > token.index and _can_be_blamed(one) and one.id is not None
            )[:1]
    return ()


def _is_definite(scene: Scene, index: int) -> bool:
    return any(
        scene.parse.tokens[child].text.lower() in ("the", "those", "these") for child in scene.parse.children(index)
    )


def _held_responsible(scene: Scene, cue: CueMention) -> tuple[ActorMention, ...]:
    """ "said the Taliban were responsible", "was behind it", "it was the work of the Taliban": the party named so."""
    tokens = scene.parse.tokens
    for token in scene.parse.tokens_in(cue.content_start, cue.content_end):
        if token.lemma not in _CULPABLE or tokens[token.head].lemma != "be" or tokens[token.head].index == token.index:
            continue
        if any(tokens[child].dep == "neg" or tokens[child].tag == "MD" for child in scene.parse.children(token.head)):
            continue
        parties = {
            child
            for head in ((token.index,) if token.lemma == "work" else (token.head,))
            for child in (*scene.parse.children(head), *_of(scene, head))
            if tokens[child].dep == ("pobj" if token.lemma == "work" else "nsubj")
        }
        return tuple(one for one in _within(scene, cue) if one.head in parties and _can_be_blamed(one))
    return ()


def _who_planted(scene: Scene, cue: CueMention) -> tuple[ActorMention, ...]:
    """ "They believe the Harbour Front planted the device": the party that set what went off."""
    tokens = scene.parse.tokens
    for token in scene.parse.tokens_in(cue.content_start, cue.content_end):
        if token.lemma not in _SETTING or token.pos != "VERB":
            continue
        below = scene.parse.children(token.index)
        if any(tokens[child].dep == "neg" or tokens[child].tag == "MD" for child in below):
            continue
        if any(tokens[child].dep == "dobj" and tokens[child].lemma in _CHARGES for child in below):
            doing = {child for child in below if tokens[child].dep == "nsubj"}
            if any(tokens[child].pos == "PRON" for child in doing):
                return _speaking(scene, cue)
            return tuple(one for one in _within(scene, cue) if one.head in doing and _can_be_blamed(one))
    return ()


def _of(scene: Scene, noun: int) -> tuple[int, ...]:
    """What stands behind the "of" of a noun."""
    return tuple(
        below
        for child in scene.parse.children(noun)
        if scene.parse.tokens[child].text == "of"
        for below in scene.parse.children(child)
    )


def _can_be_blamed(mention: ActorMention) -> bool:
    return (
        mention.head >= 0 and (mention.kind in FIGHTING_KINDS or mention.form == "unnamed") and mention.form in _PARTIES
    )


def _is_such(scene: Scene, cue: CueMention) -> bool:
    """ "Similar accusations were made by the minister": whom they accuse was said before."""
    tokens = scene.parse.tokens
    return any(tokens[child].lemma in ("similar", "same", "such") for child in scene.parse.children(cue.cue_token))


def _within(scene: Scene, cue: CueMention) -> tuple[ActorMention, ...]:
    return tuple(one for one in scene.annotations.actors if cue.content_start <= one.start < cue.content_end)


def _is_blamed(scene: Scene, cue: CueMention, mention: ActorMention) -> bool:
    """ "blamed Y for Z", "blamed Z on Y", "attributed Z to Y": whether a party stands where the blamed one does."""
    if not _can_be_blamed(mention):
        return False
    tokens = scene.parse.tokens
    token = tokens[mention.head]
    for _ in range(4):
        if token.dep != "conj":
            break
        token = tokens[token.head]
    above, lemma = tokens[token.head], tokens[cue.cue_token].lemma
    if token.dep == "pobj":
        onto = "to" if lemma in _TO else "on" if lemma == "blame" else ""
        return above.text.lower() == onto and above.head in (cue.cue_token, *_objects(scene, cue))
    spared = any(tokens[child].text.lower() == "on" for child in scene.parse.children(cue.cue_token))
    return lemma in _BLAME and token.dep == "dobj" and token.head == cue.cue_token and not (lemma == "blame" and spared)


def _objects(scene: Scene, cue: CueMention) -> list[int]:
    return [child for child in scene.parse.children(cue.cue_token) if scene.parse.tokens[child].dep == "dobj"]


def _speaking(scene: Scene, cue: CueMention) -> tuple[ActorMention, ...]:
    """The party that speaks, where it claims an act for itself: its own words for it."""
    end = cue.speaker_end or 0
    return tuple(
        one
        for one in scene.annotations.actors
        if one.start < end and (cue.speaker_start or 0) < one.end and _can_be_blamed(one)
    )[:1]


def _words(scene: Scene, cue: CueMention) -> set[str]:
    """The words of what is said: nouns as lemmas, the others as printed, in small letters."""
    tokens = scene.parse.tokens_in(cue.content_start, cue.content_end)
    return {token.lemma if token.pos == "NOUN" else token.text.lower() for token in tokens}
