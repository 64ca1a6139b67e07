"""Many values in as few questions as the database takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

AT_ONCE: Final = 500  # values in one question; SQLite takes 32,766


def portions(values: Iterable[str]) -> Iterator[list[str]]:
    """Values sorted, without repeats, as many at once as one question takes."""
    ordered = sorted(set(values))
    for first in range(0, len(ordered), AT_ONCE):
        yield ordered[first : first + AT_ONCE]
