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


def ged_rows(path: Path) -> Iterator[Row]:
    """GED events, each with all that is asked for its two sides."""
    for row in read_rows(path):
        yield {"id": row["id"], "set": "ged", "asked": [plain(asked) for side in sides_of(row) for asked in side]}


def aec_rows(folder: Path) -> Iterator[Row]:
    """The names that the scorer of UCDP-AEC accepts, each a row."""
    for number, asked in enumerate(read_aliases(folder)):
        yield {"id": number, "set": "aec", "asked": [plain(asked)]}


def rows(data: Path) -> list[Row]:
    """All that is asked for: both sets, below the folder of sets."""
    return [*ged_rows(data / "ucdp_ged_sample" / "train.jsonl"), *aec_rows(data / "ucdp_aec")]


def plain(asked: Asked) -> Row:
    """A question as it goes into a row."""
    return {"name": asked.name, "side": asked.side, "country": asked.country, "on": asked.on}


def predict(row: Row) -> Row:
    """Whether every name of a row leads to its side, and those that do not."""
    wrong = [_shown(asked) for given in row["asked"] if not is_right(asked := Asked(**given))]
    return {"id": row["id"], "set": row["set"], "wrong": wrong}


def blank(row: Row) -> Row:
    """The answer for a row that failed: nothing of it is right."""
    return {"id": row["id"], "set": row["set"], "wrong": [given["name"] for given in row["asked"]]}


def _shown(asked: Asked) -> str:
    """A name that leads elsewhere, for whoever looks for the reason."""
    found = find_actor(table(), asked.name, asked.on, asked.country)[:2]
    ids = ", ".join(f"{one.row.id} {one.score}" for one in found)
    return f"{asked.name!r} in {asked.country} on {asked.on}: {ids or 'nobody'}, not {asked.side!r}"


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
    """Print every name that leads elsewhere, and the figures."""
    if not (SHARED / "data").is_dir():
        print(f"skipped: the evaluation sets are not here ({SHARED} is no folder with data), so nothing was measured")
        return
    told = [predict(row) for row in rows(SHARED / "data")]
    for row in told:
        for words in row["wrong"]:
            print(row["set"], words)
    for name, words in (("ged", "GED events with both sides right"), ("aec", "AEC names right")):
        found = [row for row in told if row["set"] == name]
        print(f"{words}: {sum(not row['wrong'] for row in found)} of {len(found)}")


if __name__ == "__main__":
    main()
