"""Control over HTTP: all places of a day say what each place by itself says, and one more question costs no more inference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient

from tests.tellings import control, stating
from tests.unit.web.record import entry
from tidings.web import control_held, records

Ask = Callable[..., Any]


def test_a_day_says_what_each_place_says(client: TestClient, ask: Ask, monkeypatch: Any) -> None:
    """State and holder, as known today, on the day itself, and between; before anything is told, unknown."""
    monkeypatch.setattr(records, "_PATIENCE", 0.0)
    more = stating(
        "more.txt", control("River Front", "capture", "Qadra", on="2031-05-20", holder_id="river-front"), published="2031-05-25"
    )  # fmt: skip
    client.app.state.record.store.add(entry(more))  # type: ignore[attr-defined]
    parties: set[str] = set()
    for on in ("2031-04-20", "2031-05-01", "2031-05-15", "2031-05-26", "2031-06-02", "2031-06-20", "2033-01-01"):
        for known in (None, on, "2031-05-26"):
            asked = {"on": on} if known is None else {"on": on, "as_known": known}
            day = ask("/control/day", **asked)
            names = {one["id"]: one["name"] for one in day["parties"]}
            parties |= set(names.values())
            for place in day["places"]:
                one = ask("/control", place=place["id"], **asked)
                assert (place["state"], names.get(place["holder"])) == (one["state"], one["holder"]), (on, known, place)
                assert place["stale_days"] == one["stale_days"]
            assert 0 <= day["contested_share"] <= 1
    assert parties == {"River Front", "Qadran Army"}


def test_places_with_most_holders_come_first(ask: Ask) -> None:
    """And the days that evidence speaks of bound the slider."""
    day = ask("/control/day", on="2031-06-02")
    assert [one["name"] for one in day["parties"]] == ["Qadran Army"]
    assert (day["first"], day["last"]) == ("2019-12-31", "2031-06-01")


def test_a_place_is_inferred_once(client: TestClient, ask: Ask, monkeypatch: Any) -> None:
    """Day after day, and as known on each day, until more is known."""
    made: list[str] = []
    real = control_held.history

    def counting(place: str, *rest: Any, **more: Any) -> Any:
        made.append(place)
        return real(place, *rest, **more)

    monkeypatch.setattr(control_held, "history", counting)
    for number in range(60):
        ask("/control/day", on=str(dt.date(2031, 6, 2) + dt.timedelta(number)))
    assert len(made) == len(set(made))
    before = len(made)
    for number in range(60):
        day = str(dt.date(2031, 6, 2) + dt.timedelta(number))
        ask("/control/day", on=day, as_known=day)
    assert len(made) <= before + 3 * len(set(made))


def test_a_series_has_spells_and_evidence(ask: Ask) -> None:
    """In both readings, by day; a name of the record will do."""
    told = ask("/control/series", place="Tolmen")
    assert (told["id"], told["name"]) == ("td:tolmen", "Tolmen")
    assert {one["holder"] for one in told["spells"]} >= {"qadran-army"}
    assert {one["name"] for one in told["parties"]} >= {"Qadran Army"}
    assert [one["day"] for one in told["evidence"]] == sorted(one["day"] for one in told["evidence"])
    for reading in ("spells", "filtered"):
        ends = [dt.date.fromisoformat(one["end"]) for one in told[reading]]
        starts = [dt.date.fromisoformat(one["start"]) for one in told[reading]]
        assert starts[1:] == [end + dt.timedelta(1) for end in ends[:-1]]


def test_a_place_that_nobody_tells_of_is_unknown(ask: Ask) -> None:
    """And no error: nothing is known of it."""
    told = ask("/control", place="Farwell", on="2031-06-02")
    assert (told["state"], told["holder"], told["stale_days"]) == ("unknown", None, None)


def test_what_takes_too_long_goes_on_when_asked_again(client: TestClient, ask: Ask, monkeypatch: Any) -> None:
    """A refusal that says so; asked again, it is answered."""
    ask("/control/series", place="Tolmen")
    monkeypatch.setattr(control_held, "_PATIENCE", -1)
    answer = client.get("/api/v1/control/day", params={"on": "2031-06-02"})
    assert (answer.status_code, "ask again" in answer.json()["error"]) == (409, True)
    monkeypatch.undo()
    assert ask("/control/day", on="2031-06-02")["places"]
