"""Displacement figures in IDMC's manner, one a row: unit, flow or stock, role, arithmetic, from and to, excerpt.

Coded by tidings and not by IDMC. A figure with the role TRIANGULATION is for comparison and counts in no total.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from tidings.export.csv import table
from tidings.export.displacement import Figure, Identifier, Location, figures
from tidings.export.flat import Cell
from tidings.export.losses import Losses
from tidings.export.pcodes import Pcodes, pcode
from tidings.model.event import View
from tidings.model.values import Place

Row = dict[str, Cell]


def write(view: View, losses: Losses, *, full: View | None = None, pcodes: Pcodes | None = None) -> Iterator[bytes]:
    """The table. ``full``: the record before a profile (see ``displacement.figures``); ``pcodes``: the user's own table."""
    return table(COLUMNS, rows(view, losses, full, pcodes))


def rows(view: View, losses: Losses, full: View | None, pcodes: Pcodes | None) -> Iterator[Row]:
    """The figures as rows of :data:`COLUMNS`; what was no figure is noted."""
    urls = {member.article.id: (member.article.outlet, member.article.url) for member in view.members.values()}
    for figure in figures(view, losses, full):
        row: Row = {name: read(figure) for name, (_, _, read) in _FIGURE.items()}
        row["source"], row["source_url"] = urls[figure.article]
        row |= _area(figure, "ORIGIN", pcodes) | _area(figure, "DESTINATION", pcodes)
        yield row


def _text(value: object) -> str | None:
    return None if value is None else str(value)


#: Column → what it holds, its HXL tag (or none), and how it is read off a figure.
_FIGURE: Final[dict[str, tuple[str, str, Callable[[Figure], Cell]]]] = {
    "figure_id": ("id of the figure", "#meta+id", lambda figure: figure.id),
    "event_id": ("id of the event", "#event+code", lambda figure: figure.event),
    "category": ("NEW_DISPLACEMENT, IDPS, RETURN …", "#indicator+category", lambda figure: figure.category),
    "flow_or_stock": ("those displaced in a time, or at a time", "#indicator+type", lambda figure: figure.flow_or_stock),
    "role": ("RECOMMENDED counts in totals, TRIANGULATION never", "#meta+role", lambda figure: figure.role),
    "quantifier": ("EXACT, APPROXIMATELY, MORE_THAN, LESS_THAN", "#meta+quantifier", lambda figure: figure.quantifier),
    "reported_figure": ("as printed", "#affected+reported", lambda figure: figure.reported),
    "unit": ("PERSON or HOUSEHOLD", "#meta+unit", lambda figure: figure.unit),
    "household_size": ("only where the article states it", "#meta+household_size", lambda figure: figure.household_size),
    "total_figure": ("persons: printed, or households × stated size", "#affected+displaced", lambda figure: figure.total),
    "calculation": ("how the total comes about", "#description+calculation", lambda figure: figure.calculation),
    "term": ("IDMC's word for what happened", "#event+term", lambda figure: figure.term),
    "figure_cause": ("always CONFLICT", "#event+type", lambda _: "CONFLICT"),
    "start_date": ("first possible day of a flow", "#date+displacement+start", lambda figure: _text(figure.start)),
    "end_date": ("last possible day; of a stock the day of the report", "#date+displacement+end", lambda figure: _text(figure.end)),
    "date_accuracy": ("DAY, WEEK, MONTH, YEAR", "#date+accuracy", lambda figure: figure.date_accuracy),
    "reported_on": ("day of publication", "#date+reported", lambda figure: _text(figure.reported_on)),
    "speaker": ("who says so", "#meta+source+speaker", lambda figure: figure.speaker),
    "speaker_interest": ("party, independent or unknown", "#meta+source+interest", lambda figure: figure.interest),
    "words": ("the figure as printed", "#meta+words", lambda figure: figure.words),
    "source_excerpt": ("the passage, up to 300 characters", "#description+excerpt", lambda figure: figure.excerpt),
}  # fmt: skip
_SOURCE: Final = {"source": ("outlet", "#meta+source"), "source_url": ("address of the article", "#meta+url")}
_AREA: Final[dict[str, tuple[str, str, Callable[[Place], Cell]]]] = {
    "name": ("name", "#loc+name", lambda place: place.name),
    "country": ("ISO 3166-1 alpha-2", "#country+code", lambda place: place.country),
    "admin1": ("first-level division", "#adm1+name", lambda place: place.admin1),
    "admin2": ("second-level division", "#adm2+name", lambda place: place.admin2),
    "lat": ("degrees north, WGS84", "#geo+lat", lambda place: place.lat),
    "lon": ("degrees east, WGS84", "#geo+lon", lambda place: place.lon),
}
_SIDES: Final[dict[Identifier, str]] = {"ORIGIN": "origin", "DESTINATION": "destination"}


def _area_columns() -> Iterator[tuple[str, tuple[str, str]]]:
    for side in _SIDES.values():
        tag = "+origin" if side == "origin" else "+destination"
        for name, (about, hxl, _) in _AREA.items():
            yield f"{side}_{name}", (f"{about} of the {side}", hxl + tag)
        yield f"{side}_accuracy", (f"POINT, ADM2, ADM1, ADM0 of the {side}", f"#geo+precision{tag}")
        yield f"{side}_admin1_pcode", ("from the user's own table", f"#adm1+code{tag}")
        yield f"{side}_admin2_pcode", ("from the user's own table", f"#adm2+code{tag}")


#: Column → what it holds and its HXL tag.
COLUMNS: Final[dict[str, tuple[str, str]]] = {
    **{name: (about, tag) for name, (about, tag, _) in _FIGURE.items()},
    **_SOURCE,
    **dict(_area_columns()),
}


def _area(figure: Figure, identifier: Identifier, pcodes: Pcodes | None) -> Row:
    """The cells of the first origin or destination; blank where none is told."""
    side = _SIDES[identifier]
    found: Location | None = next((each for each in figure.locations if each.identifier == identifier), None)
    place = None if found is None else found.place
    row: Row = {f"{side}_{name}": None if place is None else read(place) for name, (_, _, read) in _AREA.items()}
    row[f"{side}_accuracy"] = None if found is None else found.accuracy
    row[f"{side}_admin1_pcode"] = pcode(pcodes, place.admin1 if place else None, 1)
    row[f"{side}_admin2_pcode"] = pcode(pcodes, place.admin2 if place else None, 2)
    return row
