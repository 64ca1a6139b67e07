"""Where a page of a list ended, so that the next one goes on there whatever has come or gone in between."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Final

import msgspec

from tidings.errors import UsageError

Key = tuple[int | str, ...]
_MOST: Final = 400


def cursor(key: Key) -> str:
    """A place in a list, by what the list is ordered by and the id of what stands there.

    >>> key_of(cursor((7, "c1:a")), (int, str))
    (7, 'c1:a')
    """
    return base64.urlsafe_b64encode(msgspec.json.encode(key)).decode().rstrip("=")


def key_of(written: str, kinds: Sequence[type]) -> Key:
    """The place that a cursor names; UsageError for what is none of this list."""
    try:
        content = base64.urlsafe_b64decode(written[:_MOST].encode() + b"=" * (-len(written[:_MOST]) % 4))
        found = msgspec.json.decode(content, type=tuple[int | str, ...])
    except (ValueError, binascii.Error, msgspec.MsgspecError):
        found = ()
    if [type(part) for part in found] != list(kinds) or any(
        isinstance(part, int) and abs(part) > 2**62 for part in found
    ):
        raise UsageError(f"cursor={written[:60]!r} is none of this list: take it from `next` of the page before")
    return found
