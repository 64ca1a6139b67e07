"""PLOVER records: types and modes by our table, auxiliary modes for what did not happen, no figure added up."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from tests.unit.export.handmade import actor, count, exactly, place, report, said, view
from tidings.errors import DataError
from tidings.export.losses import Losses
from tidings.export.plover import write
from tidings.reference import export_tables
from tidings.reference.export_tables import load_plover
from tidings.reference.ontology import load_ontology

#: PLOVER's own types with their modes (manual of the ontology).
MODES = {
    "AGREE": set(), "AID": set(), "RETREAT": {"withdraw", "release", "disarm", "ceasefire", "access", "resign"},
    "THREATEN": {"restrict", "arrest", "relations", "expel", "territory", "violence"},
    "PROTEST": {"demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"},
    "MOBILIZE": {"troops", "weapons", "police", "militia"},
    "COERCE": {"seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation", "cyber"},
    "ASSAULT": {
        "abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives", "suicide-attack",
        "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional",
    },
}  # fmt: skip
AUXILIARY = {"historical", "future", "hypothetical", "negation"}
REQUIRED = {"id", "date", "actor", "event"}


def records(*reports):
    losses = Losses()
    return [json.loads(line) for line in write(view(*[[each] for each in reports]), losses)], losses.all()


def record(**more):
    (found,), _ = records(report(**{"where": place(), **more}))
    return found


@pytest.mark.parametrize("type", list(load_ontology().types))
def test_every_type_is_one_of_plovers_or_left_out_with_a_reason(type):
    """Types and modes are PLOVER's own words."""
    found, losses = records(report(type, where=place(), actors=[actor("rebels")]))
    if load_plover().types[type].event is None:
        assert not found
        assert [loss.rule for loss in losses] == ["PLOVER has no such event"]
        return
    (made,) = found
    assert made.keys() >= REQUIRED
    (kind,) = made["event"]
    assert set(made["mode"]) <= MODES[kind]
    assert made["quad_code"] in {1, 2, 3, 4}
    assert made["has_event"]


@pytest.mark.parametrize(
    ("type", "more", "mode"),
    [
        ("air_strike", {}, ["aerial"]),
        ("air_strike", {"means": ["drone"]}, ["drone"]),
        ("attack_on_civilians", {"telling": "Gunmen opened fire on farmers"}, ["firearms"]),
        ("attack_on_civilians", {"telling": "Police tortured a man"}, ["torture"]),
        ("attack_on_civilians", {"telling": "A mayor was killed"}, ["targeted"]),
        ("armed_clash", {"means": ["mortar"]}, ["heavy-weapons"]),
    ],
)
def test_modes_go_by_means_and_words(type, more, mode):
    """The first row of the table that fits, else the type's own mode."""
    assert record(type=type, **more)["mode"] == mode


def test_a_truce_is_a_retreat_and_another_deal_an_agreement():
    """PLOVER has a mode for ceasefires under RETREAT."""
    truce, deal = (
        record(type="agreement", telling="They signed a truce"),
        record(type="agreement", telling="They signed a deal"),
    )
    assert (truce["event"], truce["mode"]) == (["RETREAT"], ["ceasefire"])
    assert (deal["event"], deal["mode"], deal["quad_code"]) == (["AGREE"], [], 1)


@pytest.mark.parametrize(
    ("more", "mode"),
    [
        ({"polarity": "denied"}, "negation"),
        ({"reality": "planned"}, "future"),
        ({"reality": "hypothetical"}, "hypothetical"),
    ],
)
def test_what_did_not_happen_has_an_auxiliary_mode(more, mode):
    """And says that it is no event."""
    found = record(**more)
    assert mode in found["mode"]
    assert mode in AUXILIARY
    assert not found["has_event"]


def test_nobody_is_made_up():
    """A passive with nobody behind it has an actor of no name and unknown sector."""
    (nobody,) = record()["actor"]
    assert (nobody["sector"], nobody["entity_text"], nobody["identifier_id"]) == ("UNK", None, None)


def test_sectors_go_by_kind_and_by_name():
    """Police are COP and not MIL; rebels REB."""
    found = record(
        actors=[actor("rebels"), actor("national police", "state_forces")], recipients=[actor("villagers", "civilians")]
    )
    assert [each["sector"] for each in found["actor"]] == ["REB", "COP"]
    assert [each["sector"] for each in found["recipient"]] == ["CVL"]


def test_size_is_a_printed_figure_or_nothing():
    """All the dead where somebody prints them; tolls by group are not added up, and zero is not unknown."""
    assert record(counts=[exactly(9), exactly(3, "children", scope="subset")])["size"] == {
        "dead": 9,
        "injured": None,
        "arrested": None,
    }
    assert record(counts=[exactly(0)])["size"]["dead"] == 0
    found, losses = records(report(where=place(), counts=[exactly(7, "civilians"), exactly(14, "combatants_actor")]))
    assert found[0]["size"]["dead"] is None
    assert "tolls by group are not added up" in {loss.rule for loss in losses}
    found, losses = records(report(where=place(), counts=[count("up to 50", None, None, 50)]))
    assert found[0]["size"]["dead"] is None
    assert "no best figure is printed" in {loss.rule for loss in losses}


def test_an_unresolved_day_is_said_to_be_one():
    """The last possible day stands for it and is noted; with no day at all the event is left out."""
    found, losses = records(report(start=None, end=dt.date(2024, 5, 6), where=place()))
    assert found[0]["date"] == "2024-05-06"
    assert "coarsened" in {loss.how for loss in losses}
    found, losses = records(report(start=None, where=place()))
    assert not found
    assert losses[0].rule == "PLOVER asks for a day"


def test_a_place_carries_as_many_digits_as_it_is_known_to():
    """Resolution 4 for a settlement, 2 for a province, whose point has one digit."""
    assert record()["event_loc"]["resolution"] == 4
    region = record(where=place("Tor", "admin1"))["event_loc"]
    assert (region["resolution"], region["lat"], region["city"]) == (2, 64.1, None)
    assert record(where=None)["event_loc"] is None


def test_the_text_is_never_written():
    """Quotes and offsets, and who published; no article."""
    found = record(said_by=[said("police")])
    assert "text" not in found
    assert found["cite_info"][0]["publication"] == "Reuters"
    assert found["event_text"] == ["it happened (report 0 of Reuters)"]


def test_a_table_that_lacks_a_type_is_refused(monkeypatch):
    """Adding an event type to the codebook asks for its row here."""
    whole = load_plover()
    load_plover.cache_clear()
    types = {name: row for name, row in whole.types.items() if name != "riot"}
    monkeypatch.setattr(export_tables, "_table", lambda *_: export_tables.msgspec.structs.replace(whole, types=types))
    with pytest.raises(DataError, match="riot"):
        load_plover()
    load_plover.cache_clear()
