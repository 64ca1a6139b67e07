"""Figures of displacement: flow and stock apart, rivals never summed, households by a stated size only."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest

from tests.unit.export.told import Text, view
from tidings.errors import DataError, UsageError
from tidings.export import idmc_hxl, idmc_style
from tidings.export.losses import Losses
from tidings.export.pcodes import pcode, read_pcodes
from tidings.export.profiles import Safety, release

SCENARIO = (
    "About 1,200 families fled Qadra for Old Mill camp since Friday, the Island Monitoring Mission said. "
    "A household in the district has five members on average, it said. "
    "The camp now hosts 9,000 displaced people; the army says 300 families fled."
)


def camp(text=SCENARIO):
    """The telling of scenario A8."""
    told = Text(text, url="https://courier.example/families-flee")
    counts = [
        told.count("About 1,200 families", None, 1200, None, kind="displaced", by="Island Monitoring Mission"),
        told.count("9,000 displaced people", 9000, 9000, 9000, kind="displaced", group="unknown"),
        told.count("300 families", 300, 300, 300, kind="displaced", by="army"),
    ]
    return told.tells(
        "displacement", "About 1,200 families fled Qadra for Old Mill camp since Friday", day=dt.date(2024, 5, 3),
        end=dt.date(2024, 5, 6), place=told.place("Qadra", admin2="Qadra"), counts=counts,
        others=[told.place("Old Mill camp", "Old Mill camp", admin2="Saltmarsh", lat=-44.1, lon=-24.2)],
        said=[
            told.said("Island Monitoring Mission", "monitor", id="island-monitoring-mission", covers=["counts.0"]),
            told.said("army", "party", id="merrow-army", covers=["counts.2"]),
        ],
    )  # fmt: skip


def rows(shown, **told):
    losses = Losses()
    table = b"".join(idmc_style.write(shown, losses, **told)).decode()
    return list(csv.DictReader(io.StringIO(table))), losses.all()


def test_flow_and_stock_stand_apart_and_rivals_are_kept_for_triangulation():
    """A8: one flow and one stock figure are recommended; what the army says is kept beside them and not summed."""
    found, _ = rows(view([camp()]))
    assert [(each["flow_or_stock"], each["category"], each["role"]) for each in found] == [
        ("FLOW", "NEW_DISPLACEMENT", "RECOMMENDED"),
        ("STOCK", "IDPS", "RECOMMENDED"),
        ("FLOW", "NEW_DISPLACEMENT", "TRIANGULATION"),
    ]
    assert [each["reported_figure"] for each in found] == ["1200", "9000", "300"]
    assert [each["quantifier"] for each in found] == ["APPROXIMATELY", "EXACT", "EXACT"]
    assert found[2]["speaker_interest"] == "party"
    assert [each["term"] for each in found] == ["FORCED_TO_FLEE", "IN_RELIEF_CAMP", "FORCED_TO_FLEE"]


def test_households_become_persons_by_the_stated_size_with_the_arithmetic_shown():
    """1,200 families of five are 6,000 persons, derived; the loss report says how."""
    found, losses = rows(view([camp()]))
    assert (found[0]["unit"], found[0]["household_size"], found[0]["total_figure"]) == ("HOUSEHOLD", "5.0", "6000")
    assert found[0]["calculation"].startswith("derived: 1200 households × 5")
    assert (found[1]["unit"], found[1]["total_figure"]) == ("PERSON", "9000")
    derived = [loss for loss in losses if loss.how == "derived"]
    assert {loss.rule for loss in derived} == {"households × stated size"}
    assert any("= 6000 persons" in (loss.written or "") for loss in derived)


def test_no_size_is_no_number_of_persons():
    """Where no article states a household's size, there is no total, and none is made up."""
    found, losses = rows(
        view([camp(SCENARIO.replace("A household in the district has five members on average, it said. ", ""))])
    )
    assert found[0]["unit"] == "HOUSEHOLD"
    assert found[0]["total_figure"] == found[0]["household_size"] == ""
    assert not [loss for loss in losses if loss.how == "derived"]


def test_two_sizes_are_none():
    """An article that states two sizes settles neither."""
    found, losses = rows(view([camp(SCENARIO + " Families of six are common in the hills.")]))
    assert found[0]["total_figure"] == ""
    assert "the article states more than one" in {loss.rule for loss in losses}


def test_origin_and_destination_with_accuracy():
    """People left Qadra for the camp; each place has its own columns."""
    (flow, *_), _ = rows(view([camp()]))
    assert (flow["origin_name"], flow["destination_name"]) == ("Qadra", "Old Mill camp")
    assert (flow["origin_accuracy"], flow["destination_admin2"]) == ("POINT", "Saltmarsh")


def test_a_copy_is_one_figure():
    """The same figure by the same speaker in one wire group is one."""
    twice = view([camp()])
    groups = {entry.wire_group for entry in twice.events[0].ledger}
    assert len(groups) == 1
    found, _ = rows(twice)
    assert len(found) == 3


@pytest.mark.parametrize(
    ("words", "low", "best", "high", "expected"),
    [
        ("at least 400 people", 400, 400, None, ("MORE_THAN", "400")),
        ("up to 400 people", None, None, 400, ("LESS_THAN", "400")),
        ("nearly 400 people", None, 400, 400, ("APPROXIMATELY", "400")),
        ("400 people", 400, 400, 400, ("EXACT", "400")),
        ("hundreds of people", 200, None, None, ("MORE_THAN", "200")),
    ],
)
def test_quantifiers_are_as_printed(words, low, best, high, expected):
    """Words and bounds give IDMC's four quantifiers; a vague word is noted as derived."""
    text = Text(f"The fighting displaced {words} in Qadra.")
    told = text.tells(
        "displacement",
        text.text[:-1],
        place=text.place("Qadra"),
        counts=[text.count(words, low, best, high, kind="displaced")],
    )
    (found,), losses = rows(view([told]))
    assert (found["quantifier"], found["reported_figure"]) == expected
    assert bool([loss for loss in losses if loss.how == "derived"]) == (words.startswith("hundreds"))


def test_denied_figures_and_parts_are_no_figures_of_their_own():
    """They are left out, and the loss report says so."""
    text = Text("The war displaced 400 people, 90 of them last week, and not 5,000, in Qadra.")
    counts = [
        text.count("400 people", 400, 400, 400, kind="displaced"),
        text.count("90 of them", 90, 90, 90, kind="displaced", scope="subset"),
        text.count("5,000", 5000, 5000, 5000, kind="displaced", polarity="denied"),
    ]
    found, losses = rows(view([text.tells("displacement", text.text[:-1], place=text.place("Qadra"), counts=counts)]))
    assert [each["reported_figure"] for each in found] == ["400"]
    assert {loss.rule for loss in losses if loss.how == "left out"} == {
        "part of another figure",
        "a denied figure is none",
    }


@pytest.mark.parametrize(
    ("standing", "roles"),
    [
        ({"reality": "planned"}, []),
        ({"reality": "hypothetical"}, []),
        ({"polarity": "denied"}, []),
        ({"reality": "ongoing"}, ["TRIANGULATION"]),
        ({}, ["RECOMMENDED"]),
    ],
)
def test_only_what_happened_is_a_figure(standing, roles):
    """People who may have to flee have not fled; a total over a whole war is kept, and is no new flow to recommend."""
    text = Text("The fighting may displace 400 people in Qadra.")
    counts = [text.count("400 people", 400, 400, 400, kind="displaced")]
    told = text.tells("displacement", text.text[:-1], place=text.place("Qadra"), counts=counts, **standing)
    found, losses = rows(view([told]))
    assert [each["role"] for each in found] == roles
    assert bool([loss for loss in losses if loss.field == "event" and loss.how == "left out"]) == (not roles)


def test_an_excerpt_does_not_end_inside_an_abbreviation():
    """ "the U.N. said" is one clause."""
    text = Text("The fighting displaced 400 people in Qadra, the U.N. said. It ended.")
    counts = [text.count("400 people", 400, 400, 400, kind="displaced")]
    (found,), _ = rows(view([text.tells("displacement", "displaced 400 people", counts=counts)]))
    assert found["source_excerpt"] == "The fighting displaced 400 people in Qadra, the U.N. said"


def test_return_and_flight_abroad_have_their_categories():
    """Those who come back and those who cross a border are no new displacement."""
    text = Text("Some 700 people returned home to Qadra. Another 80 people crossed the border.")
    told = text.tells(
        "displacement", "Some 700 people returned home to Qadra", place=text.place("Qadra"),
        counts=[text.count("Some 700 people", None, 700, None, kind="displaced"), text.count("80 people", 80, 80, 80, kind="displaced")],
    )  # fmt: skip
    found, _ = rows(view([told]))
    assert [each["category"] for each in found] == ["RETURN", "CROSS_BORDER_FLIGHT"]
    assert found[0]["destination_name"] == "Qadra"


def test_hxl_has_one_row_of_tags_under_the_header():
    """Every column has a tag of HXL's form, and the rest is the same table."""
    shown = view([camp()])
    plain = b"".join(idmc_style.write(shown, Losses())).decode().splitlines()
    tagged = b"".join(idmc_hxl.write(shown, Losses())).decode().splitlines()
    assert [tagged[0], *tagged[2:]] == plain
    tags = next(csv.reader([tagged[1]]))
    assert len(tags) == len(set(tags)) == len(next(csv.reader([tagged[0]])))
    assert all(
        tag.startswith("#") and tag[1:].replace("+", "").replace("_", "").isalnum() and tag == tag.lower()
        for tag in tags
    )


def test_pcodes_come_only_from_the_users_own_table(tmp_path):
    """Without a table there is none; with one, the areas it names have theirs."""
    path = tmp_path / "pcodes.csv"
    path.write_text("name,admin,pcode\nNorth Reach,1,XM01\nqadra,admin2,XM0104\n", encoding="utf-8")
    codes = read_pcodes(path)
    assert (pcode(codes, "NORTH REACH", 1), pcode(codes, "Qadra", 2), pcode(codes, "Qadra", 1)) == (
        "XM01",
        "XM0104",
        None,
    )
    (flow, *_), _ = rows(view([camp()]), pcodes=codes)
    assert (flow["origin_admin1_pcode"], flow["origin_admin2_pcode"], flow["destination_admin2_pcode"]) == (
        "XM01",
        "XM0104",
        "",
    )
    (bare, *_), _ = rows(view([camp()]))
    assert bare["origin_admin2_pcode"] == ""


@pytest.mark.parametrize(
    ("content", "error", "told"),
    [
        ("name,pcode\nQadra,XM1\n", DataError, "lacks admin"),
        ("name,admin,pcode\nQadra,3,XM1\n", DataError, "line 2"),
        ("name,admin,pcode\nQadra,2,\n", DataError, "line 2"),
    ],
)
def test_a_malformed_table_of_pcodes_is_refused(tmp_path, content, error, told):
    """The error names the line."""
    path = tmp_path / "pcodes.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(error, match=told):
        read_pcodes(path)
    with pytest.raises(UsageError):
        read_pcodes(tmp_path / "missing.csv")


def test_in_public_the_camp_is_shown_at_its_district_and_the_figures_are_the_same():
    """A8: coordinates of a camp do not go out; flow, stock and arithmetic do, read off the record before the profile."""
    full = view([camp()])
    shown = release("public", full, Safety(today=dt.date(2024, 6, 1)))
    inside, _ = rows(full)
    outside, _ = rows(shown.view, full=full)
    same = ("flow_or_stock", "role", "reported_figure", "household_size", "total_figure", "term")
    assert [[each[name] for name in same] for each in outside] == [[each[name] for name in same] for each in inside]
    assert outside[0]["calculation"] == "derived: 1200 households × 5 (as the article states) = 6000 persons"
    assert (outside[0]["origin_name"], outside[0]["origin_accuracy"]) == ("Qadra", "ADM2")
    assert (outside[0]["destination_name"], outside[0]["destination_lat"]) == ("Saltmarsh", "")
    assert "Old Mill" not in str(outside)
