"""Whose side an outlet takes that speaks for a side of a war, as the data file says (``party_outlets.yaml``)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

_FILE: Final = "party_outlets.yaml"


@cache
def load_party_outlets() -> dict[str, str]:
    """Ids of actors or states by the outlet's name in ``outlets.yaml``; outlets whose side their name does not say are left out.

    >>> load_party_outlets()["Amaq"]
    'islamic-state'
    """
    import yaml

    raw = yaml.safe_load((files("tidings.reference") / "data" / _FILE).read_text(encoding="utf-8"))
    return {str(name): str(side) for name, side in raw["outlets"].items()}
