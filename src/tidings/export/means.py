"""By which means an event was done, as its articles tell it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tidings.model.event import Member
from tidings.model.text import Evidence


def means_used(told: Iterable[Member]) -> Iterator[str]:
    """The names of the means, without those that were hit: what "destroyed two mortar systems" was flown, not fired."""
    for member in told:
        hit = [span for count in member.account.counts if count.kind == "destroyed" for span in count.evidence]
        for means in member.account.means:
            if not means.evidence or any(not _is_within(span, hit) for span in means.evidence):
                yield means.name


def _is_within(span: Evidence, others: Iterable[Evidence]) -> bool:
    return any(other.start <= span.start and span.end <= other.end for other in others)
