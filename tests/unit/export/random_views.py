"""Views drawn by chance: any types, sides, places, spans of days, and figures with any bounds, speakers and scopes."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from tests.unit.export.handmade import actor, count, place, report, said, view
from tidings.model.event import Bounds, Event
from tidings.reference.ontology import load_ontology

_GROUPS = (
    "civilians", "combatants_actor", "combatants_recipient", "combatants_unknown", "children", "women", "unknown",
)  # fmt: skip
_SPEAKERS = ("police", "a hospital", "Northern Front", "soldiers", "a monitor", None)
_KINDS = {
    "police": "official",
    "a hospital": "medical",
    "Northern Front": "party",
    "soldiers": "party",
    "a monitor": "monitor",
}
_PEOPLE = (
    actor("Northern Front"), actor("rebels"), actor("soldiers", "state_forces"), actor("villagers", "civilians"),
    actor("gunmen", "unknown"), actor("Vale League", "identity_militia", by=["police"]), actor("crowds", "protesters"),
    actor("patrol", "international"),
)  # fmt: skip


@st.composite
def counts(draw):
    """A count that the model allows: bounds in order, or none behind a vague word."""
    figures = sorted(draw(st.lists(st.integers(0, 400), min_size=3, max_size=3)))
    known = draw(st.tuples(st.booleans(), st.booleans(), st.booleans()))
    low, best, high = (figure if is_known else None for figure, is_known in zip(figures, known, strict=True))
    vague = draw(st.sampled_from(("several people", "dozens of people", "many", "casualties", "hundreds")))
    words = f"{low or best or high} people" if any(known) else vague
    if vague in {"dozens of people", "hundreds"} and not any(known):
        low = {"dozens of people": 24, "hundreds": 200}[vague]
    return count(
        words, low, best, high, by=draw(st.sampled_from(_SPEAKERS)), group=draw(st.sampled_from(_GROUPS)),
        kind=draw(st.sampled_from(("killed", "killed", "killed", "injured"))),
        scope=draw(st.sampled_from(("this", "this", "this", "subset", "joint", "superseded"))),
        polarity=draw(st.sampled_from(("affirmed", "affirmed", "affirmed", "denied"))),
    )  # fmt: skip


@st.composite
def reports(draw, number=0):
    """A report of an event of any type."""
    told = draw(st.lists(counts(), max_size=4))
    speakers = sorted({each["speaker"] for each in told} - {None})
    start = draw(st.none() | st.dates(dt.date(2024, 1, 1), dt.date(2024, 4, 1)))
    length = draw(st.sampled_from((0, 0, 1, 2, 4, 8, 20, 45)))
    precision = st.sampled_from(("exact", "near", "admin2", "admin1", "region", "country", "unresolved"))
    stances = st.sampled_from(("asserts", "asserts", "suspects"))
    return report(
        draw(st.sampled_from(sorted(load_ontology().types))),
        counts=told,
        actors=draw(st.lists(st.sampled_from(_PEOPLE), max_size=3, unique_by=lambda each: each["name"])),
        recipients=draw(st.lists(st.sampled_from(_PEOPLE), max_size=3, unique_by=lambda each: each["name"])),
        where=draw(st.none() | st.builds(place, st.sampled_from(("Qadra", "Tolmen", "Blue Sea")), precision)),
        others=draw(st.lists(st.builds(place, st.sampled_from(("Old Mill", "Harrow")), precision), max_size=2)),
        start=start,
        end=start + dt.timedelta(length) if start else None,
        words=draw(st.sampled_from(("overnight", "three days of fighting", "from Monday to Thursday"))),
        said_by=[said(name, _KINDS[name], stance=draw(stances), cue="feared") for name in speakers],
        published=draw(st.none() | st.dates(dt.date(2024, 4, 2), dt.date(2024, 4, 20))),
        outlet=draw(st.sampled_from(("Reuters", "The Vale Courier", None))),
        polarity=draw(st.sampled_from(("affirmed", "affirmed", "denied"))),
        number=number,
    )


@st.composite
def views(draw):
    """Up to three events of up to three reports."""
    events, number = [], 0
    for _ in range(draw(st.integers(0, 3))):
        told = []
        for _ in range(draw(st.integers(1, 3))):
            number += 1
            told.append(draw(reports(number)))
        events.append(told)
    return view(*events)


def printed_figures(event: Event) -> set[int]:
    """Every figure of the dead that some report of an event prints."""
    values = [entry.value for entry in event.ledger if entry.field.startswith("counts.killed.")]
    bounds = [(value.low, value.best, value.high) for value in values if isinstance(value, Bounds)]
    return {figure for several in bounds for figure in several if figure is not None}
