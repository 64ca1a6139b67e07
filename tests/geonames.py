"""GeoNames country dumps made by hand."""

from __future__ import annotations

import zipfile
from pathlib import Path


def row(
    no: int,
    name: str,
    kind: str,
    *,
    others: str = "",
    lat: object = 34.55,
    lon: object = 40.96,
    second: str = "0703",
    people: object = 0,
) -> str:
    """A row of the main table; ``kind`` is feature class and code ("P.PPL")."""
    letter, code = kind.split(".")
    cells = (
        no,
        name,
        name,
        others,
        lat,
        lon,
        letter,
        code,
        "SY",
        "",
        "07",
        second,
        "",
        "",
        people,
        "",
        180,
        "Asia/Damascus",
        "2026-10-20",
    )
    return "\t".join(map(str, cells))


def write_zip(path: Path, rows: tuple[str, ...], member: str = "SY.txt") -> Path:
    """A dump as GeoNames packs it."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "\n".join(rows) + "\n")
        archive.writestr("readme.txt", "about")
    return path
