"""The late report: a year after forty events were published, one long report covers twelve of them, adds five, contradicts two,
and gives a total for two months. What it would change is said before, what it did change after, and last year's release still stands.

All of it is invented; the island is that of ``samples/``.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tidings.cli.main import main
from tidings.export.jsonl import event_lines
from tidings.review.views import record_view
from tidings.store.store import open_store

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
BEGUN = dt.date(2024, 5, 2)
PUBLISHED, LATER, LATEST = dt.date(2025, 5, 1), dt.date(2026, 5, 4), dt.date(2026, 5, 6)
TOWNS = (
    "Greywater", "Skelmouth", "Tarn Ford", "Long Acre", "Harrow Bay", "Port Halden", "Oxley Bridge", "Birch Hollow",
    "Stonewell", "Amber Point",
)  # fmt: skip
MORE_TOWNS = {"Birch Hollow": (-43.6, -24.2), "Stonewell": (-44.3, -24.35), "Amber Point": (-44.6, -23.7)}
WAYS = (
    "{n} people were killed when rebels of the Reach Liberation Front shelled the market in {town} on {day}, {who} said.",
    "A roadside bomb killed {n} soldiers near {town} on {day}, {who} said.",
    "Fighters of the Reach Liberation Front attacked an army post in {town} on {day}, killing {n} soldiers, {who} said.",
    "Government aircraft bombed {town} on {day}, killing {n} civilians, {who} said.",
)
SPEAKERS = ("a hospital official", "the Merrowese army", "a police officer", "residents")
CLOSING = (
    "The road to the coast was open again by the evening.", "Schools will stay closed until next week.",
    "The governor is expected to visit the town.", "Fishermen had been told to stay in the harbour.",
)  # fmt: skip
COVERED = (0, 3, 7, 10, 12, 15, 20, 22, 25, 28, 31, 36)
CONTRADICTED = {7: 9, 22: 7}  # so many more dead than was reported then
TOTAL = (
    "In May and June 2024, at least 214 people were killed in fighting across North Reach province, the group found."
)


def happening(number: int) -> tuple[str, dt.date, int, int]:
    """Town, day, way of telling and toll of an event."""
    return TOWNS[number % 10], BEGUN + dt.timedelta(9 * number), (3 * number + number // 10) % 4, 3 + 7 * number % 11


def sentence(town: str, day: str, way: int, toll: int, who: str) -> str:
    said = WAYS[way].format(n=toll, town=town, day=day, who=who)
    return said[0].upper() + said[1:]


def news(number: int) -> dict[str, str]:
    """The report of the day after."""
    town, day, way, toll = happening(number)
    told = sentence(town, f"{day:%A}", way, toll, SPEAKERS[way])
    return {
        "text": f"PORT HALDEN (IPA) - {told} {CLOSING[number % 4]}",
        "published": str(day + dt.timedelta(1)),
        "outlet": ("Halden Courier", "Island Press Agency")[number % 2],
    }


def late_report() -> dict[str, str]:
    """The long report."""
    told = []
    for number in COVERED:
        town, day, way, toll = happening(number)
        told.append(sentence(town, f"{day.day} {day:%B %Y}", way, toll + CONTRADICTED.get(number, 0), "the group"))
    for number in range(5):
        day = BEGUN + dt.timedelta(63 * number + 4)
        told.append(sentence(TOWNS[2 * number], f"{day.day} {day:%B %Y}", number % 4, 4 + number, "the group"))
    return {
        "title": "A year of war on the island: what witnesses told us",
        "text": "\n\n".join(["A year of war on the island: what witnesses told us", *told, TOTAL]),
        "published": "2025-06-10",
        "outlet": "Merrow Watch",
    }


class Desk:
    """A record and those who work on it, each command on the day it is given on."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self._monkeypatch = folder, monkeypatch
        self.db = folder / "island.db"
        rows = (SAMPLES / "gazetteer.tsv").read_text("utf-8")
        for town, (lat, lon) in MORE_TOWNS.items():
            rows += f"xm:{town.lower().replace(' ', '-')}\t{town}\t\t{lat}\t{lon}\tXM\tHalden\t\ttown\t5000\t3\t\t\t\n"
        (folder / "places.tsv").write_text(rows, "utf-8")
        (folder / "news").mkdir()
        for number in range(40):
            (folder / "news" / f"{number:02}.json").write_text(json.dumps(news(number)), "utf-8")
        (folder / "report.json").write_text(json.dumps(late_report()), "utf-8")

    def run(self, day: dt.date, *words: object) -> str:
        """What a command prints, both ways out."""
        noon = dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC)
        self._monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(noon.timestamp())))
        result = CliRunner().invoke(main, [*map(str, words), "--db", str(self.db)])
        assert result.exit_code == 0, result.stderr
        return result.stdout + result.stderr

    def read(self, day: dt.date, *words: object) -> str:
        known = ("--gazetteer", self.folder / "places.tsv", "--actors", SAMPLES / "actors.yaml", "--no-added-places")
        return self.run(day, "read", *words, *known)

    def events(self, as_stored: dt.date | None = None) -> bytes:
        """The export, now or as on a day."""
        with open_store(self.db, create=False) as store:
            return b"".join(event_lines(record_view(store, as_stored=as_stored).events))


def test_the_late_report(tmp_path, monkeypatch):
    """Scenario A6 of the users' needs, from the command line."""
    desk = Desk(tmp_path, monkeypatch)
    desk.read(PUBLISHED, tmp_path / "news")
    released = desk.events()
    ids = [json.loads(line)["id"] for line in released.splitlines()]
    assert len(ids) == 40
    desk.run(PUBLISHED, "review", "release", ids[0], "--by", "Ana Lead", "--reason", "first release")

    would = desk.read(LATER, tmp_path / "report.json", "--dry-run")
    assert "12 change, 5 new, 2 conflicts, 1 period total not attributed" in would
    assert desk.events() == released

    desk.read(LATER, tmp_path / "report.json")
    did = desk.run(LATER, "changes", "--since", LATER)
    assert "12 change, 5 new, 2 conflicts, 1 period total not attributed" in did
    assert "new article Merrow Watch" in did
    later = desk.events()
    found = [json.loads(line) for line in later.splitlines()]
    resolved = {each: event["id"] for event in found for each in (event["id"], *event["former_ids"])}
    assert set(ids) <= set(resolved)
    assert sum(bool(event["disputed"]) for event in found) == 2
    assert all(event["voices"] == 2 for event in found if len(event["accounts"]) == 2)

    # one event turns out to be a duplicate of another
    survivor, duplicate = ids[4], ids[5]
    ruled = desk.run(
        LATEST, "review", "merge", survivor, duplicate, "--by", "Ana Lead", "--reason", "one raid, told twice"
    )
    lines = [
        json.loads(line)
        for line in desk.run(LATEST, "changes", "--since", LATEST, "--json").splitlines()
        if line[0] == "{"
    ]
    (gone,) = [line for line in lines if line["change"] == "deleted"]
    assert (gone["id"], gone["into"]) == (duplicate, survivor)
    assert gone["reason"] == f"merged into {survivor} by Ana Lead: one raid, told twice"

    # any past day still exports as it was, and an undo leaves no trace
    assert desk.events(PUBLISHED) == released
    assert desk.events(LATER) == later != desk.events()
    desk.run(LATEST, "review", "undo", ruled.split()[0], "--by", "Ana Lead")
    assert desk.events() == later
    assert "nothing wrong" in desk.run(LATEST, "verify")
