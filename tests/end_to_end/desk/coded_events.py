"""A record to review: short reports of our own, each of one event in a town that the gazetteer knows, on days far apart."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from tests.end_to_end.invented import run

TOWNS = (
    "Goma", "Beni", "Bunia", "Mopti", "Gao", "Kidal", "Maiduguri", "Baidoa", "Kismayo", "Taiz", "Idlib", "Mosul", "Kirkuk", "Kunduz",
    "Lashkar Gah", "Sittwe", "Marawi", "Bangui", "Bria", "Malakal", "Bentiu", "Juba", "El Fasher", "Nyala",
)  # fmt: skip
_FIRST = dt.date(2021, 1, 12)  # a Tuesday
_ACTS = (
    "Shelling by government forces killed at least {many} civilians in {town} on Monday, the hospital said.",
    "Gunmen attacked a market in {town} on Monday and killed {many} civilians, residents said.",
    "Rebels clashed with government troops in {town} on Monday. The army said {many} soldiers were killed.",
    "An air strike hit a school in {town} on Monday and killed {many} children, a doctor said.",
)
#: What a second outlet tells of the first two, in words of its own.
_AGAIN = (
    "Artillery fired by government forces hit {town} on Monday. The hospital counted {more} dead civilians.",
    "Residents of {town} buried {more} civilians whom gunmen had killed on a market on Monday.",
)


def reports(many: int = 24) -> list[dict[str, str]]:
    """Reports of so many events, the first two of which are told twice."""
    found = []
    for at, town in enumerate(TOWNS[:many]):
        published = _FIRST + dt.timedelta(days=28 * at)
        said = _ACTS[at % len(_ACTS)].format(many=3 + at, town=town)
        found.append(_report(f"{at:02}-daily", f"Deaths in {town}", said, published, "Daily Post"))
        if at < len(_AGAIN):
            again = _AGAIN[at].format(more=4 + at, town=town)
            found.append(_report(f"{at:02}-wire", f"{town} counts its dead", again, published, "Wire of the South"))
    return found


def _report(name: str, title: str, text: str, published: dt.date, outlet: str) -> dict[str, str]:
    return {"name": name, "title": title, "text": text, "published": published.isoformat(), "outlet": outlet}


def read_reports(folder: Path, many: int = 24) -> Path:
    """The record of these reports."""
    texts, db = folder / "reports", folder / "record.db"
    texts.mkdir()
    for each in reports(many):
        record = {key: each[key] for key in ("title", "text", "published", "outlet")}
        (texts / f"{each['name']}.json").write_text(json.dumps(record), encoding="utf-8")
    run("read", texts, "--db", db)
    return db


def exported(db: Path) -> str:
    """The record as JSON lines, byte for byte."""
    return run("export", "--format", "jsonl", "--db", db)


def events(db: Path) -> list[dict[str, Any]]:
    """The events of the record."""
    return [json.loads(line) for line in exported(db).splitlines()]


def judgements(db: Path) -> list[dict[str, Any]]:
    """All rulings, the oldest first."""
    return [
        json.loads(line) for line in run("review", "log", "--db", db, "--json").splitlines() if line.startswith("{")
    ]
