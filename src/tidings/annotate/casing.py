"""Capitals for a text printed without any, or in nothing else: "THE ARMY SAID TWO MEN DIED IN LIMA", old wire files.

The text of an article never changes (RECORD §5); only the parser is given a copy of the same length in which names have
capitals and other words have none, so that every offset holds. What a word is written like is read off a table
(``word_case.tsv``) and, where that is silent, off the dictionary forms of the parser's lemmatizer: a word that no rule
brings to a dictionary form is taken for a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from tidings.annotate.sentences import MODEL

_MOSTLY: Final = 0.97  # share of letters of one size in a text without ordinary capitals
_FEW_LETTERS: Final = 60  # a headline in capitals alone says too little
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)*")
_OPENS: Final = re.compile(r"(?:^|(?<!\.\w)[.!?][\"”’')\]]*\s|[\"”’')\]:]\s*\n|\n\s*\n)\s*[\"“(\[]*$")
_BEFORE: Final = 12  # characters read to see whether a word begins a sentence
_LINKS: Final = frozenset("de del y da do dos van von bin of".split())
_ARTICLES: Final = frozenset("el la las los puerto villa".split())
_TITLES: Final = frozenset(
    "president minister general colonel major captain lieutenant sergeant father bishop archbishop senator deputy governor mayor "
    "ambassador judge justice doctor commander admiral brigadier".split()
)
_GIVEN_NAMES: Final = frozenset(  # given names that are words of the dictionary too: a name where a name follows
    "hector luz angel jesus mercedes rosa gloria victor cruz pilar dolores grace will mark bill frank dick jack rob art gene ray dean earl grant guy lance "
    "noel salomon segundo rusty chase hope faith joy april may june summer amber pearl ruby iris lily rose daisy violet jasmine olive".split()
)
_MONTHS_AND_VERBS: Final = frozenset({"may", "march"})
_DAY: Final = re.compile(r"\d\s$")
_ORDINALS: Final = re.compile(r"(?<=\d)(?:st|nd|rd|th|d|mm|km|m)\b")


class Lexicon(Struct, frozen=True):
    """How words are written: ``words`` by the table, others by whether they have a dictionary form."""

    words: Mapping[str, str]
    index: Mapping[str, frozenset[str]]
    irregular: frozenset[str]
    rules: Mapping[str, tuple[tuple[str, str], ...]]

    @classmethod
    def load(cls, words: Mapping[str, str] | None = None) -> Lexicon:
        """The lexicon with the shipped table (or another), over the forms that the parser's lemmatizer knows."""
        tables = _lemma_tables()
        parts = ("noun", "verb", "adj", "adv")
        return cls(
            words=_table() if words is None else words,
            index={part: frozenset(tables.get_table("lemma_index")[part]) for part in parts},
            irregular=frozenset(word for part in parts for word in tables.get_table("lemma_exc")[part]),
            rules={
                part: tuple((old, new) for old, new in tables.get_table("lemma_rules").get(part, ())) for part in parts
            },
        )

    def form(self, word: str) -> str:
        """``l``, ``t`` or ``u``: small letters, a capital first, all capitals; ``word`` in small letters.

        ``r``: a noun or adjective of the dictionary that no news uses, more likely a name where a name stands beside it.
        """
        known = self.words.get(word)
        if known is not None:
            return known
        guess = self.guess(word)
        return "r" if guess == "l" and len(word) > 2 and word.isalpha() and not self._in_use(word) else guess

    def _in_use(self, word: str) -> bool:
        """Whether a word is a form of a verb or adverb, or of a noun that the table holds."""
        return (
            word in self.irregular
            or any(
                base in self.index[part] if part in ("verb", "adv") else base in self.words
                for part, rules in self.rules.items()
                for old, new in (("", ""), *rules)
                if word.endswith(old)
                for base in (word[: len(word) - len(old)] + new,)
            )
            or word in self.index["adv"]
        )

    def guess(self, word: str) -> str:
        """The form by the dictionary alone."""
        if len(word) == 1:
            return "l" if word == "a" else "u"
        parts = re.split(r"[-'’]", word)
        if len(parts) > 1 and all(
            not part or self.form(part) == "l" or part in ("s", "t", "re", "ll", "ve", "d") for part in parts
        ):
            return "l"
        return "l" if self.is_known(word) else "t"

    def is_known(self, word: str) -> bool:
        """Whether some rule brings a word to a dictionary form."""
        if word in self.irregular or any(word in forms for forms in self.index.values()):
            return True
        return any(
            word.endswith(old) and word[: len(word) - len(old)] + new in self.index[part]
            for part, rules in self.rules.items()
            for old, new in rules
        )

    def nouns_only(self) -> Iterator[str]:
        """Words of the dictionary that are nouns and nothing else, where names of towns and people stand among the rest."""
        for word in sorted(self.index["noun"]):
            if word.isalpha() and not any(word in self.index[part] for part in ("verb", "adj", "adv")):
                yield word


def lacks_case(text: str) -> bool:
    """Whether a text is printed in letters of one size: at least 97 in 100, and more letters than a headline has.

    >>> lacks_case("TWO MEN WERE KILLED IN LIMA. " * 4), lacks_case("Two men were killed in Lima. " * 4)
    (True, False)
    """
    capitals, small = sum(map(str.isupper, text)), sum(map(str.islower, text))
    return capitals + small >= _FEW_LETTERS and max(capitals, small) >= _MOSTLY * (capitals + small)


def recased(text: str) -> str:
    """The text as an ordinary newspaper would print it, letter by letter in place; itself when it has ordinary capitals."""
    return in_ordinary_case(text, _lexicon()) if lacks_case(text) else text


def in_ordinary_case(text: str, lexicon: Lexicon) -> str:
    """A text of one size of letters with the capitals of ordinary print, as long as before.

    >>> in_ordinary_case("THE FMLN KILLED A MAN IN LIMA. HE DIED.", Lexicon.load())
    'The FMLN killed a man in Lima. He died.'
    """
    made, position = [], 0
    found = list(_WORD.finditer(text))
    forms = [lexicon.form(_lowered(each.group())) for each in found]
    named = {
        _lowered(each.group()) for number, each in enumerate(found)
        if forms[number] == "r" and _in_company(text, found, forms, number) == "t"
    }  # fmt: skip
    forms = ["t" if _lowered(each.group()) in named else form for each, form in zip(found, forms, strict=True)]
    for number, each in enumerate(found):
        form = _in_company(text, found, forms, number)
        if form in "lr" and _OPENS.search(text, max(0, each.start() - _BEFORE), each.start()):
            form = "t"
        made += [text[position : each.start()], _written(each.group(), form)]
        position = each.end()
    return _ORDINALS.sub(lambda found: found.group().lower(), "".join((*made, text[position:])))


def _in_company(text: str, found: list[re.Match[str]], forms: list[str], number: int) -> str:
    """The form of a word beside its neighbours: "de" between two names stays small, a title before a name is a name too."""
    word, form = _lowered(found[number].group()), forms[number]
    if word in _MONTHS_AND_VERBS:
        return "t" if _DAY.search(text, max(0, found[number].start() - 4), found[number].start()) else form

    def beside(step: int) -> str:
        other = number + step
        if not 0 <= other < len(found):
            return ""
        between = text[min(found[number].end(), found[other].end()) : max(found[number].start(), found[other].start())]
        return forms[other] if between and not between.strip(" \n") else ""

    if word in _ARTICLES:
        return "t" if beside(1) in ("t", "r") else "l"
    if word in _LINKS:
        return "l" if beside(-1) == "t" else form
    if (word in _TITLES or word in _GIVEN_NAMES) and beside(1) == "t" and form == "l":
        return "t"
    if form == "r":
        return "t" if "t" in (beside(-1), beside(1)) else "l"
    return form


def _written(word: str, form: str) -> str:
    small = _lowered(word)
    if form == "u":
        return _same_length(word, word.upper())
    if form == "t":
        return "".join(
            _same_length(part, part[:1].upper() + part[1:]) if number == 0 or part not in ("s", "t") else part
            for number, part in enumerate(re.split(r"(?<=['’.])", small))
        )
    return small


def _lowered(word: str) -> str:
    return _same_length(word, word.lower())


def _same_length(word: str, other: str) -> str:
    """The other spelling, unless it is longer or shorter ("ß", "İ"): offsets must hold."""
    return other if len(other) == len(word) else word


@cache
def _lexicon() -> Lexicon:
    return Lexicon.load()


@cache
def _table() -> Mapping[str, str]:
    lines = files("tidings.reference").joinpath("data/word_case.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {row[0]: row[1] for row in rows}


@cache
def _lemma_tables() -> Any:
    """The dictionary forms that the parser's model carries (word lists of WordNet), without loading the model."""
    from spacy.lookups import Lookups

    root = Path(str(files(MODEL)))
    return Lookups().from_disk(next(root.glob("*/lemmatizer/lookups")))
