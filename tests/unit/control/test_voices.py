"""In whose interest a statement is: its own, against its own, nobody's, or not known."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.tellings import control, stating, telling
from tidings.control.gather import evidence_of
from tidings.reference.actors import ActorTable

TABLE = ActorTable.load()
ARMY = {"holder": "Iraqi army", "holder_id": "iraq-forces", "country": "IQ"}


def voice(coding):
    (piece, *_) = evidence_of(coding, "g", TABLE)
    return piece.voice


def said_by(speaker, kind="capture", *, state="held", outlet=None, like=None, published="2015-05-10", **row):
    given = {"holder": "Islamic State", "holder_id": "islamic-state", "country": "IQ", **row}
    return voice(
        stating(
            "a",
            control(kind=kind, state=state, speaker=speaker, **given),
            outlet=outlet,
            like=like,
            published=published,
        )
    )


@pytest.mark.parametrize("speaker", ["Islamic State", "the Islamic State", "ISIS"])
def test_a_party_that_says_it_took_a_place_speaks_for_itself(speaker):
    assert said_by(speaker) == "self"


def test_a_party_that_says_it_left_or_lost_a_place_admits_it():
    """What is against one's own interest is believed more."""
    assert said_by("Islamic State", "withdrawal", state="lost") == "admission"
    assert said_by("Islamic State", "loss", state="lost") == "admission"


def test_the_other_side_that_says_so_is_the_mirror_of_it():
    """The army that says the group left speaks for itself; the army that says the group took it from the army admits it."""
    assert said_by("Iraqi army", "loss", state="lost", previous="Islamic State", **ARMY) == "self"
    assert said_by("Iraqi army", "capture", previous="Iraqi army") == "admission"


def test_a_states_army_that_says_a_group_left_its_town_speaks_for_itself():
    """Also where it does not say to whom the town was left; of a town abroad it is a stranger."""
    assert said_by("Iraqi army", "withdrawal", state="lost") == "self"
    assert said_by("Iraqi army", "withdrawal", state="lost", country="SY") == "unnamed"


@pytest.mark.parametrize("speaker", ["Iraqi officials", "Iraqi Defence Ministry", "Iraqi government", "Iraq"])
def test_a_states_officials_speak_for_its_army(speaker):
    assert said_by(speaker, **ARMY) == "self"


@pytest.mark.parametrize("speaker", ["army spokesman", "the army", "officials", "the Defence Ministry"])
def test_an_army_named_by_its_kind_is_that_of_the_places_country(speaker):
    assert said_by(speaker, **ARMY) == "self"


@pytest.mark.parametrize(
    "speaker", ["residents", "a witness", "Reuters", "the Syrian Observatory for Human Rights", "doctors"]
)
def test_witnesses_monitors_and_outlets_of_nobody_are_independent(speaker):
    assert said_by(speaker) == "independent"


@pytest.mark.parametrize("speaker", ["monitoring group", "a human rights group", "aid group"])
def test_a_group_is_of_the_kind_that_the_word_before_it_says(speaker):
    assert said_by(speaker) == "independent"


def test_the_group_that_speaks_of_its_own_capture_is_who_took_the_place():
    """Whether the table knows the name or not; "a group" that speaks of what an army took is nobody's."""
    assert said_by("group") == "self"
    assert said_by("the group", holder="Northern Front", holder_id=None) == "self"
    assert said_by("group", **ARMY) == "unnamed"
    assert said_by("group", "loss", state="lost", previous="Islamic State", **ARMY) == "admission"


def test_an_article_that_names_no_speaker_speaks_for_its_outlet():
    """Of nobody's outlet, or of none given, it is independent."""
    assert said_by(None, outlet="Reuters") == said_by(None) == "independent"


def test_a_partys_own_outlet_speaks_for_that_party():
    """And for nobody else: what the group's agency says of the group is no admission of the state in which it sits."""
    assert said_by(None, outlet="Amaq") == "self"
    assert said_by("Amaq") == "self"
    assert said_by(None, "capture", outlet="Amaq", previous="Syria", country="SY") == "self"
    assert said_by(None, "withdrawal", state="lost", outlet="Amaq") == "admission"
    assert said_by(None, outlet="Amaq", holder="Taliban", holder_id="taliban") == "unnamed"


def test_a_partys_outlet_told_as_media_is_not_independent():
    """The coder takes its name for an outlet, which it is."""
    like = telling("a", speakers=[("Amaq", "media")], place="Tolmen")
    assert said_by("Amaq", like=like) == "self"
    assert said_by("Saba", like=telling("a", speakers=[("Saba", "media")], place="Tolmen")) == "unnamed"


def test_an_outlet_of_a_state_speaks_for_the_state():
    assert said_by(None, outlet="U.S. Central Command", holder="US military", holder_id="united-states") == "self"


def test_friends_speak_for_each_other():
    """A patron's claim of its ally's success is in its own favour."""
    assert said_by("Hezbollah", holder="Syrian army", holder_id="syria-forces", country="SY") == "self"


def test_a_stranger_to_both_is_unnamed():
    """A third side of a war, or somebody of whom nothing is known: neither believed nor doubted."""
    assert said_by("Taliban") == "unnamed"
    assert said_by("Orrin Vale") == "unnamed"


@pytest.mark.parametrize("speaker", ["Kurdish officials", "Turkish officials", "a Houthi official"])
def test_officials_of_others_do_not_speak_for_the_places_state(speaker):
    assert said_by(speaker, **ARMY) == "unnamed"


def test_officials_where_no_country_is_known_are_those_of_the_one_state_that_is_named():
    """Of two states, nobody can say whose they are."""
    assert said_by("officials", **{**ARMY, "country": None}) == "self"
    assert said_by("officials", **{**ARMY, "country": None}, previous="Turkish army") == "unnamed"


def test_rebels_that_speak_for_rebels():
    """Where no name is given at all, the word for the side is the side."""
    assert said_by("a rebel commander", holder="rebels", holder_id=None) == "self"


def test_a_name_within_another_is_not_that_party():
    """ "Front" is not every front."""
    assert said_by("Northern Front spokesman", holder="Northern Front", holder_id=None) == "self"
    assert said_by("Vale Front spokesman", holder="Northern Front", holder_id=None) == "unnamed"


def test_whom_the_coder_has_named_as_speaker_keeps_its_id():
    """The coder knows that "the group" is the Islamic State."""
    like = telling("a", speakers=[("the group", "party", "islamic-state")], place="Tolmen")
    assert said_by("the group", like=like) == "self"
    assert (
        said_by("the group", like=telling("a", speakers=[("the group", "witness", None)], place="Tolmen"))
        == "independent"
    )


def test_the_voice_does_not_rest_on_the_order_of_the_accounts():
    """The same speaker told twice, once as witness: the coder's kinds agree, or the first in the text stands."""
    like = telling("a", speakers=[("Islamic State", "party", "islamic-state")], place="Tolmen")
    twice = replace(like, accounts=like.accounts)
    assert said_by("Islamic State", like=twice) == said_by("Islamic State", like=like)
