"""A spokesman and those he speaks for are one voice; a figure gives way to the next one of whoever gave it, and to no other."""

from __future__ import annotations

from tests.tellings import telling
from tidings.fusion.fuse import Rulings, fuse, members_of
from tidings.fusion.speakers import speaker_names


def test_names_of_one_speaker():
    """By id, by surname, by whom the words beside the name say that he speaks for; two ministries stay two."""
    told = [
        telling("a", speakers=[("police", "official")]),
        telling("b", speakers=[("Orin Fedd", "official")], actors=["police spokesman"]),
        telling("c", speakers=[("Fedd", "official")]),
        telling("d", speakers=[("Grey Front", "party", "grey-front"), ("the Front", "party", "grey-front")]),
        telling(
            "e", speakers=[("health ministry", "official"), ("interior ministry", "official"), ("ministry", "official")]
        ),
        telling("f", speakers=[("Parents in the town", "witness"), ("parents", "witness")]),
    ]
    told.append(
        telling("g", speakers=[("Coast Monitor", "monitor")], actors=["clashes of the army and the Grey Front"])
    )
    names = speaker_names(members_of(told, Rulings()).values())
    assert names["coast monitor"] != names["grey front"]
    assert names["fedd"] == names["orin fedd"]
    assert names["grey front"] == names["the front"]
    assert names["parents in the town"] == names["parents"]
    assert len({names[each] for each in ("health ministry", "interior ministry", "ministry")}) == 3


def gone(*codings):
    """The words of the figures that have given way."""
    (event,) = fuse(codings).events
    return sorted(entry.words for entry in event.ledger if entry.superseded_by)


def said(file, published, words, figure, speaker="police", group="unknown"):
    """A toll by a speaker."""
    return telling(
        file, published=published, killed=[(group, words, figure, figure, figure)], speakers=[(speaker, "official")],
        toll_speaker=speaker,
    )  # fmt: skip


def test_a_figure_gives_way_to_a_later_one_of_its_speaker():
    """Not to the same figure said again, nor to another speaker's."""
    assert gone(said("a", "2031-05-10", "nine", 9), said("b", "2031-05-11", "12", 12)) == ["nine"]
    assert gone(said("a", "2031-05-10", "nine", 9), said("b", "2031-05-11", "9 people", 9)) == []
    assert gone(said("a", "2031-05-10", "nine", 9), said("b", "2031-05-11", "14", 14, "doctors")) == []


def test_the_same_number_in_other_words_takes_the_place_of_nothing():
    """ "At least 234", after "234" of the same police."""
    told = telling(
        "b", published="2031-05-11", counts=[("killed", "unknown", "at least nine", 9, 9, None, "this", "affirmed", "police")],
        speakers=[("police", "official")],
    )  # fmt: skip
    assert gone(said("a", "2031-05-10", "nine", 9), told) == []


def test_a_late_reprint_takes_the_place_of_nothing():
    """Nine, first said on the 10th, printed again on the 12th: the 12 of the 11th stands."""
    told = said("a", "2031-05-10", "nine", 9), said("b", "2031-05-11", "12", 12), said("c", "2031-05-12", "9 people", 9)
    assert gone(*told) == ["9 people", "nine"]


def test_rebels_and_soldiers_are_not_the_same_dead():
    """One army's figures for both sides of a fight."""
    told = (
        said("a", "2031-05-10", "21 rebels", 21, group="combatants_recipient"),
        said("b", "2031-05-11", "nine soldiers", 9, group="combatants_recipient"),
    )
    assert gone(*told) == []


def test_a_headline_speaks_for_whoever_the_lead_names():
    """The figure of the headline is that of the speaker in the text."""
    told = telling(
        "a", speakers=[("police", "official")],
        counts=[("killed", "unknown", "Nine", 9, 9, 9), ("killed", "unknown", "nine dead", 9, 9, 9, "this", "affirmed", "police")],
    )  # fmt: skip
    (event,) = fuse([told]).events
    assert {entry.speaker for entry in event.ledger if entry.field == "counts.killed.unknown"} == {"police"}
