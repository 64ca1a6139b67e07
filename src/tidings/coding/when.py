"""When it happened: the date of the act, not of the statement (RECORD §4, Date)."""

from __future__ import annotations

from tidings.coding import tree
from tidings.coding.happenings import Happening
from tidings.coding.scene import Scene
from tidings.model.mentions import CueMention, DateMention

_FAR = 7
_WITNESSED = frozenset({"hear", "see", "witness"})  # who reports hearing fire today heard it today


def choose_date(scene: Scene, happening: Happening, cues: tuple[CueMention, ...]) -> DateMention | None:
    """The date of the act, not of the statement: in its clause first, then in the sentence; durations are no dates."""
    parse, token = scene.parse, scene.parse.tokens[happening.main.token]
    if _measured_by_duration(scene, happening):
        return None
    ranked = []
    for mention in scene.annotations.dates:
        if mention.kind == "duration" or mention.head < 0 or parse.sentence_at(mention.start) != token.sentence:
            continue
        if (rank := _date_rank(scene, happening, mention, cues)) is not None:
            ranked.append((rank, mention.start, mention))
    return min(ranked, key=lambda each: each[:2])[2] if ranked else None


def _measured_by_duration(scene: Scene, happening: Happening) -> bool:
    """ "after months of fighting": the fighting has a length; the day beside it is another act's."""
    parse, token = scene.parse, scene.parse.tokens[happening.main.token]
    if happening.main.verb or token.dep != "pobj" or parse.tokens[token.head].text.lower() != "of":
        return False
    return parse.tokens[parse.tokens[token.head].head].lemma in ("day", "week", "month", "year", "hour")


def _date_rank(
    scene: Scene, happening: Happening, mention: DateMention, cues: tuple[CueMention, ...]
) -> tuple[int, int] | None:
    parse = scene.parse
    clause = tree.clause_of(parse, mention.head)
    clauses = {tree.clause_of(parse, trigger.token) for trigger in happening.triggers}
    cue_tokens = {cue.cue_token for cue in scene.annotations.cues}
    heard = any(parse.tokens[trigger.token].lemma in _WITNESSED for trigger in happening.triggers)
    if clause in cue_tokens and clause not in clauses and not heard:
        return None
    steps = min(tree.distance(parse, trigger.token, mention.head) for trigger in happening.triggers)
    if steps >= 99:
        return None
    under = any(trigger.token in tuple(tree.ancestors(parse, mention.head)) for trigger in happening.triggers)
    level = 0 if under and clause in clauses else 1 if clause in clauses else 2
    if level == 2:
        # A date of the clause above may be the act's; one in a clause below belongs to what that clause tells.
        below = all(clause not in tuple(tree.ancestors(parse, each)) for each in clauses)
        if below or steps > _FAR:
            return None
    if mention.first is None and mention.kind == "vague":
        level += 3
    return (level, steps)
