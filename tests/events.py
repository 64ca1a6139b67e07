"""Events made by hand from a few lines of YAML (``golden/sentences/README.md``), put together as fusion does it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from tidings.fusion.assemble import assemble
from tidings.model.article import Article, ArticleReasons, article_id
from tidings.model.coding import Account, AccountReasons, account_id
from tidings.model.event import Event, Member, View
from tidings.model.ids import digest
from tidings.model.text import Evidence, evidence
from tidings.model.values import Actor, Attribution, Count, Place, When, date_precision

_ON = dt.date(2019, 5, 15)


def event_of(case: Mapping[str, Any]) -> tuple[Event, View]:
    """The event of a case, each of its tellings an article of its own, and the view that holds it."""
    tellings: dict[Any, list[dict[str, Any]]] = {}
    for number, row in enumerate(case.get("figures", ())):
        tellings.setdefault(row.get("account", f"figure {number}"), []).append(dict(row))
    members = [_member(case, str(key), rows, None) for key, rows in tellings.items()]
    members += [_member(case, f"told {number}", [], row) for number, row in enumerate(case.get("told", ()))]
    return view_of(members)


def view_of(members: list[Member]) -> tuple[Event, View]:
    """The event of some accounts, each article its own wire group."""
    groups = {one.article.id: digest("w1", one.article.id) for one in members}
    event = assemble(members, groups, {group: (article,) for article, group in groups.items()})
    return event, View(events=(event,), members={one.account.id: one for one in members})


class Text:
    """A text in the making: words are added, and their evidence is given back."""

    def __init__(self, begun: str) -> None:
        self.text = begun

    def add(self, words: str) -> tuple[Evidence, ...]:
        start = len(self.text) + 1
        self.text += f" {words}"
        return (evidence(self.text, start, start + len(words)),)


def _member(case: Mapping[str, Any], key: str, rows: list[dict[str, Any]], told: Mapping[str, Any] | None) -> Member:
    text, on = Text(f"Report {key}."), rows[0].get("day", _ON) if rows else case.get("day", _ON)
    act = text.add(case["type"].replace("_", " "))
    actors = tuple(_actor(text, row) for row in case.get("actors", ()))
    recipients = tuple(_actor(text, row) for row in case.get("recipients", ()))
    place = _place(text, case["place"]) if "place" in case else None
    date = _when(text, case.get("date"))
    counts = tuple(_count(text, row) for row in rows)
    said = tuple(_said(text, row, (f"counts.{number}",)) for number, row in enumerate(rows) if row["by"])
    if told is not None and told["by"]:
        said += (_said(text, {"stance": "asserts", **told}, ()),)
    made = Article(
        id=article_id(text.text, case.get("outlet"), None, on), file=f"{key}.txt".replace(" ", "-"), title=f"Report {key}",
        outlet=case.get("outlet"), url=None, language="en", published=on, published_basis="given", text=text.text, removed=(),
        reasons=ArticleReasons(),
    )  # fmt: skip
    account = Account(
        id=account_id(made.id, case["type"], act), type=case["type"], polarity=case.get("polarity", "affirmed"),
        reality=case.get("reality", "actual"), background=False, actors=actors, recipients=recipients, place=place, other_places=(),
        date=date, counts=counts, means=(), attribution=said, evidence=act, reasons=AccountReasons(), score=0.9, producer="hand/1",
    )  # fmt: skip
    return Member(article=made, account=account)


def _actor(text: Text, row: Mapping[str, Any]) -> Actor:
    name = row["name"]
    return Actor(
        mention=name, name=name, id=row.get("id"), kind=row.get("kind", "unknown"), attributed_by=tuple(row.get("by", ())),
        relations=(), evidence=text.add(name),
    )  # fmt: skip


def _place(text: Text, row: Mapping[str, Any]) -> Place:
    fields = {
        "precision": "exact",
        "country": None,
        "admin1": None,
        "admin2": None,
        "lat": None,
        "lon": None,
        "radius_km": None,
    }
    name = row["name"]
    return Place(id=f"td:{name.lower()}", geoname_id=None, candidates=(), evidence=text.add(name), **{**fields, **row})


def _when(text: Text, given: Any) -> When:
    if given is None:
        return When(start=None, end=None, precision="unresolved", words=None, evidence=())
    start, end = given if isinstance(given, list) else (given, given)
    return When(start=start, end=end, precision=date_precision(start, end), words="then", evidence=text.add("then"))


def _count(text: Text, row: Mapping[str, Any]) -> Count:
    low, best, high = row["bounds"]
    return Count(
        kind=row.get("kind", "killed"), group=row.get("group", "unknown"), low=low, best=best, high=high, words=row["words"],
        scope=row.get("scope", "this"), polarity="denied" if row.get("denied") else "affirmed", speaker=row["by"],
        evidence=text.add(row["words"]),
    )  # fmt: skip


def _said(text: Text, row: Mapping[str, Any], covers: tuple[str, ...]) -> Attribution:
    kinds = {"party": "party", "independent": "witness", None: "official"}
    stance = "denies" if row.get("denied") else row.get("stance", "asserts")
    return Attribution(
        speaker=row["by"], id=row.get("speaker_id"), kind=kinds[row.get("interest")], cue="said", stance=stance, covers=covers,
        evidence=text.add(f"{row['by']} said"),
    )  # fmt: skip
