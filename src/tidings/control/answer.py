"""Who held a place on a day: the answer of RECORD §8, with the evidence that decided it and what would change it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tidings.control.history import History, State, history
from tidings.control.sourced import besiegers, sides
from tidings.control.weigh import OTHER
from tidings.model.control import ControlEvidence, ControlPlace, EvidenceKind, Party, Reading, ReportedState, Voice
from tidings.model.text import Evidence
from tidings.reference.control_rules import ControlRules

_MOST_SHOWN: Final = 12  # pieces of evidence in an answer; all stand in the record
_MOST_TRIED: Final = 60  # pieces nearest to the day that are left out one by one
_MOST_PARTIES: Final = 3  # of whom one more report is tried
_LEAST_MOVE: Final = 0.005
_PACES: Final = (0.5, 2.0)


class Deciding(Struct, frozen=True, kw_only=True):
    """A piece of evidence in an answer. ``moves``: by how much it raises the posterior of the likeliest state (negative: lowers).

    ``against``: whom it names as the other side; ``trust`` in [0, 1): how far it is believed; ``around``: it speaks of an area.
    """

    kind: EvidenceKind
    named: tuple[str, ...]
    against: tuple[str, ...]
    day: dt.date
    known: dt.date | None
    voice: Voice
    speaker: str | None
    trust: float
    moves: float
    around: str | None
    article: str
    file: str
    outlet: str | None
    wire_group: str
    words: tuple[Evidence, ...]


class Answer(Struct, frozen=True, kw_only=True):
    """RECORD §8: who held a place on a day. ``shares``: posterior by party name, ``contested`` and ``none``; they sum to 1.

    ``other`` is a party that no report names. ``sides``: who contests the place, where it is contested. ``stale_days``: since the last evidence until that day. ``changes``: what one more
    report would do. ``at_half_pace`` and ``at_double_pace``: the answer if places changed hands half or twice as often.
    """

    place: str
    on: dt.date
    as_known: dt.date | None
    reading: Reading
    holder: str | None
    state: ReportedState
    probability: float
    shares: dict[str, float]
    evidence: tuple[Deciding, ...]
    why: str
    place_id: str
    where: ControlPlace
    stale_days: int | None
    besieged_by: tuple[str, ...]
    sides: tuple[str, ...]
    changes: tuple[str, ...]
    at_half_pace: str
    at_double_pace: str


def reading_for(on: dt.date, as_known: dt.date | None) -> Reading:
    """Filtered when nothing later than the day asked for was known, else smoothed."""
    return "filtered" if as_known is not None and as_known <= on else "smoothed"


def answer(
    place: ControlPlace, pieces: Iterable[ControlEvidence], on: dt.date, as_known: dt.date | None, rules: ControlRules
) -> Answer:
    """The answer for a place and day, from the evidence on it and on the areas around it."""
    found = list(pieces)
    reading = reading_for(on, as_known)
    told = history(place.key, found, rules, as_known=as_known)
    state = told.on(on, reading)
    paces = [_said(history(place.key, found, rules, as_known=as_known, pace=pace).on(on, reading)) for pace in _PACES]
    deciding = _deciding(told, on, reading, state, place)
    shares = _by_name(told, state)
    return Answer(
        place=place.name, on=on, as_known=as_known, reading=reading,
        holder=_name_of(told, state.holder.key) if state.holder is not None else None, state=state.state,
        probability=max(shares.values()), shares=shares, evidence=deciding,
        why=_why(told, state, deciding, on, as_known, reading), place_id=place.key, where=place, stale_days=state.stale_days,
        besieged_by=besiegers(told, state.holder, on, on), sides=sides_on(told, state, on), changes=_changes(told, on, reading, state, place, rules),
        at_half_pace=paces[0], at_double_pace=paces[1],
    )  # fmt: skip


def _by_name(told: History, state: State) -> dict[str, float]:
    """The shares to four places; what rounding leaves over is the likeliest's, so that they sum to 1."""
    rounded = {key: round(share, 4) for key, share in state.shares.items()}
    top = _top(state)
    rounded[top] = round(1 - sum(share for key, share in rounded.items() if key != top), 4)
    return {_name_of(told, key): share for key, share in rounded.items()}


def _name_of(told: History, key: str) -> str:
    """A party's name, with its key where another party is printed alike; ``contested`` and ``none`` are their own."""
    names = {party.key: party.name for party in told.parties}
    name = names.get(key, key)
    alike = (*names.values(), "contested", "none")
    return f"{name} ({key})" if key in names and alike.count(name) > 1 else name


def sides_on(told: History, state: State, on: dt.date) -> tuple[str, ...]:
    """Who contests the place on a day, by name; nobody where it is not contested."""
    return sides(told, on, on) if state.state == "contested" else ()


def _said(state: State) -> str:
    return f"held by {state.holder.name}" if state.holder is not None else state.state


def _top(state: State) -> str:
    """The key of the likeliest state."""
    return max(state.shares, key=lambda key: state.shares[key])


def _deciding(told: History, on: dt.date, reading: Reading, state: State, place: ControlPlace) -> tuple[Deciding, ...]:
    """The evidence nearest to the day, each with what the answer would be without it, the weightiest first."""
    top = _top(state)
    near = sorted(
        (number for number, each in enumerate(told.evidence) if reading == "smoothed" or each.piece.day <= on),
        key=lambda number: abs((told.evidence[number].piece.day - on).days),
    )[:_MOST_TRIED]
    found = []
    for number in near:
        counted = told.evidence[number]
        rest = replace(told, evidence=(*told.evidence[:number], *told.evidence[number + 1 :]))
        moves = state.shares[top] - rest.on(on, reading).shares[top]
        piece = counted.piece
        found.append(
            Deciding(
                kind=piece.kind, named=_names(piece.named), against=_names(piece.against), day=piece.day, known=piece.known,
                voice=piece.voice, speaker=piece.speaker, trust=round(counted.trust, 3), moves=round(moves, 4),
                around=piece.place.name if counted.around else None, article=piece.article, file=piece.file, outlet=piece.outlet,
                wire_group=piece.wire_group, words=piece.words,
            )
        )  # fmt: skip
    weighty = sorted(found, key=lambda each: (-abs(each.moves), abs((each.day - on).days), each.article))[:_MOST_SHOWN]
    moving = [each for each in weighty if abs(each.moves) >= _LEAST_MOVE]
    return tuple(moving or weighty[:3])


def _names(parties: tuple[Party, ...]) -> tuple[str, ...]:
    return tuple(party.name for party in parties)


# --- in words -------------------------------------------------------------------------------------------------------------------


def _why(
    told: History, state: State, deciding: tuple[Deciding, ...], on: dt.date, as_known: dt.date | None, reading: Reading
) -> str:
    """The reason in plain words: what was known, what weighs most, how old it is."""
    basis = f"as known on {as_known}" if as_known is not None else "from all that is known today"
    if not told.evidence:
        return f"Unknown {basis}: no report tells who holds the place."
    if state.state == "unknown":
        return f"Unknown {basis}: {_why_unknown(told, state, on, reading)}{_resting_on(deciding)}"
    what = _what(told, state, on)
    return f"{what} with {state.probability:.0%} {basis}{_resting_on(tuple(sorted(deciding, key=lambda each: -each.moves)))}"


def _what(told: History, state: State, on: dt.date) -> str:
    if state.holder is not None:
        return f"Held by {_name_of(told, state.holder.key)}"
    if state.state == "none":
        return "Held by nobody armed"
    between = sides_on(told, state, on)
    return f"Contested between {', '.join(between[:-1])} and {between[-1]}" if len(between) > 1 else "Contested"


def _why_unknown(told: History, state: State, on: dt.date, reading: Reading) -> str:
    limit = told.rules.report.stale_days
    if state.stale_days is None and reading == "filtered":
        return "nothing was told of it until that day"
    if state.stale_days is not None and state.stale_days > limit:
        return f"the last evidence is {state.stale_days} days old, and after {limit} days nothing is reported"
    if told.is_silent(on, reading):
        return "no report is near enough to that day to tell"
    names = {party.key: party.name for party in told.parties} | {OTHER.key: "a party that no report names"}
    top = _top(state)
    likeliest = f"the likeliest ({names.get(top, top)}) has {state.probability:.0%}"
    aged = f"; the last evidence is {state.stale_days} days old" if state.stale_days else ""
    if state.probability >= told.rules.report.least:
        why = "but it was not yet so when it was last told of" if told.may_be_told(top) else "but no report says that"
        return f"{likeliest}, {why}{aged}"
    return f"no state reaches {told.rules.report.least:.0%}, {likeliest}{aged}"


def _resting_on(deciding: tuple[Deciding, ...]) -> str:
    if not deciding:
        return "."
    most = deciding[0]
    quote = most.words[0].quote if most.words else ""
    who = f", said by {most.speaker} ({_VOICES[most.voice]})" if most.speaker else ""
    known = f", published {most.known}" if most.known else ""
    return f". What weighs most: {_KINDS[most.kind]}, {most.day}{known}{who}: “{quote}”"


_VOICES: Final[dict[Voice, str]] = {
    "self": "in its own favour", "admission": "against its own interest", "independent": "no party to it",
    "unnamed": "whose interest is not known",
}  # fmt: skip
_KINDS: Final[dict[EvidenceKind, str]] = {
    "explicit_control": "a statement of who holds it", "background_statement": "a passing word on who holds it",
    "capture": "a capture", "negotiated_transfer": "a hand-over", "withdrawal": "a withdrawal", "loss": "a loss",
    "denial": "a denial", "siege": "a siege", "clash_inside": "fighting inside", "clash_near": "fighting near it",
    "remote_fire_on": "fire from afar", "attack_by_ied_or_raid": "an attack there",
    "no_control": "word that nobody armed holds it",
}  # fmt: skip


def _changes(
    told: History, on: dt.date, reading: Reading, state: State, place: ControlPlace, rules: ControlRules
) -> tuple[str, ...]:
    """What one more report of that day would do to the answer: by someone independent, and by the likeliest parties themselves."""
    found = []
    likeliest = sorted(told.parties[:-1], key=lambda party: -state.shares[party.key])[:_MOST_PARTIES]
    for party in likeliest:
        if party.key == (state.holder.key if state.holder is not None else None):
            tried: tuple[tuple[EvidenceKind, Voice, str], ...] = (
                ("clash_inside", "independent", "independent word of fighting inside"),
                ("withdrawal", "admission", f"{party.name} saying that it has left"),
            )
        else:
            tried = (
                ("capture", "independent", f"an independent report that {party.name} took it"),
                ("capture", "self", f"a claim of {party.name} to have taken it"),
            )
        for kind, voice, words in tried:
            more = _hypothetical(place, kind, voice, party, on)
            then = history(
                place.key, [*(each.piece for each in told.evidence), more], rules, as_known=None, pace=told.pace
            ).on(on, reading)
            if _said(then) != _said(state):
                found.append(f"{words} would make it {_said(then)} ({then.probability:.0%})")
    return tuple(found)


def _hypothetical(place: ControlPlace, kind: EvidenceKind, voice: Voice, party: Party, on: dt.date) -> ControlEvidence:
    return ControlEvidence(
        id="what if", place=place, kind=kind, named=(party,), against=(), first=on, day=on, known=on, voice=voice,
        speaker=party.name if voice in ("self", "admission") else None, article="what if", file="", outlet=None, wire_group="what if", extent=None, undated=False, account=None, words=(),
    )  # fmt: skip
