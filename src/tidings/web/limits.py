"""How often one may ask: sign-in by name and by address, changes, and everything together. Kept in memory, for one process."""

from __future__ import annotations

from typing import Final

from fastapi import Request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter, SlidingWindowCounterRateLimiter

from tidings.web.answers import TooManyError

# One name from one address, one address, and one name from anywhere: guessing is slow, and nobody is easily locked out by others.
_NAME_AT_ADDRESS: Final = parse("5 per minute")
_ADDRESS: Final = parse("20 per minute")
_NAME: Final = parse("60 per hour")
_CHANGES: Final = parse("900 per minute")  # a coder with quick fingers makes three a second
_ALL: Final = parse("12000 per minute")  # a page asks for a dozen things, the map for many


class Limits:
    """The counters of one desk."""

    def __init__(self) -> None:
        storage = MemoryStorage()
        self._tries, self._uses = MovingWindowRateLimiter(storage), SlidingWindowCounterRateLimiter(storage)
        self._at_home: set[tuple[str, str]] = set()  # who has signed in from where, since the desk was started

    def sign_in(self, name: str, address: str) -> None:
        """Count a try to sign in. TooManyError when there were too many.

        A try that an address has no right to is none on the name: else a minute's knocking would shut somebody out for an hour.
        Where they have signed in before, what others try elsewhere under their name does not count.
        """
        tries: list[tuple[RateLimitItem, tuple[str, ...]]] = [
            (_ADDRESS, ("address", address)), (_NAME_AT_ADDRESS, ("both", name, address)),
        ]  # fmt: skip
        if (name, address) not in self._at_home:
            tries.append((_NAME, ("name", name)))
        if not all(self._tries.hit(limit, *key) for limit, key in tries):
            raise TooManyError("too many tries to sign in: wait a minute")

    def signed_in(self, name: str, address: str) -> None:
        """Forget the failed tries of somebody who has signed in."""
        self._tries.clear(_NAME_AT_ADDRESS, "both", name, address)
        self._at_home.add((name, address))

    def use(self, who: str, *, changes: bool) -> None:
        """Count a request. TooManyError when there were too many."""
        if not self._uses.hit(_ALL, "all", who) or (changes and not self._uses.hit(_CHANGES, "changes", who)):
            raise TooManyError("too many requests: wait a minute")


def limits_of(request: Request) -> Limits:
    """The counters of the desk that a request came to."""
    state = request.app.state
    if getattr(state, "limits", None) is None:
        state.limits = Limits()
    found = state.limits
    assert isinstance(found, Limits)
    return found
