"""``/api/v1/places``, ``actors``, ``outlines`` and ``towns``: what names mean, and what a map draws."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from tidings.errors import UsageError
from tidings.reference.actor_lookup import find_actor
from tidings.reference.gazetteer import Ranked
from tidings.review.fields import place_of
from tidings.web.answers import NotFoundError, fresh, told
from tidings.web.api.asked import only_known
from tidings.web.index_filters import box_of
from tidings.web.known import Names, names_of
from tidings.web.outlined import outline
from tidings.web.shapes import ActorHits, Named, Outlines, PlaceHit, PlaceHits, Towns

router = APIRouter(tags=["names"])
_MOST = 20
Name = Annotated[str, Query(min_length=1, max_length=300)]
Looked = Annotated[Names, Depends(names_of)]


@router.get("/places", responses=told(PlaceHits), dependencies=[Depends(only_known("name", "country"))])
def places(
    request: Request, looked: Looked, name: Name, country: Annotated[str | None, Query(max_length=2)] = None
) -> Response:
    """Places called so, best first, with the reasons, or the place with this id; `country` is the one expected (ISO 3166-1 alpha-2)."""

    def make() -> PlaceHits:
        if (known := looked.places.place(name)) is not None:
            return PlaceHits(items=(_hit(Ranked(place=known, score=1.0, reasons=("its id",))),))
        found = looked.places.find(name, country.upper() if country else None)
        return PlaceHits(items=tuple(map(_hit, found[:_MOST])))

    return fresh(request, looked.generation, make)


def _hit(ranked: Ranked) -> PlaceHit:
    place = ranked.place
    return PlaceHit(
        id=place.id, name=place.name, country=place.country, admin1=place.admin1, lat=place.lat, lon=place.lon,
        precision=place_of(place).precision, score=ranked.score, reasons=ranked.reasons,
    )  # fmt: skip


@router.get("/actors", responses=told(ActorHits), dependencies=[Depends(only_known("name"))])
def actors(request: Request, looked: Looked, name: Name) -> Response:
    """Actors called so, best first; `count` is the score in hundredths."""

    def make() -> ActorHits:
        found = find_actor(looked.actors, name)[:_MOST]
        return ActorHits(
            items=tuple(Named(id=one.row.id, name=one.row.name, count=round(100 * one.score)) for one in found)
        )

    return fresh(request, looked.generation, make)


@router.get("/outlines/{place}", responses=told(Outlines), dependencies=[Depends(only_known())])
def outlines(request: Request, looked: Looked, place: str) -> Response:
    """The rings of a province (first-order unit), as MapPoints names it in `area`."""
    found = outline(place)
    if found is None:
        raise NotFoundError(f"no outline is known of {place}")
    return fresh(request, looked.generation, lambda: found)


@router.get("/towns", responses=told(Towns), dependencies=[Depends(only_known("bbox", "zoom"))])
def towns(
    request: Request,
    looked: Looked,
    bbox: Annotated[str, Query(max_length=200, description="west,south,east,north in degrees")],
    zoom: Annotated[float, Query(ge=0, le=24)] = 6,
) -> Response:
    """Names of the largest towns of a view, at most sixty; those of a table of one's own among them."""
    box = box_of(bbox)
    if box is None:
        raise UsageError("say which box: west,south,east,north in degrees")
    return fresh(request, looked.generation, lambda: looked.towns.within(box, zoom))
