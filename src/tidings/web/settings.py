"""What a desk is started with."""

from __future__ import annotations

from msgspec import Struct

#: Names under which a desk on this machine is asked for; any other ``Host`` is refused, so that no page of the web can reach it.
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class DeskSettings(Struct, frozen=True, kw_only=True):
    """``db``: the record. ``hosts``: names by which the desk may be asked, without port. ``secure``: it is reached by HTTPS.

    ``reviewer``: the name of whoever works here while the record knows no people; they may do everything. ``gazetteer`` and ``actors``:
    tables of places and actors of one's own, ``layers``: files of places added on this machine, for names that are typed or drawn.
    """

    db: str
    reviewer: str
    hosts: tuple[str, ...] = LOOPBACK
    secure: bool = False
    gazetteer: str | None = None
    actors: str | None = None
    layers: tuple[str, ...] = ()
