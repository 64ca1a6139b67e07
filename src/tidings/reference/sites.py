"""Kinds of sites that acts strike: a market, a checkpoint (``sites.yaml``)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def load_sites() -> dict[str, str]:
    """The kind of site by each word for it.

    >>> load_sites()["bazaar"]
    'market'
    """
    import yaml

    raw = yaml.safe_load((files("tidings.reference") / "data" / "sites.yaml").read_text(encoding="utf-8"))
    return {word: words[0] for words in raw["sites"] for word in words}
