"""One account in full: each value with its words, and the words lit where they stand in the article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from tidings.export import summary
from tidings.export.timeline import Row
from tidings.model.coding import Account
from tidings.model.text import Evidence
from tidings.model.values import Actor, Place

if TYPE_CHECKING:
    from rich.text import Text

Value = tuple[str, str, tuple[Evidence, ...]]

STYLES: Final = {
    "told": "bold", "actor": "bold green", "recipient": "bold magenta", "place": "bold cyan", "date": "bold yellow",
    "count": "bold red", "means": "bold blue", "said by": "italic bright_blue",
}  # fmt: skip
_AROUND: Final = 160


def values(account: Account) -> Iterator[Value]:
    """Every value as role, reading, and words; a blank one with the reason for it."""
    yield "told", summary.kind(account), account.evidence
    yield from (("actor", _actor(actor), actor.evidence) for actor in account.actors)
    yield from (("recipient", _actor(actor), actor.evidence) for actor in account.recipients)
    yield from (
        ("place", _place(place), place.evidence) for place in filter(None, [account.place, *account.other_places])
    )
    if account.date.words is not None or account.date.end is not None:
        yield "date", f"{summary.day(account.date)} ({account.date.precision})", account.date.evidence
    for count in account.counts:
        speaker = f", says {count.speaker}" if count.speaker else ""
        marks = "".join(f", {mark}" for mark in (count.scope, count.polarity) if mark not in ("this", "affirmed"))
        yield (
            "count",
            f"{count.kind} {summary.figure(count)}, {summary.counted(count.group)}{marks}{speaker}",
            count.evidence,
        )
    yield from (("means", means.name, means.evidence) for means in account.means)
    for said in account.attribution:
        behind = f" ({', '.join(said.covers)})" if said.covers else ""
        yield "said by", f"{said.speaker} ({said.kind}) {said.stance}, “{said.cue}”{behind}", said.evidence


def blanks(account: Account) -> Iterator[tuple[str, str]]:
    """What is blank, and why."""
    for name in account.reasons.__struct_fields__:
        if reason := getattr(account.reasons, name):
            yield name, reason


def print_account(row: Row) -> None:
    """The account with its values, blanks and words on standard output."""
    from rich.table import Table
    from rich.text import Text

    from tidings.cli.tables import console

    out, account, article = console(), row.account, row.article
    out.print(Text(f"{row.number}  {summary.kind(account)}", style="bold"), Text(account.id, style="dim"))
    known = (article.file, article.outlet, str(article.published) if article.published else None, article.url)
    out.print(Text(f"{article.title or 'no title'} ({', '.join(filter(None, known))})"))
    out.print(Text(f"{_standing(account)}; score {account.score:.2f} by {account.producer}\n"))
    table = Table(box=None, pad_edge=False, show_header=False)
    for role, reading, spans in values(account):
        where = "; ".join(f"“{_cut(span.quote)}” [{span.start}, {span.end})" for span in spans)
        table.add_row(Text(role, style=STYLES[role]), Text(reading), Text(where, style="dim"))
    for name, reason in blanks(account):
        table.add_row(Text(name, style="dim"), Text(summary.UNKNOWN), Text(reason, style="dim"))
    out.print(table)
    for passage in lit_passages(article.text or "", account):
        out.print()
        out.print(passage)


def lit_passages(text: str, account: Account) -> list[Text]:
    """The parts of the text that hold the account's words, each word in the colour of its role."""
    from rich.text import Text

    marks = [(span.start, span.end, role) for role, _, spans in values(account) for span in spans]
    passages = []
    for start, end in _windows(text, marks):
        shown = Text(("… " if start else "") + text[start:end].replace("\n", " ") + (" …" if end < len(text) else ""))
        shift = start - (2 if start else 0)
        for first, last, role in marks:
            if start <= first and last <= end:
                shown.stylize(STYLES[role], first - shift, last - shift)
        passages.append(shown)
    return passages


def _windows(text: str, marks: list[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """The stretches to show: each mark with some text around it, as far as its paragraph goes; touching ones are one."""
    windows: list[tuple[int, int]] = []
    for first, last, _ in sorted(marks):
        start = max(text.rfind("\n", 0, first) + 1, _word_start(text, first - _AROUND))
        after = text.find("\n", last)
        end = min(len(text) if after < 0 else after, _word_end(text, last + _AROUND))
        if windows and start <= windows[-1][1] + 1:
            windows[-1] = windows[-1][0], max(windows[-1][1], end)
        else:
            windows.append((start, end))
    return windows


def _word_start(text: str, offset: int) -> int:
    return 0 if offset <= 0 else max(text.find(" ", offset) + 1, 0)


def _word_end(text: str, offset: int) -> int:
    return len(text) if offset >= len(text) else text.rfind(" ", 0, offset)


def _standing(account: Account) -> str:
    background = ["background"] if account.background else []
    return ", ".join([account.polarity, account.reality, *background])


def _actor(actor: Actor) -> str:
    by = f", as {', '.join(actor.attributed_by)} has it" if actor.attributed_by else ""
    return f"{actor.name} ({actor.kind.replace('_', ' ')}{by})"


def _place(place: Place) -> str:
    named = ", ".join(filter(None, [place.name, place.admin1, place.country]))
    point = "" if place.lat is None else f", {place.lat:.4f} {place.lon:.4f}"
    radius = "" if place.radius_km is None else f" ± {place.radius_km:g} km"
    return f"{named} ({place.precision}{point}{radius})"


def _cut(quote: str) -> str:
    return quote if len(quote) <= 70 else f"{quote[:45]} … {quote[-20:]}"
