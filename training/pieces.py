"""Texts as windows of word pieces with what the heads shall say of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct
from tokenizers import Tokenizer

from training.examples import Example, Trigger

WINDOW, STEP = 320, 272
CLS, SEP = 101, 102


class Pieces(Struct, frozen=True, kw_only=True):
    """A text in pieces: ids, character offsets, and which pieces begin a word."""

    ids: Sequence[int]
    offsets: Sequence[tuple[int, int]]
    begins: Sequence[bool]


@cache
def tokenizer(path: Path) -> Tokenizer:
    """The tokenizer of the encoder; it neither cuts nor pads."""
    made = Tokenizer.from_file(str(path))
    made.no_truncation()
    made.no_padding()
    return made


def in_pieces(text: str, made: Tokenizer) -> Pieces:
    """The pieces of a text, without the marks at its ends."""
    coded = made.encode(text, add_special_tokens=False)
    begins = [number == 0 or word != coded.word_ids[number - 1] for number, word in enumerate(coded.word_ids)]
    return Pieces(ids=coded.ids, offsets=coded.offsets, begins=begins)


def starts_of_windows(length: int) -> list[int]:
    """Where the windows of a text begin: as few as hold it, evenly laid."""
    if length <= WINDOW:
        return [0]
    several = -(-(length - WINDOW) // STEP) + 1
    return [round(number * (length - WINDOW) / (several - 1)) for number in range(several)]


def words_in(pieces: Pieces, start: int, end: int) -> list[int]:
    """The pieces that begin the words of ``[start, end)``."""
    starts = [offset[0] for offset in pieces.offsets]
    first = bisect_right(starts, start) - 1
    return [
        number
        for number in range(max(first, 0), len(starts))
        if pieces.begins[number] and starts[number] < end and pieces.offsets[number][1] > start
    ]


class Window(Struct, frozen=True, kw_only=True):
    """A window of an example: its pieces, and triggers and arguments by piece (counted within the window).

    ``triggers``: (pieces of the words, trigger). ``arguments``: (number of the trigger in this list, pieces, role).
    """

    set: str
    ids: Sequence[int]
    words: Sequence[int]
    triggers: Sequence[tuple[list[int], Trigger]]
    arguments: Sequence[tuple[int, list[int], str]]
    complete: frozenset[str]


def windows(example: Example, made: Tokenizer) -> Iterator[Window]:
    """The windows of an example, those with nothing marked too."""
    pieces = in_pieces(example.text, made)
    marked = [(words_in(pieces, each.start, each.end), each) for each in example.triggers]
    found = [(words_in(pieces, each.start, each.end), each) for each in example.arguments]
    for start in starts_of_windows(len(pieces.ids)):
        end = min(len(pieces.ids), start + WINDOW)
        inside = [number for number, (words, _) in enumerate(marked) if words and start <= words[0] and words[-1] < end]
        place = {number: position for position, number in enumerate(inside)}
        yield Window(
            set=example.set,
            ids=pieces.ids[start:end],
            words=[number - start for number in range(start, end) if pieces.begins[number]],
            triggers=[([word - start for word in marked[number][0]], marked[number][1]) for number in inside],
            arguments=[
                (place[argument.trigger], [word - start for word in words], argument.role)
                for words, argument in found
                if argument.trigger in place and words and start <= words[0] and words[-1] < end
            ],
            complete=example.complete,
        )
