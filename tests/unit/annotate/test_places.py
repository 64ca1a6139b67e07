"""Places found, resolved and told with precision and radius."""

import time
from pathlib import Path

import pytest

from tidings.annotate.names import tagged_names
from tidings.annotate.place_frames import dateline_spans
from tidings.annotate.places import find_places
from tidings.annotate.resolve_places import Name, resolve_names
from tidings.annotate.sentences import SpacyParser
from tidings.model.mentions import ActorMention, PlaceMention
from tidings.model.text import check_evidence
from tidings.reference.gazetteer import Gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The shipped gazetteer."""
    return Gazetteer.open()


class _Reader:
    def __init__(self, parser: SpacyParser, gazetteer: Gazetteer) -> None:
        self._parser, self._gazetteer = parser, gazetteer

    def __call__(self, text: str) -> tuple[PlaceMention, ...]:
        parse = self._parser.parse(text)
        found = find_places(parse, tagged_names(parse), self._gazetteer)
        for mention in found:
            for quoted in mention.place.evidence:
                check_evidence(text, quoted)
        return found

    def one(self, text: str, name: str) -> PlaceMention:
        (found, *_) = [mention for mention in self(text) if mention.place.name == name]
        return found


@pytest.fixture(scope="module")
def read(parser: SpacyParser, gazetteer: Gazetteer) -> _Reader:
    """Reads the places of a sentence."""
    return _Reader(parser, gazetteer)


@pytest.mark.parametrize(
    ("text", "name", "precision", "identifier", "country"),
    [
        ("Two men died in Baghouz, Syria, on Monday.", "Baghouz", "exact", "td:baghouz", "SY"),
        ("Jets struck near Ar Raqqah in Syria.", "Ar Raqqah", "near", "gn:172955", "SY"),
        ("Shells hit the outskirts of Idlib in Syria.", "Idlib", "near", "gn:169389", "SY"),
        (
            "A mine killed five people in Diyala Province, officials said.",
            "Diyala Province",
            "admin1",
            "gn:96965",
            "IQ",
        ),
        ("Thousands fled Iraq's Sinjar region in 2014.", "Sinjar region", "admin2", "gn:9166620", "IQ"),
        ("They were held in camps in northern Syria.", "northern Syria", "region", None, "SY"),
        ("Syria's northeast was calm.", "Syria's northeast", "region", None, "SY"),
        ("Fighting went on in eastern Mosul, the army said.", "eastern Mosul", "exact", "gn:99072", "IQ"),
        ("Boats crossed the Euphrates at night in Syria.", "Euphrates", "region", "td:euphrates", None),
        ("Fighters hid in the Sinjar Mountains of Iraq.", "Sinjar Mountains", "region", "td:sinjar-mountains", "IQ"),
        ("Attacks were reported throughout Darfur.", "Darfur", "region", "td:darfur", "SD"),
        (
            "A drone struck Baghdad International Airport.",
            "Baghdad International Airport",
            "exact",
            "td:baghdad-airport",
            "IQ",
        ),
        ("China protested on Friday.", "China", "country", "gn:1814991", "CN"),
        ("Clashes were reported in Hit, Iraq.", "Hit", "exact", "gn:95788", "IQ"),
    ],
)
def test_precision_follows_the_words(
    read: _Reader, text: str, name: str, precision: str, identifier: str | None, country: str | None
) -> None:
    """What the text says of a place decides how exact it is (RECORD §4)."""
    place = read.one(text, name).place
    assert (place.precision, place.id, place.country) == (precision, identifier, country)
    assert place.candidates
    assert place.candidates[0].reasons


@pytest.mark.parametrize(
    ("text", "name", "use"),
    [
        ("BEIRUT (Reuters) - Shells hit Idlib on Monday.", "BEIRUT", "dateline"),
        ("MOSUL, Iraq (AP) — Two soldiers died on Monday.", "MOSUL", "dateline"),
        ("Two men died in Baghouz, Syria, on Monday.", "Syria", "parent"),
        ("Moscow-backed forces shelled Orikhiv in Ukraine.", "Moscow", "modifier"),
        ("Two soldiers died, Baghdad officials said.", "Baghdad", "modifier"),
        ("Doctors at Aleppo University treated the wounded.", "Aleppo", "part_of_name"),
        ("Bombs fell in the Red Sea port town of Mokha in Yemen.", "Red Sea", "modifier"),
        ("Two men died in Baghouz, Syria, on Monday.", "Baghouz", "plain"),
    ],
)
def test_use_says_whether_something_can_happen_there(read: _Reader, text: str, name: str, use: str) -> None:
    """Datelines, parents, people's towns and larger names are told apart from places of events."""
    assert read.one(text, name).use == use


def test_the_stated_parent_decides(read: _Reader) -> None:
    """The same name means two towns when the text says so."""
    found = {
        mention.place.country
        for mention in read("Rebels took Tripoli, Lebanon, not Tripoli in Libya.")
        if mention.place.name == "Tripoli"
    }
    assert found == {"LB", "LY"}
    assert read.one("He came from Paris, Texas, in May.", "Paris").place.admin1 == "Texas"


def test_a_distance_moves_the_point(read: _Reader) -> None:
    """ "15 km east of Tikrit" is a point east of it, near, without the town's id."""
    place = read.one("Two soldiers died 15 km east of Tikrit in Iraq.", "15 km east of Tikrit").place
    assert (place.precision, place.id) == ("near", None)
    assert place.lon is not None
    assert 43.75 < place.lon < 43.95


def test_an_unknown_village_keeps_its_name_and_stated_province(read: _Reader) -> None:
    """What no gazetteer knows stands where the text says, with that unit's precision and point, no id of its own, and the reason told."""
    place = read.one(
        "Gunmen killed five near the village of Kondrakhel, Nangarhar province, Afghanistan.", "Kondrakhel"
    ).place
    assert (place.id, place.precision, place.country, place.admin1) == (None, "admin1", "AF", "Nangarhar")
    assert place.lat is not None
    assert place.candidates[0].reasons[0] == "Kondrakhel is in no gazetteer here; the text says it lies in Nangarhar"


def test_an_unknown_village_of_a_country_has_no_point(read: _Reader) -> None:
    """A country lends no point: its middle is nobody's village."""
    place = read.one("Gunmen killed five in the village of Kondrakhel, Afghanistan.", "Kondrakhel").place
    assert (place.precision, place.lat, place.country) == ("unresolved", None, "AF")


def test_roads_and_borders_are_regions(read: _Reader) -> None:
    """The stretch between two towns has a point between them, a border one near its middle; the names inside no longer stand for themselves."""
    road = read("A mine exploded on the Maiduguri-Damboa road in Borno state, Nigeria.")
    (stretch,) = [mention for mention in road if mention.place.name == "Maiduguri-Damboa road"]
    assert stretch.place.precision == "region"
    assert stretch.place.lat is not None
    assert 11.2 < stretch.place.lat < 11.8
    assert {mention.use for mention in road if mention.place.name in ("Maiduguri", "Damboa")} == {"modifier"}
    border = read.one("Five smugglers were shot near the Syrian-Turkish border.", "Syrian-Turkish border").place
    assert border.precision == "region"
    assert border.lat is not None
    assert 36 < border.lat < 37.5
    assert border.radius_km is not None
    assert border.radius_km > 200


def test_names_of_actors_are_no_places(parser: SpacyParser, gazetteer: Gazetteer) -> None:
    """Nothing is found inside an actor's name."""
    text = "The Islamic State of Iraq and Syria fought in Palmyra."
    parse = parser.parse(text)
    actor = ActorMention(
        start=4, end=36, head=2, name="Islamic State", id="islamic-state", kind="rebel_group", form="name"
    )
    assert [mention.place.name for mention in find_places(parse, tagged_names(parse), gazetteer, actors=(actor,))] == [
        "Palmyra"
    ]


def test_persons_are_no_places(read: _Reader) -> None:
    """A surname that is also a town stays a person's."""
    assert all("Hassan" not in mention.place.name for mention in read("Ali Hassan said that Hassan had left Baghdad."))


def test_an_invented_country_resolves_from_a_user_table(parser: SpacyParser, tmp_path: Path) -> None:
    """A user's table is enough to read news of a country that does not exist."""
    path = tmp_path / "quorland.tsv"
    rows = (
        "id\tname\taliases\tlat\tlon\tcountry\tadmin1\tadmin2\tclass\tpopulation\taccuracy_km\tdemonyms",
        "my:quorland\tQuorland\t\t40\t-30\tXQ\t\t\tcountry\t4000000\t\tQuorish",
        "my:north\tNorth Quor\t\t41\t-30\tXQ\t\t\tadmin1\t900000\t50\t",
        "my:varn\tVarnholt\t\t41.2\t-30.1\tXQ\tNorth Quor\t\ttown\t52000\t2\t",
    )
    path.write_text("\n".join(rows) + "\n", "utf-8")
    read = _Reader(parser, Gazetteer.open(extra=(path,)))
    place = read.one("Rebels shelled Varnholt in North Quor province, Quorland, on Monday.", "Varnholt").place
    assert (place.id, place.country, place.admin1, place.precision) == ("my:varn", "XQ", "North Quor", "exact")


def test_a_country_is_a_prior_and_never_a_filter(gazetteer: Gazetteer) -> None:
    """In a text that speaks of Syria, Paris is still the capital of France, and Palmyra is the Syrian one."""
    found = resolve_names(
        [Name(text="Paris"), Name(text="Palmyra"), Name(text="Syria", times=5)], {"SY": 2.0}, gazetteer
    )
    assert {name.text: choices[0].place.country for name, choices in found.items()} == {
        "Paris": "FR",
        "Palmyra": "SY",
        "Syria": "SY",
    }


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Fighters shelled the Syrian border town of Ras al Ayn on Monday. Syrian soldiers fled.", "Ras al Ayn", "SY"),
        ("Myanmar troops burned houses in Kamma, residents said. Myanmar's army denied it.", "Kamma", None),
        ("Clashes broke out in Abu Jubeiha in South Kordofan, Sudan, on Monday.", "Abu Jubeiha", "SD"),
        ("Two people were shot in the Park district of Kabul in Afghanistan.", "Park district", "AF"),
        ("A bomb exploded in Calle del Correo, Madrid, in Spain.", "Calle del Correo", "ES"),
        ("A bomb exploded in Mazraa, a quarter of Damascus, Syria, on Thursday.", "Mazraa", "SY"),
    ],
)
def test_no_small_town_far_from_what_the_text_speaks_of(
    read: _Reader, text: str, name: str, country: str | None
) -> None:
    """A small place outside the countries of the text is left unresolved, or is the one that lies in them."""
    assert read.one(text, name).place.country == country


@pytest.mark.parametrize(
    "text",
    [
        "Iran accused the West of arming the rebels.",
        "Indian police killed two men in the Valley on Friday. Kashmir, India, was calm.",
        "Fighters of the Arab Baggara tribe attacked a post in Syria.",
        "Gunmen shot Adil Zaib near the market in Peshawar, Pakistan. Adil Zaib was a teacher.",
        "Ambush Kills Five Soldiers In Nigeria\nFive soldiers died in Nigeria on Monday.",
    ],
)
def test_what_is_no_settlement(read: _Reader, text: str) -> None:
    """ "the West", "the Valley", tribes, persons and words of a headline are no places."""
    names = {mention.place.name for mention in read(text)}
    assert not names & {"West", "the West", "Valley", "the Valley", "Baggara", "Adil Zaib", "Zaib", "Ambush", "Kills"}


def test_a_chain_of_parents_binds_and_qualifies(read: _Reader) -> None:
    """ "X, Y district, Z region": an unknown X stands for Z, and Y and Z only say where it lies."""
    found = {
        mention.place.name: mention
        for mention in read(
            "In the village of Prishib, Izyumsky district, Kharkiv region, shells hit a house. Ukraine's army blamed Russia."
        )
    }
    assert (found["Prishib"].place.precision, found["Prishib"].place.admin1, found["Prishib"].use) == (
        "admin1",
        "Kharkiv",
        "plain",
    )
    assert (found["Izyumsky district"].use, found["Kharkiv region"].use) == ("parent", "parent")
    chain = {
        mention.place.name: mention.use
        for mention in read("A market was shelled in Talataye in Ansongo cercle in Gao region of Mali.")
    }
    assert chain == {"Talataye": "plain", "Ansongo cercle": "parent", "Gao region": "parent", "Mali": "parent"}


def test_a_text_without_capitals(read: _Reader) -> None:
    """Known places after "in" and before "department" are found in a text all in small letters; ordinary words are not."""
    found = {
        mention.place.name: mention.place.country
        for mention in read(
            "two soldiers died in mosul when gunmen fired at work near tikrit. a bridge in usulutan department, el salvador, was blown up."
        )
    }
    assert found == {"mosul": "IQ", "tikrit": "IQ", "usulutan department": "SV", "el salvador": "SV"}


def test_directions_in_a_text_without_capitals(read: _Reader) -> None:
    """ "southern lebanon" is a part of Lebanon, "southern" and "capital" no province of some other country."""
    found = read(
        "two men died in southern lebanon when rebels fired. gunmen in central mali fought soldiers near the capital."
    )
    assert [mention.place.name for mention in found] == ["southern lebanon", "central mali"]


def test_one_unknown_name_spoils_no_other(gazetteer: Gazetteer) -> None:
    """A name that no gazetteer knows has no choices; the rest resolve."""
    found = resolve_names([Name(text="Zzyxkva"), Name(text="Mosul")], {}, gazetteer)
    assert [bool(choices) for choices in found.values()] == [False, True]


def test_order_of_names_changes_nothing(gazetteer: Gazetteer) -> None:
    """The same names in any order get the same choices."""
    names = [Name(text=text) for text in ("Tripoli", "Homs", "Damascus", "Beirut", "Sidon")]
    forward, backward = resolve_names(names, {}, gazetteer), resolve_names(names[::-1], {}, gazetteer)
    assert {name: choices[0].place.id for name, choices in forward.items()} == {
        name: choices[0].place.id for name, choices in backward.items()
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("BEIRUT (Reuters) - Two men died.", 1),
        ("KABUL, Afghanistan — Two men died.", 1),
        ("MOSUL: Two men died.", 1),
        ("QUETTA (APP): Two men died.", 1),
        ("Analysis: two men died.", 0),
        ("Two men died in Beirut.", 0),
        ("The Army (FSA) - a group - said so.", 0),
    ],
)
def test_datelines(text: str, found: int) -> None:
    """A dateline opens a line with a place, perhaps an agency, and a dash."""
    assert len(dateline_spans(text, frozenset({"reuters", "ap"}))) == found


def test_hostile_text_ends_soon(gazetteer: Gazetteer) -> None:
    """A long line of capitals and brackets is read in linear time."""
    started = time.process_time()
    assert dateline_spans("A (" * 200_000, frozenset({"ap"})) == ()
    assert time.process_time() - started < 2


def test_a_spelling_that_is_only_much_alike_is_a_candidate(read: _Reader) -> None:
    """ "Harbnoush" is not Ḩarbinafsah: no place is found where the letters alone are much alike, and no reason says that it is the only one."""
    for text, name in (
        ("Three people were killed in Harbnoush, Syria.", "Harbnoush"),
        ("Shells hit a house in Pryiutne, Ukraine.", "Pryiutne"),
    ):
        place = read.one(text, name).place
        assert (place.id, place.lat, place.precision) == (None, None, "unresolved")
        assert place.country is not None
        assert all(candidate.reasons[0].startswith("no place is called") for candidate in place.candidates)


def test_a_place_that_nothing_knows_is_near_its_town(read: _Reader) -> None:
    """ "Foobarwa, Idlib" is not known to lie at the very point of Idlib."""
    place = read.one("Two men died in Foobarwa, Idlib.", "Foobarwa").place
    assert (place.id, place.precision, place.country) == (None, "near", "SY")
    assert place.radius_km is not None
    assert place.radius_km >= 25
    quarter = read.one("Snipers killed a boy in the Saladin quarter of Aleppo.", "Saladin quarter").place
    assert (quarter.id, quarter.precision) == (None, "exact")


def test_a_border_of_which_one_side_is_told_has_no_line(read: _Reader) -> None:
    """The other side is not taken from elsewhere in the text: the country told stays, the likely border is a candidate."""
    place = read.one("Troops massed at the Turkish border. Talks were held in Iran.", "Turkish border").place
    assert (place.country, place.lat, place.precision) == ("TR", None, "region")
    (candidate,) = place.candidates
    assert candidate.name == "border of Turkey and Iran"
    assert candidate.reasons == ("the text speaks of Iran elsewhere; it does not say which border of Turkey is meant",)
    both = read.one("Rockets hit Kilis, a Turkish town near the Syrian border.", "Syrian border").place
    assert (both.country, both.lat is not None) == (None, True)


def test_a_border_between_two_countries_is_told_once(read: _Reader) -> None:
    """It is a border, not a road as well."""
    found = read("Fighting raged near the border between Sudan and South Sudan.")
    assert [mention.place.name for mention in found].count("border between Sudan and South Sudan") == 1


@pytest.mark.parametrize(
    ("text", "name", "identifier", "precision"),
    [
        ("A bomb went off west of the capital Kabul.", "Kabul", "gn:1138958", "near"),
        ("A bomb went off south of the northern city of Mosul.", "Mosul", "gn:99072", "near"),
        ("Jets struck on the outskirts of the Somali capital Mogadishu.", "Mogadishu", "gn:53654", "near"),
        ("Jets struck in the Somali capital Mogadishu.", "Mogadishu", "gn:53654", "exact"),
        ("Militants burned a village 80 km outside Maiduguri.", "80 km outside Maiduguri", None, "region"),
        ("A blast shook Islamabad on Monday.", "Islamabad", "gn:1176615", "exact"),
        ("A strike killed five people in Dnipro.", "Dnipro", "gn:709930", "exact"),
        ("Two boats sank on the Dnipro in Ukraine.", "Dnipro", "td:dnipro", "region"),
        ("Gunmen killed dozens of Alawites in Baniyas on Friday.", "Baniyas", "gn:171830", "exact"),
    ],
)
def test_what_is_described_before_its_name(
    read: _Reader, text: str, name: str, identifier: str | None, precision: str
) -> None:
    """ "West of the capital Kabul" is beside it; a name is its own place's before it is another's."""
    place = read.one(text, name).place
    assert (place.id, place.precision) == (identifier, precision)


@pytest.mark.parametrize(
    "text",
    [
        "Lawmakers in Congress voted on Tuesday.",
        "Iranian boats seized a tanker in the Gulf on Monday.",
        "Officials at the White House spoke of a raid.",
        "In the Centre of the country, gunmen killed three.",
        "Gunmen killed dozens of Alawites.",
    ],
)
def test_ordinary_names_and_peoples_are_no_places(read: _Reader, text: str) -> None:
    """Words of news that some town bears too, and a people that is counted."""
    assert read(text) == ()


def test_a_list_is_no_chain_of_parents(read: _Reader) -> None:
    """Units of one rank side by side hold nothing of each other; a unit and the country after it do."""
    uses = {
        mention.place.name: (mention.place.id, mention.use)
        for mention in read("Clashes in Idlib, Hama Governorate and Aleppo killed nine soldiers.")
    }
    assert uses["Idlib"] == ("gn:169389", "plain")
    assert uses["Hama Governorate"][1] == "plain"
    states = {mention.place.name: mention.use for mention in read("Tornadoes struck Indiana, Pennsylvania, Kansas.")}
    assert states == {"Indiana": "plain", "Pennsylvania": "plain", "Kansas": "plain"}
    held = {mention.place.name: mention.use for mention in read("Two died in Tripoli, Lebanon and Damascus.")}
    assert held == {"Tripoli": "plain", "Lebanon": "parent", "Damascus": "plain"}


def test_the_town_of_a_cited_newspaper(read: _Reader) -> None:
    """It is no place where something happens."""
    found = read("Gunmen shot three policemen in Quetta (Dawn [Karachi], July 20).")
    assert {mention.place.name: mention.use for mention in found} == {"Quetta": "plain", "Karachi": "modifier"}


def test_a_higher_unit_binds_a_lower_one(read: _Reader) -> None:
    """ "Pale Township, Sagaing Region" is not the town of another country that is spelt so; it takes the region's point and says why."""
    place = read.one("A man was shot dead in Pale Township, Sagaing Region.", "Pale Township").place
    assert (place.country, place.precision) == ("MM", "admin1")


def test_a_long_name_of_one_country_needs_no_word_of_it(read: _Reader) -> None:
    """Something is near Kaga-Bandoro, though the text speaks of Bangladesh alone."""
    text = "Two peacekeepers from Bangladesh died when their vehicle hit a mine near Kaga-Bandoro."
    assert read.one(text, "Kaga-Bandoro").place.country == "CF"


def test_a_house_named_after_a_place_is_where_the_text_says(read: _Reader) -> None:
    """The Shangri La hotel in Colombo is in Colombo."""
    text = "Bombs exploded at the Shangri La hotel in Colombo, killing nine."
    assert read.one(text, "Shangri La").use == "part_of_name"


def test_a_dateline_may_follow_a_headline_on_its_line(read: _Reader) -> None:
    """Feeds run the headline into the dateline; KABUL is where the report was filed."""
    text = "Seven killed in blast in eastern province: official KABUL, Dec. 13 (Xinhua) -- Seven civilians were killed in Ghazni."
    assert read.one(text, "KABUL").use == "dateline"


def test_of_two_places_of_a_name_that_no_word_tells_apart_none_is_taken(parser, tmp_path):
    """Two villages of one name in two provinces: both are candidates, what both lie in is told, and there is no point."""
    header = "id name aliases lat lon country admin1 admin2 class population accuracy_km"
    rows = [
        "xv:land|Orvane||-41.0|-20.0|XV|||country|1900000|10",
        "xv:a|Tor-Gana||-40.5|-18.4|XV|East Reach||village|1400|4",
        "xv:b|Tor-Gana||-40.5|-21.6|XV|Lower Vale||village|1400|4",
    ]
    table = "\n".join([header.replace(" ", "\t"), *(row.replace("|", "\t") for row in rows), ""])
    (tmp_path / "own.tsv").write_text(table, encoding="utf-8")
    text = "Shells hit Tor-Gana in Orvane on Tuesday."
    place = _Reader(parser, Gazetteer.open(extra=(tmp_path / "own.tsv",))).one(text, "Tor-Gana").place
    assert (place.precision, place.id, place.lat, place.country, place.admin1) == ("unresolved", None, None, "XV", None)
    assert {candidate.admin1 for candidate in place.candidates} == {"East Reach", "Lower Vale"}
