"""The words of the gate: how much each speaks for conflict in the sentence it stands in.

Made by ``python -m training.gate``; how, and from what, is in docs/method/gate.md.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from msgspec import Struct

from tidings.errors import DataError

_DATA = files("tidings.reference") / "data"
_LEAST = "*least*"


class GateWords(Struct, frozen=True, kw_only=True):
    """Weights in log-odds: 0 says nothing, 3 that among sentences with the word those of conflict are twenty times as many as
    those of other matters, were both kinds equally common.

    ``words`` are in small letters and count in any case, ``beside`` too, but these only beside a word of the other lists: "men",
    "near", "ministry". ``names`` count as they are printed (ISIS, FARC). ``pairs`` are two neighbouring words in small letters, by
    their first; a pair stands in the place of its words ("heart attack": 0). ``least`` is the score from which a sentence
    lets its text pass.
    """

    words: dict[str, float]
    beside: dict[str, float]
    names: dict[str, float]
    pairs: dict[str, dict[str, float]]
    least: float


@cache
def load_gate_words() -> GateWords:
    """The shipped table."""
    return read_gate_words((_DATA / "gate.tsv").read_text(encoding="utf-8"))


def read_gate_words(content: str) -> GateWords:
    r"""A table from its lines: ``word <tab> weight``, and a third column for words that count beside others; ``#`` is a comment.

    >>> table = read_gate_words("*least*\t4\nshelling\t4.5\nISIS\t4\nheart attack\t0\nmen\t2.3\tbeside")
    >>> table.words, table.names, table.pairs, table.beside
    ({'shelling': 4.5}, {'ISIS': 4.0}, {'heart': {'attack': 0.0}}, {'men': 2.3})
    """
    known: dict[str, dict[str, float]] = {"words": {}, "beside": {}, "names": {}}
    pairs: dict[str, dict[str, float]] = {}
    least = None
    for number, line in enumerate(content.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        entry, *columns = line.split("\t")
        try:
            weight = float(columns[0])
        except (IndexError, ValueError) as error:
            raise DataError(f"gate.tsv line {number}: {line!r} is no word with its weight") from error
        first, _, second = entry.partition(" ")
        if entry == _LEAST:
            least = weight
        elif second:
            pairs.setdefault(first, {})[second] = weight
        else:
            kind = columns[1] if len(columns) > 1 else "words" if entry == entry.lower() else "names"
            known[kind][entry] = weight
    if least is None:
        raise DataError(f"gate.tsv has no row {_LEAST}, the score from which a text passes")
    return GateWords(**known, pairs=pairs, least=least)
