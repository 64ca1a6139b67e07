"""Figures of an event as phrases: "at least 9 and as many as 14 civilians", with who says so.

Every number stands in some article (RECORD §6): vague words stay words, approximate figures stay "about", and what is
counted in families is never put into one range with what is counted in people.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Final, get_args

from msgspec import Struct

from tidings.annotate.numbers import find_numbers
from tidings.export.sentence_words import plain, words
from tidings.fusion.rules import Rule, by_rule, is_current
from tidings.model.event import Bounds, Event, Figures, LedgerEntry
from tidings.model.values import CountKind
from tidings.reference.counting import counting

_OF: Final = frozenset(
    {"dozens", "scores", "hundreds", "thousands", "tens", "millions", "number", "numbers", "handful", "majority"}
)


class Toll(Struct, frozen=True, kw_only=True):
    """The figures of one kind, group and unit under a rule, as a phrase.

    ``heard``: the entries that the phrase rests on, the lowest first; ``words``: entries that give a vague word beside
    them; ``besides``: figures of a party that the phrase leaves out; ``claimed``: all of it rests on parties alone.
    ``above``: an open rival figure above the phrase's own, told apart. ``rivals``: all current figures, printed or not.
    """

    kind: CountKind
    group: str
    field: str
    phrase: str
    noun: str
    is_one: bool
    claimed: bool
    heard: tuple[LedgerEntry, ...]
    words: tuple[LedgerEntry, ...]
    besides: tuple[LedgerEntry, ...]
    above: tuple[LedgerEntry, ...]
    rivals: tuple[LedgerEntry, ...]
    unit: str

    @property
    def told(self) -> str:
        """The phrase with its noun: "at least 9 people"."""
        return f"{self.phrase} {self.noun}".strip()

    @property
    def accounts(self) -> frozenset[str]:
        """The accounts that the phrase rests on."""
        return frozenset(entry.account for entry in (*self.heard, *self.words))

    @property
    def entries(self) -> tuple[LedgerEntry, ...]:
        """All entries of the ledger that are printed with it."""
        return self.heard + self.words + self.besides + self.above


def tolls(event: Event, rule: Rule) -> list[Toll]:
    """The current figures of an event in the order of the codebook's kinds and the data file's groups."""
    found = []
    for kind in _kinds():
        grouped: dict[str, list[LedgerEntry]] = {}
        for entry in event.ledger:
            if is_current(entry, kind) and isinstance(
                entry.value, Bounds
            ):  # a reviewer who rejects a figure leaves none
                grouped.setdefault(entry.field.split(".")[2], []).append(entry)
        for group in sorted(grouped, key=list(words().groups).index):
            for unit, entries in _apart(grouped[group]).items():
                toll = toll_of(kind, group, unit, _own_words(entries), rule)
                if toll is not None:
                    found.append(toll)
    return found


def _apart(entries: list[LedgerEntry]) -> dict[str, list[LedgerEntry]]:
    """Entries of one field by what they count: units apart from people, and apart what one text counts side by side.

    "11 soldiers and 40 rebels had been killed" are no rival figures.
    """
    nouns: dict[str, set[str]] = {}
    for entry in entries:
        if noun := noun_of(entry):
            nouns.setdefault(entry.account, set()).add(noun)
    beside = {noun for found in nouns.values() if len(found) > 1 for noun in found}
    found: dict[str, list[LedgerEntry]] = {}
    for entry in entries:
        noun = noun_of(entry)
        found.setdefault(noun if noun in beside else unit_of(entry), []).append(entry)
    return dict(sorted(found.items()))


def _kinds() -> list[CountKind]:
    first: list[CountKind] = ["killed", "died", "injured"]
    return first + [kind for kind in get_args(CountKind) if kind not in first]


def _own_words(entries: list[LedgerEntry]) -> list[LedgerEntry]:
    """Without figures that a text prints with no speaker (a headline) where it gives the same with one."""
    said = {(entry.account, _key(entry)) for entry in entries if entry.speaker}
    return [entry for entry in entries if entry.speaker or (entry.account, _key(entry)) not in said]


def _key(entry: LedgerEntry) -> tuple[int | None, ...]:
    bounds = bounds_of(entry)
    return bounds.low, bounds.best, bounds.high


def bounds_of(entry: LedgerEntry) -> Bounds:
    """The bounds of a count's entry."""
    return entry.value if isinstance(entry.value, Bounds) else Bounds(low=None, best=None, high=None)


def is_vague(entry: LedgerEntry) -> bool:
    """Whether the words give no figure: "dozens" has a low bound by RECORD §4, which no article printed."""
    bounds = bounds_of(entry)
    return bounds.best is None and bounds.high is None and not (is_ruling(entry) and bounds.low is not None)


def is_ruling(entry: LedgerEntry) -> bool:
    """Whether a reviewer has set it: its id is then that of the judgement, and its words the reason."""
    return entry.claim.startswith("j1:")


def noun_of(entry: LedgerEntry) -> str:
    """What the article calls those counted; a reviewer's reason does not say."""
    return "" if is_ruling(entry) else printed_noun(entry.words)


def toll_of(kind: CountKind, group: str, unit: str, entries: list[LedgerEntry], rule: Rule) -> Toll | None:
    """The toll of entries of one field; ``None`` where the rule gives nothing to print."""
    exact = [entry for entry in entries if not is_vague(entry)]
    vague = [entry for entry in entries if is_vague(entry)]
    figures = by_rule(exact, rule)
    if figures is None:
        return _of_words(kind, group, unit, vague) if vague and not exact else None
    heard, besides = _heard(exact, figures, rule)
    above = [entry for entry in heard if _is_above(entry, figures)] if figures.high is None and rule != "lowest" else []
    heard = [entry for entry in heard if entry not in above]
    rivals = [entry for entry in exact if entry.interest != "party"] or exact
    agreed = len({_key(entry) for entry in (*rivals, *heard)}) == 1
    phrase, number = _phrase(heard, figures, rule, agreed=agreed)
    noun = _noun([*heard, *above], kind, group, number, unit)
    if number == 0:
        phrase, noun = ("nobody", "") if group == "unknown" else ("no", noun)
    return Toll(
        kind=kind, group=group, field=f"counts.{kind}.{group}", phrase=phrase, noun=noun,
        is_one=number == 1 or (number == 0 and not noun),
        claimed=all(entry.interest == "party" for entry in heard), heard=tuple(heard), words=tuple(vague),
        besides=tuple(besides), above=tuple(above), rivals=tuple(exact), unit=unit,
    )  # fmt: skip


def _heard(exact: list[LedgerEntry], figures: Figures, rule: Rule) -> tuple[list[LedgerEntry], list[LedgerEntry]]:
    """Whose figures the phrase rests on, lowest first, and the parties' figures that it leaves out."""
    others = [entry for entry in exact if entry.interest != "party"]
    parties = [entry for entry in exact if entry.interest == "party"]
    if not others:
        others, parties = parties, []
    heard = others
    if rule == "lowest":
        heard = [entry for entry in others if figures.low in (bounds_of(entry).low, bounds_of(entry).best)]
    elif rule == "low-best-high" and not any(bounds_of(entry).high == figures.high for entry in others):
        heard = others + [
            entry for entry in parties if figures.high is not None and bounds_of(entry).high == figures.high
        ]
    heard = sorted(heard, key=_rank)
    return heard, [entry for entry in sorted(parties, key=_rank) if entry not in heard]


def _rank(entry: LedgerEntry) -> tuple[int, int, str, dt.date]:
    bounds = bounds_of(entry)
    known = [figure for figure in (bounds.low, bounds.best, bounds.high) if figure is not None]
    return known[0], known[-1], (entry.speaker or "").casefold(), entry.asserted_on or dt.date.max


def _is_above(entry: LedgerEntry, figures: Figures) -> bool:
    """Whether an entry's lowest figure is above the printed one."""
    bounds = bounds_of(entry)
    lowest = bounds.low if bounds.low is not None else bounds.best
    return lowest is not None and figures.low is not None and lowest > figures.low


# --- the number -------------------------------------------------------------------------------------------------------------


def _phrase(heard: list[LedgerEntry], figures: Figures, rule: Rule, *, agreed: bool) -> tuple[str, int | None]:
    """The number in words, and the number where it is one. ``agreed``: all whose figures count give the same."""
    only, low, high = bounds_of(heard[0]), figures.low, figures.high
    if agreed and (rule != "lowest" or only.low == only.high or only.high is None):
        return figure(only, heard[0].words), only.low if only.low == only.high else None
    if low is None:
        return f"up to {_count(high)}", None
    if rule == "lowest" and low == 0:
        return _count(low), low
    begun = "at least" if any(bounds_of(entry).low == low for entry in heard) else "about"
    if rule != "lowest" and high is None and any(bounds_of(entry).high == low for entry in heard):
        return _count(low), low
    if rule == "lowest" or high is None:
        return f"{begun} {_count(low)}", None
    if low == high:
        return _count(low), low
    if low == 0:
        return f"none, or as many as {_count(high)}", None
    return f"{begun} {_count(low)} and as many as {_count(high)}", None


def figure(bounds: Bounds, printed: str) -> str:
    """One text's figure: "12", "at least 12", "more than 12", "about 18", "nearly 1,500", "up to 50", "between 12 and 13".

    >>> (
    ...     figure(Bounds(low=130, best=130, high=None), "over 130 people"),
    ...     figure(Bounds(low=None, best=None, high=50), "up to 50"),
    ... )
    ('more than 130', 'up to 50')
    """
    low, best, high = bounds.low, bounds.best, bounds.high
    if low is not None and high is not None:
        return _count(low) if low == high else f"between {_count(low)} and {_count(high)}"
    if low is not None:
        begun = printed.casefold()
        over = any(mark in begun for mark in ("more than", "over ", "above ", "in excess of", "exceeding", "upward"))
        return f"{'more than' if over else 'at least'} {_count(low)}"
    if best is not None:
        return f"nearly {_count(best)}" if best == high else f"about {_count(best)}"
    return f"up to {_count(high)}"


def _count(number: int | None) -> str:
    return f"{number:,}"


# --- who is counted ---------------------------------------------------------------------------------------------------------


def unit_of(entry: LedgerEntry) -> str:
    """ "" where people or things are counted one by one, else the unit that the text prints ("families")."""
    kind, last = entry.field.split(".")[1], noun_of(entry).split()[-1:]
    is_unit = kind in words().counted_in_units and last and last[0].casefold() in words().units
    return last[0].casefold() if is_unit else ""


def printed_noun(text: str) -> str:
    """What a count's words count: "rebel fighters" of "around 40 rebel fighters"; empty where they do not say, or judge.

    >>> (
    ...     printed_noun("At least six soldiers"),
    ...     printed_noun("nine"),
    ...     printed_noun("8 terrorists"),
    ...     printed_noun("five of her own men"),
    ... )
    ('soldiers', '', '', '')
    """
    line = plain(text)
    numbers = find_numbers(line, counting())
    rest = line[numbers[-1].end :].removeprefix(" of").split() if numbers else []
    known = words()
    if not 1 <= len(rest) <= 3 or any(not word.replace("-", "").isalpha() for word in rest):
        return ""
    folded = {word.casefold() for word in rest}
    return "" if folded & (known.not_nouns | known.not_neutral) else " ".join(rest)


def _noun(entries: Iterable[LedgerEntry], kind: str, group: str, number: int | None, unit: str) -> str:
    """What all texts call those counted, in the right number; the word of the group where they differ or do not say."""
    one, many = words().groups[group]
    found = {noun for entry in entries if (noun := noun_of(entry)) and noun not in ("persons",)}
    shortest = min(found, key=len, default="")
    agreed = shortest if shortest and all(noun.endswith(shortest) for noun in found) else unit
    if agreed and _is_plural(agreed) == (number != 1):
        return agreed
    return one if number == 1 else unit or many


def _is_plural(noun: str) -> bool:
    last = noun.split()[-1].casefold()
    return last.endswith(("men", "people", "children", "women", "police", "troops")) or (
        last.endswith("s") and not last.endswith("ss")
    )


# --- words that give no figure ----------------------------------------------------------------------------------------------


def _of_words(kind: CountKind, group: str, unit: str, vague: list[LedgerEntry]) -> Toll | None:
    """A toll of words alone, kept in quotation marks: “dozens” of people, “several” people, “casualties”."""
    printed = dict.fromkeys(_lower(plain(entry.words)) for entry in vague)
    last = next(reversed(printed))
    return Toll(
        kind=kind, group=group, field=f"counts.{kind}.{group}", phrase=" or ".join(f"“{text}”" for text in printed),
        noun=_after(last, group, unit), is_one=False, claimed=all(entry.interest == "party" for entry in vague),
        heard=tuple(vague), words=(), besides=(), above=(), rivals=(), unit=unit,
    )  # fmt: skip


def _after(text: str, group: str, unit: str) -> str:
    """The noun that a vague word needs behind it; none where the words have their own."""
    said = text.split()
    has_noun = len(said) > 1 and said[-1] not in _OF and (said[0] not in ("a", "an") or "of" in said)
    if text in words().bare or has_noun:
        return ""
    many = unit or words().groups[group][1]
    return f"of {many}" if said[-1] in _OF else many


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def subsets(event: Event, found: list[Toll], rule: Rule) -> dict[Toll, list[Toll]]:
    """Figures for a part of those counted, each under the figure of the same accounts that it is likeliest a part of.

    Of people in general before civilians, of civilians before fighters: "26 people, among them 7 civilians".
    """
    grouped: dict[tuple[str, str, str], list[LedgerEntry]] = {}
    for entry in event.ledger:
        _, *parts = entry.field.split(".")
        if parts[2:] == ["subset"] and entry.superseded_by is None and not is_vague(entry):
            grouped.setdefault((parts[0], parts[1], entry.account), []).append(entry)
    under: dict[tuple[Toll, str], list[LedgerEntry]] = {}
    for (kind, group, account), entries in grouped.items():
        whole = next((toll for toll in found if toll.kind == kind and account in toll.accounts), None)
        if whole is not None:
            under.setdefault((whole, group), []).extend(entries)
    order = list(words().groups)
    made: dict[Toll, list[Toll]] = {toll: [] for toll in found}
    for whole, group in sorted(under, key=lambda key: order.index(key[1])):
        part = toll_of(whole.kind, group, "", under[whole, group], rule)
        if part is not None:
            made[whole].append(part)
    return made


def joint(event: Event, known: Mapping[CountKind, object]) -> list[LedgerEntry]:
    """Current figures that cover more than this event, of kinds that it has no figure of its own for."""
    return [
        entry
        for entry in event.ledger
        if entry.field.startswith("counts.") and entry.field.endswith(".joint") and entry.superseded_by is None
        and entry.field.split(".")[1] not in known and not is_vague(entry)
    ]  # fmt: skip
