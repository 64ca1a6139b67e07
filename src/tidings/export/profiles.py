"""What may leave the house: ``internal``, ``partner`` and ``public``, as functions from a view to a view with a log.

``internal``  everything but protected sources, who stay protected everywhere
``partner``   no articles, quotes up to the cap, private names and contacts withheld; places as they are, no delay
``public``    the same, and: a week's delay; sexual violence and children only when a person has released them; clinics,
              schools and camps at their district; points to a kilometre; no file names

Nothing here looks at the clock: what day it is, is asked of whoever publishes.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tidings.errors import UsageError, WithheldError
from tidings.export.coarsen import FINE, district, fine_places, settlement, site_places, words_of
from tidings.export.private_names import Withheld, withheld_names
from tidings.export.redact import NAME, PLACE, SOURCE, WORDS, Names, Redaction, Redactor, as_data, redactions
from tidings.model.article import Article
from tidings.model.coding import Account, ControlStatement
from tidings.model.event import Event, LedgerEntry, Member, View
from tidings.model.ids import digest
from tidings.model.values import Place
from tidings.reference.safety import SafetyWords, load_safety

Profile = Literal["internal", "partner", "public"]
_SITE: Final = "site at its district"
_FEW: Final = 40  # characters: "at least two girls", and no sentence
Taken = Counter[tuple[str, str]]


class Safety(Struct, frozen=True, kw_only=True):
    """What whoever publishes has to say.

    ``today``: the day of release, needed for ``public``. ``names``: persons to withhold wherever they stand; ``keep``: names
    that may stand; ``protected``: sources whom no profile names; ``released``: ids of events with sexual violence or children
    that a person has looked at and released.
    """

    today: dt.date | None = None
    names: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    protected: tuple[str, ...] = ()
    released: frozenset[str] = frozenset()


class Release(Struct, frozen=True, kw_only=True):
    """A view that may leave the house under a profile, what was taken out of it, and what must not be found in its files."""

    profile: Profile
    view: View
    redactions: tuple[Redaction, ...]
    withheld: Withheld
    articles: tuple[str, ...]  # texts no long stretch of which may be passed on

    def check(self, name: str, content: bytes, *, data: bool = True) -> None:
        """Raise WithheldError when a file holds a withheld name, a protected source, or a long stretch of an article.

        ``data``: whether it was made from the view; a text that somebody wrote is only held against the names listed or known.
        """
        from tidings.export.leaks import leaks

        for leak in leaks(self, content, data=data):
            raise WithheldError(f"{name}: {leak}")


def profile_named(name: str) -> Profile:
    """The profile of a name; UsageError lists those there are."""
    for profile in PROFILES:
        if profile == name:
            return profile
    raise UsageError(f"there is no profile {name!r}: there are {', '.join(PROFILES)}")


def release(profile: Profile, view: View, safety: Safety) -> Release:
    """The view under a profile."""
    return PROFILES[profile](view, safety)


def internal(view: View, safety: Safety) -> Release:
    """Everything, but for protected sources."""
    withheld = Withheld(everywhere=Names(()), listed=Names(()), protected=Names(safety.protected))
    if not safety.protected:
        return Release(profile="internal", view=view, redactions=(), withheld=withheld, articles=())
    taken: Taken = Counter()
    hidden = _protect(view, withheld, taken)
    redactor = Redactor([("protected source", withheld.protected, SOURCE)], None, None)
    cleaned = _cleaned(hidden, lambda _: redactor)
    return Release(
        profile="internal", view=cleaned, redactions=redactions(taken + redactor.taken), withheld=withheld, articles=()
    )


def partner(view: View, safety: Safety) -> Release:
    """For those who work on the same matter: private names and contacts withheld, articles left out, quotes capped."""
    words = load_safety()
    withheld = _withheld(view, safety)
    taken: Taken = Counter()
    slim = _without_articles(_protect(view, withheld, taken), taken)
    redactor = Redactor(_rules(withheld), words.contacts, words.quote_cap)
    cleaned = _cleaned(slim, lambda _: redactor)
    return Release(
        profile="partner",
        view=cleaned,
        redactions=redactions(taken + redactor.taken),
        withheld=withheld,
        articles=_texts(view),
    )


def public(view: View, safety: Safety) -> Release:
    """For everybody. UsageError when it is not said what day it is."""
    if safety.today is None:
        raise UsageError("the public profile holds back the last days: say what day it is (--today 2026-11-28)")
    words = load_safety()
    withheld = _withheld(view, safety)
    taken: Taken = Counter()
    # Whether an event is sensitive is read off its quotes, so it is asked before any of them is taken out.
    kept = _published(view, words, safety, safety.today, taken)
    coarse, places = _coarse(kept, words, taken)
    sites = site_places(view, words)  # those of events held back too
    slim = _without_articles(_without_files(_protect(coarse, withheld, taken)), taken)
    redactors = {
        place: Redactor(
            [*_rules(withheld), (_SITE, Names.union([names, sites]), PLACE)], words.contacts, words.quote_cap
        )
        for place, names in places.items()
    }
    plain = Redactor([*_rules(withheld), (_SITE, sites, PLACE)], words.contacts, words.quote_cap)
    cleaned = _cleaned(slim, lambda key: redactors.get(key, plain))
    for redactor in (plain, *redactors.values()):
        taken += redactor.taken
    return Release(
        profile="public", view=cleaned, redactions=redactions(taken), withheld=withheld, articles=_texts(view)
    )


PROFILES: Final[dict[Profile, Callable[[View, Safety], Release]]] = {
    "internal": internal, "partner": partner, "public": public,
}  # fmt: skip


def public_control(statements: Iterable[ControlStatement], today: dt.date) -> tuple[ControlStatement, ...]:
    """Statements of control whose last day is a week past; those about a site at its district; nothing younger or undated."""
    words = load_safety()
    kept = []
    for statement in statements:
        last = statement.end or statement.start
        if last is None or last > today - dt.timedelta(days=words.delay_days):
            continue
        hides = words.sites.search(_folded(statement)) is not None
        place = district(statement.place) if hides else settlement(statement.place, words)
        if place is not None:
            kept.append(replace(statement, place=place, evidence=() if hides else statement.evidence))
    return tuple(kept)


def _folded(statement: ControlStatement) -> str:
    from tidings.reference.actors import fold

    return fold(" | ".join((statement.place.name, *(span.quote for span in statement.evidence))))


# --- what is left out whole -------------------------------------------------------------------------------------------


def _published(view: View, words: SafetyWords, safety: Safety, today: dt.date, taken: Taken) -> View:
    """The events that may be out: a week past their last day, and with nothing that a person must look at first."""
    kept = []
    for event in view.events:
        told = view.told(event)
        reason = _hold(event, told, words, safety, today)
        if reason is None:
            kept.append(event)
        else:
            taken["events", reason] += 1
    ids = {event.id for event in kept}
    events = tuple(replace(event, links=tuple(link for link in event.links if link.event in ids)) for event in kept)
    accounts = {ref.account for event in events for ref in event.accounts}
    return View(events=events, members={key: one for key, one in view.members.items() if key in accounts})


def _hold(event: Event, told: tuple[Member, ...], words: SafetyWords, safety: Safety, today: dt.date) -> str | None:
    """Why an event is not published; ``None`` when it is."""
    last = last_day(event, told)
    if last is None:
        return "release delay: no day known"
    if last > today - dt.timedelta(days=words.delay_days):
        return "release delay"
    if is_released(event, safety):
        return None
    return sensitivity(event, told, words)


def last_day(event: Event, told: Iterable[Member]) -> dt.date | None:
    """The last possible day of an event, else the last day on which somebody published it."""
    days = [event.values.date.end or event.values.date.start]
    if days == [None]:
        days = [member.article.published for member in told]
    return max((day for day in days if day is not None), default=None)


def is_released(event: Event, safety: Safety) -> bool:
    """Whether a person has released it as it is: an event that has since got another id by a merge is looked at again."""
    return event.id in safety.released


def sensitivity(event: Event, told: tuple[Member, ...], words: SafetyWords) -> str | None:
    """What of an event a person must look at before it is published: ``sexual violence``, ``children``, or nothing."""
    said = words_of(event, told)
    if event.type in words.held_types or words.sexual.search(said):
        return "sexual violence: held for a person to release"
    groups = {count.group for member in told for count in member.account.counts}
    if groups & words.held_groups or words.children.search(said):
        return "children: held for a person to release"
    return None


# --- protected sources ------------------------------------------------------------------------------------------------


def _protect(view: View, withheld: Withheld, taken: Taken) -> View:
    """Articles of protected outlets without outlet, title, address, file name, text and quotes: a search would find them."""
    names = withheld.protected
    guarded = {
        member.article.id
        for member in view.members.values()
        if names.spans(" | ".join(filter(None, (member.article.outlet, member.article.url, member.article.file))))
    }
    if not guarded:
        return view
    taken["articles", "protected source"] += len(guarded)
    members = {
        key: replace(member, article=_anonymous(member.article), account=_unquoted(member.account))
        if member.article.id in guarded
        else member
        for key, member in view.members.items()
    }
    events = tuple(_unquoted_event(event, guarded) for event in view.events)
    return View(events=events, members=members)


def _anonymous(article: Article) -> Article:
    return replace(article, file=article.id, title=None, outlet=SOURCE, url=None, text=None, removed=())


def _unquoted(account: Account) -> Account:
    """An account without a quote in it."""
    plain: Account = _emptied(account)
    return plain


def _unquoted_event(event: Event, articles: set[str]) -> Event:
    ledger = tuple(_unquoted_entry(each) if each.article in articles else each for each in event.ledger)
    accounts = tuple(
        replace(ref, evidence=(), file=ref.article) if ref.article in articles else ref for ref in event.accounts
    )
    guarded = {ref.account for ref in accounts if ref.article in articles}
    told_by = event.values.told_by
    values = event.values
    if told_by.get("date") in guarded:
        values = replace(values, date=_emptied(values.date))
    if told_by.get("place") in guarded and values.place is not None:
        values = replace(values, place=_emptied(values.place))
    for name in ("actors", "recipients"):
        found = tuple(
            _emptied(actor) if told_by.get(f"{name}.{number}") in guarded else actor
            for number, actor in enumerate(getattr(values, name))
        )
        values = replace(values, **{name: found})
    return replace(event, ledger=ledger, accounts=accounts, values=values)


def _without_quotes(event: Event) -> Event:
    bare: Event = _emptied(event)
    return replace(bare, ledger=tuple(map(_unquoted_entry, event.ledger)))


def _unquoted_entry(entry: LedgerEntry) -> LedgerEntry:
    """A claim without its quote; the few words of a figure stay."""
    short = entry.field.startswith("counts.") and len(entry.words) <= _FEW
    return replace(entry, evidence=(), words=entry.words if short else WORDS)


def _emptied(value: Any) -> Any:
    """The same value with no evidence in it, at any depth."""
    return msgspec.convert(_no_evidence(as_data(value)), type(value))


def _no_evidence(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: [] if key == "evidence" else _no_evidence(value) for key, value in node.items()}
    return [_no_evidence(value) for value in node] if isinstance(node, list) else node


# --- places -----------------------------------------------------------------------------------------------------------


def _coarse(view: View, words: SafetyWords, taken: Taken) -> tuple[View, dict[str, Names]]:
    """Points to a kilometre; sites, and what a person has released of the sensitive, at their district.

    With it the names of places to withhold: by event id, account id and article id.
    """
    events, members, hidden = [], dict(view.members), dict[str, Names]()
    by_article: dict[str, list[Names]] = {}
    for event in view.events:
        told = view.told(event)
        sensitive = sensitivity(event, told, words) is not None
        if not sensitive and not words.sites.search(words_of(event, told)):
            events.append(_placed(event, lambda place: settlement(place, words)))
            for member in told:
                members[member.account.id] = _member_placed(member, lambda place: settlement(place, words))
            continue
        names = fine_places(event, told)
        taken["events.values.place", _SITE] += 1
        if sensitive:
            taken["events", "no excerpt of what a person released"] += 1
            event = _without_quotes(event)  # noqa: PLW2901 the same event from here on
        events.append(_placed(event, district))
        hidden[event.id] = names
        for member in told:
            shown = replace(member, account=_unquoted(member.account)) if sensitive else member
            members[member.account.id] = _member_placed(shown, district)
            hidden[member.account.id] = names
            by_article.setdefault(member.article.id, []).append(names)
    for article, found in by_article.items():
        hidden[article] = Names.union(found)
    return View(events=tuple(events), members=members), hidden


def _placed(event: Event, shown: Callable[[Place | None], Place | None]) -> Event:
    return replace(event, values=replace(event.values, place=shown(event.values.place)))


def _member_placed(member: Member, shown: Callable[[Place | None], Place | None]) -> Member:
    others = tuple(place for place in map(shown, member.account.other_places) if place is not None)
    return replace(member, account=replace(member.account, place=shown(member.account.place), other_places=others))


# --- words ------------------------------------------------------------------------------------------------------------


def _withheld(view: View, safety: Safety) -> Withheld:
    return withheld_names(view, listed=safety.names, keep=safety.keep, protected=safety.protected)


def _rules(withheld: Withheld) -> list[tuple[str, Names, str]]:
    return [("protected source", withheld.protected, SOURCE), ("private name", withheld.everywhere, NAME)]


def _texts(view: View) -> tuple[str, ...]:
    texts = {member.article.id: member.article.text for member in view.members.values()}
    return tuple(text for _, text in sorted(texts.items()) if text)


def _without_articles(view: View, taken: Taken) -> View:
    taken["articles.text", "articles are not passed on"] += len({one.article.id for one in view.members.values()})
    members = {
        key: replace(member, article=replace(member.article, text=None, removed=()))
        for key, member in view.members.items()
    }
    return View(events=view.events, members=members)


def _without_files(view: View) -> View:
    """Files are called as their articles: what somebody calls a file at home is nobody else's matter."""
    events = tuple(
        replace(event, accounts=tuple(replace(ref, file=ref.article) for ref in event.accounts))
        for event in view.events
    )
    members = {
        key: replace(member, article=replace(member.article, file=member.article.id))
        for key, member in view.members.items()
    }
    return View(events=events, members=members)


def _cleaned(view: View, redactor_of: Callable[[str], Redactor]) -> View:
    """The view with each event, account and article cleaned by the redactor of its id."""
    events = tuple(_clean_event(event, redactor_of(event.id)) for event in view.events)
    articles: dict[str, Article] = {}
    members = {}
    for key, member in view.members.items():
        known = member.article.id
        if known not in articles:
            articles[known] = _clean(member.article, "articles", redactor_of(known))
        account: Account = _clean(member.account, "accounts", redactor_of(key))
        account = replace(account, place=_area(member.account.place, account.place))
        members[key] = Member(article=articles[known], account=account)
    return View(events=events, members=members)


def _clean_event(event: Event, redactor: Redactor) -> Event:
    cleaned: Event = _clean(event, "events", redactor)
    values = replace(cleaned.values, place=_area(event.values.place, cleaned.values.place))
    return replace(cleaned, values=values, ledger=_renamed(event.id, event.ledger, cleaned.ledger))


def _area(before: Place | None, after: Place | None) -> Place | None:
    """A district keeps its name where a town in it that is withheld is called the same."""
    return before if before is not None and before.precision not in FINE and not before.evidence else after


def _renamed(event: str, before: tuple[LedgerEntry, ...], after: tuple[LedgerEntry, ...]) -> tuple[LedgerEntry, ...]:
    """Claims whose words were touched get new ids: the old ones hash what was taken out, and a guess could be tried on them."""
    new: Mapping[str, str] = {
        old.claim: digest("v1", event, number)
        for number, (old, now) in enumerate(zip(before, after, strict=True))
        if old != now
    }
    return tuple(
        replace(
            each,
            claim=new.get(each.claim, each.claim),
            superseded_by=each.superseded_by and new.get(each.superseded_by, each.superseded_by),
        )
        for each in after
    )


def _clean(value: Any, field: str, redactor: Redactor) -> Any:
    plain = as_data(value)
    cleaned = redactor.clean(plain, field)
    return value if cleaned == plain else msgspec.convert(cleaned, type(value))
