"""The displacement figures of ``idmc-style`` with a row of HXL tags under the header (HXL 1.1), for humanitarian tools."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from tidings.export.csv import table
from tidings.export.idmc_style import COLUMNS, Row, rows
from tidings.export.losses import Losses
from tidings.export.pcodes import Pcodes
from tidings.model.event import View


def write(view: View, losses: Losses, *, full: View | None = None, pcodes: Pcodes | None = None) -> Iterator[bytes]:
    """The table with its tags; options as for ``idmc_style.write``."""
    tags: Row = {name: tag for name, (_, tag) in COLUMNS.items()}
    return table(COLUMNS, chain([tags], rows(view, losses, full, pcodes)))
