"""An account becomes the 14 fields of UCDP by a written mapping."""

from __future__ import annotations

import datetime as dt

from evals.ucdp_aec import deaths, fields, is_claim, likeness, sides
from tidings.model.coding import Account, AccountReasons
from tidings.model.text import evidence
from tidings.model.values import Actor, Attribution, Count, Place, When

TEXT = "The army said it killed five of them."
WORDS = (evidence(TEXT, 0, 8),)
DAY = dt.date(2022, 6, 3)


def actor(name: str, kind: str, identifier: str | None = None) -> Actor:
    return Actor(mention=name, name=name, id=identifier, kind=kind, attributed_by=(), relations=(), evidence=WORDS)


def killed(figure: int | None, group: str = "unknown", **changed) -> Count:
    given = {"low": figure, "best": figure, "high": figure, "scope": "this", "speaker": None, "polarity": "affirmed"}
    return Count(kind="killed", group=group, **{**given, "words": str(figure), "evidence": WORDS, **changed})


ARMY, FRONT = actor("Tarn army", "state_forces", "tarn-army"), actor("Harbour Front", "rebel_group", "harbour-front")
VILLAGERS = actor("villagers", "civilians")


def account(**changed) -> Account:
    given = {
        "id": "c1:0", "type": "armed_clash", "polarity": "affirmed", "reality": "actual", "background": False,
        "actors": (ARMY,), "recipients": (FRONT,), "place": None, "other_places": (),
        "date": When(start=None, end=DAY, precision="unresolved", words=None, evidence=()), "counts": (), "means": (),
        "attribution": (), "evidence": WORDS, "reasons": AccountReasons(), "score": 0.5, "producer": "test",
    }  # fmt: skip
    return Account(**{**given, **changed})


def test_an_act_with_no_day_printed_is_of_the_day_of_publication():
    """UCDP's coders write the day of the news; an act with no day at all stays without."""
    found = fields(account())
    assert (found["start_date"], found["end_date"]) == ("2022-06-03", "2022-06-03")
    blank = When(start=None, end=None, precision="unresolved", words=None, evidence=())
    assert "start_date" not in fields(account(date=blank))


def test_a_lead_without_a_day_takes_that_of_the_next_violent_account():
    """Of the news, and of a day or two; a deployment, an old act and a whole month date nothing."""
    day = dt.date(2022, 6, 1)
    told = When(start=day, end=day, precision="day", words="Wednesday", evidence=WORDS)
    month = When(start=dt.date(2022, 5, 1), end=dt.date(2022, 5, 31), precision="month", words="in May", evidence=WORDS)
    beside = (account(type="deployment", date=told), account(background=True, date=told), account(date=month))
    assert fields(account(), beside)["start_date"] == "2022-06-03"
    assert fields(account(), (*beside, account(type="shelling", date=told)))["start_date"] == "2022-06-01"


def test_blanks_stay_out():
    """No place and no toll: none of those fields, not even empty."""
    assert set(fields(account())) == {"side_a_name", "side_b_name", "start_date", "end_date"}


def test_a_place_gives_its_levels():
    """The country by its English name, then the units, then the place itself."""
    place = Place(
        id="gn:1", name="Charbagh", geoname_id=1, lat=34.8, lon=72.4, country="PK", admin1="Khyber Pakhtunkhwa",
        admin2="Swat", precision="exact", radius_km=3.0, candidates=(), evidence=WORDS,
    )  # fmt: skip
    found = fields(account(place=place))
    assert found["location_root_name"] == "Pakistan"
    assert [found[f"location_{level}_name"] for level in ("adm1", "adm2", "where")] == [
        "Khyber Pakhtunkhwa", "Swat", "Charbagh",
    ]  # fmt: skip


def test_unarmed_people_are_civilians_and_an_open_side_is_filled_from_the_news():
    """A names who acts, B who is hit; what the account leaves open comes from another that happened."""
    assert sides(account(recipients=(VILLAGERS,))) == ("Tarn army", "Civilians")
    assert sides(account(recipients=()), [account(actors=(FRONT,), recipients=())]) == ("Tarn army", "Harbour Front")
    assert sides(account(recipients=()), [account(reality="planned")]) == ("Tarn army", None)
    assert sides(account(type="attack_on_civilians", recipients=())) == ("Tarn army", "Civilians")


def test_deaths_go_to_their_side():
    """Fighters by whose they are, civilians apart, women and children among the civilians."""
    counts = (
        killed(2, "combatants_actor"),
        killed(3, "combatants_recipient"),
        killed(4, "women"),
        killed(1, "children"),
    )
    assert deaths(account(counts=counts)) == {
        "deaths_side_a": 2, "deaths_side_b": 3, "deaths_civilian": 5, "deaths_unknown": 0, "deaths_low": 10, "deaths_high": 10,
    }  # fmt: skip


def test_two_tellings_of_one_toll_are_not_added():
    """The largest of a group counts, and a whole is not added to its parts: the rest of it is unknown."""
    counts = (killed(5, "civilians"), killed(5, "women"), killed(7), killed(7))
    found = deaths(account(counts=counts))
    assert (found["deaths_civilian"], found["deaths_unknown"], found["deaths_high"]) == (5, 2, 7)


def test_figures_side_by_side_are_of_different_people():
    """ "Three soldiers and a child" are four; the four that another sentence tells are the same, and "another two" are more."""
    text = "A blast killed three soldiers and a child. Four people died. Another two died later."
    clauses = (evidence(text, 0, 41), evidence(text, 43, 59), evidence(text, 61, 84))
    one, two, four, more = (
        killed(number, group, words=words, evidence=(evidence(text, text.index(words), text.index(words) + len(words)),))
        for number, group, words in (
            (3, "combatants_recipient", "three soldiers"), (1, "children", "a child"), (4, "unknown", "Four people"), (2, "unknown", "Another two"),
        )
    )  # fmt: skip
    told = account(counts=(one, two, four), evidence=clauses)
    assert (deaths(told)["deaths_side_b"], deaths(told)["deaths_civilian"], deaths(told)["deaths_high"]) == (3, 1, 4)
    assert deaths(account(counts=(one, two, four, more), evidence=clauses))["deaths_high"] == 6


def test_other_figures_do_not_count():
    """Parts, superseded and denied figures, and the injured, are not deaths of this event; none known means no field."""
    counts = (killed(9, scope="subset"), killed(9, scope="superseded"), killed(9, polarity="denied"))
    assert deaths(account(counts=counts)) == {}
    assert deaths(account(counts=(killed(None),))) == {}


def test_a_killing_that_nobody_counts_is_one_death():
    """A killing told with no figure is an event of UCDP; any other act with no figure tells of no death."""
    told = account(type="killing", actors=(), recipients=(VILLAGERS,))
    assert (deaths(told)["deaths_civilian"], deaths(told)["deaths_low"]) == (1, 1)
    assert likeness(told) > likeness(account(recipients=(VILLAGERS,)))
    assert deaths(account()) == {}


def test_what_one_side_says_of_the_others_dead_is_a_claim():
    """Next to another's figure it counts for the upper bound alone; the same words on its own dead are sure."""
    said = Attribution(
        speaker="Tarn army", id="tarn-army", kind="party", cue="said", stance="claims", covers=(), evidence=WORDS
    )
    claim = account(counts=(killed(5, "combatants_recipient"),), attribution=(said,))
    assert is_claim(claim, claim.counts[0])
    assert deaths(claim)["deaths_side_b"] == 5
    rival = killed(2, "combatants_recipient", speaker="a hospital")
    found = deaths(account(counts=(*claim.counts, rival), attribution=(said,)))
    assert (found["deaths_side_b"], found["deaths_low"], found["deaths_high"]) == (2, 2, 5)
    own = account(counts=(killed(5, "combatants_actor"),), attribution=(said,))
    assert deaths(own)["deaths_side_a"] == 5


def test_the_account_with_deaths_is_taken():
    """Happened comes first, then deaths, then news before background."""
    deadly = account(counts=(killed(2),), background=True)
    assert likeness(deadly) > likeness(account())
    assert likeness(account()) > likeness(account(counts=(killed(2),), reality="planned"))
