"""Ids that depend on what is said and where, never on when or by whom it was computed (RECORD §5)."""

import hashlib
import json
from collections.abc import Sequence

Part = str | int | float | bool | None | Sequence["Part"]

_LENGTH = 20  # hex digits: 80 bits, so a hundred million ids collide with a chance below one in a hundred million


def digest(prefix: str, *parts: Part) -> str:
    """An id such as ``a1:5f0c…``: the prefix and 20 hex digits of SHA-256 over the parts as JSON.

    >>> digest("a1", "text", None, 3) == digest("a1", "text", None, 3)
    True
    """
    printed = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return f"{prefix}:{hashlib.sha256(printed.encode('utf-8', 'surrogatepass')).hexdigest()[:_LENGTH]}"


def sha256(content: bytes) -> str:
    """The full SHA-256 of bytes, in hex."""
    return hashlib.sha256(content).hexdigest()
