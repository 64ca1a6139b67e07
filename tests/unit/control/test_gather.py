"""From a coding to evidence: what kind, of which days, on which places, for and against whom."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from msgspec.structs import replace

from evals.common import code
from tests.tellings import control, stating, telling
from tidings.control.gather import control_place, evidence_of
from tidings.model.text import evidence
from tidings.reference.actors import ActorTable

TABLE = ActorTable.load()
FRONT, LEAGUE = ("Northern Front", "rebel_group"), ("Vale League", "rebel_group")


def gathered(coding, group="g1"):
    return evidence_of(coding, group, TABLE)


def only(coding):
    (piece,) = gathered(coding)
    return piece


def keys(parties):
    return [party.key for party in parties]


@pytest.mark.parametrize(
    ("state", "told", "kind"),
    [
        ("held", "background_statement", "background_statement"),
        ("held", "capture", "capture"),
        ("held", "words of another table", "explicit_control"),
        ("contested", "clash_near", "clash_near"),
        ("contested", "words of another table", "clash_inside"),
        ("besieged", "siege", "siege"),
        ("none", "words of another table", "no_control"),
        ("lost", "words of another table", "loss"),
    ],
)
def test_the_coders_kind_else_what_the_state_says(state, told, kind):
    """A state of the codebook is one kind of evidence where the coder names none."""
    assert only(stating("a", control("Northern Front", told, state=state))).kind == kind


def test_who_holds_it_is_not_known_is_no_evidence():
    """ "It was not clear who controlled the town" says nothing of anybody."""
    assert gathered(stating("a", control(None, state="unknown"))) == ()


def test_whoever_lost_it_is_named_and_the_taker_is_the_other_side():
    """The codebook's previous holder is whom a loss or withdrawal speaks of."""
    piece = only(stating("a", control("Vale League", "loss", state="lost", previous="Northern Front")))
    assert (keys(piece.named), keys(piece.against)) == (["northern front"], ["vale league"])
    alone = only(stating("a", control("Northern Front", "withdrawal", state="lost")))
    assert (keys(alone.named), keys(alone.against)) == (["northern front"], [])


@pytest.mark.parametrize(
    ("on", "published", "first", "day", "undated"),
    [
        ("2031-05-09", "2031-05-10", "2031-05-09", "2031-05-09", False),
        (("2031-05-01", "2031-05-31"), "2031-05-10", "2031-05-01", "2031-05-10", False),  # "in May", told in May
        (None, "2031-05-10", None, "2031-05-10", True),
        ("2031-05-09", None, "2031-05-09", "2031-05-09", False),
        ("2031-05-20", "2031-05-10", None, "2031-05-10", True),  # planned, or a slip: nothing is known of the future
    ],
)
def test_days_end_with_the_publication(on, published, first, day, undated):
    """A window is true at its end, never later than the article; without one the article's day stands."""
    piece = only(stating("a", control("Northern Front", on=on), published=published))
    given = (str(piece.first) if piece.first else None, str(piece.day), piece.undated)
    assert given == (first, day, undated)
    assert piece.known == (dt.date.fromisoformat(published) if published else None)


def test_an_undated_text_that_dates_nothing_is_no_evidence():
    """No day can be given; the statement stays in the coding."""
    assert gathered(stating("a", control("Northern Front"), published=None)) == ()


@pytest.mark.parametrize("precision", ["region", "country"])
def test_countries_and_regions_are_no_places_to_hold(precision):
    """Their statements inform no town: "the rebels control the east"."""
    assert gathered(stating("a", control("Northern Front", precision=precision))) == ()


def test_a_place_without_an_id_is_known_by_name_and_where_it_lies():
    """Two hamlets of one name in two provinces are two places."""
    (place,) = [each.place for each in stating("a", control("X", place="Old  Mill", id=None, admin1="East")).control]
    east, west = control_place(place), control_place(replace(place, admin1="West"))
    assert east.key.startswith("name:oldmill:")
    assert east.key != west.key


def clash(words, **more):
    """An account of a clash told in these words alone."""
    coding = telling("a", "armed_clash", more=words, **more)
    (account,) = coding.accounts
    start = coding.article.text.index(words)
    spans = (evidence(coding.article.text, start, start + len(words)),)
    return replace(coding, accounts=(replace(account, evidence=spans),))


@pytest.mark.parametrize(
    ("words", "actors", "precision", "kind"),
    [
        ("Clashes went on in the streets.", [FRONT], "exact", "clash_inside"),
        ("Clashes went on outside it.", [FRONT], "exact", "clash_near"),
        ("Clashes went on.", [FRONT], "near", "clash_near"),
        ("They were fighting.", [FRONT, LEAGUE], "exact", "clash_inside"),
        ("They were fighting.", [FRONT], "exact", "clash_near"),
        ("They ambushed a patrol.", [FRONT], "exact", "attack_by_ied_or_raid"),
    ],
)
def test_a_clash_is_inside_near_or_a_raid(words, actors, precision, kind):
    """By the words of the account, the sides it names, and whether it was in the place."""
    assert only(clash(words, actors=actors, precision=precision)).kind == kind


def test_one_sentence_tells_of_one_fight():
    """What the statement puts inside the town, the account of the same words does not put near it once more."""
    near = clash("They were fighting.", actors=[FRONT])
    coding = stating("a", control(None, "clash_inside", state="contested"), like=near)
    assert sorted(piece.kind for piece in gathered(coding)) == ["clash_inside", "clash_near"]  # two sentences
    spans = near.accounts[0].evidence
    row = replace(coding.control[0], evidence=spans)
    assert [piece.kind for piece in gathered(replace(coding, control=(row,)))] == ["clash_inside"]


def test_fire_from_afar_names_who_fired_and_at_whom():
    """Who can be shelled by a party is hardly held by it."""
    piece = only(telling("a", "shelling", actors=[FRONT], recipients=[LEAGUE]))
    assert (piece.kind, keys(piece.named), keys(piece.against)) == (
        "remote_fire_on",
        ["northern-front"],
        ["vale-league"],
    )
    assert piece.account is not None


@pytest.mark.parametrize(
    "standing", [{"polarity": "denied"}, {"reality": "planned"}, {"reality": "threatened"}, {"reality": "hypothetical"}]
)
def test_what_did_not_happen_is_no_evidence(standing):
    """Denied, planned, threatened and hypothetical acts say nothing of who holds a place."""
    assert gathered(telling("a", "shelling", actors=[FRONT], **standing)) == ()


def test_acts_of_nobody_armed_and_on_areas_are_no_evidence():
    """A strike on a province informs no town, one by nobody named no party."""
    assert gathered(telling("a", "shelling", actors=[FRONT], precision="admin1")) == ()
    assert gathered(telling("a", "shelling", recipients=[("farmers", "civilians")])) == ()


def test_who_besieges_is_told_by_the_account_of_the_siege():
    """The statement says whose place it is, the account who lies before it."""
    siege = telling("a", "siege", actors=[LEAGUE])
    piece = only(stating("a", control("Northern Front", "siege", state="besieged"), like=siege))
    assert (keys(piece.named), keys(piece.against)) == (["northern front"], ["vale-league"])


def test_background_is_put_before_the_articles_own_news():
    """An undated "the rebel-held town" in the report of its fall speaks of the day before; what the taker holds does not."""
    told = stating(
        "a",
        control("Vale League", "capture", on="2031-05-09"),
        control("Northern Front", "background_statement"),
        control("Vale League", "explicit_control"),
        control("Northern Front", "background_statement", place="Tolmen"),
    )
    days = {(piece.place.name, piece.named[0].name, piece.kind): str(piece.day) for piece in gathered(told)}
    assert days["Qadra", "Northern Front", "background_statement"] == "2031-05-08"
    assert days["Qadra", "Vale League", "explicit_control"] == "2031-05-10"
    assert days["Tolmen", "Northern Front", "background_statement"] == "2031-05-10"


def test_whoever_it_was_taken_from_held_it_until_then():
    """ "Took the last stronghold of X on Saturday" tells of two holders; one that dates nothing, of the taker alone."""
    taken = control("Vale League", "capture", previous="Northern Front", on=("2031-05-07", "2031-05-09"))
    after, before = sorted(gathered(stating("a", taken)), key=lambda piece: piece.kind != "capture")
    assert (after.kind, keys(after.named), str(after.day)) == ("capture", ["vale league"], "2031-05-09")
    assert (before.kind, keys(before.named), str(before.day)) == (
        "background_statement",
        ["northern front"],
        "2031-05-06",
    )
    assert before.words == after.words
    undated = stating("a", control("Vale League", "capture", previous="Northern Front"))
    assert [piece.kind for piece in gathered(undated)] == ["capture"]


def test_old_history_does_not_move_the_present():
    """A capture a year ago is no news: the passing word still speaks of today."""
    told = stating(
        "a", control("Vale League", "capture", on="2030-05-09"), control("Northern Front", "background_statement")
    )
    assert {str(piece.day) for piece in gathered(told)} == {"2030-05-09", "2031-05-10"}


def test_the_same_coding_gives_the_same_ids_in_the_order_of_the_text():
    """Ids rest on what is said and where, not on the group or the run; they differ where what is said differs."""
    rows = [control("Northern Front", place=name, on="2031-05-09") for name in ("Qadra", "Tolmen", "Harrow")]
    first, again = gathered(stating("a", *rows), "g1"), gathered(stating("a", *rows), "g2")
    assert [piece.id for piece in first] == [piece.id for piece in again]
    assert [piece.place.name for piece in first] == ["Qadra", "Tolmen", "Harrow"]
    assert {piece.wire_group for piece in again} == {"g2"}
    random.Random(1).shuffle(rows)
    assert len({piece.id for piece in gathered(stating("b", *rows))} - {piece.id for piece in first}) == 3


def test_every_piece_quotes_its_article():
    """A reader can open the words."""
    coding = stating("a", control("Northern Front"), like=telling("a", "shelling", actors=[FRONT]))
    for piece in gathered(coding):
        assert piece.words
        assert all(coding.article.text[span.start : span.end] == span.quote for span in piece.words)
        assert (piece.article, piece.file, piece.outlet) == (coding.article.id, "a", None)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The Houthis have held Mokha since January 2015.", ["2015-01-31", "2015-12-01"]),
        ("The Houthis had held Mokha since January 2015.", ["2015-01-31"]),
        ("The Houthis have held Mokha since January 2015. Saudi troops captured it in May 2015.", ["2015-01-31"]),
    ],
)
def test_what_has_been_so_since_a_day_is_so_still(text, days):
    """Evidence of the day it began and, unless another took the place since, of the day of publication."""
    pieces = gathered(code(text, dt.date(2015, 12, 1))[1])
    assert sorted(str(piece.day) for piece in pieces if keys(piece.named) == ["houthis"]) == days
