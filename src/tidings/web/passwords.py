"""Passwords: hashed with argon2id, checked in the same time whether or not anybody is called so."""

from __future__ import annotations

import unicodedata
from functools import cache
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tidings.errors import UsageError

LEAST: Final = 12  # letters of a password; NIST SP 800-63B wants 8 at least and no rules about their kinds
MOST: Final = 1024
_HASHER: Final = (
    PasswordHasher()
)  # argon2id with the library's parameters: 64 MiB, 3 passes, 4 lanes (RFC 9106, low memory)
_AT_ONCE: Final = BoundedSemaphore(2)  # each check takes 64 MiB: many at once would take the machine


def hashed(password: str) -> str:
    """The hash of a new password. UsageError for one that is too short or too long."""
    words = _plain(password)
    if not LEAST <= len(words) <= MOST:
        raise UsageError(
            f"a password has {LEAST} to {MOST} letters; a few words that nobody would guess are easy to keep"
        )
    with _AT_ONCE:
        return _HASHER.hash(words)


def is_right(password: str, known: str | None) -> bool:
    """Whether a password is the one that was hashed; takes as long when there is none to compare with."""
    words = _plain(password)[:MOST]
    with _AT_ONCE:
        try:
            _HASHER.verify(known or _nobodys(), words)
        except (VerificationError, InvalidHashError):
            return False
    return known is not None


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody is called so")


def _plain(password: str) -> str:
    """One form for one password, however the keyboard composes it."""
    return unicodedata.normalize("NFKC", password)
