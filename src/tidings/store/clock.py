"""What time it is, in UTC; ``SOURCE_DATE_EPOCH`` sets it, so that a replay writes the same bytes (reproducible-builds.org)."""

from __future__ import annotations

import datetime as dt
import os

from tidings.errors import UsageError

FORM = "%Y-%m-%dT%H:%M:%SZ"  # of every moment in a record


def now() -> str:
    """Now, to the second: ``2026-11-22T08:30:00Z``. Seconds since 1970 in ``SOURCE_DATE_EPOCH`` stand for it."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given is None:
        return _printed(dt.datetime.now(dt.UTC))
    try:
        return _printed(dt.datetime.fromtimestamp(int(given), dt.UTC))
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"SOURCE_DATE_EPOCH={given!r} is no number of seconds since 1970") from error


def end_of(day: dt.date) -> str:
    """The last second of a day in UTC.

    >>> end_of(dt.date(2026, 11, 22))
    '2026-11-22T23:59:59Z'
    """
    return f"{day.isoformat()}T23:59:59Z"


def today() -> dt.date:
    """The day it is in UTC."""
    return dt.date.fromisoformat(now()[:10])


def _printed(moment: dt.datetime) -> str:
    return moment.strftime(FORM)
