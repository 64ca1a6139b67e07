"""``python -m evals.wikievents GOLD.jsonl``: triggers and arguments of WikiEvents, by the encoder's heads alone.

A trigger is right when its span and its type, cut to two levels, are the key's. Reported for the types of conflict and
life (``Conflict.*``, ``Life.*``) and for all; an argument when its trigger is right, its role is, and it holds the last
word of the key's words. Nothing of the record's coder takes part: this measures what the heads have learned.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import numpy as np
from msgspec import Struct

from evals.common import Row, read_rows
from tidings.annotate.acts import linear, softmax
from tidings.reference.encoder import Array, Encoder, Pieces

WANTED = ("Conflict", "Life")


class Trigger(Struct, frozen=True, order=True):
    """A trigger: its span and its type in two levels."""

    start: int
    end: int
    type: str


@cache
def encoder() -> Encoder:
    """The encoder of the package."""
    return Encoder.shipped()


def triggers(text: str, bias: float = 0.0) -> list[Trigger]:
    """The triggers of a text; words of one type side by side are one. ``bias`` is added to the score of "none"."""
    pieces = encoder().read(text)
    words = [number for number, begins in enumerate(pieces.begins) if begins]
    if not words:
        return []
    scores = linear(encoder().heads, "own", pieces.vectors[words])
    scores[:, -1] += bias
    return list(_joined(pieces, words, softmax(scores).argmax(-1)))


def _joined(pieces: Pieces, words: list[int], labels: Array) -> Iterator[Trigger]:
    names: list[str] = encoder().manifest["wikievents"]
    ends = [*words[1:], len(pieces.offsets)]
    open_: Trigger | None = None
    last = -2
    for number, (word, label) in enumerate(zip(words, labels, strict=True)):
        if label == len(names):
            continue
        start, end, name = pieces.offsets[word][0], pieces.offsets[ends[number] - 1][1], names[label]
        if open_ is not None and last == number - 1 and open_.type == name:
            open_ = Trigger(open_.start, end, name)
        else:
            if open_ is not None:
                yield open_
            open_ = Trigger(start, end, name)
        last = number
    if open_ is not None:
        yield open_


def keys(row: Row) -> set[Trigger]:
    """The triggers of a key."""
    return {
        Trigger(event["trigger"]["start"], event["trigger"]["end"], ".".join(event["type"].split(".")[:2]))
        for event in row["events"]
    }


def figures(rows: Iterable[Row], bias: float = 0.0) -> dict[str, float]:
    """Precision, recall and F1 of triggers, of conflict and life and of all types."""
    tally = np.zeros((2, 3))
    for row in rows:
        wanted, found = keys(row), set(triggers(row["text"], bias))
        for number, kinds in enumerate((WANTED, None)):
            ours, theirs = (
                {one for one in some if kinds is None or one.type.startswith(kinds)} for some in (found, wanted)
            )
            tally[number] += len(ours & theirs), len(ours), len(theirs)
    said: dict[str, float] = {}
    for name, (right, given, asked) in zip(("conflict and life", "all"), tally, strict=True):
        said |= {f"{name} precision": right / max(1, given), f"{name} recall": right / max(1, asked), f"{name} F1": 2 * right / max(1, given + asked)}  # fmt: skip
    return said


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--bias", type=float, nargs="*", default=[0.0])
    options = parser.parse_args()
    for bias in options.bias:
        print(bias, {name: round(value, 3) for name, value in figures(read_rows(options.gold), bias).items()})


if __name__ == "__main__":
    main()
