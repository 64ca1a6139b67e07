"""The shipped gazetteer and a user's tables on top of it."""

import math
import pickle
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from tidings.errors import DataError
from tidings.reference.gazetteer import Gazetteer
from tidings.reference.outlines import Outline, outlines_of
from tidings.reference.place_table import PlaceRow, read_place_table

DATA = Path(str(files("tidings.reference"))) / "data"
SUPPLEMENT = read_place_table(DATA / "places.tsv")
HEADER = "id\tname\taliases\tlat\tlon\tcountry\tadmin1\tadmin2\tclass\tpopulation\taccuracy_km\tdemonyms"
QUORLAND = (
    "my:quorland\tQuorland\tRepublic of Quorland\t40\t-30\tXQ\t\t\tcountry\t4000000\t\tQuorish",
    "my:north\tNorth Quor\t\t41\t-30\tXQ\t\t\tadmin1\t900000\t50\t",
    "my:varn\tVarnholt\tVarn|Farnholt\t41.2\t-30.1\tXQ\tNorth Quor\t\ttown\t52000\t2\t",
    "my:ssel\tSsel\tSsel River\t40.6\t-30.3\tXQ\t\t\triver\t\t40\t",
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The shipped gazetteer."""
    return Gazetteer.open()


@pytest.fixture
def invented(tmp_path: Path) -> Gazetteer:
    """A gazetteer with an invented country on top."""
    path = tmp_path / "quorland.tsv"
    path.write_text("\n".join((HEADER, *QUORLAND)) + "\n", "utf-8")
    return Gazetteer.open(extra=(path,))


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon", "within_km"),
    [
        ("Baghouz", "SY", 34.45, 40.95, 10), ("Hajin", "SY", 34.69, 40.83, 10), ("Jalawla", "IQ", 34.27, 45.17, 10), ("Robotyne", "UA", 47.45, 35.84, 10),
        ("Zamzam", "SD", 13.49, 25.3, 15), ("Sinjar Mountains", "IQ", 36.37, 41.75, 40), ("Darfur", "SD", 13, 25, 150), ("Donbas", "UA", 48.4, 38.3, 80),
        ("Euphrates", None, 34.8, 40.6, 400), ("Lake Chad basin", None, 12.8, 14, 150), ("Mokha", "YE", 13.32, 43.25, 10), ("Abqaiq", "SA", 25.94, 49.67, 10),
        ("Tell Tamer", "SY", 36.66, 40.37, 10), ("Dayr Az Zawr", "SY", 35.34, 40.14, 10), ("Baghdad International Airport", "IQ", 33.26, 44.23, 5),
        ("China", "CN", 35, 105, 1), ("Côte d'Ivoire", "CI", 8, -5.5, 1), ("Nineveh Governorate", "IQ", 36, 42, 120),
    ],
)  # fmt: skip
def test_names_of_the_news_are_known(
    gazetteer: Gazetteer, name: str, country: str | None, lat: float, lon: float, within_km: float
) -> None:
    """Places that conflict news names have a point where they lie."""
    found = gazetteer.lookup(name)
    near = [
        place
        for place in found
        if place.lat is not None and place.lon is not None and _km(place.lat, place.lon, lat, lon) <= within_km
    ]
    assert near, found
    assert country is None or near[0].country == country


def test_find_puts_the_country_asked_for_first(gazetteer: Gazetteer) -> None:
    """A country asked for outweighs population, and each answer has reasons."""
    best = gazetteer.find("Tripoli", country="LB")[0]
    assert best.place.country == "LB"
    assert "lies in LB, as asked" in best.reasons


def test_spellings_are_matched_at_three_levels(gazetteer: Gazetteer) -> None:
    """Exactly, loosely (articles, doubled letters), and by consonants, which is looked for only in the countries asked for and flagged."""
    assert gazetteer.matches("Deir ez-Zor")[0].how in ("name", "alternate")
    assert {match.how for match in gazetteer.loose_matches("Dayr Ez Zaur")} == {"loose"}
    assert not gazetteer.matches("Kramatersk")
    (first, *_) = gazetteer.fuzzy_matches("Kramatersk", ("UA",))
    assert (first.place.name, first.how) == ("Kramatorsk", "fuzzy")
    assert not gazetteer.fuzzy_matches("Kramatersk", ("SY",))
    ranked = gazetteer.find("Kramatersk", country="UA")[0]
    assert "no place is called Kramatersk; Kramatorsk is much like it" in ranked.reasons


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("دير الزور", "SY"),
        ("Бахмут", "UA"),
        ("Ташкент", "UZ"),
        ("ירושלים", "IL"),
        ("ရန်ကုန်", "MM"),
        ("काठमाडौं", "NP"),
        ("თბილისი", "GE"),
        ("Αθήνα", "GR"),
    ],
)
def test_names_in_other_scripts_are_keys(gazetteer: Gazetteer, name: str, country: str) -> None:
    """A town is found under its name in the script of its country."""
    assert country in {match.place.country for match in (*gazetteer.matches(name), *gazetteer.loose_matches(name))}


def test_a_border_has_a_point_near_its_middle(gazetteer: Gazetteer) -> None:
    """Two neighbours have a border whichever is named first; two others none."""
    border = gazetteer.border("SY", "TR")
    assert border == gazetteer.border("TR", "SY")
    assert border is not None
    assert 36 < border.lat < 37.5
    assert gazetteer.border("SY", "CN") is None


def test_a_district_without_a_town_admits_that_its_point_is_not_its_own(gazetteer: Gazetteer) -> None:
    """It is known by name and stands at the middle of the unit above; one with a town stands at the town."""
    (alishing,) = [match.place for match in gazetteer.matches("Alishing") if match.place.kind == "admin2"]
    assert (alishing.country, alishing.admin1, alishing.is_placed) == ("AF", "Laghman", False)
    (sinjar,) = [match.place for match in gazetteer.matches("Sinjar") if match.place.kind == "admin2"]
    assert sinjar.is_placed


def test_every_country_has_a_point_and_a_name(gazetteer: Gazetteer) -> None:
    """Countries are found by their name, and Georgia is a country as well as a state."""
    codes = {place.country for place in gazetteer.lookup("Georgia")}
    assert {"GE", "US"} <= codes
    assert gazetteer.country("XK") is not None
    assert gazetteer.demonym("Sudanese") == ("SD",)
    assert gazetteer.demonym("Congolese") == ("CD", "CG")


def test_towns_know_their_units(gazetteer: Gazetteer) -> None:
    """A town says which first and second order unit it lies in, under their English names."""
    (sinjar,) = [place for place in gazetteer.lookup("Sinjar") if place.kind == "town" and place.country == "IQ"]
    assert (sinjar.admin1, sinjar.admin2) == ("Nineveh", "Sinjar")
    assert gazetteer.place(sinjar.admin1_id or "") is not None


def test_ordinary_words_are_marked(gazetteer: Gazetteer) -> None:
    """A town whose name is an English word is kept but marked; a large city is not."""
    assert all(match.common for match in gazetteer.matches("Hit"))
    assert not all(match.common for match in gazetteer.matches("Mobile"))
    assert not gazetteer.matches("of")


# Outlines are older than some units: the unit that holds the ground in Natural Earth's edition.
DRAWN_ELSEWHERE = {
    "td:yusufiyah": "gn:98227", "td:latifiyah": "gn:98227", "td:taji": "gn:91695", "td:abu-ghraib-prison": "gn:99592",  # the belt around Baghdad
    "td:waziristan": "gn:1179245", "td:north-waziristan": "gn:1179245", "td:south-waziristan": "gn:1179245", "td:mir-ali": "gn:1179245",
    "td:khyber-pass": "gn:1179245",  # the Tribal Areas became part of Khyber Pakhtunkhwa in 2018
}  # fmt: skip
NOT_DRAWN = {"td:snake-island"}  # too small for the outlines
EDGE_KM = 4.0  # outlines are simplified to about a kilometre, coasts more


def unit_of(gazetteer: Gazetteer, shape: Outline) -> str | None:
    """The unit of the first order that an outline is, or lies in where Natural Earth draws districts; ``None`` where it cannot be told."""
    place = gazetteer.place(shape.id or "")
    return None if place is None else place.admin1_id if place.kind == "admin2" else place.id


@pytest.mark.parametrize("row", SUPPLEMENT, ids=lambda row: row.id)
def test_rows_of_our_own_lie_where_they_say(gazetteer: Gazetteer, row: PlaceRow) -> None:
    """Each row of the supplement states its accuracy, has a note, and lies in the outline of its unit, else of a country it names."""
    assert row.accuracy_km is not None
    assert row.note
    assert row.lat is not None
    assert row.lon is not None
    known = gazetteer.place(row.id)
    assert known is not None
    unit = DRAWN_ELSEWHERE.get(row.id, known.admin1_id)
    drawn = [shape for code in row.countries for shape in outlines_of(code)]
    own = [shape for shape in drawn if unit_of(gazetteer, shape) == unit]
    shapes = [shape for shape in drawn if unit_of(gazetteer, shape) in (unit, None)] if own and unit else drawn
    if shapes and row.id not in NOT_DRAWN:
        assert min(shape.distance_km(row.lat, row.lon) for shape in shapes) <= row.accuracy_km + EDGE_KM


def test_the_supplement_is_large_enough() -> None:
    """At least 2,000 rows, each id once; of those, 1,600 say in which unit of the first order they lie."""
    assert len(SUPPLEMENT) >= 2_000
    assert len({row.id for row in SUPPLEMENT}) == len(SUPPLEMENT)
    assert sum(1 for row in SUPPLEMENT if row.admin1) >= 1_600
    assert all(row.id.startswith("td:") for row in SUPPLEMENT)


def test_a_user_table_defines_an_invented_country(invented: Gazetteer) -> None:
    """Country, unit, town and river of a user's table resolve, with the unit's name and id, and its demonym counts."""
    (town,) = invented.lookup("Varnholt")
    assert (town.id, town.country, town.admin1, town.admin1_id, town.source) == (
        "my:varn",
        "XQ",
        "North Quor",
        "my:north",
        "user",
    )
    country = invented.country("XQ")
    assert country is not None
    assert country.name == "Quorland"
    assert invented.demonym("Quorish") == ("XQ",)
    assert invented.lookup("Ssel River")[0].kind == "water"


def test_a_user_row_hides_the_shipped_one(tmp_path: Path) -> None:
    """A row with a shipped id replaces it, and the digest changes with the table."""
    path = tmp_path / "mine.tsv"
    path.write_text(f"{HEADER}\ntd:baghouz\tBaghouz\t\t34.46\t40.96\tSY\tDeir ez-Zor\t\tvillage\t\t1\t\n", "utf-8")
    mine = Gazetteer.open(extra=(path,))
    assert [place.lat for place in mine.lookup("Baghouz") if place.id == "td:baghouz"] == [34.46]
    assert mine.digest != Gazetteer.open().digest


def test_a_gazetteer_pickles(invented: Gazetteer) -> None:
    """A copy in another process answers the same."""
    copy = pickle.loads(pickle.dumps(invented))
    assert copy.lookup("Varnholt") == invented.lookup("Varnholt")
    assert copy.digest == invented.digest


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    """A file whose bytes are not the built ones is not read."""
    for name in ("gazetteer.sqlite", "gazetteer.json"):
        shutil.copy(DATA / name, tmp_path / name)
    with (tmp_path / "gazetteer.sqlite").open("r+b") as content:
        content.seek(5000)
        content.write(b"damaged")
    with pytest.raises(DataError, match="digest differs"):
        Gazetteer.open(tmp_path / "gazetteer.sqlite")


def test_the_file_stays_small() -> None:
    """The shipped file is under 30 MB."""
    assert (DATA / "gazetteer.sqlite").stat().st_size < 30_000_000


def _km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    return 111.2 * math.hypot(lat - other_lat, (lon - other_lon) * math.cos(math.radians(lat)))
