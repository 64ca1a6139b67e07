"""Values as they are typed: read, written back in one form, and read again."""

from __future__ import annotations

import msgspec
import pytest
from msgspec.structs import replace

from tests import standin
from tests.unit.export.handmade import event, report
from tidings.errors import UsageError
from tidings.model.values import Candidate
from tidings.reference.actors import ActorTable
from tidings.review.typed import Known, as_typed, read_typed, typed_of

NOTHING = Known(lambda _: None, ActorTable.load)


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    (
        ("type", "shelling", "shelling"), ("background", "true", "true"), ("date", "2019-03-22", "2019-03-22"),
        ("date", "2019-03-22/2019-03-22", "2019-03-22"), ("date", "2019-03-22/2019-03-24", "2019-03-22/2019-03-24"),
        ("date", "unknown", None), ("killed.civilians", "9 - 14", "9-14"), ("killed.civilians", "12+", "12+"),
        ("killed.civilians", "≤50", "<=50"), ("killed.civilians", "9/12/14", "9/12/14"), ("killed.civilians", "unknown", None),
        ("place", "Old Mill, -12.5, 45", "Old Mill, -12.5, 45, exact"), ("place", "unknown", None),
        ("actors", "Grey Column: rebel_group; Blue Column: rebel_group", "Blue Column: rebel_group; Grey Column: rebel_group"),
        ("recipients", "unknown", None),
    ),
)  # fmt: skip
def test_one_form_for_one_value(field: str, typed: str, kept: str | None) -> None:
    """However it was typed; and what is kept reads as the same value."""
    value = read_typed(field, typed, NOTHING)
    assert as_typed(field, value) == kept
    if kept is not None:
        assert as_typed(field, read_typed(field, kept, NOTHING)) == kept


def test_a_place_that_only_the_event_knows() -> None:
    """Shown or a candidate, though no gazetteer here has it: it may stand in a table of somebody's own."""
    shown = standin.place("Qadra", ())
    other = Candidate(id="td:other", name="Qadra", country=None, admin1="East", lat=1.0, lon=2.0, score=0.4, reasons=())
    one = event(report())
    one = replace(one, values=replace(one.values, place=replace(shown, candidates=(other,))))
    assert typed_of(one, "place") == "td:qadra"
    assert msgspec.json.decode(read_typed("place", "td:qadra", NOTHING, one))["lat"] == shown.lat
    assert msgspec.json.decode(read_typed("place", "#1", NOTHING, one))["admin1"] == "East"
    for typed, told in (("td:nowhere", "no place td:nowhere"), ("#2", "no candidate #2: it has #1 Qadra, East")):
        with pytest.raises(UsageError, match=told):
            read_typed("place", typed, NOTHING, one)
    with pytest.raises(UsageError, match="no place td:qadra"):
        read_typed("place", "td:qadra", NOTHING)
