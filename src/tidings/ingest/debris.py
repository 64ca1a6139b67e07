"""The words of a page that are no part of its article, as patterns ready to use, from ``reference/data/debris.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from msgspec import Struct, convert

from tidings.errors import DataError

_MARKS = " \t\xa0•·*|›»<>:–—…-_#"  # set aside at both ends of a line; never a quotation mark
_LONGEST = 400  # characters: no longer line is taken whole
_HEAD = 80


class Rule(Struct, frozen=True, kw_only=True):
    """One pattern with the plain reason printed beside what it takes; ``breaks`` when it stood between paragraphs.

    ``needs``: words of which the line must hold one, or the pattern (an inline one) cannot match; they spare the search.
    """

    pattern: str
    why: str
    example: str
    breaks: bool = False
    needs: tuple[str, ...] = ()


class Debris(Struct, frozen=True, dict=True):
    """All rules of the data file: whole lines, heads of link lists, words inside a line, names of site sections."""

    version: int
    lines: tuple[Rule, ...]
    heads: tuple[Rule, ...]
    inline: tuple[Rule, ...]
    places: frozenset[str]

    @cached_property
    def _line_pattern(self) -> re.Pattern[str]:
        return _joined(self.lines, re.IGNORECASE)

    @cached_property
    def _head_pattern(self) -> re.Pattern[str]:
        return _joined(self.heads, re.IGNORECASE)

    @cached_property
    def _needs(self) -> tuple[str, ...]:
        return tuple(sorted({word for rule in self.inline for word in rule.needs}))

    @cached_property
    def _inline_pattern(self) -> re.Pattern[str]:
        return _joined(self.inline, 0)

    def line_rule(self, line: str) -> Rule | None:
        """The rule that takes this whole line, if any."""
        bare = line[: _LONGEST + 9].strip(_MARKS)
        if not bare or len(bare) > _LONGEST:
            return None
        return _rule_of(self.lines, self._line_pattern.fullmatch(bare))

    def head_rule(self, line: str) -> Rule | None:
        """The rule that says this line heads a list of links to other stories, if any."""
        return _rule_of(self.heads, self._head_pattern.fullmatch(line.strip(_MARKS))) if len(line) < _HEAD else None

    def is_place(self, line: str) -> bool:
        """Whether a line is the name of a section or service of a news site, and nothing else."""
        return len(line) < _HEAD and line.strip(_MARKS).casefold() in self.places

    def inside(self, text: str) -> Iterator[tuple[int, int, Rule]]:
        """Where words of an inline rule stand in a text, in order."""
        if not any(word in text for word in self._needs):
            return
        for found in self._inline_pattern.finditer(text):
            rule = _rule_of(self.inline, found)
            if rule and found.end() > found.start():
                yield found.start(), found.end(), rule


@cache
def load_debris() -> Debris:
    """The shipped list. Raises DataError, naming the rule, when a pattern is malformed."""
    import yaml

    read: dict[str, Any] = yaml.safe_load((files("tidings.reference") / "data" / "debris.yaml").read_text("utf-8"))
    rules = {kind: tuple(convert(row, Rule) for row in read[kind]) for kind in ("lines", "heads", "inline")}
    places = frozenset(" ".join(name.split()).casefold() for name in read["places"].split(","))
    return Debris(read["version"], rules["lines"], rules["heads"], rules["inline"], places)


def _rule_of(rules: tuple[Rule, ...], found: re.Match[str] | None) -> Rule | None:
    return rules[int(found.lastgroup[1:])] if found and found.lastgroup else None


def _joined(rules: tuple[Rule, ...], flags: int) -> re.Pattern[str]:
    for rule in rules:
        try:
            if re.compile(rule.pattern).groups:
                raise DataError(f"debris.yaml: the pattern {rule.pattern!r} holds a capturing group; write (?:…)")
        except re.error as error:
            raise DataError(f"debris.yaml: the pattern {rule.pattern!r} is malformed: {error}") from error
    return re.compile("|".join(f"(?P<r{number}>{rule.pattern})" for number, rule in enumerate(rules)), flags)
