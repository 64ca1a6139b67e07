"""The parts of a dossier: passages within their room, figures on their scale, places no narrower than they are known."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.events import event_of
from tidings.export.dossier_map import HEIGHT, WIDTH, event_map
from tidings.export.dossier_passages import excerpt, room
from tidings.export.dossier_tolls import LEFT, RIGHT, charts

BASE = {"type": "air_strike", "date": dt.date(2019, 5, 14), "told": [{"by": "residents"}]}


def drawn(**place):
    event, view = event_of({**BASE, "place": place})
    return event_map(event, view.told(event))


@given(st.integers(0, 400), st.integers(0, 5000))
def test_passages_keep_to_their_room_and_to_the_text(before, budget):
    """Whatever the room, passages are stretches of the text, none overlaps, and they use no more than it."""
    event, view = event_of({**BASE, "place": {"name": "Qadra"}})
    (member,) = view.told(event)
    text = (member.article.text or "") + " Another sentence stands here." * before
    found = excerpt(text, member.account, budget)
    assert sum(one.end - one.start for one in found.passages) <= budget
    for one in found.passages:
        assert "".join(segment.text for segment in one.segments) == text[one.start : one.end]
    for left, right in zip(found.passages, found.passages[1:], strict=False):
        assert left.end < right.start


def test_room_is_shared_by_the_accounts_of_one_article():
    """Two accounts of one article show no more than one."""
    assert room("x" * 10_000, 600, 1) == 600
    assert room("x" * 10_000, 600, 3) == 200
    assert room("x" * 600, 600, 1) == 400


def test_a_point_a_circle_and_an_area():
    """A town is a point in its radius, what is near it a circle, a province its outline with no point meant."""
    assert (drawn(name="Maiduguri", country="NG", lat=11.84, lon=13.16, radius_km=9.0).how) == "point"
    near = drawn(name="Maiduguri", country="NG", lat=11.84, lon=13.16, radius_km=25.0, precision="near")
    assert near.how == "circle"
    assert near.radius > 20
    area = drawn(name="Borno", country="NG", lat=11.5, lon=13.0, radius_km=100.0, precision="admin1")
    assert area.how == "area"
    assert area.radius is None
    assert [shape.name for shape in area.shapes if shape.own] == ["Borno"]
    assert {"Yobe", "Adamawa"} <= {label.name for label in area.labels} | {shape.name for shape in area.shapes}


def test_a_country_is_all_of_it():
    """Known to the country: every unit of it is drawn as its area."""
    found = drawn(name="Nigeria", country="NG", lat=9.0, lon=8.0, radius_km=400.0, precision="country")
    assert found.how == "area"
    assert sum(shape.own for shape in found.shapes) == 37


def test_nothing_is_drawn_where_nothing_is_known():
    """No coordinates, no map; a place of which no outline is known is a mark with a scale."""
    assert drawn(name="Qadra") is None
    sea = drawn(name="Qadra", lat=-40.0, lon=-120.0, radius_km=5.0)
    assert sea.shapes == ()
    assert sea.scale_km > 0
    assert "no outlines" in sea.told


@pytest.mark.parametrize(("lat", "lon"), [(-17.0, 179.9), (65.0, -179.5), (89.0, 0.0), (0.0, 0.0)])
def test_any_point_of_the_globe_can_be_drawn(lat, lon):
    """The date line and the pole too: the mark stands in the middle, and numbers stay small."""
    found = drawn(name="X", lat=lat, lon=lon, radius_km=30.0, precision="near")
    assert (found.x, found.y) == (WIDTH / 2, HEIGHT / 2)
    for shape in found.shapes:
        numbers = [
            float(part) for pair in shape.path.replace("Z", "M").split("M") for part in pair.replace("L", " ").split()
        ]
        assert all(abs(number) <= 2 * WIDTH for number in numbers)


def test_figures_lie_on_their_scale():
    """Bars run from low to high, open ones to the end of the scale, words of no figure have none."""
    rows = [
        ([9, 9, None], "at least nine"),
        ([12, 12, 13], "12 or 13"),
        ([None, None, 50], "up to 50"),
        ([None, 18, None], "about 18"),
        ([24, None, None], "dozens"),
    ]
    figures = [{"bounds": bounds, "words": words, "by": words} for bounds, words in rows]
    event, _ = event_of({**BASE, "told": [], "figures": figures})
    (chart,) = charts(event)
    found = {row.said: row for row in chart.rows}
    assert found["at least 9"].open_end
    assert found["at least 9"].x2 == RIGHT
    assert found["between 12 and 13"].x1 < found["between 12 and 13"].x2
    assert found["up to 50"].open_start
    assert found["up to 50"].x1 == LEFT
    assert found["about 18"].x1 is None
    assert found["“dozens”"].x is None
    assert [tick.number for tick in chart.ticks] == ["0", "10", "20", "30", "40", "50"]
    ys = [row.y for row in chart.rows]
    assert len(set(ys)) == len(ys)
