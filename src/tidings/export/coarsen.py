"""Places shown less exactly: the district of a clinic, a school or a camp, and no point finer than a settlement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from msgspec.structs import replace

from tidings.export.redact import Names, as_data
from tidings.model.event import Event, Member, View
from tidings.model.values import Place
from tidings.reference.actors import fold
from tidings.reference.safety import SafetyWords

#: Precisions finer than a district.
FINE: Final = frozenset({"exact", "near", "unresolved"})
_NAME: Final = re.compile(r"(?:\b[A-Z][\w.'’-]* )+$")
_LONGEST_NAME: Final = 80  # characters before the word for a site
_SITE_RADIUS_KM: Final = 1.0  # nothing in public is said to lie closer to its point


def words_of(event: Event, members: Iterable[Member]) -> str:
    """All that an event's articles say of it, folded: quotes, words, names of actors and places."""
    told = [as_data(event), *(as_data(member.account) for member in members)]
    return fold(" | ".join(_strings(told)))


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, value in node.items():
            if key not in ("candidates", "reasons", "type", "kind", "group"):
                yield from _strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value)


def fine_places(event: Event, members: Iterable[Member]) -> Names:
    """The names of settlements and sites of an event, which give it away when it is shown at its district."""
    places = [event.values.place]
    for member in members:
        places += [member.account.place, *member.account.other_places]
    return Names(
        name
        for place in places
        if place is not None and place.precision in FINE
        for name in (place.name, *(span.quote for span in place.evidence))
    )


def site_places(view: View, words: SafetyWords) -> Names:
    """The names of sites that any event lies at ("Old Mill camp") or is told of ("the Saint Orla clinic").

    An event that lies elsewhere may name them in passing.
    """
    places = [event.values.place for event in view.events]
    for event in view.events:
        for member in view.told(event):
            places += [member.account.place, *member.account.other_places]
    names = {place.name for place in places if place is not None and place.precision in FINE}
    told = {
        text for event in view.events for text in _strings([as_data(member.account) for member in view.told(event)])
    }
    found = [name for name in names if words.sites.search(fold(name))]
    return Names([*found, *(name for text in told for name in _named_sites(text, words))])


def _named_sites(text: str, words: SafetyWords) -> Iterator[str]:
    """The words with a capital right before a site, with it: "Saint Orla clinic"; none in "The clinic"."""
    for site in words.sites.finditer(fold(text)):
        before = _NAME.search(text, max(0, site.start() - _LONGEST_NAME), site.start())
        named = before[0].split() if before else []
        while named and fold(named[0]) in words.openers:
            del named[0]
        if named:
            yield f"{' '.join(named)} {site[0].strip()}"


def district(place: Place | None) -> Place | None:
    """The second-level division of a place finer than that, else the first-level one, else the country; without a point."""
    if place is None or place.precision not in FINE:
        return None if place is None else replace(place, candidates=())
    area = place.admin2 or place.admin1 or place.country
    if area is None:
        return None
    precision = "admin2" if place.admin2 else "admin1" if place.admin1 else "country"
    return replace(
        place, id=None, geoname_id=None, name=area, lat=None, lon=None, radius_km=None, candidates=(), evidence=(),
        precision=precision,
    )  # fmt: skip


def settlement(place: Place | None, words: SafetyWords) -> Place | None:
    """A place with its point to about a kilometre, and without the places it might have been instead."""
    if place is None:
        return None
    if place.lat is None or place.lon is None:
        return replace(place, candidates=())
    radius = None if place.radius_km is None else max(place.radius_km, _SITE_RADIUS_KM)
    lat, lon = round(place.lat, words.digits), round(place.lon, words.digits)
    return replace(place, lat=lat, lon=lon, radius_km=radius, candidates=())
