"""Accounts of one happening become one event, whatever their order; unlike ones stay apart, and through no third do they meet."""

from __future__ import annotations

import itertools

import msgspec
import pytest
from msgspec.structs import replace

from tests import standin
from tests.tellings import telling
from tidings.export.jsonl import event_lines
from tidings.fusion.cluster import pair
from tidings.fusion.compare import compare
from tidings.fusion.fuse import Rulings, fuse, ground, view_of
from tidings.fusion.why import why_apart, why_joined
from tidings.model.event import Member


def grouped(*codings, rulings=None):
    """File names by event."""
    view = fuse(codings, rulings)
    return sorted(sorted(ref.file for ref in event.accounts) for event in view.events)


BOMB = {"killed": [("unknown", "14 people", 14, 14, 14)]}


def test_an_event_has_the_form_of_the_record():
    """All keys of RECORD §6, in its order, and then ours."""
    view = fuse([telling("a")])
    line = msgspec.json.decode(next(event_lines(view.events)))
    assert list(line) == [
        "id", "former_ids", "type", "standing", "values", "ledger", "accounts", "wire_groups", "voices", "links", "disputed",
    ]  # fmt: skip
    assert list(line["values"]) == ["place", "date", "actors", "recipients", "killed", "injured", "told_by"]
    assert line["id"] == line["accounts"][0]["account"]
    assert line["wire_groups"][0]["articles"] == [line["accounts"][0]["article"]]


@pytest.mark.parametrize(
    ("left", "right", "one"),
    [
        pytest.param({}, {"published": "2031-05-11"}, True, id="same day and place"),
        pytest.param({}, {"type": "suicide_bombing"}, True, id="another word for the act"),
        pytest.param(BOMB, {"killed": [("unknown", "17", 17, 17, 17)]}, True, id="a toll that has risen"),
        pytest.param(BOMB, {"day": None, **BOMB}, True, id="one desk gives no day"),
        pytest.param({}, {"place": "Tolmen", "point": (-14.3, 46.9)}, False, id="another town"),
        pytest.param({}, {"day": "2031-05-05"}, False, id="another day"),
        pytest.param({}, {"type": "agreement"}, False, id="another kind of act"),
        pytest.param({}, {"reality": "planned"}, False, id="not yet happened"),
        pytest.param(
            BOMB,
            {"day": ("2031-03-01", "2031-05-10"), "killed": [("unknown", "260 people", 260, 260, 260)]},
            False,
            id="a total over months",
        ),
        pytest.param({}, {"day": None, "background": True}, False, id="history against the news of these days"),
    ],
)
def test_two_accounts(left, right, one):
    """One event, or two."""
    found = grouped(telling("a", **left), telling("b", **right))
    assert found == ([["a", "b"]] if one else [["a"], ["b"]])


@pytest.mark.parametrize(("polarity", "bars"), [("denied", ()), ("affirmed", ("one article tells them as two",))])
def test_a_denial_and_what_is_told_instead(polarity, bars):
    """An article that denies an act and blames somebody else for it may tell one happening; of two acts that it affirms each is one."""
    told = telling("a", type="air_strike", actors=[("Army", "state_forces")])
    strike = Member(article=told.article, account=replace(told.accounts[0], polarity=polarity))
    rocket = Member(article=told.article, account=replace(told.accounts[0], id="c1:other", type="shelling"))
    assert compare(strike, rocket, None).bars == bars


def test_unlike_accounts_do_not_meet_through_a_third():
    """A bomb with no place fits the bombs of two towns; these stay two all the same."""
    towns = telling("a"), telling("b", place="Tolmen", point=(-14.3, 46.9))
    between = telling("c", place=None, killed=[("unknown", "14 people", 14, 14, 14)])
    files = grouped(*towns, between)
    assert not any({"a", "b"} <= set(event) for event in files)


def test_any_order_gives_the_same_bytes():
    """The order of the codings does not show, nor does an article that comes twice under two names."""
    codings = [telling("a"), telling("b", **BOMB), telling("c", place="Tolmen", point=(-14.3, 46.9))]
    twice = [*codings, telling("a", outlet="Courier")]
    made = {b"".join(event_lines(fuse(order).events)) for order in itertools.permutations(twice)}
    assert len(made) == 1


def test_an_article_under_two_names_counts_once():
    """Its accounts are told by the first file by name."""
    text = "Rebels attacked soldiers in Qadra, killing 7, officials said."
    view = fuse([standin.coding(standin.article(text, name)) for name in ("z.txt", "a.txt")])
    assert [ref.file for event in view.events for ref in event.accounts] == ["a.txt"]


def test_the_id_is_the_earliest_accounts_and_the_others_resolve():
    """By publication, then id; the other accounts' ids are former ids."""
    late, early = telling("a", published="2031-05-12"), telling("b", published="2031-05-10")
    (event,) = fuse([late, early]).events
    assert event.id == early.accounts[0].id
    assert event.former_ids == (late.accounts[0].id,)


def test_rulings_join_and_part():
    """A reviewer's word stands above all signs, both ways, and can say that an account is no event."""
    near, far = (telling("a"), telling("b")), (telling("a"), telling("c", day="2031-01-05"))
    ids = [coding.accounts[0].id for coding in near]
    assert grouped(*near, rulings=Rulings(apart=frozenset([pair(*ids)]))) == [["a"], ["b"]]
    ids = [coding.accounts[0].id for coding in far]
    assert grouped(*far, rulings=Rulings(together=frozenset([pair(*ids)]))) == [["a", "c"]]
    assert grouped(*near, rulings=Rulings(out=frozenset(ids))) == [["b"]]


def test_values_are_somebodys_words():
    """The place is the narrowest that is told, the doer is whom a text asserts; ``told_by`` says whose words each is."""
    vague = telling(
        "a", place="Xandia", precision="country", point=(-13.0, 46.0), actors=[("Blue Army", "rebel_group")]
    )
    exact = telling("b", killed=[("civilians", "9", 9, 9, 9)], actors=[("Blue Army", "rebel_group")])
    (event,) = fuse([vague, exact]).events
    assert event.values.place is not None
    assert event.values.place.name == "Qadra"
    assert event.values.told_by["place"] == exact.accounts[0].id
    assert [actor.name for actor in event.values.actors] == ["Blue Army"]


def test_why_and_why_not():
    """Each in a sentence with what decided."""
    on = ground([telling("a", **BOMB), telling("b", **BOMB), telling("c", day="2031-04-02")], Rulings())
    view = view_of(on, Rulings())
    (apart,), (together,) = ([event for event in view.events if len(event.accounts) == number] for number in (1, 2))
    one, other = (ref.account for ref in together.accounts)
    assert "same place" in why_joined(on, Rulings(), together, one, other)
    assert "2031-04-02" in why_apart(on, Rulings(), together, apart)


def test_what_is_like_one_of_two_that_are_ruled_together_joins_both():
    """Each account is of one event, also where a ruling has put some together and others come to them by their likeness."""
    codings = [telling("a", place=None, day=None), telling("b", **BOMB), telling("c", **BOMB), telling("d", **BOMB)]
    ruled = Rulings(together=frozenset([pair(codings[0].accounts[0].id, codings[2].accounts[0].id)]))
    for order in itertools.permutations(codings):
        assert grouped(*order, rulings=ruled) == [["a", "b", "c", "d"]]


def test_a_merge_keeps_no_later_report_out():
    """Two that were merged against a bar (other days, other towns) take in later reports of either, and not what is ruled off one of them."""
    far = {"day": "2031-03-02", "published": "2031-03-03", "place": "Tolmen", "point": (-14.3, 46.9)}
    codings = [telling("a", **BOMB), telling("b", **BOMB, **far)]
    later = [telling("c", **BOMB), telling("d", **BOMB, **far)]
    one, other, third, _ = (coding.accounts[0].id for coding in (*codings, *later))
    merged = Rulings(together=frozenset([pair(one, other)]))
    assert grouped(*codings, rulings=merged) == [["a", "b"]]
    for order in itertools.permutations([*codings, *later]):
        assert grouped(*order, rulings=merged) == [["a", "b", "c", "d"]]
    off = Rulings(together=frozenset([pair(one, other)]), apart=frozenset([pair(other, third)]))
    assert grouped(*codings, *later, rulings=off) == [["a", "b", "d"], ["c"]]


def test_why_two_accounts_came_together_through_others():
    """Each step is a reason for one event, a ruling among them; an account is one with itself."""
    codings = [telling("a", type="killing", place=None), *(telling(file, **BOMB) for file in "bcd")]
    first, second, third, last = (coding.accounts[0].id for coding in codings)
    ruled = Rulings(together=frozenset([pair(first, third)]))
    on = ground(codings, ruled)
    (event,) = view_of(on, ruled).events
    told = why_joined(on, ruled, event, first, last)
    by_ruling = f"{first} and {third}: One event: a reviewer has ruled so."
    assert told.startswith(f"One event through {third}. {by_ruling} {third} and {last}: One event (")
    assert second not in told
    assert why_joined(on, ruled, event, first, first) == f"Both are the account {first}, and so one event."
