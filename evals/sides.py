"""Names of sides to actors: UCDP's own names, and the names that a scorer accepts for them, each in its country and on its day.

A name is right when the first answer of the look-up is an actor that UCDP calls so on that day. Of a side that lists
several actors ("Fatah Halab, Jabhat Fateh al-Sham") each must be right.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from msgspec import Struct

from evals.common import SHARED, Row, day_of, read_rows
from tidings.reference.actor_lookup import find_actor, ucdp_names
from tidings.reference.actors import ActorTable, fold

_COUNTRIES = {
    "Israel": "IL",
    "Serbia (Yugoslavia)": "RS",
    "Macedonia, FYR": "MK",
    "Kingdom of eSwatini (Swaziland)": "SZ",
}


class Asked(Struct, frozen=True):
    """A name as it is asked for, and the UCDP side it should lead to."""

    name: str
    side: str
    country: str | None
    on: dt.date | None


@cache
def table() -> ActorTable:
    """The shipped table."""
    return ActorTable.load()


def country_code(name: str) -> str | None:
    """The code of a country under UCDP's name."""
    state = table().state_called(fold(name))
    return _COUNTRIES.get(name) or (state.iso if state else None)


def is_right(asked: Asked) -> bool:
    """Whether the look-up of a name leads to its side."""
    return answer_to(asked) is not None


def answer_to(asked: Asked) -> str | None:
    """The id of the actor found, where UCDP calls it what is asked for."""
    for answer in find_actor(table(), asked.name, asked.on, asked.country)[:1]:
        names = ucdp_names(table(), answer.row, asked.on) or answer.row.ucdp_on(None)
        if fold(asked.side) in map(fold, names):
            return answer.row.id
    return None


def sides_of(row: Row) -> Iterator[tuple[Asked, ...]]:
    """The two sides of a GED event, each as the names it lists."""
    for key in ("side_a", "side_b"):
        whole = str(row[key])
        names = whole.split(", ") if not whole.startswith("Government") else [whole]
        yield tuple(Asked(name, name, country_code(row["country"]), day_of(row["date_start"])) for name in names)


def ged_events(path: Path) -> Iterator[tuple[Row, bool]]:
    """GED events, and whether both sides were resolved rightly."""
    for row in read_rows(path):
        yield row, all(is_right(asked) for side in sides_of(row) for asked in side)


def aliases(cases: Iterable[Row], listed: dict[str, list[str]]) -> Iterator[Asked]:
    """Each accepted name of each side of the development cases, once a side, country and year."""
    seen: set[tuple[str, str, str]] = set()
    for case in cases:
        gold = case["gold"]
        for side in (gold["side_a_name"], gold["side_b_name"]):
            for name in listed.get(side, ()):
                key = (side, name, gold["location_root_name"])
                if key not in seen:
                    seen.add(key)
                    yield Asked(name, side, country_code(gold["location_root_name"]), day_of(gold["start_date"]))


def read_aliases(folder: Path) -> list[Asked]:
    """All names that ``actor_aliases.json`` lists, in the country and on the day of the case."""
    listed: dict[str, list[str]] = json.loads((folder / "actor_aliases.json").read_text("utf-8"))["actors"]
    return list(aliases(read_rows(folder / "dev.jsonl"), listed))


def main() -> None:
    """Print the figures and every name that leads elsewhere."""
    events = list(ged_events(SHARED / "data" / "ucdp_ged_sample" / "train.jsonl"))
    for row, right in events:
        if not right:
            for side in sides_of(row):
                for asked in side:
                    if not is_right(asked):
                        print(
                            "GED",
                            asked,
                            [
                                (one.row.id, one.score)
                                for one in find_actor(table(), asked.name, asked.on, asked.country)[:2]
                            ],
                        )
    names = read_aliases(SHARED / "data" / "ucdp_aec")
    for asked in names:
        if not is_right(asked):
            print(
                "AEC",
                asked,
                [(one.row.id, one.score) for one in find_actor(table(), asked.name, asked.on, asked.country)[:2]],
            )
    print(f"GED events with both sides right: {sum(right for _, right in events)} of {len(events)}")
    print(f"AEC names right: {sum(map(is_right, names))} of {len(names)}")


if __name__ == "__main__":
    main()
