"""Options of whatever leaves the house: the day, names to withhold and to keep, protected sources, what a person has released."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from tidings.cli.options import Day

if TYPE_CHECKING:
    from tidings.export.profiles import Safety
    from tidings.model.event import View

Function = TypeVar("Function", bound=Callable[..., Any])

#: The profiles, told here so that ``--help`` imports none of them; a test holds them against the table.
PROFILES: Final = ("internal", "partner", "public")
OWN_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)


def safety_options(function: Function) -> Function:
    """``--today --names --keep --protected --released``, in the words of :class:`tidings.export.profiles.Safety`."""
    for option in reversed((
        click.option("--today", type=Day(), metavar="DATE", help="The day of release: the public profile holds back the seven days before it."),
        click.option("--names", type=OWN_FILE, metavar="FILE", help="Names to withhold, one a line."),
        click.option("--keep", type=OWN_FILE, metavar="FILE", help="Names that may stand, one a line."),
        click.option("--protected", type=OWN_FILE, metavar="FILE", help="Sources that no profile names, one a line."),
        click.option("--released", type=OWN_FILE, metavar="FILE", help="Ids of events that a person has looked at and released, one a line."),
    )):  # fmt: skip
        function = option(function)
    return function


pcodes_option = click.option(
    "--pcodes", type=OWN_FILE, metavar="CSV", help="P-codes of your own, for figures of displacement: name,admin,pcode."
)


def safety_of(
    today: dt.date | None, names: Path | None, keep: Path | None, protected: Path | None, released: Path | None
) -> Safety:
    """What the options say."""
    from tidings.export.profiles import Safety

    return Safety(
        today=today,
        names=lines_of(names),
        keep=lines_of(keep),
        protected=lines_of(protected),
        released=frozenset(lines_of(released)),
    )


def reviewed_view(
    db: str, safety: Safety, as_stored: dt.date | None = None, as_known: dt.date | None = None
) -> tuple[View, Safety]:
    """The events of a record, now or on a past day, and what to mind of them: what a reviewer has released counts as released."""
    from msgspec.structs import replace

    from tidings.review.rulings import state_of, states
    from tidings.review.views import record_view
    from tidings.store.judgements import judgements
    from tidings.store.store import open_store

    with open_store(db, create=False) as store:
        view, known = record_view(store, as_stored, as_known), states(judgements(store, as_stored))
    reviewed = {event.id for event in view.events if state_of(event, known).state == "released"}
    return view, replace(safety, released=safety.released | reviewed)


def lines_of(path: Path | None) -> tuple[str, ...]:
    """The lines of a list, without blank ones and comments."""
    text = text_of(path) or ""
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def text_of(path: Path | None) -> str | None:
    """The text of a file of the user's; UsageError when it is not UTF-8."""
    from tidings.errors import UsageError

    if path is None:
        return None
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8: {error}") from error
