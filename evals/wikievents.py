"""``python -m evals.wikievents GOLD.jsonl``: triggers and arguments of WikiEvents, by the encoder's heads alone.

A trigger is right when its span and its type, cut to two levels, are the key's. Reported for the types of conflict and
life (``Conflict.*``, ``Life.*``) and for all. An argument is right when its trigger is, its role is, and it holds the last
word of the key's words; roles are cut to ours (``training/types.yaml``: attacker, killer … are an actor; roles that are
none of ours are left out), with the triggers found and with those of the key. Nothing of the record's coder takes part:
this measures what the heads have learned.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import numpy as np
from msgspec import Struct

from evals.common import Row, read_rows
from tidings.annotate.acts import linear, pairs, softmax
from tidings.reference.encoder import Array, Encoder, Pieces
from training.corpora import tables

REACH, LEAST_ARGUMENT = 12, -2.5  # words from its trigger; log odds of an argument; chosen on dev
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


class Argument(Struct, frozen=True, order=True):
    """An argument: where its trigger begins, its role in our words, its characters."""

    trigger: int
    role: str
    start: int
    end: int


def arguments(text: str, of: Iterable[int]) -> list[Argument]:
    """The arguments of triggers that begin at these characters; words of a role side by side are one."""
    pieces, heads = encoder().read(text), encoder().heads
    words = [number for number, begins in enumerate(pieces.begins) if begins]
    at = {pieces.offsets[word][0]: word for word in words}
    begun = [start for start in of if start in at]
    if not begun:
        return []
    names: list[str] = encoder().manifest["arguments"]
    scores = pairs(heads, "arguments", pieces.vectors[[at[start] for start in begun]], pieces.vectors[words])
    place = {word: number for number, word in enumerate(words)}
    apart = np.abs(np.array([place[at[start]] for start in begun])[:, None] - np.arange(len(words))[None])
    scores = np.where(apart <= REACH, scores - LEAST_ARGUMENT, -1.0)
    ends = [pieces.offsets[after - 1][1] for after in (*words[1:], len(pieces.offsets))]
    found: list[Argument] = []
    for role, trigger, word in np.argwhere(scores > 0).tolist():
        start = pieces.offsets[words[word]][0]
        last = found[-1] if found else None
        goes_on = word > 0 and last is not None and last.end == ends[word - 1]
        if goes_on and last is not None and (last.trigger, last.role) == (begun[trigger], names[role]):
            found[-1] = Argument(last.trigger, last.role, last.start, ends[word])
        else:
            found.append(Argument(begun[trigger], names[role], start, ends[word]))
    return found


def key_arguments(row: Row, kinds: tuple[str, ...]) -> list[Argument]:
    """The arguments of a key in our roles, of events of these types."""
    roles = tables()["wikievents"]["roles"]
    return [
        Argument(event["trigger"]["start"], roles[each["role"]], each["start"], each["end"])
        for event in row["events"]
        if event["type"].startswith(kinds)
        for each in event["arguments"]
        if each["role"] in roles
    ]


def argument_figures(rows: Iterable[Row]) -> dict[str, float]:
    """Precision, recall and F1 of arguments of conflict and life, with the triggers found and with those of the key."""
    roles = set(tables()["wikievents"]["roles"].values())
    tally = np.zeros((2, 3))
    for row in rows:
        wanted = key_arguments(row, WANTED)
        right = keys(row)
        told = [one for one in triggers(row["text"]) if one.type.startswith(WANTED)]
        given = sorted(one.start for one in right if one.type.startswith(WANTED))
        for number, (starts, sure) in enumerate(
            (([one.start for one in told], {one.start for one in told if one in right}), (given, set(given)))
        ):
            found = [each for each in arguments(row["text"], starts) if each.role in roles]
            hit = {
                (key.trigger, key.role, key.start)
                for each in found
                for key in wanted
                if each.trigger in sure
                and (each.trigger, each.role) == (key.trigger, key.role)
                and each.start < key.end <= each.end
            }
            tally[number] += len(hit), len(found), len({(key.trigger, key.role, key.start) for key in wanted})
    said: dict[str, float] = {}
    for name, (right_ones, given_ones, asked) in zip(("arguments", "arguments, triggers given"), tally, strict=True):
        said |= {f"{name} precision": right_ones / max(1, given_ones), f"{name} recall": right_ones / max(1, asked), f"{name} F1": 2 * right_ones / max(1, given_ones + asked)}  # fmt: skip
    return said


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
        print(bias, {name: round(float(value), 3) for name, value in figures(read_rows(options.gold), bias).items()})
    print({name: round(float(value), 3) for name, value in argument_figures(read_rows(options.gold)).items()})


if __name__ == "__main__":
    main()
