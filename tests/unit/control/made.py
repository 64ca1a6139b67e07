"""Evidence by hand: one place of an invented country, an army and a front."""

import datetime as dt

from tidings.model.control import ControlEvidence, ControlPlace, Party

DAY = dt.date(2024, 1, 1)
ARMY = Party(key="army", name="Norvian army", kind="state_forces")
FRONT = Party(key="front", name="Kesra Front", kind="rebel_group")
GUARD = Party(key="guard", name="Sarun Guard", kind="political_militia")
REBELS = Party(key="rebels", name="rebels", kind="rebel_group", generic=True)


def place(key="karsk", name="Karsk"):
    return ControlPlace(
        key=key,
        name=name,
        lat=None,
        lon=None,
        country=None,
        admin1=None,
        admin2=None,
        precision="exact",
        radius_km=None,
    )


def piece(kind, day, *named, **given):
    """A statement of an independent outlet, published on the day it speaks of; ``day`` counts from the first."""
    on = DAY + dt.timedelta(days=day)
    name = "/".join(map(str, (kind, day, *(party.key for party in named), *sorted(map(str, given.values())))))
    plain = {
        "id": name, "place": place(), "kind": kind, "named": named, "against": (), "first": None, "day": on, "known": on,
        "voice": "independent", "speaker": None, "article": name, "file": f"{name}.txt", "outlet": None, "wire_group": name,
        "extent": None, "undated": False, "account": None, "words": (),
    }  # fmt: skip
    return ControlEvidence(**{**plain, **given})
