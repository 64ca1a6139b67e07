"""What names typed at the desk are looked up in: the gazetteer with the layers added on this machine, and the table of actors."""

from __future__ import annotations

from functools import cache

from fastapi import Request

from tidings.reference.actors import ActorTable
from tidings.reference.gazetteer import Gazetteer
from tidings.reference.user_layers import installed_layers
from tidings.review.typed import Known


def known_of(request: Request) -> Known:
    """The desk's own, opened when first asked."""
    state = request.app.state
    if getattr(state, "known", None) is None:
        places = cache(lambda: Gazetteer.open(layers=tuple(layer.path for layer in installed_layers())))
        state.known = Known(lambda key: places().place(key), ActorTable.load)
    found = state.known
    assert isinstance(found, Known)
    return found
