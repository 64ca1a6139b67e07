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

    def sign_in(self, name: str, address: str) -> None:
        """Count a try to sign in. TooManyError when there were too many."""
        tries: tuple[tuple[RateLimitItem, tuple[str, ...]], ...] = (
            (_NAME_AT_ADDRESS, ("both", name, address)), (_ADDRESS, ("address", address)), (_NAME, ("name", name)),
        )  # fmt: skip
        # Each is counted, whichever is full: the answer must not tell whether the name is known.
        passed = [self._tries.hit(limit, *key) for limit, key in tries]
        if not all(passed):
            raise TooManyError("too many tries to sign in: wait a minute")

    def signed_in(self, name: str, address: str) -> None:
        """Forget the failed tries of somebody who has signed in."""
        self._tries.clear(_NAME_AT_ADDRESS, "both", name, address)

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
