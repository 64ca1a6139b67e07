"""Who publishes and who is cited: news outlets by name and alias."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, Literal, get_args

from msgspec import Struct

from tidings.errors import DataError

OutletKind = Literal["agency", "broadcaster", "newspaper", "online", "government"]

_DATA = files("tidings.reference") / "data"


class Outlet(Struct, frozen=True, kw_only=True):
    """A publisher. ``country`` is the ISO 3166-1 alpha-2 code of its seat; ``party``: it speaks for a side of a war."""

    name: str
    kind: OutletKind
    country: str | None
    aliases: tuple[str, ...] = ()
    party: bool = False


class Outlets(Struct, frozen=True, kw_only=True):
    """All outlets, by casefolded name and alias."""

    by_name: dict[str, Outlet]
    digest: str

    def find(self, name: str) -> Outlet | None:
        """The outlet that goes by this name, with or without "the"; ``None`` when nobody does.

        >>> load_outlets().find("the AFP").name
        'Agence France-Presse'
        """
        key = " ".join(name.replace("’", "'").casefold().split())
        return self.by_name.get(key) or self.by_name.get(key.removeprefix("the "))


@cache
def load_outlets() -> Outlets:
    """The shipped outlets."""
    import yaml

    content = (_DATA / "outlets.yaml").read_bytes()
    raw = yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 safe loaders both
    return build_outlets(raw, sha256(content).hexdigest())


def build_outlets(raw: dict[str, Any], digest: str = "") -> Outlets:
    """Outlets from the plain content of the data file; DataError when a kind is unknown or two share a name."""
    found: dict[str, Outlet] = {}
    for row in raw["outlets"]:
        outlet = _outlet(row)
        for name in (outlet.name, *outlet.aliases):
            other = found.setdefault(name.casefold(), outlet)
            if other is not outlet:
                raise DataError(f"two outlets go by {name!r}: {other.name} and {outlet.name}")
    return Outlets(by_name=found, digest=digest)


def _outlet(row: dict[str, Any]) -> Outlet:
    if row.get("kind") not in get_args(OutletKind):
        raise DataError(
            f"outlet {row.get('name')!r} has the kind {row.get('kind')!r}; known are {get_args(OutletKind)}"
        )
    return Outlet(
        name=row["name"],
        kind=row["kind"],
        country=None if row.get("country") in (None, "XX") else row["country"],
        aliases=tuple(row.get("aliases", ())),
        party=bool(row.get("party")),
    )
