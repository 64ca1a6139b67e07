"""A coder's place strings are taken apart and looked up in their units."""

from __future__ import annotations

import pytest

from evals.places import blank, forms_of, predict, read_name


def row(where: str, adm_1: str | None = None, adm_2: str | None = None, country: str = "Afghanistan") -> dict:
    return {"id": 1, "where_coordinates": where, "adm_1": adm_1, "adm_2": adm_2, "country": country}


@pytest.mark.parametrize(
    "given, precision",
    [
        (row("Taluqan town"), "exact"),
        (row("Taluqan district", "Takhar province", "Taluqan district"), "admin2"),
        (row("Takhar province", "Takhar province"), "admin1"),
        (row("Afghanistan"), "country"),
        (row("Northern Afghanistan"), "region"),
        (row("Border between Khost and Pakistan", "Khost province"), "region"),
        (row("Lolab valley", "Jammu and Kashmir state", "Kupwara district", "India"), "near"),
        (row("Kashmir valley", "Jammu and Kashmir state", None, "India"), "region"),
    ],
)
def test_the_words_say_how_exact_a_place_is(given, precision):
    """A unit's own string, a generic word, a border: each asks for its precision."""
    assert read_name(given).precision == precision


def test_a_string_has_several_forms():
    """Without brackets, what is in them, halves of a slash, and without the last words in lower case."""
    assert forms_of("Nad Ali district (Marja)") == (
        "Nad Ali district (Marja)", "Nad Ali district", "Marja", "Nad Ali",
    )  # fmt: skip
    assert {"Asad", "Al Asad"} <= set(forms_of("Asad/Al Asad suburb"))


def test_a_known_town_is_found_in_its_province():
    """The town lies where it should, and is exact."""
    found = predict(row("Taluqan town", "Takhar province", "Taluqan district"))
    assert found["precision"] == "exact"
    assert abs(found["lat"] - 36.7) < 0.2
    assert abs(found["lon"] - 69.5) < 0.2


def test_an_unknown_village_falls_back_to_its_unit():
    """The point is the province's and the precision says so; nothing is made up for a country that is not one."""
    found = predict(row("Qzyxwv village", "Takhar province"))
    assert found["precision"] == "admin1"
    assert predict(row("Qzyxwv village", country="Tarnland")) == blank({"id": 1})
