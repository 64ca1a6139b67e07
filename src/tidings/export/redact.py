"""Taking words out of a record: names found in any text whatever their accents and hyphens, and a log that does not say which.

A text gets ``[name withheld]`` in place of a name. Evidence is cut around it: each piece that stays still reproduces from
its offsets (RECORD, promise 1).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, Final
from urllib.parse import unquote

import msgspec
from msgspec import Struct

from tidings.reference.actors import fold

Span = tuple[int, int]

NAME: Final = "[name withheld]"
SOURCE: Final = "[source withheld]"
PLACE: Final = "[place withheld]"
WORDS: Final = "[words withheld]"
CONTACT: Final = "[contact withheld]"
_WORD = re.compile(r"[^\W_]+")
_GAP: Final = 4  # characters between two words of one name: "Amal — Haddad"
_EDGE: Final = " \n\t,;:"
_AGE = re.compile(r",? \((?:aged? )?\d{1,3}\)|, (?:aged? )?\d{1,3}(?=[,.;]|$)")
_LETTER = re.compile(r"\w")
#: Fields that hold codes, ids and figures: no words of an article, so nothing is looked for there.
_CODES: Final = frozenset(
    {
        "account", "article", "claim", "country", "country_code", "evidence_type", "former_ids", "group", "interest", "kind",
        "language", "polarity", "precision", "producer", "published_basis", "reality", "relation", "rule", "scope",
        "speaker_kind", "stance", "state", "superseded_by", "told_by", "type", "voices", "wire_group", "wire_groups",
    }
)  # fmt: skip
#: Fields that are of no use in part: an address or an id with a name in it is left out whole.
_WHOLE: Final = frozenset({"url", "id", "holder_id"})


def as_data(value: Any) -> Any:
    """A value of the model as plain data: dictionaries, lists, texts and numbers, as JSON would have it."""
    return msgspec.json.decode(msgspec.json.encode(value))


class Redaction(Struct, frozen=True, kw_only=True, order=True):
    """How often a rule took something out of a field. It never says what."""

    field: str
    rule: str
    count: int


class Names:
    """Finds names in text: as words in a row, run together, with other accents, hyphens or capitals, in an address.

    ``exact``: names that are common words too ("Hope"), which count only with a capital.

    >>> Names(["Amal Haddad"]).spans("Amál-Haddad's son")
    [(0, 11)]
    """

    def __init__(self, names: Iterable[str], exact: Iterable[str] = ()) -> None:
        self._by_first: dict[str, set[tuple[str, ...]]] = {}
        self._joined: set[str] = set()
        self._exact = frozenset(exact)
        for name in {*names}:
            words = _words(name)
            if words:
                self._by_first.setdefault(words[0], set()).add(words)
                self._joined.add("".join(words))

    @classmethod
    def union(cls, several: Iterable[Names]) -> Names:
        """All that any of them finds."""
        found = cls(())
        for names in several:
            for first, rows in names._by_first.items():
                found._by_first.setdefault(first, set()).update(rows)
            found._joined |= names._joined
            found._exact |= names._exact
        return found

    def __bool__(self) -> bool:
        return bool(self._by_first or self._exact)

    def spans(self, text: str) -> list[Span]:
        """Where names stand, in order, not overlapping."""
        folded = fold(text)
        found = [(word[0], word.start(), word.end()) for word in _WORD.finditer(folded)]
        spans: list[Span] = []
        number = 0
        while number < len(found):
            length = self._longest(found, number, text)
            if length:
                spans.append((found[number][1], found[number + length - 1][2]))
            number += length or 1
        return spans

    def _longest(self, found: list[tuple[str, int, int]], number: int, text: str) -> int:
        """How many words from here on are a name; 0 when none is."""
        word, start, end = found[number]
        best = (
            1 if word in self._joined or word.removesuffix("s") in self._joined or text[start:end] in self._exact else 0
        )
        for name in self._by_first.get(word, ()):
            row = found[number : number + len(name)]
            close = all(after[1] - before[2] <= _GAP for before, after in pairwise(row))
            if len(name) > best and close and tuple(each[0] for each in row) == name:
                best = len(name)
        return best


class Redactor:
    """Takes words out of plain data (:func:`as_data`) and counts what it took, by field and rule."""

    def __init__(
        self, rules: Iterable[tuple[str, Names, str]], contacts: re.Pattern[str] | None, cap: int | None
    ) -> None:
        """``rules``: name of the rule, what it looks for, what stands in its place; ``cap``: characters quoted for one value."""
        self._rules = [(rule, names, instead) for rule, names, instead in rules if names]
        self._contacts = contacts
        self._cap = cap
        self.taken: Counter[tuple[str, str]] = Counter()

    def clean(self, node: Any, field: str) -> Any:
        """The same data without what the rules take out. ``field``: the path of the node, for the log."""
        leaf = field.rpartition(".")[2]
        if leaf in _CODES:
            return node
        if isinstance(node, str):
            return self._whole(node, field) if leaf in _WHOLE else self.text(node, field)
        if isinstance(node, dict):
            return {key: self.clean(value, f"{field}.{key}") for key, value in node.items()}
        if isinstance(node, list):
            if leaf == "evidence":
                return self._evidence(node, field)
            if leaf == "candidates":
                return [each for each in node if self.clean(each, field) == each]
            return [self.clean(value, field) for value in node]
        return node

    def text(self, text: str, field: str) -> str:
        """A text with ``[… withheld]`` in place of each thing taken out."""
        for (start, end), rule, instead in reversed(list(self._found(text))):
            self.taken[field, rule] += 1
            text = text[:start] + instead + text[end:]
        if self._cap is not None and len(text) > self._cap:
            self.taken[field, "quote cap"] += 1
            text = f"{text[: self._cap - 1].rstrip()}…"
        return text

    def _whole(self, text: str, field: str) -> str | None:
        rule = next((rule for _, rule, _ in self._found(unquote(text))), None)
        if rule is None:
            return text
        self.taken[field, rule] += 1
        return None

    def _found(self, text: str) -> Iterator[tuple[Span, str, str]]:
        """What to take out, in order; of two that overlap the first rule's, then the earlier."""
        found: list[tuple[Span, str, str]] = []
        for rule, names, instead in self._rules:
            found += [(_with_age(text, span) if instead == NAME else span, rule, instead) for span in names.spans(text)]
        if self._contacts is not None:
            found += [(match.span(), "contacts", CONTACT) for match in self._contacts.finditer(text)]
        end = 0
        for span, rule, instead in sorted(found, key=lambda each: each[0]):
            if span[0] >= end:
                yield span, rule, instead
                end = span[1]
            elif span[1] > end:  # the rest of one that begins inside another
                yield (end, span[1]), rule, ""
                end = span[1]

    def _evidence(self, quotes: list[dict[str, Any]], field: str) -> list[dict[str, Any]]:
        pieces = [piece for quote in quotes for piece in self._cut(quote, field)]
        if self._cap is None:
            return pieces
        kept, room = [], self._cap
        for piece in pieces:
            length = len(piece["quote"])
            if room:
                kept += _piece(piece["quote"][:room], 0, piece["start"])
            if length > room:
                self.taken[field, "quote cap"] += 1
            room = max(0, room - length)
        return kept

    def _cut(self, quote: dict[str, Any], field: str) -> Iterator[dict[str, Any]]:
        text, begin = quote["quote"], 0
        for (start, end), rule, _ in self._found(text):
            self.taken[field, rule] += 1
            yield from _piece(text[begin:start], begin, quote["start"])
            begin = end
        yield from _piece(text[begin:], begin, quote["start"])


def _with_age(text: str, span: Span) -> Span:
    """A name with the age behind it: "Amal Haddad, 34"."""
    age = _AGE.match(text, span[1])
    return span if age is None else (span[0], age.end())


def _piece(text: str, begin: int, offset: int) -> list[dict[str, Any]]:
    """A piece of a quote as evidence of its own, without blanks and commas before it; nothing where no letter or figure is left."""
    if not _LETTER.search(text):
        return []
    start = offset + begin + len(text) - len(text.lstrip(_EDGE))
    stripped = text.lstrip(_EDGE).rstrip()
    return [{"start": start, "end": start + len(stripped), "quote": stripped}]


def _words(name: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(name)))


def redactions(taken: Counter[tuple[str, str]]) -> tuple[Redaction, ...]:
    """The log, by field and rule."""
    return tuple(sorted(Redaction(field=field, rule=rule, count=count) for (field, rule), count in taken.items()))


def redaction_report(profile: str, found: Iterable[Redaction]) -> str:
    """The log as a page in Markdown: field, rule, how often; never what."""
    lines = [
        f"# What the profile `{profile}` took out",
        "",
        "How often, by field and rule. What it was is not said.",
        "",
    ]
    lines += ["| field | rule | times |", "| --- | --- | ---: |"]
    lines += [f"| {each.field} | {each.rule} | {each.count} |" for each in found]
    return "\n".join(lines) + "\n"
