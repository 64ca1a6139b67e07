"""Which act a figure belongs to: the counts of a sentence, allotted to its happenings."""

from __future__ import annotations

from msgspec.structs import replace

from tidings.coding import tree
from tidings.coding.happenings import Happening
from tidings.coding.scene import Scene
from tidings.model.mentions import CountMention
from tidings.model.values import CountKind

_COUNTS_FOR: dict[str, frozenset[str]] = {
    "displaced": frozenset({"displacement"}),
    "detained": frozenset({"detention", "abduction"}),
    "abducted": frozenset({"abduction", "human_shields"}),
    "surrendered": frozenset({"surrender"}),
    "released": frozenset({"release"}),
    "affected": frozenset({"siege", "human_shields", "displacement", "aid"}),
    "fighters": frozenset({"deployment", "armed_clash", "territory_taken", "territory_ceded"}),
    "strikes": frozenset({"air_strike", "shelling", "armed_clash", "chemical_attack"}),
    "munitions": frozenset({"air_strike", "shelling", "explosion", "suicide_bombing", "armed_clash", "interception"}),
    "destroyed": frozenset({"air_strike", "shelling", "explosion", "destruction", "armed_clash", "suicide_bombing", "interception", "attack_on_civilians"}),
    "missing": frozenset({"abduction", "attack_on_civilians", "air_strike", "shelling", "explosion"}),
}  # fmt: skip
_FIGHTS = frozenset(
    {
        "armed_clash",
        "territory_taken",
        "attack_on_civilians",
        "suicide_bombing",
        "air_strike",
        "shelling",
        "siege",
        "riot",
    }
)
_CARRIES: dict[str, frozenset[str]] = {
    "detained": _FIGHTS, "abducted": _FIGHTS, "surrendered": _FIGHTS, "missing": _FIGHTS, "died": frozenset({"siege", "displacement", "aid"}),
}  # fmt: skip
_KINDS: dict[str, CountKind] = {
    "abduction": "abducted",
    "detention": "detained",
    "displacement": "displaced",
    "release": "released",
}
_BLOODLESS = frozenset(
    {
        "agreement",
        "declaration",
        "threat",
        "aid",
        "deployment",
        "displacement",
        "surrender",
        "release",
        "detention",
        "territory_ceded",
        "interception",
        "siege",
    }
)


def allot_counts(scene: Scene, happenings: tuple[Happening, ...]) -> tuple[tuple[CountMention, ...], ...]:
    """For each happening the counts that belong to it: those of its sentence whose kind fits, nearest in the tree."""
    allotted: list[list[CountMention]] = [[] for _ in happenings]
    speaking = _speaking(scene)
    for printed in scene.annotations.counts:
        count = _of_its_act(scene, happenings, printed)
        if count.kind is None or (count.best == 1 and count.head in speaking):
            continue
        sentence = scene.parse.sentence_at(count.start)
        told = [
            (_count_distance(scene, happening, count), position)
            for position, happening in enumerate(happenings)
            if scene.parse.tokens[happening.main.token].sentence == sentence
        ]
        fitting = [each for each in told if _count_fits(happenings[each[1]].type, count)]
        fitting = fitting or [each for each in told if _may_carry(happenings[each[1]].type, count)]
        if fitting:
            allotted[min(fitting)[1]].append(count)
    return tuple(map(tuple, allotted))


def _of_its_act(scene: Scene, happenings: tuple[Happening, ...], count: CountMention) -> CountMention:
    """ "They took 12 girls with them": a figure of those whom an act was done to, with the kind that the act's type gives.

    "About 300 villagers escaped to the town": who escapes in flight was not held.
    """
    if count.kind == "released" and any(
        happening.type == "displacement" and happening.main.token == count.governor for happening in happenings
    ):
        return replace(count, kind="displaced")
    if count.kind is not None or count.noun_token is None or count.group == "things":
        return count
    for happening in happenings:
        kind = _KINDS.get(happening.type)
        main = happening.main
        if kind is not None and main.verb and count.noun_token in tree.undergoers(scene.parse, main.token):
            return replace(count, kind=kind, governor=main.token)
    return count


def _speaking(scene: Scene) -> frozenset[int]:
    """The words of who speaks: in "wounded 100 others, a monitor said" no monitor was wounded."""
    return frozenset(
        token.index
        for cue in scene.annotations.cues
        if cue.speaker_start is not None and cue.speaker_end is not None
        for token in scene.parse.tokens_in(cue.speaker_start, cue.speaker_end)
    )


def _may_carry(event_type: str, count: CountMention) -> bool:
    """Whether an act may carry a figure for which its sentence has no act of its own: prisoners taken in a clash, the hungry of a siege."""
    return event_type in _CARRIES.get(count.kind or "", frozenset())


def _count_distance(scene: Scene, happening: Happening, count: CountMention) -> int:
    tokens = [count.head] if count.governor is None else [count.governor, count.head]
    if count.governor is not None and any(trigger.token == count.governor for trigger in happening.triggers):
        return -1
    return min(
        tree.distance(scene.parse, trigger.token, token)
        for trigger in happening.triggers
        for token in tokens
        if token >= 0
    )


def _count_fits(event_type: str, count: CountMention) -> bool:
    fits = _COUNTS_FOR.get(count.kind or "")
    return event_type in fits if fits is not None else event_type not in _BLOODLESS
