"""The accounts of a record as numbered rows in order of time, and the filters one asks them by."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable
from typing import Final, Literal

from msgspec import Struct

from tidings.errors import UsageError
from tidings.fusion.fuse import told_once, when_order
from tidings.model.article import Article
from tidings.model.coding import Account, Coding

Standing = Literal["happened", "background", "denied", "planned", "ongoing", "threatened", "hypothetical", "all"]
STANDINGS: Final[tuple[Standing, ...]] = (
    "happened", "background", "denied", "planned", "ongoing", "threatened", "hypothetical", "all",
)  # fmt: skip


class Row(Struct, frozen=True, kw_only=True):
    """One account with its article; ``number`` counts from 1 over the whole record, whatever is filtered."""

    number: int
    article: Article
    account: Account


class Filter(Struct, frozen=True, kw_only=True):
    """What to show. Texts match whole names or parts of them, without regard to case and accents."""

    type: str | None = None
    place: str | None = None
    actor: str | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    standing: Standing = "all"


def timeline(codings: Iterable[Coding]) -> tuple[Row, ...]:
    """All accounts by first possible day, then last, file, place in the text; each article once."""
    told = told_once(codings).values()
    pairs = [(coding.article, account) for coding in told for account in coding.accounts]
    pairs.sort(key=lambda pair: (when_order(pair[1].date), pair[0].file, pair[1].evidence[0].start, pair[1].id))
    return tuple(
        Row(number=number, article=article, account=account) for number, (article, account) in enumerate(pairs, 1)
    )


def chosen(rows: Iterable[Row], wanted: Filter) -> tuple[Row, ...]:
    """The rows that a filter lets through, with the numbers they have in the whole record."""
    return tuple(row for row in rows if _fits(row.account, wanted))


def standing_of(account: Account) -> Standing:
    """What an account is: a happening, one of the past, denied, or not (yet) real (RECORD §3)."""
    if account.polarity == "denied":
        return "denied"
    if account.reality != "actual":
        return account.reality
    return "background" if account.background else "happened"


def one_row(rows: Iterable[Row], key: str) -> Row:
    """The row with this number, account id, or beginning of an id (with or without ``c1:``). UsageError says what is wrong."""
    everything = tuple(rows)
    if key.isdecimal() and len(key) < 7:
        found = [row for row in everything if row.number == int(key)]
    else:
        found = [row for row in everything if row.account.id.removeprefix("c1:").startswith(key.removeprefix("c1:"))]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(
            f"{key} begins {len(found)} ids: {', '.join(row.account.id for row in found[:4])}; give more of it"
        )
    raise UsageError(
        f"no account is called {key}: the record has rows 1 to {len(everything)}, or give the id of an account"
    )


def _fits(account: Account, wanted: Filter) -> bool:
    places = [place for place in (account.place, *account.other_places) if place is not None]
    actors = (*account.actors, *account.recipients)
    names = [text for place in places for text in (place.name, place.admin1, place.country, place.id)]
    people = [text for actor in actors for text in (actor.name, actor.mention, actor.id)]
    return (
        (wanted.standing == "all" or standing_of(account) == wanted.standing)
        and (wanted.type is None or account.type == wanted.type)
        and (wanted.place is None or _any_holds(names, wanted.place))
        and (wanted.actor is None or _any_holds(people, wanted.actor))
        and _in_window(account, wanted)
    )


def _in_window(account: Account, wanted: Filter) -> bool:
    """Whether the possible days meet the window; an account with no day fits only an open one."""
    if wanted.first is None and wanted.last is None:
        return True
    first, last = account.date.start or account.date.end, account.date.end or account.date.start
    if first is None or last is None:
        return False
    return (wanted.last is None or first <= wanted.last) and (wanted.first is None or last >= wanted.first)


def _any_holds(names: Iterable[str | None], wanted: str) -> bool:
    return any(_folded(wanted) in _folded(name) for name in names if name)


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).replace("-", " ")
