"""Two coders and a lead: fifty events coded twice, one coder blind, over HTTP; agreement, adjudication, and a log that replays.

The reports are of our own making, about shelling of real towns that never was. What each says is known, so what the two coders
get wrong is known too. Scenario A9 of the issue on the desk (the browser's part is in ``desk/test_double_coding.py``).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from fastapi.testclient import TestClient
from msgspec import Struct

from tests.end_to_end.invented import run
from tidings.model.audit import PersonSet
from tidings.web.app import make_app
from tidings.web.audit import DeskLog
from tidings.web.people import set_person
from tidings.web.settings import DeskSettings

PASSWORD = "four plain words here"
TOWNS = ("Idlib", "Homs", "Daraa", "Raqqa", "Manbij")
FIELDS = ("type", "date", "place", "killed.civilians")
BLIND, SIGHTED, LEAD = "Bea", "Sid", "Lou"


class Report(Struct, frozen=True):
    """What one article says."""

    name: str
    town: str
    day: dt.date
    killed: int

    def article(self) -> dict[str, str]:
        text = (
            f"Shelling killed {self.killed} civilians in the city of {self.town} in Syria on {self.day:%A}, a doctor at the main hospital said. "
            f"Rescue workers searched the rubble for survivors until the evening."
        )
        published = (self.day + dt.timedelta(1)).isoformat()
        return {
            "title": f"Shelling in {self.town}",
            "text": text,
            "published": published,
            "outlet": f"Courier {self.name}",
        }


REPORTS = [
    Report(f"r{number:02}", TOWNS[number % 5], dt.date(2018, 1, 2) + dt.timedelta(13 * number), 3 + number % 17)
    for number in range(50)
]


class Person:
    """Somebody at the desk."""

    def __init__(self, app: Any, name: str) -> None:
        self.client = TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50000))
        self.csrf = ""
        self.csrf = self.post("/session", {"name": name, "password": PASSWORD})["csrf"]

    def get(self, path: str, status: int = 200) -> Any:
        answer = self.client.get(f"/api/v1{path}")
        assert answer.status_code == status, answer.text
        return answer.json()

    def post(self, path: str, sent: Any = None, status: int = 200) -> Any:
        answer = self.client.post(f"/api/v1{path}", json=sent, headers={"X-CSRF-Token": self.csrf})
        assert answer.status_code == status, answer.text
        return answer.json()


class Session(Struct, frozen=True):
    """The whole session: the desk, the set, which event each report is, and what the set said before it was closed."""

    app: Any
    db: Path
    set: str
    events: dict[str, Report]
    truth: dict[str, dict[str, str]]
    told: dict[str, Any]
    keys: dict[str, list[int]]


def coded(
    person: Person, truth: dict[str, str], event: str, article: dict[str, Any], **wrong: str | None
) -> dict[str, Any]:
    """An answer as somebody gives it who has read the article: the figure bound to its words."""
    values: dict[str, str | None] = {**truth, **wrong}
    text = person.get(f"/articles/{article['id']}")["article"]["text"]
    start = text.index(truth["killed.civilians"] + " civilians")
    words = {"article": article["id"], "start": start, "end": start + len(truth["killed.civilians"])}
    fields = [
        {"field": field, "value": value, **(words if field == "killed.civilians" else {})}
        for field, value in values.items()
    ]
    return {"event": event, "fields": fields}


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    folder = tmp_path_factory.mktemp("a9")
    (folder / "reports").mkdir()
    for report in REPORTS:
        (folder / "reports" / f"{report.name}.json").write_text(json.dumps(report.article()), encoding="utf-8")
    db = folder / "record.db"
    run("read", folder / "reports", "--db", db)
    app = make_app(DeskSettings(db=str(db), reviewer="nobody"))
    log = DeskLog(app.state.record.store)
    for name, role in ((LEAD, "admin"), (SIGHTED, "coder"), (BLIND, "coder")):
        set_person(log, LEAD, PersonSet(name=name, role=role, active=True), PASSWORD)  # type: ignore[arg-type]
    yield whole_session(app, db)
    app.state.record.close()


def whole_session(app: Any, db: Path) -> Session:
    """A lead makes the set, two coders code it, the lead settles where they differ and closes it."""
    lead, blind, sighted = (Person(app, name) for name in (LEAD, BLIND, SIGHTED))
    page = lead.get("/events?limit=500&standing=all")["items"]
    by_name = {report.name: report for report in REPORTS}
    events = {}
    for item in page:
        files = {telling["article"]["file"] for telling in lead.get(f"/events/{item['id']}")["tellings"]}
        if item["type"] == "shelling" and len(files) == 1:
            events[item["id"]] = by_name[Path(files.pop()).stem]
    places = {town: blind.get(f"/places?name={town}&country=SY")["items"][0]["id"] for town in TOWNS}
    truth = {
        key: {
            "type": "shelling",
            "date": report.day.isoformat(),
            "place": places[report.town],
            "killed.civilians": str(report.killed),
        }
        for key, report in events.items()
    }
    sent = {"name": "pilot", "coders": [BLIND, SIGHTED], "blind": [BLIND], "events": list(events)}
    made = lead.post("/sets", sent)["id"]
    keys: dict[str, list[int]] = {BLIND: [], SIGHTED: []}
    for coder, person in ((BLIND, blind), (SIGHTED, sighted)):
        for number, item in enumerate(person.get(f"/sets/{made}")["items"]):
            assert (item["machine"] is None) == (coder == BLIND)
            wrong = mistakes(coder, number, item["event"], truth[item["event"]])
            keys[coder].append(9 + number % 5 if coder == BLIND else 5 + number % 3)
            answer = coded(person, truth[item["event"]], item["event"], item["articles"][0], **wrong)
            person.post(f"/sets/{made}/answers", {**answer, "keys": keys[coder][-1], "seconds": 20})
    article = sighted.get(f"/sets/{made}")["items"][0]["articles"][0]["id"]
    blind.post("/comments", {"target": article, "text": "is this the city or the province?", "start": 0, "end": 8})
    told = lead.get(f"/sets/{made}/agreement")
    for one in told["disagreements"]:
        right = truth[one["event"]][one["field"]]
        lead.post(
            f"/sets/{made}/settle", {"event": one["event"], "field": one["field"], "value": right, "reason": "misread"}
        )
    lead.post(f"/sets/{made}/close")
    return Session(app, db, made, events, truth, told, keys)


def mistakes(coder: str, number: int, event: str, truth: dict[str, str]) -> dict[str, str | None]:
    """What a coder gets wrong, by the number of the event in the set."""
    if coder == BLIND and number % 10 == 3:
        return {"killed.civilians": str(int(truth["killed.civilians"]) + 5)}
    if coder == BLIND and number % 25 == 7:
        return {"date": None}
    if coder == SIGHTED and number % 16 == 1:
        day = dt.date.fromisoformat(truth["date"]) + dt.timedelta(1)
        return {"date": day.isoformat()}
    return {}


def test_fifty_events_coded_twice(session: Session) -> None:
    """Each report is an event of its own, and both coders have answered all."""
    assert len(session.events) == 50
    summary = Person(session.app, LEAD).get(f"/sets/{session.set}")["summary"]
    assert summary["done"] == {BLIND: 50, SIGHTED: 50}
    assert summary["closed"]


def test_agreement_by_field_with_n_and_interval(session: Session) -> None:
    """The two coders, and each with the machine, in one table; where nothing differs alpha is 1."""
    pairings = {
        (one["one"], one["other"]): {each["field"]: each for each in one["fields"]} for one in session.told["pairings"]
    }
    assert list(pairings) == [(BLIND, SIGHTED), (BLIND, "machine"), (SIGHTED, "machine")]
    fields = pairings[BLIND, SIGHTED]
    assert fields["place"]["alpha"] == 1.0
    killed, date = fields["killed.civilians"], fields["date"]
    assert (killed["n"], killed["equal"]) == (50, 0.9)
    assert 0.5 < killed["low"] <= killed["alpha"] <= killed["high"] < 1
    assert killed["span_f1"] == 1.0
    assert (date["n"], round(date["equal"], 2)) == (48, 0.88)
    assert date["alpha"] > 0.999  # a day off in two years is next to nothing
    machine = pairings[BLIND, "machine"]
    assert {"event", *FIELDS} <= set(machine)
    assert machine["place"]["n"] == 50


def test_disagreements_are_those_that_were_made(session: Session) -> None:
    """Five figures, two unknown days, four days that are one off; each with both answers and the machine's."""
    found = sorted(one["field"] for one in session.told["disagreements"])
    assert found == ["date"] * 6 + ["killed.civilians"] * 5
    assert all(set(one["answers"]) == {BLIND, SIGHTED, "machine"} for one in session.told["disagreements"])
    assert not any(one["is_settled"] for one in session.told["disagreements"])


def test_what_was_settled_is_what_the_record_says(session: Session) -> None:
    """Every event shows what its report says, reviewed, by a ruling of the lead wherever the machine had read otherwise."""
    lead = Person(session.app, LEAD)
    for key, truth in session.truth.items():
        told = lead.get(f"/events/{key}")
        values = told["event"]["values"]
        assert told["state"] == "reviewed"
        assert values["place"]["id"] == truth["place"]
        assert values["date"]["start"] == values["date"]["end"] == truth["date"]
        assert values["killed"]["civilians"]["best"] == int(truth["killed.civilians"])
        assert {one["by"] for one in told["history"]} == {LEAD}


def test_keystrokes_are_told(session: Session) -> None:
    """The median of each coder, per event."""
    assert session.told["median_keys"] == {coder: median(keys) for coder, keys in session.keys.items()}


def test_the_log_replays_to_the_same_state(session: Session) -> None:
    """Judgements, people, sets and comments follow from the log, whose chain is whole; the record verifies."""
    played = run("audit", "--replay", "--db", session.db)
    assert "the record holds what follows from it" in played
    assert "3 people, 1 comment, 1 set" in played
    lead = Person(session.app, LEAD)
    page = lead.get("/audit?limit=500")
    assert page["whole"]
    assert sum(one["action"] == "answer" for one in page["items"]) == 100
    assert sum(one["action"] == "settle" for one in page["items"]) == 11
    comment = next(one for one in page["items"] if one["action"] == "comment")
    (shown,) = lead.get(f"/comments?target={comment['target']}")["items"]
    assert (shown["by"], shown["start"], shown["end"]) == (BLIND, 0, 8)
    run("verify", "--db", session.db)


def test_who_was_blind_sees_everything_once_it_is_closed(session: Session) -> None:
    """And what leaves the house is written down."""
    blind, lead = Person(session.app, BLIND), Person(session.app, LEAD)
    key = next(iter(session.events))
    assert blind.get(f"/events/{key}")["event"]["id"] == key
    assert blind.get(f"/sets/{session.set}/agreement")["pairings"]
    assert blind.client.get("/api/v1/exports/csv?profile=internal").status_code == 200
    line = lead.get("/audit?limit=5")["items"]
    taken = next(one for one in line if one["action"] == "export")
    assert (taken["by"], taken["target"]) == (BLIND, "csv")
    assert "sha256" in taken["told"]
