"""Rules and heads together: what stands, what is only suggested, and that the side an act is told of changes nothing."""

from __future__ import annotations

import pytest

from evals.common import article, code, plan
from tidings.coding.coder import LEAST_SCORE
from tidings.coding.score import HEADS, RULES
from tidings.reference.points import CONSTANT, load_points


def test_what_a_pattern_found_stands_and_says_why() -> None:
    """Each score has its reasons, the weightiest sign first; a pattern is named as producer."""
    (account,) = code("Rebels shelled the town of Daraya on Monday, killing 12 civilians.", None)[1].accounts
    assert account.producer == RULES
    assert 0 < account.score < 1
    shares = [float(part.rsplit(" ", 1)[1]) for part in (account.reasons.score or "").split("; ")]
    assert shares
    assert shares == sorted(shares, key=abs, reverse=True)


def test_a_word_that_no_pattern_knows_is_told_or_suggested() -> None:
    """It is never lost: above the least score it stands in the record, below it waits for somebody to look."""
    coding = code("Militants waylaid a bus near Jos and slit the throats of nine traders.", None)[1]
    found = [account for account in (*coding.accounts, *coding.suggested) if account.producer == HEADS]
    assert found
    for account in found:
        assert (account in coding.accounts) == (account.score >= LEAST_SCORE or bool(account.counts))


@pytest.mark.parametrize("sides", [("Islamic State", "the Iraqi army"), ("the Lebanese Army", "Hezbollah")])
def test_acts_are_seen_whoever_does_them(sides: tuple[str, str]) -> None:
    """The heads read one word for every side: with the sides exchanged they say the same."""
    one, other = sides
    seen = []
    for left, right in ((one, other), (other, one)):
        text = f"On Monday {left} vowed to drive {right} out of the valley and overran two posts."
        acts = plan().layers(article(text, None), ("acts",))["acts"]
        seen.append([(text[act.start : act.end], act.chance, act.types) for act in acts])
    assert seen[0] == seen[1]
    assert seen[0]


def test_the_table_is_one_of_points() -> None:
    table = load_points("account_points")
    assert CONSTANT in table
    assert all(abs(points) < 5 for points in table.values())


def test_a_noun_before_a_noun_tells_no_act_of_its_own() -> None:
    """ "Market bombing toll rises to 12": the headline adds nothing to the explosion that the text tells."""
    text = "Market bombing toll rises to 12\n\nThe death toll from Thursday's bombing of the fish market in Port Halden has risen to 12, police said."
    assert [account.type for account in code(text, None)[1].accounts] == ["explosion"]
