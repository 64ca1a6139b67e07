"""Date, type and victim slots of MUC-4, end to end, in the manner of the scorer of 1992.

``python -m evals.muc4_slots GOLD.rich.jsonl PRED.jsonl [--json]``. A prediction line is
``{"docid", "templates": [{"incident_type", "date": {"form", "start", "end"}, "victims": [{"mentions", "number", "effect"}]}]}``;
``number`` is ``{"low", "high", "approx"}`` (``{}`` or all blank: PLURAL, more than one and nobody says how many) or null.

**Rules of 1992** (MUC-4 proceedings, ALL TEMPLATES row): each slot is counted over all templates; a slot of a key
template that no response maps to is missing, a slot of a response without a key is spurious. Recall is
(correct + half the partial) / possible, precision the same over actual; F weighs both alike. A key with alternatives
accepts any of them. An optional template, and an optional fill, that is missed does not count; one that is given does.

**Where the old rules are not written down** we chose, and never in our favour where we saw it:

- *Mapping*: one to one, so that the document's points over all slots are highest, and only between templates whose
  types agree. The generic ATTACK against a special type agrees by half, as an ancestor in the type's tree did.
- *Date*: the same form and the same days are right. Half for two windows of which one holds the other, or for the same
  last day in another form (``on`` the 15th for ``on or before`` the 15th). An open window holds nothing.
- *Victim rows*: aligned one to one by the words of their mentions, as the old cross-references were. All words of one
  mention in the other: right; a shared content word: half; none: no match, the row is spurious and the other missing.
- *Number*: the same bounds and the same doubt are right; the same figure with another doubt (``~30`` for ``30``,
  ``at least 10`` for ``10``), or bounds that hold the figure, half. PLURAL matches PLURAL alone.
- *Effect*: equal or not; "NO INJURY" and "NO DEATH" against "NO INJURY OR DEATH" half.
- A fill is worth no more than the match of its row.

**Strict** figures, printed beside: no halves at all, mentions equal but for articles, templates of one type alone.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment

from evals.common import Row, read_rows

SLOTS = ("type", "date", "victim", "number", "effect")
_DROPPED = frozenset("a an the of and or in at".split())
_WORD = re.compile(r"\w+")
_SPARED = frozenset({"NO INJURY", "NO DEATH", "NO INJURY OR DEATH"})
_HALF = 0.5


class Tally(NamedTuple):
    """Points of a slot, and how many fills the key and the response have."""

    points: float = 0.0
    possible: int = 0
    actual: int = 0

    def plus(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(self.points + other.points, self.possible + other.possible, self.actual + other.actual)


Tallies = dict[str, Tally]


def score(gold: Iterable[Row], predicted: Iterable[Row], *, strict: bool = False) -> dict[str, dict[str, float]]:
    """Recall, precision and F of each slot over all templates."""
    answers = {row["docid"]: row["templates"] for row in predicted}
    total: Tallies = dict.fromkeys(SLOTS, Tally())
    for row in gold:
        found = document(row["templates"], answers.get(row["docid"], []), strict=strict)
        total = {slot: total[slot].plus(found[slot]) for slot in SLOTS}
    return {slot: _figures(tally) for slot, tally in total.items()}


def _figures(tally: Tally) -> dict[str, float]:
    recall = tally.points / tally.possible if tally.possible else 0.0
    precision = tally.points / tally.actual if tally.actual else 0.0
    return {
        "recall": recall, "precision": precision, "f1": 2 * recall * precision / (recall + precision) if tally.points else 0.0,
        "possible": tally.possible, "actual": tally.actual,
    }  # fmt: skip


def document(keys: Sequence[Row], responses: Sequence[Row], *, strict: bool = False) -> Tallies:
    """The slots of one text: mapped templates against each other, the others missing or spurious."""
    pairs = {(i, j): template(key, response, strict=strict) for i, key in enumerate(keys) for j, response in enumerate(responses) if _type_credit(key, response, strict=strict)}  # fmt: skip
    mapped = mapping(pairs, len(keys), len(responses))
    tallies = [pairs[pair] for pair in mapped]
    tallies += [missing(key) for i, key in enumerate(keys) if i not in {pair[0] for pair in mapped} and not key.get("optional")]  # fmt: skip
    tallies += [spurious(response) for j, response in enumerate(responses) if j not in {pair[1] for pair in mapped}]
    total: Tallies = dict.fromkeys(SLOTS, Tally())
    for each in tallies:
        total = {slot: total[slot].plus(each[slot]) for slot in SLOTS}
    return total


def mapping(pairs: Mapping[tuple[int, int], Tallies], keys: int, responses: int) -> list[tuple[int, int]]:
    """The one-to-one mapping with most points over all slots."""
    if not pairs:
        return []
    worth = np.zeros((keys, responses))
    for (i, j), tallies in pairs.items():
        worth[i, j] = sum(tally.points for tally in tallies.values())
    rows, columns = linear_sum_assignment(-worth)
    return [pair for pair in zip(rows.tolist(), columns.tolist(), strict=True) if pair in pairs]


def template(key: Row, response: Row, *, strict: bool = False) -> Tallies:
    """The slots of a key template against those of the response that is mapped to it."""
    readings = (key.get("incident_date") or {}).get("readings") or []
    date = response.get("date")
    worth = max((date_credit(reading, date, strict=strict) for reading in readings), default=0.0) if date else 0.0
    return {
        "type": Tally(_type_credit(key, response, strict=strict), 1, 1),
        "date": Tally(worth, int(bool(readings)), int(bool(date))),
        **victims(key_rows(key), response.get("victims") or [], strict=strict),
    }


def key_rows(key: Row) -> list[Row]:
    """The victims of a key: a row for each name, and for each description that belongs to no name.

    An effect without a reference ("NO INJURY OR DEATH" where nobody is named) is a row with no mention.
    """
    rows: list[Row] = [
        {"mentions": list(name["values"]), "optional": name["optional"], "number": [], "effect": []}
        for name in key.get("hum_tgt_name") or ()
    ]
    names = len(rows)
    for described in key.get("hum_tgt_description") or ():
        owner = next((row for row in rows[:names] if set(row["mentions"]) & set(described["ref"])), None)
        if owner is not None:
            owner["mentions"] += described["values"]
        else:
            rows.append(
                {"mentions": list(described["values"]), "optional": described["optional"], "number": [], "effect": []}
            )
    for slot, fills in (("number", "numbers"), ("effect", "values")):
        for entry in key.get(f"hum_tgt_{slot}") or ():
            owner = _owner(rows, entry["ref"])
            if owner is None:
                owner = {"mentions": list(entry["ref"]), "optional": entry["optional"], "number": [], "effect": []}
                rows.append(owner)
            owner[slot] += entry[fills]
    return rows


def _owner(rows: Sequence[Row], reference: Sequence[str]) -> Row | None:
    """The row that a fill refers to: the one that shares most of its words, the first of several."""
    shared = [(len(set(row["mentions"]) & set(reference)), -place) for place, row in enumerate(rows)]
    best = max(shared, default=(0, 0))
    return rows[-best[1]] if best[0] else None


def missing(key: Row) -> Tallies:
    """The slots of a key template that no response is mapped to."""
    rows = [row for row in key_rows(key) if not row["optional"]]
    return {
        "type": Tally(0, 1, 0),
        "date": Tally(0, int(bool((key.get("incident_date") or {}).get("readings"))), 0),
        "victim": Tally(0, len(rows), 0),
        "number": Tally(0, sum(bool(row["number"]) for row in rows), 0),
        "effect": Tally(0, sum(bool(row["effect"]) for row in rows), 0),
    }


def spurious(response: Row) -> Tallies:
    """The slots of a response that is mapped to no key."""
    rows = response.get("victims") or []
    return {
        "type": Tally(0, 0, 1),
        "date": Tally(0, 0, int(bool(response.get("date")))),
        "victim": Tally(0, 0, len(rows)),
        "number": Tally(0, 0, sum(row.get("number") is not None for row in rows)),
        "effect": Tally(0, 0, sum(bool(row.get("effect")) for row in rows)),
    }


def victims(keys: Sequence[Row], responses: Sequence[Row], *, strict: bool = False) -> Tallies:
    """The victim rows of a pair of templates: the rows themselves, their numbers, their effects."""
    worth = {(i, j): _row_credits(key, response, strict=strict) for i, key in enumerate(keys) for j, response in enumerate(responses)}  # fmt: skip
    table = np.array([[sum(worth[i, j]) for j in range(len(responses))] for i in range(len(keys))])
    rows, columns = linear_sum_assignment(-table) if worth else (np.array([]), np.array([]))
    pairs = [pair for pair in zip(rows.tolist(), columns.tolist(), strict=True) if worth[pair][0]]
    matched = {pair[0] for pair in pairs}
    asked = [key for i, key in enumerate(keys) if i in matched or not key.get("optional")]
    points = [sum(worth[pair][place] for pair in pairs) for place in range(3)]
    return {
        "victim": Tally(points[0], len(asked), len(responses)),
        "number": Tally(
            points[1],
            sum(bool(key["number"]) for key in asked),
            sum(row.get("number") is not None for row in responses),
        ),
        "effect": Tally(
            points[2], sum(bool(key["effect"]) for key in asked), sum(bool(row.get("effect")) for row in responses)
        ),
    }


def _row_credits(key: Row, response: Row, *, strict: bool) -> tuple[float, float, float]:
    """Points of a row's mention, number and effect; the last two are worth no more than the first."""
    nobody = not key["mentions"] and not response["mentions"]
    row = max(
        (mention_credit(one, other, strict=strict) for one in key["mentions"] for other in response["mentions"]),
        default=float(nobody),
    )
    number = response.get("number")
    figure = max((number_credit(each, number, strict=strict) for each in key["number"]), default=0.0) if number is not None else 0.0  # fmt: skip
    harm = max((effect_credit(each, response.get("effect"), strict=strict) for each in key["effect"]), default=0.0)
    return row, min(row, figure), min(row, harm)


def _type_credit(key: Row, response: Row, *, strict: bool) -> float:
    """1 for the key's type or one of its alternatives, a half where one of the two is the generic ATTACK."""
    right = {each.upper() for each in key["incident_type"]}
    given = response["incident_type"].upper()
    if given in right:
        return 1.0
    general = given == "ATTACK" or "ATTACK" in right
    return _HALF if general and not strict and "KIDNAPPING" not in right | {given} else 0.0


def date_credit(reading: Row, date: Row, *, strict: bool = False) -> float:
    """Points of a date against one reading of the key's.

    >>> on = {"form": "on", "start": "1990-01-15", "end": "1990-01-15"}
    >>> by = {"form": "on_or_before", "start": None, "end": "1990-01-15"}
    >>> date_credit(on, on), date_credit(on, by), date_credit(on, by, strict=True)
    (1.0, 0.5, 0.0)
    """
    same = all(reading[name] == date[name] for name in ("form", "start", "end"))
    if same or strict:
        return float(same)
    if reading["end"] == date["end"]:
        return _HALF
    if None in (reading["start"], date["start"], reading["end"], date["end"]):
        return 0.0
    inside = reading["start"] <= date["start"] and date["end"] <= reading["end"]
    around = date["start"] <= reading["start"] and reading["end"] <= date["end"]
    return _HALF if inside or around else 0.0


def number_credit(key: Row, number: Row, *, strict: bool = False) -> float:
    """Points of a number against the key's.

    >>> thirty = {"low": 30, "high": 30, "approx": False}
    >>> number_credit(thirty, thirty), number_credit(thirty, {**thirty, "approx": True}), number_credit(thirty, {})
    (1.0, 0.5, 0.0)
    """
    one, other = (_bounds(key), _bounds(number))
    if one == other:
        return 1.0
    if strict or one[:2] == (None, None) or other[:2] == (None, None):
        return 0.0
    figures = [{bound for bound in each[:2] if bound is not None} for each in (one, other)]
    if figures[0] & figures[1]:
        return _HALF
    low, high = one[0] or 0, one[1] if one[1] is not None else np.inf
    return (
        _HALF if len(figures[1]) == 1 and one[0] != one[1] and all(low <= each <= high for each in figures[1]) else 0.0
    )


def _bounds(number: Row) -> tuple[int | None, int | None, bool]:
    low, high = number.get("low"), number.get("high")
    return low, high, bool(number.get("approx")) and (low, high) != (None, None)


def effect_credit(key: str, effect: str | None, *, strict: bool = False) -> float:
    """Points of what happened to a victim against the key's.

    >>> effect_credit("DEATH", "DEATH"), effect_credit("NO INJURY", "NO INJURY OR DEATH"), effect_credit("DEATH", None)
    (1.0, 0.5, 0.0)
    """
    if effect is None:
        return 0.0
    if key == effect:
        return 1.0
    return _HALF if not strict and {key, effect} <= _SPARED else 0.0


def mention_credit(one: str, other: str, *, strict: bool = False) -> float:
    """Points of a victim's words against the key's.

    >>> mention_credit("IGNACIO ELLACURIA", "Father Ignacio Ellacuria"), mention_credit("U.S. CITIZENS", "the citizens")
    (1.0, 1.0)
    >>> mention_credit("MAYOR OF LIMA", "governor of Lima"), mention_credit("PEASANTS", "soldiers")
    (0.5, 0.0)
    """
    a, b = content(one), content(other)
    if strict:
        return float(a == b)
    if not a or not b:
        return 0.0
    left, right = Counter(a), Counter(b)
    if not left - right or not right - left:
        return 1.0
    return _HALF if left & right else 0.0


def content(words: str) -> tuple[str, ...]:
    """The content words of a mention, in small letters."""
    return tuple(word for word in _WORD.findall(words.lower()) if word not in _DROPPED)


def perfect(row: Row) -> Row:
    """The key as a response: the first alternative of each slot."""
    return {
        "docid": row["docid"],
        "templates": [
            {
                "incident_type": each["incident_type"][0],
                "date": next(iter((each["incident_date"] or {}).get("readings") or []), None),
                "victims": [
                    {
                        "mentions": victim["mentions"],
                        "number": next(iter(victim["number"]), None),
                        "effect": next(iter(victim["effect"]), None),
                    }
                    for victim in key_rows(each)
                ],
            }
            for each in row["templates"]
        ],
    }


def both(gold: Sequence[Row], predicted: Sequence[Row]) -> dict[str, dict[str, dict[str, float]]]:
    """Figures in the manner of 1992, and strict ones."""
    return {"slots": score(gold, predicted), "strict": score(gold, predicted, strict=True)}


def main() -> None:
    """Print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("predicted", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = both(list(read_rows(options.gold)), list(read_rows(options.predicted)))
    if options.json:
        print(json.dumps(found))
        return
    for name, slots in found.items():
        for slot, figures in slots.items():
            print(
                f"{name:7}{slot:8} R {figures['recall']:.3f}  P {figures['precision']:.3f}  F {figures['f1']:.3f}"
                f"  ({figures['possible']} in the key, {figures['actual']} given)"
            )


if __name__ == "__main__":
    main()
