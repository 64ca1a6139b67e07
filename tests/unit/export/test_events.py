"""An event by any of its names."""

from __future__ import annotations

import pytest

from tests.tellings import telling
from tidings.errors import UsageError
from tidings.export.events import event_named, tolls
from tidings.fusion.fuse import fuse
from tidings.model.event import Figures


def test_a_number_in_the_list_an_id_and_the_beginning_of_one():
    """Digits that are no number of the list are the beginning of an id."""
    view = fuse(
        [telling(file, killed=[("unknown", str(toll), toll, toll, toll)]) for toll, file in enumerate("abcdefgh", 3)]
    )
    (event,) = view.events
    ids = [ref.account for ref in event.accounts]
    assert event_named(view, "1") == (event, ids[0])
    assert event_named(view, ids[1]) == (event, ids[1])
    begun = next(account for account in ids if account[3:5].isdecimal() and int(account[3:5]) > 1)
    assert event_named(view, begun[3:5]) == (event, begun)


@pytest.mark.parametrize(
    ("codings", "key", "told"),
    [
        ([], "1", "the record holds none"),
        ([telling("a")], "999999", "there is no event number 999999: the record has 1,"),
        ([telling("a")], "zz", "no event or account is called zz"),
    ],
)
def test_no_such_event(codings, key, told):
    """What there is instead is said."""
    with pytest.raises(UsageError, match=told):
        event_named(fuse(codings), key)


def test_figures_name_their_people_in_words_that_take_no_side():
    """No name of a field is shown to a reader; figures of people of whom nothing is known stand alone."""
    (event,) = fuse(
        [
            telling(
                "a",
                killed=[
                    ("combatants_recipient", "six soldiers", 6, 6, 6),
                    ("combatants_actor", "two rebels", 2, 2, 2),
                    ("civilians", "three civilians", 3, 3, 3),
                ],
            )
        ]
    ).events
    told = tolls(event.values.killed)
    assert set(told.split(", ")) == {"6 fighters of the other side", "2 fighters of the acting side", "3 civilians"}
    assert tolls({"unknown": Figures(low=4, best=4, high=4, rule="range")}) == "4"
