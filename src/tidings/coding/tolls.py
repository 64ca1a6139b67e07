"""Tolls that stand alone: a sentence that only counts the dead tells of an act told before ("A doctor said 11 bodies …")."""

from __future__ import annotations

from tidings.coding import tree
from tidings.coding.happenings import Happening
from tidings.coding.scene import Scene
from tidings.coding.triggers import Trigger
from tidings.model.mentions import ActorMention, CountMention
from tidings.reference.ontology import Pattern

_TOLLS = frozenset({"killed", "injured", "casualties"})
_REACH = 3
_VIOLENCE = frozenset({
    "dismember", "dismembered", "mutilate", "mutilated", "decapitate", "decapitated", "behead", "beheaded", "headless", "shoot", "bullet", "gunshot",
    "torture", "bind", "bound", "tie", "blindfold", "blindfolded", "handcuffed", "throat", "machete", "execute", "strangle", "gag", "gagged",
})  # fmt: skip
_FINDING = frozenset({"find", "discover", "recover", "dump", "unearth", "exhume"})


def with_orphan_tolls(scene: Scene, happenings: tuple[Happening, ...]) -> tuple[Happening, ...]:
    """The happenings in text order, and one of type ``killing`` for each sentence near one that has a toll and no trigger."""
    parse = scene.parse
    told = {parse.tokens[happening.main.token].sentence for happening in happenings}
    orphans: dict[int, CountMention] = {}
    for count in scene.annotations.counts:
        sentence = parse.sentence_at(count.start)
        near = any(sentence - back in told for back in range(1, _REACH + 1)) or _is_a_find(scene, count)
        if count.kind in _TOLLS and count.polarity == "affirmed" and sentence not in told and near:
            orphans.setdefault(sentence, count)
    added = [_happening(scene, count) for count in orphans.values()]
    return tuple(sorted((*happenings, *added), key=lambda happening: happening.main.token))


def _is_a_find(scene: Scene, count: CountMention) -> bool:
    """ "The bodies of 12 policemen were found", "a body was dumped": somebody killed them, and nothing else tells of it."""
    tokens = scene.parse.tokens
    noun = next(
        (
            index
            for index in (count.governor, count.noun_token)
            if index is not None and tokens[index].lemma in ("body", "corpse")
        ),
        None,
    )
    return (
        noun is not None and tokens[noun].dep in ("dobj", "nsubjpass") and tokens[tokens[noun].head].lemma in _FINDING
    )


def _shows_violence(scene: Scene, count: CountMention) -> bool:
    """ "A dismembered body", "with bullet wounds", "hands tied": they did not die in their beds."""
    sentence = scene.parse.sentences[scene.parse.sentence_at(count.start)]
    tokens = scene.parse.tokens[sentence.first : sentence.last]
    return any(token.lemma in _VIOLENCE or token.text.lower() in _VIOLENCE for token in tokens)


def _happening(scene: Scene, count: CountMention) -> Happening:
    token = max(count.head, 0)
    if count.governor is not None and scene.parse.tokens[count.governor].sentence == scene.parse.tokens[token].sentence:
        token = count.governor
    rank = scene.ontology.rank("killing")
    weak = not (_is_a_find(scene, count) and _shows_violence(scene, count))
    pattern = Pattern(type="killing", rank=rank, effect=True, weak=weak)
    trigger = Trigger(token=token, type="killing", rank=rank, effect=True, weak=weak, verb=False, pattern=pattern)
    return Happening(main=trigger, triggers=(trigger,), type="killing", actors=(), recipients=_included(scene, token))


def _included(scene: Scene, token: int) -> tuple[ActorMention, ...]:
    """ "Other victims included X and Y": who they were."""
    parse = scene.parse
    verb = parse.tokens[parse.tokens[token].head]
    if parse.tokens[token].dep != "nsubj" or verb.lemma not in ("include", "be"):
        return ()
    people = (index for index in tree.undergoers(parse, verb.index))
    return tuple(mention for index in people if (mention := scene.actor_of(index)) is not None)
