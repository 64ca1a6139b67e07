"""An article as it is compared with others: words without typography, sentences, and in each the names, figures and days."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import Final

from msgspec import Struct

from tidings.fusion.shingles import shingles, word_hash
from tidings.reference.wire_agencies import WireWords, load_wire_words

RUN: Final = 5  # words; RECORD's figures for copies are of runs of five
BRIEF: Final = 60  # words; in a text this short one edit breaks too many runs of five, so runs of three are looked at
BRIEF_RUN: Final = 3
_STEM, _NAME, _FIGURE = 1.0, 0.5, 1.5  # a name is a stem too
# What stands further down decides nothing, and laying long lists side by side costs the square of their length.
_MOST_SENTENCES: Final = 150
_MOST_CHARACTERS: Final = 60_000
_ENDLESS: Final = 800  # characters of a sentence
_PIECE = re.compile(r".{1,400}(?:\s+|$)|\S{1,400}", re.DOTALL)

_MOJIBAKE = re.compile("â€(?:[œ\x9d\x98\x99\x93\x94™˜“”]|\\b)?")  # UTF-8 quotes and dashes read as cp1252
_QUOTES = re.compile("[“”„‟«»″\x93\x94]")
_APOSTROPHES = re.compile("[‘’‚‛′`\x91\x92]")
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*")
_STOP = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]*[A-Z0-9])|\n+")
_LAST_WORD = re.compile(r"([\w.]+)\.$")
_QUOTED = re.compile(r'"([^"\n]{15,600})"')
_ENDINGS = re.compile(r"(?:ing|edly|ed|es|ers|er|s|'s|ly)$")
_ISO = re.compile(r"\b\d{4}-(\d{2})-(\d{2})\b")


class WireSentence(Struct, frozen=True):
    """One sentence: words in small letters, stems of those that say something, names, figures, days (``d03-14``, ``w5`` for a Saturday)."""

    words: tuple[str, ...]
    stems: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]
    days: frozenset[str]


class WireText(Struct, frozen=True, kw_only=True, dict=True):
    """An article made ready: its sentences without the title, its runs of words, what it quotes, whom it credits.

    ``quotes`` are the sentences inside quotation marks, as words. ``periodic``: it tells what a day or a week brought. ``denials``: in
    which of its sentences somebody denies something.
    """

    id: str
    outlet: str | None
    published: dt.date | None
    text: str
    title: tuple[str, ...]
    sentences: tuple[WireSentence, ...]
    words: tuple[str, ...]
    quotes: frozenset[tuple[str, ...]]
    credits: frozenset[str]
    periodic: bool
    denials: tuple[int, ...]

    @cached_property
    def facts(self) -> frozenset[str]:
        """All its names and figures."""
        return frozenset(fact for one in self.sentences for fact in one.names | one.numbers)

    @cached_property
    def hashes(self) -> tuple[tuple[int, ...], ...]:
        """The words of each sentence as numbers."""
        return tuple(tuple(map(word_hash, one.words)) for one in self.sentences)

    @cached_property
    def terms(self) -> tuple[dict[str, float], ...]:
        """What each sentence says, and how much it weighs: stems, names (``n:``), figures (``#``)."""
        return tuple(_terms(one) for one in self.sentences)

    @cached_property
    def counts(self) -> dict[str, int]:
        """In how many sentences each term stands."""
        return Counter(term for terms in self.terms for term in terms)

    @cached_property
    def runs_of_five(self) -> tuple[int, ...]:
        """The runs of five words, in order."""
        return tuple(shingles(self.words, RUN))

    @cached_property
    def runs_of_three(self) -> tuple[int, ...]:
        """The runs of three words, in order."""
        return tuple(shingles(self.words, BRIEF_RUN))

    @property
    def run(self) -> int:
        """The length of the runs of words by which it is compared."""
        return BRIEF_RUN if len(self.words) < BRIEF else RUN


def read_text(id: str, text: str, title: str | None, outlet: str | None, published: dt.date | None) -> WireText:
    """What the wire steps look at of an article."""
    known = load_wire_words()
    plain, head = _plain(text), _plain(title or "")
    body = plain[len(head) :] if head and plain.startswith(head) else plain
    lowered = {word for word in _WORD.findall(body) if word[0].islower()}
    told = (_sentence(known, one, lowered) for one in _sentences(known, body[:_MOST_CHARACTERS]))
    sentences = tuple(islice((one for one in told if one.words), _MOST_SENTENCES))
    return WireText(
        id=id, outlet=outlet, published=published, text=plain, title=_words(head), sentences=sentences,
        words=tuple(word for one in sentences for word in one.words), quotes=frozenset(_quotes(known, body)),
        credits=known.credited(plain), periodic=known.periods.search(body.casefold()) is not None,
        denials=tuple(at for at, one in enumerate(sentences) if not known.denials.isdisjoint(one.words)),
    )  # fmt: skip


def _terms(sentence: WireSentence) -> dict[str, float]:
    terms = dict.fromkeys(sentence.stems, _STEM)
    terms.update((f"n:{name}", _NAME) for name in sentence.names)
    terms.update((f"#{number}", _FIGURE) for number in sentence.numbers)
    return terms


def _plain(text: str) -> str:
    """A text without differences of typography: quotation marks, accents, ligatures, what cp1252 made of them."""
    text = _MOJIBAKE.sub("'", text) if "â€" in text else text
    text = _APOSTROPHES.sub("'", _QUOTES.sub('"', text))
    text = unicodedata.normalize("NFKD", text.replace("\xad", "")).replace("\r", "\n")
    return "".join(one for one in text if not unicodedata.combining(one)).strip()


def _words(text: str) -> tuple[str, ...]:
    """The words in small letters; figures without separators, "don't" as one word."""
    return tuple(word.replace(",", "") if word[0].isdigit() else word.casefold() for word in _WORD.findall(text))


def _split(known: WireWords, text: str) -> Iterator[str]:
    """The sentences of a text, at stops and line ends."""
    start = 0
    for found in _STOP.finditer(text):
        before = text[start : found.start()].rstrip("\"')]")
        last = _LAST_WORD.search(before)
        if last and "\n" not in found[0] and (len(last[1]) == 1 or last[1].casefold() in known.abbreviations):
            continue
        yield text[start : found.end()]
        start = found.end()
    yield text[start:]


def _sentences(known: WireWords, text: str) -> Iterator[str]:
    """The sentences, one without an end in sight in pieces: nothing tells how long a text without stops goes on."""
    for one in _split(known, text):
        yield from (one,) if len(one) <= _ENDLESS else (found[0] for found in _PIECE.finditer(one))


def _quotes(known: WireWords, text: str) -> Iterator[tuple[str, ...]]:
    """The sentences that stand in quotation marks."""
    for found in _QUOTED.finditer(text):
        for one in _split(known, found[1]):
            words = _words(one)
            if len(words) >= RUN:
                yield words


def _sentence(known: WireWords, text: str, lowered: set[str]) -> WireSentence:
    printed = _WORD.findall(text)
    words = _words(text)
    days = frozenset(_days(known, words, text))
    names = frozenset(_names(known, printed, lowered))
    numbers = frozenset(_numbers(known, words))
    stems = frozenset(
        stem(word) for word in words if not word[0].isdigit() and word not in known.plain and len(word) > 1
    )
    return WireSentence(words=words, stems=stems, names=names, numbers=numbers, days=days)


def stem(word: str) -> str:
    """A word without its ending, good enough to tell "exploded" and "explode" for one.

    >>> stem("attackers"), stem("wounded"), stem("wounding")
    ('attack', 'wound', 'wound')
    """
    cut = _ENDINGS.sub("", word)
    return cut if len(cut) >= 3 else word


def _names(known: WireWords, printed: Sequence[str], lowered: set[str]) -> Iterator[str]:
    """Words that are names by their capitals; the first word of a sentence only when it is not known in small letters."""
    for at, word in enumerate(printed):
        folded = word.casefold().removesuffix("'s")
        if not word[0].isupper() or len(folded) < 2 or folded in known.plain:
            continue
        if folded in known.weekdays or folded in known.months or folded in known.numbers:
            continue
        if folded in lowered and (at == 0 or not word.isupper()):
            continue
        yield folded


def _numbers(known: WireWords, words: Sequence[str]) -> Iterator[str]:
    """The figures of a sentence: "22", "twenty two" and "two dozen" as digits. "One" is mostly no figure."""
    total: int | None = None
    for word in (*words, ""):
        value = known.numbers.get(word)
        if value is not None:
            total = value if total is None else total * value if value >= 12 and value > total else total + value
            continue
        if total is not None and total != 1:
            yield str(total)
        total = None
        if word[:1].isdigit():
            yield word


def _days(known: WireWords, words: Sequence[str], text: str) -> Iterator[str]:
    """Days by name and by date: ``w0`` is a Monday, ``d03-14`` the fourteenth of March."""
    for before, word, after in zip(("", *words), words, (*words[1:], ""), strict=False):
        if word in known.weekdays:
            yield f"w{known.weekdays[word]}"
        elif word in known.months:
            for near in (before, after):
                if near.isdigit() and 1 <= int(near) <= 31:
                    yield f"d{known.months[word]:02d}-{int(near):02d}"
    for month, day in _ISO.findall(text):
        yield f"d{month}-{day}"
