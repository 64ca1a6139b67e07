"""The history of one place under orders, voices and days of evidence: states, sums, margins; no fitted figure is pinned."""

from __future__ import annotations

import datetime as dt
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.unit.control.handmade import ARMY, DISTRICT, FRONT, LEAGUE, QADRA, REBELS, RULES, day, piece
from tidings.control.history import history, parties_of
from tidings.model.control import ControlEvidence

KINDS = (*RULES.trust,)
VOICES = ("self", "admission", "independent", "unnamed")


def told(*pieces, **known):
    return history(QADRA.key, pieces, RULES, **known)


def on(number, *pieces, reading="filtered", **known):
    return told(*pieces, **known).on(day(number), reading)


def said(state):
    return state.holder.key if state.holder is not None else state.state


def test_nothing_told_is_unknown_on_every_day():
    """Silence says nothing of anybody."""
    for reading in ("filtered", "smoothed"):
        state = on(1, reading=reading)
        assert (state.state, state.holder, state.stale_days) == ("unknown", None, None)
        assert sum(state.shares.values()) == pytest.approx(1)


@pytest.mark.parametrize("kind", ["explicit_control", "background_statement", "capture", "negotiated_transfer"])
def test_one_independent_word_reports_a_holder(kind):
    assert said(on(1, piece(kind, FRONT, on=1))) == "front"


def test_a_claim_in_its_own_favour_does_not_flip_an_established_hold():
    """What the army is independently said to hold, a claim of the other side alone does not take."""
    held = [piece("explicit_control", ARMY, on=number) for number in (1, 3, 5)]
    claim = piece("capture", FRONT, on=6, voice="self", against=(ARMY,))
    assert said(on(6, *held)) == "merrow"
    assert said(on(6, *held, claim)) != "front"
    assert said(on(6, *held, replace(claim, voice="independent"))) == "front"


@pytest.mark.parametrize("kind", ["capture", "withdrawal", "loss"])
def test_an_admission_moves_more_than_a_boast(kind):
    """The same words, by whom they hurt and by whom they serve."""
    held = piece("explicit_control", ARMY, on=1)
    news = piece(kind, FRONT, on=2, against=(ARMY,)) if kind == "capture" else piece(kind, ARMY, on=2, against=(FRONT,))
    by_voice = {voice: on(2, held, replace(news, voice=voice)).shares["merrow"] for voice in VOICES}
    assert by_voice["admission"] < by_voice["unnamed"] < by_voice["self"]


def test_fighting_inside_contests_fighting_near_less():
    """Whose place it is does not change with a fight at the outskirts."""
    held = piece("explicit_control", ARMY, on=1)
    inside = on(2, held, piece("clash_inside", ARMY, FRONT, on=2))
    near = on(2, held, piece("clash_near", ARMY, FRONT, on=2))
    assert inside.state == "contested"
    assert said(near) == "merrow"
    assert inside.shares["contested"] > near.shares["contested"] + 0.2


def test_a_siege_speaks_for_whoever_is_besieged():
    state = on(2, piece("siege", ARMY, on=2, against=(FRONT,)))
    assert said(state) == "merrow"


def test_who_lies_before_a_place_is_not_said_to_hold_it():
    """A siege of which only the besieger is named tells of nobody who holds the place."""
    state = on(2, piece("siege", on=2, against=(ARMY,)))
    assert (state.state, state.holder) == ("unknown", None)


def test_who_shells_a_place_hardly_holds_it():
    """Fire is evidence against the one who fires, and no evidence by itself of who holds it."""
    claims = [piece("explicit_control", FRONT, on=1, voice="self"), piece("explicit_control", ARMY, on=1, voice="self")]
    fire = piece("remote_fire_on", ARMY, on=2, against=(FRONT,))
    assert on(2, *claims, fire).shares["merrow"] < on(2, *claims).shares["merrow"]
    assert on(2, fire).state == "unknown"


def test_old_evidence_is_unknown_with_its_age():
    """After the days of silence that the rules name, nothing is reported, and how long ago the last word was is said."""
    limit = RULES.report.stale_days
    state = on(1 + limit + 1, piece("explicit_control", FRONT, on=1))
    assert (state.state, state.stale_days) == ("unknown", limit + 1)


def test_before_the_first_word_the_filtered_reading_knows_nothing():
    evidence = piece("explicit_control", FRONT, on=10)
    assert on(9, evidence).state == "unknown"
    assert on(9, evidence).stale_days is None


def test_in_silence_a_report_fades_and_none_begins():
    """A town last told of as contested becomes unknown with time, and nobody's by time alone, in either reading."""
    pieces = [piece("explicit_control", ARMY, on=number) for number in (1, 9)] + [
        piece("clash_inside", ARMY, FRONT, on=12)
    ]
    states = {
        said(on(12 + days, *pieces, reading=reading)) for days in range(180) for reading in ("filtered", "smoothed")
    }
    assert states == {"contested", "unknown"}
    assert {spell.state for spell in told(*pieces).spells(day(12), day(190), "smoothed")} == {"contested", "unknown"}


def test_smoothed_uses_what_came_later_filtered_does_not():
    """A capture reported on day 10 makes it likelier that the army still held it on day 9."""
    pieces = [piece("explicit_control", ARMY, on=1), piece("capture", FRONT, on=10, against=(ARMY,))]
    assert on(9, *pieces, reading="smoothed").shares["merrow"] > on(9, *pieces).shares["merrow"]


def test_as_known_never_uses_later_publications():
    """A day's knowledge is what was published until then, whatever day it speaks of; what has no day of publication was never known."""
    early = piece("explicit_control", ARMY, on=1)
    late = piece("capture", FRONT, on=2, known=9)
    nameless = replace(piece("capture", FRONT, on=2), known=None, id="k1:none")
    for reading in ("filtered", "smoothed"):
        plain = on(5, early, reading=reading)
        assert on(5, early, late, nameless, reading=reading, as_known=day(8)) == plain
        assert said(on(5, early, late, reading=reading, as_known=day(9))) == "front"


def test_copies_of_one_text_count_once_and_independent_ones_add():
    """Ten prints of one wire text are one voice; ten outlets of their own are more, though each further one less."""
    copies = [piece("capture", FRONT, on=2, voice="unnamed", group="g", article=f"a{n}") for n in range(10)]
    apart = [piece("capture", FRONT, on=2, voice="unnamed", article=f"a{n}") for n in range(10)]
    held = [piece("explicit_control", ARMY, on=1)]
    one, ten, many = (on(2, *held, *more).shares["front"] for more in (copies[:1], copies, apart))
    assert ten == one
    assert many > one


def test_a_partys_own_word_counts_once_whoever_says_it():
    """Ten spokesmen of one party are one party in its own favour."""
    said = [piece("capture", FRONT, on=2, voice="self", speaker=f"Spokesman {n}", article=f"a{n}") for n in range(10)]
    held = piece("explicit_control", ARMY, on=1)
    assert on(2, held, *said).shares == on(2, held, said[0]).shares


def test_one_speaker_in_ten_outlets_is_one_voice():
    """A spokesman quoted everywhere has said it once."""
    quoted = [piece("capture", FRONT, on=2, voice="self", speaker="the Front", article=f"a{n}") for n in range(10)]
    held = piece("explicit_control", ARMY, on=1)
    assert on(2, held, *quoted).shares == on(2, held, quoted[0]).shares


def test_rebels_support_a_named_group_and_are_a_party_only_where_none_is_named():
    """ "Rebels hold it" is for every group that is no state's; alone, it is a party called so."""
    word = piece("background_statement", REBELS, on=2)
    assert said(on(2, word)) == "rebels"
    named = piece("explicit_control", FRONT, on=1, voice="self")
    both = told(named, word)
    assert [party.key for party in both.parties] == ["front", "other"]
    assert on(2, named, word).shares["front"] > on(2, named).shares["front"]
    assert [party.key for party in parties_of([piece("explicit_control", ARMY, on=1), word])] == [
        "merrow",
        "rebels",
        "other",
    ]


def test_an_area_informs_a_town_weakly_and_never_alone_flips_it():
    """What is said of the district is believed less for the town than what is said of the town, and does not undo what is."""
    held = [piece("explicit_control", ARMY, on=1), piece("explicit_control", ARMY, on=3)]
    around = piece("explicit_control", FRONT, on=4, place=DISTRICT)
    town = replace(around, place=QADRA)
    shares = [on(4, *held, *more).shares.get("front", 0.0) for more in ((), (around,), (town,))]
    assert shares[0] < shares[1] < shares[2]
    assert said(on(4, *held, around)) == "merrow"
    assert said(on(4, around)) in {"front", "unknown"}


def test_eight_parties_at_most_and_the_one_nobody_names():
    """The most named are kept; no report of the other is ever made."""
    many = [replace(FRONT, key=f"p{n}", name=f"Group {n}") for n in range(12)]
    pieces = [piece("explicit_control", party, on=n + 1) for n, party in enumerate(many)]
    assert len(parties_of(pieces)) == 9
    assert all(said(on(n, *pieces)) != "other" for n in range(1, 20))


def test_the_name_told_most_often_is_shown():
    other = replace(FRONT, name="The Front")
    pieces = [piece("capture", other, on=1), piece("capture", FRONT, on=3), piece("capture", FRONT, on=5)]
    assert parties_of(pieces)[0].name == "Northern Front"


def test_the_order_in_which_evidence_comes_does_not_matter():
    """The same posteriors to the last bit."""
    pieces = [
        piece("explicit_control", ARMY, on=1), piece("clash_inside", ARMY, FRONT, on=2), piece("capture", FRONT, on=4),
        piece("denial", ARMY, on=4, voice="self"), piece("background_statement", REBELS, on=9), piece("withdrawal", FRONT, on=30, voice="admission"),
    ]  # fmt: skip
    one, other = told(*pieces), told(*reversed(pieces))
    assert one.spells(day(1), day(60), "smoothed") == other.spells(day(1), day(60), "smoothed")


# --- by chance --------------------------------------------------------------------------------------------------------------


@st.composite
def evidence(draw, most=14) -> list[ControlEvidence]:
    """Any kinds, voices, parties, days, delays, copies, areas, with and without dates."""
    found = []
    for number in range(draw(st.integers(0, most))):
        sides = draw(st.permutations([FRONT, LEAGUE, ARMY, REBELS]))
        named = sides[: draw(st.integers(0, 2))]
        against = sides[2 : 2 + draw(st.integers(0, 1))]
        on_day = draw(st.integers(1, 400))
        found.append(
            piece(
                draw(st.sampled_from(KINDS)), *named, on=on_day, known=on_day + draw(st.integers(0, 30)), against=tuple(against),
                voice=draw(st.sampled_from(VOICES)), article=f"a{number}", group=draw(st.sampled_from(["g1", "g2", f"a{number}"])),
                speaker=draw(st.sampled_from([None, "the Front", "residents"])), undated=draw(st.booleans()),
                extent=draw(st.sampled_from([None, "most of"])), place=draw(st.sampled_from([QADRA, DISTRICT])),
            )
        )  # fmt: skip
    return found


@settings(max_examples=60, deadline=None)
@given(evidence(), st.sampled_from(["filtered", "smoothed"]))
def test_shares_are_chances_and_sum_to_one(pieces, reading):
    shares = told(*pieces).shares(day(1), day(500), reading)
    assert np.all((shares >= 0) & (shares <= 1 + 1e-12))
    assert np.allclose(shares.sum(axis=1), 1)


@settings(max_examples=60, deadline=None)
@given(evidence(), st.integers(1, 300), st.integers(0, 300), st.sampled_from(["filtered", "smoothed"]))
def test_spells_cover_every_day_once_and_say_what_the_day_says(pieces, first, length, reading):
    """No gap, no overlap; neighbours differ; each day's own answer is that of its spell."""
    history_ = told(*pieces)
    spells = history_.spells(day(first), day(first + length), reading)
    assert spells[0].start == day(first)
    assert spells[-1].end == day(first + length)
    for one, following in itertools.pairwise(spells):
        assert following.start == one.end + dt.timedelta(days=1)
        assert (one.state, one.holder) != (following.state, following.holder)
    for spell in spells:
        assert 0 <= spell.probability <= 1
        for asked in {spell.start, spell.end}:
            state = history_.on(asked, reading)
            assert (state.state, state.holder.key if state.holder else None) == (spell.state, spell.holder)


@settings(max_examples=60, deadline=None)
@given(evidence(), evidence(), st.integers(1, 400))
def test_as_known_then_does_not_change_with_what_is_known_later(pieces, more, then):
    """Evidence published after a day changes nothing of what was known on it."""
    later = [
        replace(each, known=max(each.known, day(then + 1)), article=f"late {each.article}", id=f"late {each.id}")
        for each in more
    ]
    before, after = (told(*some, as_known=day(then)) for some in (pieces, [*pieces, *later]))
    assert before.on(day(then), "filtered") == after.on(day(then), "filtered")
    assert before.spells(day(1), day(then), "smoothed") == after.spells(day(1), day(then), "smoothed")


@settings(max_examples=30, deadline=None)
@given(evidence(), st.randoms(use_true_random=False))
def test_any_order_gives_the_same_history(pieces, chance):
    mixed = list(pieces)
    chance.shuffle(mixed)
    for reading in ("filtered", "smoothed"):
        one, other = (told(*some).shares(day(1), day(450), reading) for some in (pieces, mixed))
        assert np.array_equal(one, other)


def test_looking_back_a_word_tells_little_of_before_and_a_capture_nothing():
    """Nobody is said to hold a place for months before the first report of it; who took it did not hold it the day before."""
    held, taken = piece("explicit_control", FRONT, on=300), piece("capture", FRONT, on=300)
    back = RULES.report.back_days
    assert on(300 - back, held, reading="smoothed").holder is not None
    assert on(300 - back - 1, held, reading="smoothed").state == "unknown"
    assert on(299, taken, reading="smoothed").state == "unknown"
    assert on(300, taken, reading="smoothed").holder is not None
