"""Which pieces count: one voice once, copies once, echoes less, in one order however they come."""

import random

import pytest

from tests.unit.control.made import ARMY, FRONT, piece, place
from tidings.control.counted import counted, voice_of
from tidings.reference.control_rules import load_control_rules

RULES = load_control_rules()


def heard(*pieces):
    return counted(pieces, RULES, "karsk")


def test_copies_of_one_text_count_once():
    """Two prints of one text are one piece."""
    one, copy = piece("capture", 0, FRONT, wire_group="g"), piece("capture", 0, FRONT, wire_group="g", article="b")
    assert [each.piece.kind for each in heard(one, copy)] == ["capture"]


def test_a_speaker_counts_once_however_often_printed():
    """A speaker in two texts of two outlets is one voice; its name is not held to capitals."""
    pieces = [
        piece("capture", day, FRONT, voice="self", speaker=name)
        for day, name in ((0, "Kesra Front"), (1, "KESRA FRONT"))
    ]
    assert voice_of(pieces[0]) == voice_of(pieces[1])
    assert len(heard(*pieces)) == 1


def test_a_word_for_people_is_a_voice_of_its_text():
    """ "Residents" of two outlets are not the same residents; those of two prints of one text are."""
    said = [
        piece("explicit_control", 0, ARMY, speaker="residents", wire_group=group, article=str(number))
        for number, group in enumerate("ggh")
    ]
    assert len(heard(*said)) == 2


def test_a_voice_counts_again_after_a_while():
    """What is said again after more than ``again.days`` is news of a later day."""
    days = RULES.again.days
    assert (
        len(heard(*(piece("explicit_control", day, ARMY, speaker="Karsk Monitor") for day in (0, days, days + 1)))) == 2
    )


def test_further_voices_are_believed_less():
    """Each further voice on one fact is believed ``again.next`` of the one before."""
    first, second, third = heard(*(piece("explicit_control", day, ARMY) for day in (0, 1, 2)))
    assert second.trust == pytest.approx(first.trust * RULES.again.next)
    assert third.trust == pytest.approx(second.trust * RULES.again.next)


def test_facts_of_two_parties_are_no_echoes_of_each_other():
    """That the army holds it, and that the front does, are two facts."""
    first, second = heard(piece("explicit_control", 0, ARMY), piece("explicit_control", 1, FRONT))
    assert first.trust == second.trust


def test_of_one_voice_on_one_day_the_surest_word_counts():
    """A dated statement of a voice is taken for its undated one."""
    vague = piece("explicit_control", 0, ARMY, speaker="Karsk Monitor", undated=True)
    sure = piece("explicit_control", 0, ARMY, speaker="Karsk Monitor")
    for pieces in ((vague, sure), (sure, vague)):
        assert [each.piece.undated for each in heard(*pieces)] == [False]


def test_what_is_said_of_an_area_is_marked():
    """A statement on another key than the place's is of an area around it, and is believed less."""
    inside, around = heard(
        piece("explicit_control", 0, ARMY), piece("explicit_control", 40, ARMY, place=place("district", "Ridge"))
    )
    assert (inside.around, around.around) == (False, True)
    assert around.trust < inside.trust


def test_order_does_not_matter():
    """Pieces in any order are counted alike."""
    pieces = [
        piece("explicit_control", day, party, speaker=name)
        for day in (0, 3, 9, 20)
        for party in (ARMY, FRONT)
        for name in (None, "monitor")
    ]
    told = heard(*pieces)
    for seed in range(20):
        assert heard(*random.Random(seed).sample(pieces, len(pieces))) == told


def test_many_voices_are_counted_in_linear_time():
    """Twenty thousand voices on one fact within two weeks, and nothing hangs."""
    assert (
        len(heard(*(piece("explicit_control", number % 14, ARMY, wire_group=str(number)) for number in range(20_000))))
        == 20_000
    )
