"""Who is said to hold what: places and sites, windows of days, repeats folded, denials and plans told apart, words kept short."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from evals.common import code
from tidings.model.coding import ControlStatement

PUBLISHED = dt.date(2019, 3, 24)


def told(text: str, published: dt.date | None = PUBLISHED) -> tuple[ControlStatement, ...]:
    """The control statements of a text."""
    return code(text, published)[1].control


def test_a_site_is_not_its_town() -> None:
    """A hospital that no list has is named as printed, with the point of its town and the precision ``near``."""
    (row,) = told("Iraqi forces captured Tikrit Military Hospital on Friday. Tikrit itself was quiet.")
    assert (row.place.name, row.place.id, row.place.precision) == ("Tikrit Military Hospital", None, "near")
    assert row.place.country == "IQ"
    assert row.place.lat == pytest.approx(34.6, abs=0.1)


def test_a_site_spoken_of_again_is_the_one_named_before() -> None:
    """ "The hospital" after "the Al Noor hospital" is that one, and the two tellings are one statement."""
    rows = told(
        "Rebels seized the Al Noor hospital in Mosul on Friday. The rebels are using the hospital as a headquarters."
    )
    assert [(row.place.name, row.state) for row in rows] == [("Al Noor hospital", "held")]
    assert len(rows[0].evidence) == 2


def test_land_beside_a_river_is_not_the_river() -> None:
    """A direction before a region belongs to the name of what is held."""
    (row,) = told("East of the Euphrates River, which is territory controlled by the SDF, it is calm.")
    assert (row.place.name, row.place.precision) == ("East of the Euphrates River", "region")


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("captured Sirte on Saturday", "2019-03-23", "2019-03-23"),
        ("captured Sirte in 2015", "2015-01-01", "2015-12-31"),
        ("have controlled Sirte since 2015", "2015-01-01", "2015-12-31"),
        ("have controlled Sirte since May 2015", "2015-05-01", "2015-05-31"),
        ("have controlled Sirte since 4 May 2015", "2015-05-04", "2015-05-04"),
        ("now control Sirte", None, "2019-03-24"),
        ("have captured Sirte", None, "2019-03-24"),
    ],
)
def test_the_window_is_when_the_state_was_true_or_began(words: str, start: str | None, end: str) -> None:
    """RECORD §4: a day, a year, the year since which; what has no day is open to the past."""
    (row,) = told(f"Fighters of the Islamic State group {words}.")
    assert (row.start, row.end) == (start and dt.date.fromisoformat(start), dt.date.fromisoformat(end))


def test_with_no_publication_day_a_state_has_no_days() -> None:
    """No date comes from the clock."""
    (row,) = told("The Houthis control Sanaa.", None)
    assert (row.start, row.end) == (None, None)


def test_a_date_that_heads_the_line_dates_it() -> None:
    """As in a chronology."""
    rows = told(
        "What happened in the war\n\nMay 2015: Islamic State fighters seize Palmyra.\nMarch 2016: The Syrian army recaptures the town."
    )
    assert [(row.holder_id, row.start) for row in rows] == [
        ("islamic-state", dt.date(2015, 5, 1)),
        ("syria-forces", dt.date(2016, 3, 1)),
    ]


def test_days_of_one_place_stay_apart() -> None:
    """Held, retaken and lost again are three facts."""
    rows = told(
        "Islamic State captured Palmyra in May 2015. The Syrian army recaptured it in March 2016. "
        "Islamic State overran Palmyra again in December 2016."
    )
    assert [(row.holder_id, row.start and row.start.year) for row in rows] == [
        ("islamic-state", 2015), ("syria-forces", 2016), ("islamic-state", 2016),
    ]  # fmt: skip


def test_a_fact_told_twice_stands_once() -> None:
    """The fullest telling, with the words of both."""
    (row,) = told("Houthi rebels have captured Taiz. The Houthis captured Taiz on Friday, residents said.")
    assert (row.start, len(row.evidence)) == (dt.date(2019, 3, 22), 2)


def test_who_denies_the_fall_holds_it() -> None:
    """A denial is a statement of its own kind, by the denier."""
    (row,) = told("The Nigerian army denied that Maiduguri had fallen to Boko Haram.")
    assert (row.state, row.holder_id, row.evidence_type) == ("held", "nigeria-forces", "denial")
    assert row.speaker is not None


def test_what_is_to_be_taken_from_somebody_is_theirs() -> None:
    """A plan to take a place says who holds it now, and nothing of who will."""
    (row,) = told("The Iraqi army launched an operation to retake Mosul from Islamic State.")
    assert (row.holder_id, row.evidence_type, row.end) == ("islamic-state", "background_statement", PUBLISHED)


def test_a_part_of_a_town_makes_it_contested_a_part_of_a_country_does_not() -> None:
    """The part is printed as the extent."""
    (town,) = told("Islamic State fighters hold a quarter of Mosul.")
    (country,) = told("Islamic State fighters hold a third of Iraq.")
    assert (town.state, town.extent) == ("contested", "a quarter")
    assert (country.state, country.extent) == ("held", "a third")


def test_a_stronghold_that_was_taken_was_its_holders_before() -> None:
    """ "The last stronghold of Y" beside a capture is the capture's previous holder."""
    rows = told("The Syrian army captured Baghouz on Saturday. Baghouz was the last stronghold of Islamic State.")
    assert [(row.holder_id, row.previous) for row in rows] == [("syria-forces", "Islamic State")]


def test_the_words_of_an_adjective_end_with_the_place() -> None:
    """No more than the phrase is evidence."""
    (row,) = told("A lorry from the Houthi-held town of Hodeidah overturned near Aden on Friday, killing two.")
    assert row.evidence[0].quote == "the Houthi-held town of Hodeidah"


def test_who_speaks_of_himself_is_meant() -> None:
    """ "It" and "our forces" in what a party says are that party, unless it named another before."""
    (row,) = told("The Syrian army said it was in control of Palmyra.")
    assert (row.holder_id, row.speaker) == ("syria-forces", "Syrian army")
    (row,) = told('"Our forces are in full control of Manbij," the Syrian Democratic Forces said.')
    assert row.holder_id == "syrian-democratic-forces"
    (row,) = told("The Syrian army said the Islamic State group had fled and that it still held Palmyra.")
    assert row.holder_id != "syria-forces"


def test_who_is_there_in_the_next_words_took_it() -> None:
    """A place that nobody is said to have taken was taken by who is told to enter or hold it then; not by who lost it."""
    (row,) = told("Mokha was recaptured from the Houthis on Friday. Yemeni government troops entered the town at dawn.")
    assert (row.state, row.holder_id, row.previous) == ("held", "yemen-forces", "Houthis")
    assert (row.start, len(row.evidence)) == (dt.date(2019, 3, 22), 2)
    rows = told("Mokha was recaptured from the Houthis on Friday. The Houthis still hold Hodeidah.")
    assert next((row.place.name, row.state) for row in rows) == ("Mokha", "lost")


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Lyman fell on Friday. Ukrainian soldiers were seen on the road.", "lost"),
        ("The fall of Lyman on Friday shocked Ukrainian soldiers.", "lost"),
        ("The rebels no longer hold Lyman, the Ukrainian army said.", "lost"),
        ("Lyman is no longer under rebel control, the Ukrainian army said.", "lost"),
        ("Neither the Ukrainian army nor the rebels control Lyman.", "none"),
    ],
)
def test_what_is_held_no_more(text: str, state: str) -> None:
    """A fall with no taker, "no longer" and "neither … nor" name no holder."""
    (row,) = told(text)
    assert (row.place.name, row.state, row.holder) == ("Lyman", state, None)


def test_a_centre_is_a_site_by_what_stands_before_it() -> None:
    """A conference centre is held by itself; the centre of a town is a part of it."""
    (row,) = told("Libyan army soldiers captured the Ouagadougou conference centre in Sirte on Friday.")
    assert (row.place.name, row.place.precision) == ("Ouagadougou conference centre", "near")


def test_a_site_of_an_area_has_no_point() -> None:
    """ "The airport of" a name that is also a province's lies somewhere in it."""
    (row,) = told("Rebels captured the airport of Helmand on Friday.")
    assert (row.place.name, row.place.lat, row.place.precision) == ("airport of Helmand", None, "unresolved")


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Rebels captured Saraqib and Maaret towns on Friday.", ["Maaret", "Saraqib"]),
        ("The Taliban captured the Orlandab valley on Friday.", ["Orlandab valley"]),
        ("The rebels are in control of Qarveh-Centre.", ["Qarveh-Centre"]),
        ("Two months after it fell to the rebels, Bambari is a ghost town.", ["Bambari"]),
        ("A convoy reached Idlib, where rebels surrounded it in January.", ["Idlib"]),
        ("The rebels hold the airport outside Myitkyina.", ["airport outside Myitkyina"]),
    ],
)
def test_a_place_is_read_off_the_words_around_it(text: str, places: list[str]) -> None:
    """Of names before a noun for several, of a name that no list has with its noun, and of a pronoun before or behind."""
    assert [row.place.name for row in told(text)] == places


def test_a_government_is_the_state_not_a_militia_with_such_a_name() -> None:
    """ "Government control" in a text that names a state's militia before its army."""
    (row,) = told(
        "Popular Mobilization Forces and Iraqi troops came closer. Baiji is back in government control.",
        dt.date(2015, 10, 20),
    )
    assert row.holder_id == "iraq-forces"


def test_who_attacks_took_it() -> None:
    """ "Driven from X in an attack by Y": Y took it."""
    (row,) = told("Houthi fighters were driven from Mokha in a surprise attack by Yemeni government troops on Friday.")
    assert (row.state, row.holder_id, row.previous) == ("held", "yemen-forces", "Houthis")


def test_nobody_holds_it() -> None:
    """The state is none, with no holder and the reason."""
    (row,) = told("No armed group controls Mosul, residents said.")
    assert (row.state, row.holder) == ("none", None)
    assert row.reasons.holder is not None


@pytest.mark.parametrize(
    "text",
    [
        "The army will retake Mosul.",
        "The army may have captured Mosul.",
        "Police captured a man in Mosul.",
        "Soldiers seized two lorries in Mosul.",
        "The bank took over the hotel in Mosul.",
        "The former rebel stronghold of Mosul is calm.",
        "Rebels hold talks in Mosul.",
        "Rebels seized several villages in Idlib province.",
        "The army lifted the siege of Mosul.",
    ],
)
def test_what_says_nothing_of_who_holds_a_place(text: str) -> None:
    """Plans, people, things, firms, the past, talks, places with no name."""
    assert told(text) == ()


def test_long_texts_are_read_in_linear_time() -> None:
    """Twice the text takes about twice the time."""
    line = "Rebels seized the Al Noor hospital in Mosul. The rebel-held town of Hodeidah fell to the Houthis. "
    took = []
    for times in (40, 160):
        start = time.process_time()
        told(line * times)
        took.append(time.process_time() - start)
    assert took[1] < 10 * took[0]
