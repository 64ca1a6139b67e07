"""Which area a place lies in, and under which name a place is shown."""

from __future__ import annotations

import random

import pytest
from msgspec.structs import replace

from tests.unit.control.handmade import DISTRICT, PROVINCE, QADRA, TOLMEN
from tidings.control.around import Areas, areas_of, by_key, lies_in


@pytest.mark.parametrize(
    ("place", "area", "lies"),
    [
        (QADRA, DISTRICT, True),
        (QADRA, PROVINCE, True),
        (TOLMEN, DISTRICT, False),
        (TOLMEN, PROVINCE, True),
        (DISTRICT, PROVINCE, False),  # areas inform points alone: each telling once
        (QADRA, QADRA, False),
        (QADRA, TOLMEN, False),
        (replace(QADRA, country="XB"), PROVINCE, False),
        (replace(QADRA, country=None), PROVINCE, False),
        (replace(QADRA, admin1=None), PROVINCE, False),
        (replace(QADRA, admin2=None), DISTRICT, False),
    ],
)
def test_a_point_lies_in_the_area_of_its_divisions(place, area, lies):
    """By country and the names of divisions; what is not known is not guessed."""
    assert lies_in(place, area) is lies
    assert (area.key in areas_of(place, [area])) is lies
    assert (area.key in Areas({each.key: each for each in (place, area)}).around(place)) is lies


def test_two_provinces_of_one_name_in_two_countries_are_kept_apart():
    other = replace(PROVINCE, key="td:east-b", country="XB")
    areas = Areas({each.key: each for each in (PROVINCE, other, DISTRICT)})
    assert set(areas.around(QADRA)) == {PROVINCE.key, DISTRICT.key}


def test_one_place_a_key_under_the_shortest_name_of_the_most_precise_telling():
    """ "Near the city of Kadra" does not name the dot; neither order nor number of tellings matters, what is known of it does."""
    told = [
        replace(QADRA, name="the city of Qadra"), replace(QADRA, name="Kad", admin2=None), QADRA, QADRA,
        replace(QADRA, name="Kadra", precision="near"), replace(QADRA, name="Kadra", precision="near"), TOLMEN,
    ]  # fmt: skip
    shown = by_key(told)
    assert shown == {QADRA.key: QADRA, TOLMEN.key: TOLMEN}
    random.Random(4).shuffle(told)
    assert by_key(told) == shown
    assert list(shown) == sorted(shown)
