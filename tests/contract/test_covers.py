"""What an account owes its reader about who says it: each path of ``covers`` is a value, and no words are lent to anybody."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidings.model.article import Article, ArticleReasons, article_id
from tidings.model.claim import claims
from tidings.model.coding import Account, Coding
from tidings.pipeline.manifest import Settings
from tidings.pipeline.plan import Plan, whole_plan

ACTS = (
    "A bomb killed nine people in Quetta",
    "Rebels shelled Hajin on Monday, killing two children",
    "Jets bombed a market in Idlib",
)
SAYINGS = ("police said", "The army blamed the Taliban", "Doctors put the toll at 19", "Moscow denied it", "according to residents",
           "The Taliban claimed responsibility for the attack", "Six people died, a nurse told Reuters", "The minister said the Taliban were responsible")  # fmt: skip
JOINTS = (". ", ", ", ".\n\n", " but ", "; ", ": ")


@cache
def plan() -> Plan:
    """The whole plan, loaded once."""
    return whole_plan(Settings())


def coded(text: str) -> Coding:
    """The coding of a text with no date and no outlet."""
    article = Article(
        id=article_id(text, None, None, None), file="input", title=None, outlet=None, url=None, language="en", published=None,
        published_basis="unknown", text=text, removed=(), reasons=ArticleReasons(published="not given"),
    )  # fmt: skip
    return plan().code(article)


def said(account: Account) -> dict[str, tuple[str, ...]]:
    """Speaker -> what the speaker covers."""
    return {one.speaker: one.covers for one in account.attribution}


texts = st.lists(st.tuples(st.sampled_from((*ACTS, *SAYINGS)), st.sampled_from(JOINTS)), min_size=1, max_size=5)


@settings(max_examples=40, deadline=None)
@given(parts=texts)
def test_covers_names_values_of_the_account(parts: list[tuple[str, str]]) -> None:
    """Each path is one that a claim of the account has; each speaker stands once for each stance; evidence is the article's words."""
    coding = coded("".join(words + joint for words, joint in parts))
    for account in coding.accounts:
        paths = {claim.field for claim in claims(coding.article.id, account)}
        for one in account.attribution:
            assert set(one.covers) <= paths
            assert len(set(one.covers)) == len(one.covers)
            assert not {path for path in one.covers if path.startswith("attribution")}
        stances = [(one.speaker.lower(), one.stance) for one in account.attribution]
        assert len(set(stances)) == len(stances)


def test_rival_figures_keep_their_speakers() -> None:
    """Two speakers each stand behind their own count, and not behind the other's."""
    (account,) = coded("Police said 12 people were killed in the blast, hospitals put the toll at 19.").accounts
    figures = {count.best: f"counts.{number}" for number, count in enumerate(account.counts)}
    covers = said(account)
    assert figures[12] in covers["Police"]
    assert figures[19] not in covers["Police"]
    assert covers["hospitals"] == (figures[19],)


def test_who_says_it_all_covers_the_account() -> None:
    """Empty: the whole account."""
    (account,) = coded("The group bombed the market on Monday, residents said.").accounts
    assert said(account) == {"residents": ()}


def test_blame_covers_the_doer() -> None:
    """The bomb is told by the article, the bomber by the army."""
    (account,) = coded("A bomb killed nine people in Quetta. The army blamed the Taliban.").accounts
    assert said(account) == {"army": ("actors.0",)}
    assert account.actors[0].attributed_by == ("army",)


@pytest.mark.parametrize(
    "text", ["A bomb killed nine people in Quetta. Nobody claimed responsibility.", "Jets bombed Idlib."]
)
def test_what_the_article_tells_itself_has_no_speaker(text: str) -> None:
    """No speaker is made up."""
    assert [one for account in coded(text).accounts for one in account.attribution] == []
