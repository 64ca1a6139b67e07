"""Events of hand-made codings."""

from __future__ import annotations

import pytest

from tests import standin
from tidings.fusion.fuse import fuse
from tidings.model.coding import Coding
from tidings.model.event import Event


@pytest.fixture
def codings() -> list[Coding]:
    """Two articles with an account each."""
    texts = {
        "a.txt": "Rebels attacked soldiers in Qadra, killing 7, officials said.",
        "b.txt": "Militias attacked farmers in Tolmen, killing 2, residents said.",
    }
    return [standin.coding(standin.article(text, file)) for file, text in texts.items()]


@pytest.fixture
def events(codings: list[Coding]) -> list[Event]:
    """Their events."""
    return list(fuse(codings).events)
