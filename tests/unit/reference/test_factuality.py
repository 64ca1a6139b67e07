"""The words of factuality as data: each in one row, each row known."""

from __future__ import annotations

import pytest

from tidings.errors import DataError
from tidings.reference.factuality import build_factuality, load_factuality

_LISTS = ("abilities", "negators", "nobodies", "groups", "clausal", "announced", "rejecting", "deniable", "existing",
          "circumstances")  # fmt: skip


def _raw(**governors: list[str]) -> dict[str, object]:
    lists: dict[str, object] = {name: [] for name in _LISTS}
    return {"version": 1, "modals": {"future": ["will"]}, "modifiers": {}, "governors": governors} | lists


def test_the_shipped_words_load() -> None:
    """Verbs, nouns and adjectives that say what becomes of what hangs from them."""
    words = load_factuality()
    assert words.governors["manage"] == "done"
    assert words.governors["fail"] == "failed"
    assert words.governors["plot"] == "planned"
    assert words.modals["will"] == "future"
    assert "deny" in words.rejecting


def test_every_list_holds_words() -> None:
    """YAML reads a bare "no" or "on" as true or false; here all are words."""
    words = load_factuality()
    for name in _LISTS:
        assert all(isinstance(word, str) and word not in ("True", "False") for word in getattr(words, name)), name
    assert "no" in words.negators


def test_a_word_in_two_rows_is_refused() -> None:
    """Which one holds would hang on the order of a file."""
    with pytest.raises(DataError, match="'plan' under 'planned' and under 'feared'"):
        build_factuality(_raw(planned=["plan"], feared=["plan"]))


def test_an_unknown_effect_is_refused() -> None:
    """A slip of the pen in the data file says so at once."""
    with pytest.raises(DataError, match="planed"):
        build_factuality(_raw(planed=["plan"]))
