"""Short reports of our own, coded by the whole plan: what comes out as a happening, and what must not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from tidings.model.article import Article, ArticleReasons, article_id
from tidings.model.coding import Account, Coding, is_happening
from tidings.pipeline.manifest import Settings
from tidings.pipeline.plan import Plan, whole_plan
from tidings.reference.ontology import load_ontology

CASES = yaml.safe_load((Path(__file__).parent / "coding" / "sentences.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def plan() -> Plan:
    """The whole plan with shipped knowledge, loaded once."""
    return whole_plan(Settings())


def coded(plan: Plan, case: dict[str, Any]) -> Coding:
    text, published = case["text"], case.get("published")
    return plan.code(
        Article(
            id=article_id(text, None, None, published), file="case.txt", title=None, outlet=None, url=None, language="en", published=published,
            published_basis="given" if published else "unknown", text=text, removed=(), reasons=ArticleReasons(),
        )
    )  # fmt: skip


def fits(account: Account, wanted: dict[str, Any]) -> bool:
    """Whether an account has all that a case names."""
    tolls = {
        kind: {count.best or count.low for count in account.counts if count.kind == kind}
        for kind in ("killed", "injured")
    }
    return (
        account.type == wanted["type"]
        and set(wanted.get("actors", ())) <= {actor.name for actor in account.actors}
        and set(wanted.get("recipients", ())) <= {actor.name for actor in account.recipients}
        and wanted.get("place") in (None, account.place.name if account.place else "")
        and wanted.get("date") in (None, account.date.start)
        and all(wanted[kind] in tolls[kind] for kind in tolls if kind in wanted)
        and wanted.get("background") in (None, account.background)
    )


def shown(accounts: tuple[Account, ...] | list[Account]) -> list[tuple[Any, ...]]:
    """An account in a line, for the message of a failing test."""
    return [
        (a.type, a.reality, a.polarity, [x.name for x in a.actors], [x.name for x in a.recipients], a.place and a.place.name, a.date.start,
         [(c.kind, c.low, c.best) for c in a.counts]) for a in accounts
    ]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:60] for case in CASES])
def test_a_short_report_is_coded_as_a_careful_coder_would(plan: Plan, case: dict[str, Any]) -> None:
    """Each wanted account is there, and no happening beside them."""
    accounts = coded(plan, case).accounts
    told = [account for account in accounts if is_happening(account)]
    for wanted in case.get("accounts", ()):
        assert any(fits(account, wanted) for account in told), f"no {wanted} among {shown(accounts)}"
    assert len(told) == len(case.get("accounts", ())), f"too many: {shown(told)}"
    for wanted in case.get("kept", ()):
        assert any(fits(account, wanted) for account in accounts), f"no {wanted} kept among {shown(accounts)}"


def test_dates_in_the_table_are_days() -> None:
    """YAML reads our dates as days, so that a case compares days with days."""
    assert all(isinstance(case.get("published", dt.date.min), dt.date) for case in CASES)


EXAMPLES = [(known.name, example) for known in load_ontology().types.values() for example in known.examples]


@pytest.mark.parametrize(("event_type", "example"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_the_example_of_a_type_is_coded_as_that_type(plan: Plan, event_type: str, example: str) -> None:
    """The ontology's own examples hold."""
    accounts = coded(plan, {"text": example}).accounts
    assert event_type in {account.type for account in accounts}, shown(accounts)
