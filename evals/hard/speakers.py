"""The speakers of hard sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tidings.model.coding import Coding
from tidings.model.mentions import Annotations

Case = dict[str, Any]


def faults(case: Case, annotations: Annotations, coding: Coding) -> Iterator[str]:
    """What is wrong with the speakers of a case, in words."""
    yield from ()
