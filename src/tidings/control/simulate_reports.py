"""What is reported of a simulated war: stories by voices with interests, late, wrong, copied, vague, or not at all.

A story is of one place and day. What it tells depends on how things stand there (:func:`_subjects`); who tells it decides
whether it is so. A party claims places it does not hold, denies what it lost, or admits it late; whoever has no interest
takes one place for another now and then. Each story is printed by one outlet or by several.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from msgspec import Struct, structs

from tidings.control.simulate import FIRST_DAY, REBELS, SOLDIERS, Turn, War
from tidings.model.control import ControlEvidence, EvidenceKind, Party, Voice

_FRESH: Final = 8  # days that a turn is news
_DENIED: Final = 14  # days that its loser may deny it
_OUTLETS: Final = ("Norvia Wire", "Straits Herald", "The Upland Post", "Monitor of the Vale", "Radio Saltshore")
_OF_AREAS: Final = ("explicit_control", "background_statement", "clash_inside", "clash_near", "remote_fire_on")
_STATE_KINDS: Final = ("state_forces", "international")


class _Told(Struct, frozen=True, kw_only=True):
    """One story: a piece of evidence before it is printed."""

    kind: EvidenceKind
    named: tuple[int, ...]
    against: tuple[int, ...]
    day: int
    voice: Voice
    speaker: int | None = None
    late: float = 1.0


def reports_of(war: War) -> tuple[ControlEvidence, ...]:
    """All evidence on a war, in the order in which it was published; the same war gives the same."""
    return tuple(sorted(_Press(war).pieces(), key=lambda piece: (piece.known or dt.date.max, piece.id)))


class _Press:
    """Those who report a war."""

    def __init__(self, war: War) -> None:
        self._war, self._rules = war, war.rules
        self._chance = np.random.default_rng([war.rules.seed, 2])
        self._contested, self._none = len(war.parties), len(war.parties) + 1
        self._turns: list[list[Turn]] = [
            [turn for turn in war.turns if turn.place == place] for place in range(war.rules.places)
        ]
        self._number = 0

    def pieces(self) -> Iterator[ControlEvidence]:
        expected = self._expected()
        stories = self._chance.poisson(expected)
        for place, day in np.argwhere(stories):
            for _ in range(int(stories[place, day])):
                yield from self._story(int(place), int(day))

    def _expected(self) -> np.ndarray:
        """Stories a place and day: more of some places than of others, more where something happens, none of what is cut off."""
        rules, chance, war = self._rules, self._chance, self._war
        looked_at = np.exp(chance.normal(-(rules.spread**2) / 2, rules.spread, rules.places))
        found = np.repeat(looked_at[:, None], rules.days, axis=1) * rules.density / 365
        lively = war.truth == self._contested
        for turn in war.turns:
            lively[turn.place, int(turn.time) : int(turn.time) + _FRESH] = True
        found[lively] *= rules.attention
        for district in range(len(war.districts)):
            inside = np.array(war.district_of) == district
            for _ in range(int(chance.poisson(rules.cutoffs * rules.days / 365))):
                start = int(chance.integers(rules.days))
                found[inside, start : start + int(1 + chance.exponential(rules.cutoff_days))] = 0
        return found

    def _story(self, place: int, day: int) -> Iterator[ControlEvidence]:
        rules, chance, war = self._rules, self._chance, self._war
        about = place
        if chance.random() < rules.mistaken:  # the name is of one place, the news of one near it
            about = int(chance.choice(war.neighbours[place]))
        told = self._tell(about, day)
        if told is None:
            return
        whole = told.kind in _OF_AREAS and chance.random() < rules.area
        told = self._of_area(told, place) if whole else told
        if told is None:
            return
        known = day + int(chance.gamma(1.5, told.late * rules.delay_days / 1.5) + chance.random())
        where = war.districts[war.district_of[place]] if whole else war.places[place]
        first, last, undated = self._dated(told, known)
        vaguely = chance.random() < rules.generic
        piece = ControlEvidence(
            id=f"{self._number:06}", place=where, kind=told.kind, named=self._names(told.named, vaguely=vaguely),
            against=self._names(told.against if chance.random() < 0.6 else (), vaguely=vaguely), first=None if first is None else _date(first), day=_date(last),
            known=_date(known), voice=told.voice, speaker=None if told.speaker is None else war.parties[told.speaker].name,
            article=f"a{self._number:06}", file=f"a{self._number:06}.txt", outlet=str(chance.choice(_OUTLETS)), wire_group=f"g{self._number:06}",
            extent="parts of" if chance.random() < rules.extent else None, undated=undated, account=None, words=(),
        )  # fmt: skip
        self._number += 1
        yield piece
        yield from self._copies(piece)

    def _copies(self, piece: ControlEvidence) -> Iterator[ControlEvidence]:
        """Prints of one story by others; some are not seen to be copies."""
        assert piece.known is not None
        for _ in range(int(self._chance.poisson(self._rules.copies))):
            number, self._number = self._number, self._number + 1
            unnoticed = self._chance.random() < self._rules.unnoticed
            yield structs.replace(
                piece,
                id=f"{number:06}",
                article=f"a{number:06}",
                file=f"a{number:06}.txt",
                known=piece.known + dt.timedelta(days=int(self._chance.integers(0, 2))),
                outlet=str(self._chance.choice(_OUTLETS)),
                wire_group=f"g{number:06}" if unnoticed else piece.wire_group,
            )

    def _dated(self, told: _Told, known: int) -> tuple[int | None, int, bool]:
        """First and last possible day as the text gives them, and whether it gives none (then it is the day of the article)."""
        chance = self._chance
        if told.kind in ("background_statement", "explicit_control", "no_control", "siege"):
            return (None, known, True) if chance.random() < 0.6 else (None, told.day, False)
        if chance.random() < self._rules.vague:
            first, last = told.day - int(chance.integers(1, 25)), told.day + int(chance.integers(0, 25))
            return first, max(told.day, min(known, last)), False
        return (None, known, True) if chance.random() < 0.1 else (told.day, told.day, False)

    def _names(self, numbers: Sequence[int], *, vaguely: bool) -> tuple[Party, ...]:
        parties = [self._war.parties[number] for number in numbers]
        if vaguely:
            parties = [SOLDIERS if party.kind in _STATE_KINDS else REBELS for party in parties]
        return tuple(dict.fromkeys(parties))

    def _tell(self, place: int, day: int) -> _Told | None:
        """What a story of a place and day tells; None where there is nothing to tell."""
        subjects = self._subjects(place, day)
        names = list(subjects)
        weights = np.array([subjects[name] for name in names])
        if not weights.any():
            return None
        told: _Told | None = getattr(
            self, f"_{names[int(self._chance.choice(len(names), p=weights / weights.sum()))]}"
        )(place, day)
        return told

    def _subjects(self, place: int, day: int) -> dict[str, float]:
        """What there is to tell of a place on a day, by how much it is told."""
        state, rules = int(self._war.truth[place, day]), self._rules
        turn = self._last_turn(place, day)
        age = day - int(turn.time) if turn else 999
        rivals = self._rivals(place, day)
        fought = state == self._contested
        lost = turn is not None and turn.way in ("capture", "handover") and age <= _DENIED
        return {
            "turn": 6.0 if age <= _FRESH and turn is not None and turn.way != "fight" else 0.0,
            "fight": 6.0 if fought else 0.0,
            "standing": 0.5 if fought else 3.0,
            "siege": 3.0 if self._war.besieger[place, day] >= 0 else 0.0,
            "claim": rules.false_claims * (0.7 if fought else 0.11 if rivals else 0.0),
            "denial": rules.denials * (0.7 if lost else 0.8 if fought else 0.12 if rivals else 0.0),
            "near": 0.6 if rivals and not fought else 0.1,
            "fire": 0.7 if fought else 0.5 if rivals else 0.1,
            "raid": 0.5 if fought else 0.4,
        }

    def _last_turn(self, place: int, day: int) -> Turn | None:
        told = [turn for turn in self._turns[place] if int(turn.time) <= day]
        return told[-1] if told else None

    def _rivals(self, place: int, day: int) -> list[int]:
        """Parties that hold a place near this one, but not this one."""
        around = {int(self._war.truth[near, day]) for near in self._war.neighbours[place]}
        return sorted(around - {int(self._war.truth[place, day]), self._contested, self._none})

    def _any_voice(self, place: int, day: int) -> tuple[Voice, int | None]:
        """Independent, unnamed, or a party that has a stake."""
        drawn, rules = self._chance.random(), self._rules
        if drawn < rules.independent:
            return "independent", None
        if drawn < rules.independent + rules.unnamed:
            return "unnamed", None
        return "self", self._pick([int(self._war.truth[place, day]), *self._rivals(place, day)])

    def _pick(self, numbers: Sequence[int]) -> int:
        known = [number for number in numbers if number < self._contested]
        return int(self._chance.choice(known)) if known else int(self._chance.integers(self._contested))

    def _turn(self, place: int, day: int) -> _Told | None:
        """A turn that is news. Its winner tells it, or its loser does."""
        turn = self._last_turn(place, day)
        if turn is None:
            return None
        at, by, against = int(turn.time), turn.by, turn.against
        voice, speaker = self._any_voice(place, day)
        losing = turn.way in ("capture", "handover", "withdrawal")
        loser = by if turn.way == "withdrawal" else against
        if losing and self._chance.random() < self._rules.admissions * 0.5:
            kind: EvidenceKind = "withdrawal" if turn.way == "withdrawal" or self._chance.random() < 0.6 else "loss"
            other = () if turn.way == "withdrawal" else (by,)
            return _Told(kind=kind, named=(loser,), against=other, day=at, voice="admission", speaker=loser, late=3.0)
        if voice == "self":
            speaker = by
        facing = (against,) if against >= 0 else ()
        if turn.way == "withdrawal":
            told_by = self._pick(self._rivals(place, day)) if voice == "self" else None
            return _Told(kind="withdrawal", named=(by,), against=(), day=at, voice=voice, speaker=told_by)
        if turn.way == "handover":
            return _Told(kind="negotiated_transfer", named=(by,), against=facing, day=at, voice=voice, speaker=speaker)
        if turn.way in ("repelled", "relief"):
            return _Told(kind="explicit_control", named=(by,), against=facing, day=day, voice=voice, speaker=speaker)
        if turn.way == "siege":
            return _Told(kind="siege", named=(against,), against=(by,), day=at, voice=voice, speaker=speaker)
        if against >= 0 and self._chance.random() < 0.12:
            return _Told(kind="loss", named=(against,), against=(by,), day=at, voice=voice, speaker=speaker)
        return _Told(kind="capture", named=(by,), against=facing, day=at, voice=voice, speaker=speaker)

    def _fight(self, place: int, day: int) -> _Told | None:
        turn = self._last_turn(place, day)
        voice, speaker = self._any_voice(place, day)
        if turn is None or turn.way != "fight":
            return None
        sides = (turn.by, turn.against)
        if voice == "self":
            speaker = self._pick(sides)
        kind: EvidenceKind = "clash_inside" if self._chance.random() < 0.8 else "clash_near"
        return _Told(kind=kind, named=sides, against=(), day=day, voice=voice, speaker=speaker)

    def _standing(self, place: int, day: int) -> _Told | None:
        """Who holds it, or held it some time ago; nobody says of a place fought for that somebody holds it, but parties do."""
        voice, speaker = self._any_voice(place, day)
        if voice == "self" and self._chance.random() < 0.8:
            voice, speaker = "independent", None
        then = day
        if self._chance.random() < self._rules.stale:
            then = max(0, day - int(self._chance.exponential(self._rules.stale_days)))
        state = int(self._war.truth[place, then])
        if state == self._contested:
            turn = self._last_turn(place, then)
            if turn is None or turn.way != "fight":
                return None
            state = turn.against
        if state == self._none:
            if self._chance.random() < 0.5:
                return None
            return _Told(
                kind="no_control", named=(), against=(), day=day, voice="unnamed" if voice == "self" else voice
            )
        speaker = state if voice == "self" else None
        kind: EvidenceKind = (
            "background_statement" if voice != "self" and self._chance.random() < 0.6 else "explicit_control"
        )
        return _Told(kind=kind, named=(state,), against=(), day=day, voice=voice, speaker=speaker)

    def _siege(self, place: int, day: int) -> _Told | None:
        voice, speaker = self._any_voice(place, day)
        besieger, holder = int(self._war.besieger[place, day]), int(self._war.truth[place, day])
        if besieger < 0 or holder >= self._contested:
            return None
        speaker = besieger if voice == "self" else None
        return _Told(kind="siege", named=(holder,), against=(besieger,), day=day, voice=voice, speaker=speaker)

    def _claim(self, place: int, day: int) -> _Told | None:
        """A party says that it took or holds a place that it does not hold, or not yet."""
        turn = self._last_turn(place, day)
        if self._war.truth[place, day] == self._contested and turn is not None:
            claimant, holder = (turn.by, turn.against) if self._chance.random() < 0.75 else (turn.against, turn.by)
        else:
            claimant, holder = self._pick(self._rivals(place, day)), int(self._war.truth[place, day])
        facing = (holder,) if holder < self._contested else ()
        drawn = self._chance.random()  # now and then it is printed as a fact
        echoed: Voice = "independent" if drawn < 0.06 else "unnamed" if drawn < 0.16 else "self"
        speaker = claimant if echoed == "self" else None
        what = self._chance.random()
        if facing and what < 0.15:
            kind: EvidenceKind = "withdrawal" if what < 0.1 else "loss"
            return _Told(kind=kind, named=facing, against=(claimant,), day=day, voice=echoed, speaker=speaker)
        kind = "capture" if what < 0.65 else "explicit_control"
        return _Told(kind=kind, named=(claimant,), against=facing, day=day, voice=echoed, speaker=speaker)

    def _denial(self, place: int, day: int) -> _Told | None:
        """Who lost a place, or is fighting for it, says that it is still there."""
        turn = self._last_turn(place, day)
        holder = int(self._war.truth[place, day])
        if turn is not None and turn.against >= 0 and day - turn.time <= _DENIED and turn.way != "repelled":
            denier, other = turn.against, turn.by
        elif holder < self._contested and (rivals := self._rivals(place, day)):
            denier, other = holder, self._pick(rivals)
        else:
            return None
        return _Told(kind="denial", named=(denier,), against=(other,), day=day, voice="self", speaker=denier)

    def _near(self, place: int, day: int) -> _Told | None:
        voice, speaker = self._any_voice(place, day)
        holder = int(self._war.truth[place, day])
        sides = tuple(
            dict.fromkeys(
                [self._pick([holder] if self._chance.random() < 0.9 else []), self._pick(self._rivals(place, day))]
            )
        )
        if voice == "self":
            speaker = self._pick(sides)
        kind: EvidenceKind = "clash_inside" if self._chance.random() < 0.03 else "clash_near"
        return _Told(kind=kind, named=sides, against=(), day=day, voice=voice, speaker=speaker)

    def _fire(self, place: int, day: int) -> _Told | None:
        """A party shells a place that it does not hold, mostly; or, where it is fought for, the other side of it."""
        voice, speaker = self._any_voice(place, day)
        firing, hit = self._sides_of(place, day, own=0.12)
        speaker = self._pick([hit]) if voice == "self" else None
        return _Told(kind="remote_fire_on", named=(firing,), against=(hit,), day=day, voice=voice, speaker=speaker)

    def _raid(self, place: int, day: int) -> _Told | None:
        """A bomb or a raid: by somebody who does not hold the place on its holder, or by the holder on those who hide there."""
        voice, speaker = self._any_voice(place, day)
        attacker, hit = self._sides_of(place, day, own=0.4)
        speaker = self._pick([hit]) if voice == "self" else None
        return _Told(
            kind="attack_by_ied_or_raid", named=(attacker,), against=(hit,), day=day, voice=voice, speaker=speaker
        )

    def _sides_of(self, place: int, day: int, own: float) -> tuple[int, int]:
        """Who strikes in a place and who is hit; ``own``: how often it is the holder who strikes. Now and then a third is hit."""
        holder = int(self._war.truth[place, day])
        turn = self._last_turn(place, day)
        if holder == self._contested and turn is not None and turn.against >= 0:
            sides = (turn.by, turn.against)
            return sides if self._chance.random() < 0.5 else (turn.against, turn.by)
        if holder >= self._contested:
            striker = self._pick([])
            return striker, self._pick([party for party in range(self._contested) if party != striker])
        rival = self._pick(self._rivals(place, day) or [party for party in range(self._contested) if party != holder])
        if self._chance.random() < own:
            return holder, rival
        third = self._chance.random() < 0.15
        return rival, self._pick([party for party in range(self._contested) if party != rival]) if third else holder

    def _of_area(self, told: _Told, place: int) -> _Told | None:
        """The same of the district: its holder is whoever holds most of its places, a fight in a town is a fight in it."""
        if told.kind not in ("explicit_control", "background_statement"):
            return structs.replace(told, kind="clash_near") if told.kind == "clash_inside" else told
        inside = [
            number for number, district in enumerate(self._war.district_of) if district == self._war.district_of[place]
        ]
        states = np.bincount(self._war.truth[inside, min(told.day, self._rules.days - 1)], minlength=self._none + 1)
        most = int(states[: self._contested].argmax())
        return structs.replace(told, named=(most,)) if states[most] * 2 > len(inside) else None


def _date(day: int) -> dt.date:
    return FIRST_DAY + dt.timedelta(days=day)
