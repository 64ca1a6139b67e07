"""A coding is the gate: no value enters without words that stand in the text (RECORD, promise 1)."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tidings.errors import BadEvidenceError
from tidings.model.article import Article, ArticleReasons, article_id
from tidings.model.claim import claims
from tidings.model.coding import Account, AccountReasons, Coding, account_id, coding_json, read_coding
from tidings.model.text import Evidence, evidence
from tidings.model.values import Actor, When

TEXT = "Rebels shelled the harbour town of Orsk."


def article(text: str = TEXT) -> Article:
    return Article(
        id=article_id(text, None, None, None), file="a.txt", title=None, outlet=None, url=None, language="en", published=None,
        published_basis="unknown", text=text, removed=(), reasons=ArticleReasons(published="no date is given or printed"),
    )  # fmt: skip


def account(spans: tuple[Evidence, ...], actor_spans: tuple[Evidence, ...]) -> Account:
    actor = Actor(
        mention="Rebels",
        name="rebels",
        id=None,
        kind="rebel_group",
        attributed_by=(),
        relations=(),
        evidence=actor_spans,
    )
    return Account(
        id=account_id("a1:x", "shelling", spans), type="shelling", polarity="affirmed", reality="actual", background=False, actors=(actor,),
        recipients=(), place=None, other_places=(), date=When(start=None, end=None, precision="unresolved", words=None, evidence=()), counts=(),
        means=(), attribution=(), evidence=spans, reasons=AccountReasons(place="none named"), score=0.5, producer="rules/1",
    )  # fmt: skip


def coding(*accounts: Account) -> Coding:
    return Coding(article=article(), accounts=accounts, control=(), quotes=(), gaps=(), failures=())


GOOD = account((evidence(TEXT, 0, 39),), (evidence(TEXT, 0, 6),))


def test_a_coding_reads_back_as_it_was_printed() -> None:
    """JSON and back is the same coding, and prints the same bytes."""
    line = coding_json(coding(GOOD))
    assert coding_json(read_coding(line)) == line


def test_a_value_without_words_is_refused() -> None:
    """An actor with no evidence cannot enter a coding."""
    with pytest.raises(BadEvidenceError, match="no words"):
        coding(replace(GOOD, actors=(replace(GOOD.actors[0], evidence=()),)))


def test_a_quote_that_is_not_the_text_is_refused() -> None:
    """A quote of the right length but other words cannot enter a coding, nor be read back into one."""
    forged = replace(GOOD, actors=(replace(GOOD.actors[0], evidence=(Evidence(0, 6, "Troops"),)),))
    with pytest.raises(BadEvidenceError, match="is not the text"):
        coding(forged)


def test_ids_hash_what_is_said_and_where() -> None:
    """The same account has the same id; other spans make another account."""
    other = account((evidence(TEXT, 0, 14),), (evidence(TEXT, 0, 6),))
    assert GOOD.id == account((evidence(TEXT, 0, 39),), (evidence(TEXT, 0, 6),)).id != other.id


def test_the_same_text_in_two_outlets_is_two_articles() -> None:
    """RECORD §5: outlet, address and day of publication are part of an article's identity."""
    assert article_id(TEXT, "A", None, None) != article_id(TEXT, "B", None, None)


def test_each_value_is_one_claim_with_its_words() -> None:
    """Type and actor of the account above are two claims; the blank date is none."""
    made = list(claims("a1:x", GOOD))
    assert [claim.field for claim in made] == ["type", "actors.0"]
    assert all(claim.evidence for claim in made)


def test_all_keys_are_printed_in_order() -> None:
    """RECORD §5: absent values are null, absent lists empty, keys in the order of the contract."""
    printed = coding_json(coding(GOOD)).decode()
    keys = ['"article"', '"accounts"', '"control"', '"quotes"', '"gaps"', '"failures"']
    positions = [printed.index(key + ":") for key in keys]
    assert positions == sorted(positions)
