"""Evidence by hand: places, parties and pieces for tests of what is inferred from them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from msgspec.structs import replace

from tidings.model.control import ControlEvidence, ControlPlace, Party
from tidings.reference.control_rules import load_control_rules

RULES = load_control_rules()
FRONT = Party(key="front", name="Northern Front", kind="rebel_group")
LEAGUE = Party(key="league", name="Vale League", kind="rebel_group")
ARMY = Party(key="merrow", name="Merrowese Army", kind="state_forces")
REBELS = Party(key="rebels", name="rebels", kind="rebel_group", generic=True)
FIRST = dt.date(2031, 3, 1)

QADRA = ControlPlace(
    key="td:qadra", name="Qadra", lat=-12.3, lon=45.7, country="XA", admin1="East", admin2="Upper East", precision="exact",
    radius_km=5.0,
)  # fmt: skip
DISTRICT = replace(QADRA, key="td:upper-east", name="Upper East", precision="admin2", radius_km=30.0)
PROVINCE = replace(QADRA, key="td:east", name="East", admin2=None, precision="admin1", radius_km=90.0)
TOLMEN = replace(QADRA, key="td:tolmen", name="Tolmen", lat=-14.3, lon=46.9, admin2="Lower East")


def day(number: int) -> dt.date:
    """The first of March 2031 is day 1."""
    return FIRST + dt.timedelta(number - 1)


def piece(
    kind: Any, *named: Party, on: int, known: int | None = None, group: str | None = None, **more: Any
) -> ControlEvidence:
    """Evidence of a day by number; published the same day, by an independent voice, in an article of its own, if not said otherwise."""
    number = on if known is None else known
    article = more.pop("article", f"{kind}-{'+'.join(party.key for party in named)}-{on}-{number}")
    values = {
        "id": f"k1:{article}", "place": QADRA, "against": (), "first": day(on), "voice": "independent", "speaker": None, "file": f"{article}.txt",
        "outlet": None, "extent": None, "undated": False, "account": None, "words": (),
    } | more  # fmt: skip
    return ControlEvidence(
        kind=kind, named=named, day=day(on), known=day(number), article=article, wire_group=group or article, **values
    )
