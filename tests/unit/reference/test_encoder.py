"""The encoder: how a text is laid into windows, and that windows do not feel each other. No figure of the weights is kept here."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.reference.encoder import STEP, WINDOW, Encoder, starts_of_windows

WORD = "gate "


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """The encoder of the package."""
    return Encoder.shipped()


@given(st.integers(1, 100_000))
def test_windows_hold_all_of_a_text(length: int) -> None:
    """The first begins at the first piece, the last ends at the last, and each overlaps the next."""
    starts = starts_of_windows(length)
    assert starts[0] == 0
    assert max(0, length - WINDOW) == starts[-1]
    assert all(0 < after - before <= STEP for before, after in pairwise(starts))


def test_no_text_has_no_pieces(encoder: Encoder) -> None:
    """Nothing is read and nothing fails."""
    assert encoder.read(" \n ").vectors.shape == (0, 384)


def test_a_window_does_not_feel_the_others(encoder: Encoder) -> None:
    """The first window has the vectors of its words alone, whatever follows: int8 scales by nothing but the window itself."""
    first = WORD * WINDOW
    alone = encoder.read(first).vectors
    for after in ("The bakery opened at seven. ", "A bomb killed nine. "):
        longer = encoder.read(first + after * 90).vectors
        assert np.array_equal(longer[: WINDOW // 2], alone[: WINDOW // 2])


def test_the_same_text_gives_the_same_vectors(encoder: Encoder) -> None:
    """Bit for bit."""
    text = "Gunmen attacked a village. " * 90
    assert np.array_equal(encoder.read(text).vectors, encoder.read(text).vectors)
