"""The speakers of hard sentences: who says what of an act, in which words, and which of its values they stand behind.

A case: ``text``, ``published``, ``said``, ``by``, ``figures``, ``quotes``, ``not_speakers``, ``not_actors``; what each line says stands at
the head of ``tests/golden/speakers/sentences.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tidings.model.coding import Account, Coding
from tidings.model.mentions import Annotations
from tidings.model.values import Attribution, Count

Case = dict[str, Any]


def faults(case: Case, annotations: Annotations, coding: Coding) -> Iterator[str]:
    """What is wrong with the speakers of a case, in words."""
    if "said" in case:
        yield from _said_faults(case["said"], coding)
    for line in case.get("by", ()):
        yield from _by_faults(line, coding)
    for line in case.get("figures", ()):
        yield from _figure_faults(line, coding)
    for line in case.get("quotes", ()):
        yield from _quote_faults(line, coding)
    yield from _strangers(case, coding)


def _said_faults(lines: list[str], coding: Coding) -> Iterator[str]:
    """Attributions that the case does not have, or lacks."""
    told = [(account, one) for account in coding.accounts for one in account.attribution]
    left = [_shown(account, one) for account, one in told]
    for line in lines:
        match = next((row for row in left if all(map(_agrees, _cut(line), row))), None)
        if match is None:
            near = [row for row in left if _agrees(_cut(line)[1], row[1])] or left
            kinds = sorted({account.type for account in coding.accounts})
            yield f"nobody says: {line}; told: {[' | '.join(row) for row in near] or 'nothing'} of {kinds}"
        else:
            left = [row for row in left if row != match]
    for row in left:
        if not any(all(map(_agrees, _cut(line), row)) for line in lines):
            yield f"said too much: {' | '.join(row)}"


def _shown(account: Account, one: Attribution) -> list[str]:
    return [account.type, one.speaker, one.kind, one.cue, one.stance, _covered(account, one)]


def _covered(account: Account, one: Attribution) -> str:
    figures = [account.counts[int(path[7:])] for path in one.covers if path.startswith("counts.")]
    paths = [path for path in one.covers if not path.startswith("means") and not _is_in(account, path, figures)]
    values = sorted(_value(account, path) for path in paths if path != "type" or len(paths) == 1)
    return "; ".join(values) if one.covers else "all"


def _is_in(account: Account, path: str, figures: list[Count]) -> bool:
    """Whether a path names people who are printed in a figure: "12 people" are the figure's, and the recipients of the act."""
    if not path.startswith("recipients."):
        return False
    spans = account.recipients[int(path[11:])].evidence
    return any(
        span.start < end.end and end.start < span.end for span in spans for count in figures for end in count.evidence
    )


def _value(account: Account, path: str) -> str:
    """A path of ``covers`` in the words of a case: "actors.0" is "actor Taliban"."""
    field, _, number = path.partition(".")
    if not number:
        return field
    value = getattr(account, field)[int(number)]
    return _figure(value) if isinstance(value, Count) else f"{field.rstrip('s')} {value.name}"


def _figure(count: Count) -> str:
    return f"{count.best if count.best is not None else count.low or count.high} {count.kind}"


def _by_faults(line: str, coding: Coding) -> Iterator[str]:
    name, speaker = _cut(line)
    found = [
        actor
        for account in coding.accounts
        for actor in account.actors
        if _agrees(name, actor.name) or _agrees(name, actor.mention)
    ]
    if not any(_agrees(speaker, by) for actor in found for by in actor.attributed_by):
        told = [(actor.name, actor.attributed_by) for account in coding.accounts for actor in account.actors]
        yield f"{speaker} does not name {name}; told: {told}"


def _figure_faults(line: str, coding: Coding) -> Iterator[str]:
    figure, speaker = _cut(line)
    found = [count.speaker for account in coding.accounts for count in account.counts if _figure(count) == figure]
    right = (
        (lambda told: told is None) if speaker == "-" else (lambda told: told is not None and _agrees(speaker, told))
    )
    if not any(map(right, found)):
        every = [(_figure(count), count.speaker) for account in coding.accounts for count in account.counts]
        yield f"{figure} is not said by {speaker}; told: {every}"


def _quote_faults(line: str, coding: Coding) -> Iterator[str]:
    wanted = _cut(line)
    rows = [[one.content, one.speaker or "", one.role or "", one.side or "", one.cue or ""] for one in coding.quotes]
    if not any(
        row[0].strip(" ,.") == wanted[0].strip(" ,.") and all(map(_agrees, wanted[1:], row[1:])) for row in rows
    ):
        yield f"not quoted: {line}; told: {[' | '.join(row) for row in rows]}"


def _strangers(case: Case, coding: Coding) -> Iterator[str]:
    for account in coding.accounts:
        spoken = {one.speaker for one in account.attribution} | {
            count.speaker for count in account.counts if count.speaker
        }
        for name in (*spoken, *(by for actor in account.actors for by in actor.attributed_by)):
            if name.casefold() in {other.casefold() for other in case.get("not_speakers", ())}:
                yield f"{name} is no speaker of {account.type}"
        for actor in account.actors:
            if {actor.id, actor.name} & set(case.get("not_actors", ())):
                yield f"{account.type} has {actor.id or actor.name}"


def _cut(line: str) -> list[str]:
    return [part.strip() for part in line.split("|")]


def _agrees(wanted: str, told: str) -> bool:
    """Whether a part of a line holds: -, one of the answers between slashes, a name that holds the other; lists in any order."""
    if wanted == "-":
        return True
    if ";" in wanted or ";" in told:
        return _parts(wanted) == _parts(told)
    return any(_is_within(one.strip().casefold(), told.casefold()) for one in wanted.split("/"))


def _is_within(wanted: str, told: str) -> bool:
    return wanted == told or (len(wanted) > 2 and wanted in told) or (len(told) > 2 and told in wanted)


def _parts(line: str) -> set[str]:
    return {part.strip().casefold() for part in line.split(";")}
