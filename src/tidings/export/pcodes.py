"""P-codes of administrative areas, only from the user's own table: ``name,admin,pcode`` with ``admin`` 1 or 2."""

from __future__ import annotations

import csv
from pathlib import Path

from tidings.errors import DataError, UsageError
from tidings.reference.actors import fold

Pcodes = dict[tuple[str, int], str]


def read_pcodes(path: Path) -> Pcodes:
    """The table of a file; UsageError where it cannot be read, DataError naming the line that is malformed."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            missing = {"name", "admin", "pcode"} - set(rows.fieldnames or ())
            if missing:
                raise DataError(f"{path}: the header lacks {', '.join(sorted(missing))}; it reads name,admin,pcode")
            return dict(_row(path, number, row) for number, row in enumerate(rows, 2))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}") from error


def _row(path: Path, line: int, row: dict[str, str]) -> tuple[tuple[str, int], str]:
    name, level, code = ((row[key] or "").strip() for key in ("name", "admin", "pcode"))
    level = level.lower().removeprefix("admin").removeprefix("adm")
    if not name or not code or level not in ("1", "2"):
        raise DataError(f"{path}, line {line}: a row is a name, 1 or 2, and a p-code; this one is {list(row.values())}")
    return (fold(name), int(level)), code


def pcode(pcodes: Pcodes | None, name: str | None, level: int) -> str | None:
    """The p-code of an area at its level; ``None`` where the table has none."""
    return None if pcodes is None or name is None else pcodes.get((fold(name), level))
