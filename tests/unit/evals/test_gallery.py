"""Where coder and key differ: one lead a field, and a sample that stays where it was."""

from __future__ import annotations

from evals.common import code
from evals.gallery import Key, Keyed, Lead, Value, leads, own, sampled

TEXT = "Rebels shelled the town of Daraya on Monday, killing three people."


def spans(words: str) -> tuple[tuple[int, int], ...]:
    start = TEXT.index(words)
    return ((start, start + len(words)),)


def keyed(*keys: Key, **changed) -> Keyed:
    return Keyed(**{"set": "test", "id": "1", "text": TEXT, "published": None, "keys": keys, **changed})


def fields(given: Keyed) -> list[str]:
    return [lead.field for lead in leads(given, code(TEXT, None)[1].accounts)]


def shelling(kind: str = "shelling", **values) -> Key:
    return Key(name="A", told=spans("shelled"), types=frozenset({kind}), values=values)


def test_what_is_right_is_no_lead() -> None:
    assert fields(keyed(shelling(actors=[Value(spans=spans("Rebels"), words="Rebels")]))) == []


def test_each_field_that_differs_is_a_lead() -> None:
    """A type, a doer that the key does not have, a toll of another kind."""
    toll = Value(spans=spans("three people"), words="three people", kind="injured")
    assert fields(keyed(shelling("air_strike", actors=[], counts=[toll]))) == ["type", "actors", "counts"]


def test_an_act_that_is_not_told_is_missed_unless_it_may_be() -> None:
    """What the heads say of its words stands beside it."""
    key = Key(name="B", told=spans("Monday"), types=frozenset({"protest"}))
    assert [lead.said for lead in leads(keyed(key), ())] == ["nothing; heads nothing"]
    assert not list(leads(keyed(Key(name="B", told=spans("Monday"), optional=True)), ()))


def test_an_account_of_no_act_is_extra_or_to_be_read() -> None:
    """One that tells a part of another is free; where a key is not whole, somebody has to read."""
    assert fields(keyed()) == ["extra"]
    assert fields(keyed(whole=False)) == ["read"]
    assert fields(keyed(free=spans("shelled"))) == []


def test_several_mentions_of_one_act_may_share_an_account() -> None:
    two = (shelling(), Key(name="B", told=spans("killing"), types=frozenset({"shelling"})))
    assert fields(keyed(*two)) == ["missed"]
    assert fields(keyed(*two, mentions=True)) == []


def test_a_lead_that_is_mended_moves_no_other() -> None:
    """The sample of a seed is the same in any order, and without one lead the rest of it stays."""
    found = [Lead(set="s", text=str(number), act="A", field="type", wanted="", said="") for number in range(20)]
    drawn = sampled(found, 5, 1)
    assert sampled(reversed(found), 5, 1) == drawn
    assert sampled([lead for lead in found if lead != drawn[0]], 4, 1) == drawn[1:]
    assert sampled(found, 5, 2) != drawn


def test_our_own_sentences_have_keys_with_standing_and_values() -> None:
    first = next(iter(own()))
    assert first.keys[0].standing is not None
    assert set(first.keys[0].values) == {"actors", "recipients", "place", "date", "counts", "speakers"}
