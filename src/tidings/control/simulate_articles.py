"""A simulated war as articles in plain sentences of our own: for the tutorial, and for tests from text to who held what.

The country, its places and its parties are invented. An article tells of all that one outlet prints on one day of one place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from msgspec import Struct

from tidings.control.simulate import War
from tidings.model.control import TAKES, ControlEvidence, EvidenceKind, Party

#: By kind; ``{one}`` whom it speaks of, ``{other}`` the other side, ``{place}``, ``{day}`` of the week and date.
_SENTENCES: Final[dict[EvidenceKind, tuple[str, ...]]] = {
    "capture": ("{one} captured {place} on {day}", "{one} took control of {place} on {day}"),
    "explicit_control": ("{one} controls {place}", "{place} is under the control of {one}"),
    "background_statement": ("aid reached {place}, which is held by {one}", "markets opened in {place}, held by {one}"),
    "negotiated_transfer": ("{place} was handed over to {one} under a deal on {day}",),
    "withdrawal": ("{one} withdrew from {place} on {day}", "{one} pulled out of {place} on {day}"),
    "loss": ("{one} lost control of {place} on {day}", "{one} was driven out of {place} on {day}"),
    "denial": ("{one} denied that {place} had fallen",),
    "siege": ("{place}, held by {one}, remained under siege", "forces besieged {one} in {place}"),
    "clash_inside": (
        "street fighting between {both} raged inside {place} on {day}",
        "{both} fought inside {place} on {day}",
    ),
    "clash_near": ("{both} fought on the outskirts of {place} on {day}", "{both} clashed near {place} on {day}"),
    "remote_fire_on": ("{one} shelled {place} on {day}", "artillery of {one} hit {place} on {day}"),
    "attack_by_ied_or_raid": ("a roadside bomb planted by {one} exploded in {place} on {day}",),
    "no_control": ("no armed group controls {place}",),
}


class WarArticle(Struct, frozen=True, kw_only=True):
    """One article. ``name`` is a file name; ``about``: the evidence that it is made of, by id."""

    name: str
    published: dt.date
    outlet: str
    text: str
    about: tuple[str, ...]


def articles(war: War) -> tuple[WarArticle, ...]:
    """The articles of a war, by day of publication, outlet and place; the same war gives the same."""

    def where(piece: ControlEvidence) -> tuple[dt.date, str, str]:
        return piece.known or dt.date.max, piece.outlet or "", piece.place.name

    ordered = sorted(war.evidence, key=lambda piece: (where(piece), piece.id))
    groups = [list(group) for _, group in groupby(ordered, where)]
    return tuple(_article(number, group) for number, group in enumerate(groups))


def _article(number: int, pieces: Sequence[ControlEvidence]) -> WarArticle:
    first = pieces[0]
    published = first.known or first.day
    sentences = dict.fromkeys(sentence(piece) for piece in pieces)
    dateline = f"{first.place.name.upper()}, {published:%B} {published.day} ({first.outlet}) - "
    return WarArticle(
        name=f"{published:%Y-%m-%d}-{number:05}.txt", published=published, outlet=first.outlet or "",
        text=dateline + " ".join(sentences) + "\n", about=tuple(piece.id for piece in pieces),
    )  # fmt: skip


def sentence(piece: ControlEvidence) -> str:
    """What a piece of evidence says, as a sentence; copies of a text say it in the same words."""
    forms = _SENTENCES[piece.kind]
    where = f"parts of {piece.place.name}" if piece.extent else piece.place.name
    said = forms[(piece.day.toordinal() + len(piece.place.name)) % len(forms)].format(
        one=_names(piece.named[:1]), other=_names(piece.against[:1]), both=_names((*piece.named, *piece.against)[:2]), place=where,
        day=_day(piece),
    )  # fmt: skip
    if piece.against and piece.kind in TAKES:
        said += f", from {_names(piece.against[:1])}"
    if piece.speaker and piece.kind != "denial":
        said += f", the {piece.speaker} said"
    elif piece.voice == "unnamed":
        said += ", officials said"
    return said[0].upper() + said[1:] + "."


def _names(parties: Sequence[Party]) -> str:
    """Their names with the article, or that nothing is known of them."""
    told = [party.name if party.generic else f"the {party.name}" for party in parties]
    return " and ".join(told) if told else "gunmen"


def _day(piece: ControlEvidence) -> str:
    return f"{piece.day:%A}, {piece.day:%B} {piece.day.day}, {piece.day.year}"
