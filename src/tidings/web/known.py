"""What names typed at the desk are looked up in: the gazetteer with layers and a table of one's own, and the table of actors with one."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from fastapi import Request

from tidings import __version__
from tidings.model.ids import digest, sha256
from tidings.reference.actors import ActorTable
from tidings.reference.gazetteer import Gazetteer
from tidings.review.typed import Known
from tidings.web.settings import DeskSettings
from tidings.web.towns import MapTowns


class Names:
    """Places and actors by name. The shipped ones are opened when first asked; DataError at once when a table of one's own is damaged."""

    def __init__(self, settings: DeskSettings) -> None:
        self._settings = settings
        if settings.gazetteer or settings.layers:
            _ = self.places
        if settings.actors:
            _ = self.actors
        _ = self.generation  # of the tables as they are now: they may change or go while the desk runs

    @cached_property
    def places(self) -> Gazetteer:
        """All places."""
        own = (Path(self._settings.gazetteer),) if self._settings.gazetteer else ()
        return Gazetteer.open(extra=own, layers=tuple(map(Path, self._settings.layers)))

    @cached_property
    def actors(self) -> ActorTable:
        """All actors."""
        return ActorTable.load(Path(self._settings.actors) if self._settings.actors else None)

    @cached_property
    def towns(self) -> MapTowns:
        """Towns to be printed on a map."""
        return MapTowns(self.places.own)

    @cached_property
    def generation(self) -> str:
        """Names what answers about names follow from: two desks alike in it say the same."""
        own = [Path(file).read_bytes() if file else b"" for file in (self._settings.gazetteer, self._settings.actors)]
        return digest(
            "n1", __version__, *map(sha256, own), *self._settings.layers
        )  # a layer's file has its seal in its name

    @cached_property
    def known(self) -> Known:
        """The same for typed values."""
        return Known(lambda key: self.places.place(key), lambda: self.actors)  # noqa: PLW0108 opened when first asked


def names_of(request: Request) -> Names:
    """The desk's own, as a dependency of routes."""
    found = request.app.state.names
    assert isinstance(found, Names)
    return found


def known_of(request: Request) -> Known:
    """What typed values are looked up in."""
    return names_of(request).known
