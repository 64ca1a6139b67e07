"""The layers over a text, as ``tidings annotate`` prints them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec
from msgspec import Struct

from tidings.errors import TidingsError, UsageError
from tidings.model.article import Article
from tidings.model.mentions import PlaceMention
from tidings.model.text import Parse, Sentence
from tidings.pipeline.local import why_not_coded
from tidings.pipeline.plan import LAYERS, Plan

# Indices of tokens mean nothing outside the parse; a pattern is the ontology's own business.
_INSIDE: Final = frozenset(
    {"start", "end", "head", "token", "noun_token", "governor", "cue_token", "pattern", "evidence"}
)


class Mark(Struct, frozen=True, kw_only=True):
    """One thing found: its words at ``[start, end)`` and what it was read as."""

    start: int
    end: int
    quote: str
    value: Any


class Annotated(Struct, frozen=True, kw_only=True):
    """The wanted layers of one article; ``failed`` says why there are none."""

    article: Article
    layers: dict[str, list[Mark]]
    failed: str | None

    def line(self) -> bytes:
        """``{"article": …, "layers": {"places": [{"start", "end", "quote", "value"}]}}``."""
        return msgspec.json.encode({"article": self.article, "layers": self.layers})

    def text(self) -> str:
        """The same for a reader: one line a mark."""
        marks = [(mark.start, name, mark) for name, found in self.layers.items() for mark in found]
        marks.sort(key=lambda item: item[:2])
        shown = (f"{start:6} {name:9} {mark.quote[:60]!r:62} {_short(mark.value)}" for start, name, mark in marks)
        return "\n".join([self.article.file, *shown])


def annotated(sources: Iterable[Any], plan: Plan, wanted: tuple[str, ...]) -> Iterator[Annotated]:
    """The wanted layers of each source, by file path. An unknown layer raises UsageError before anything is read."""
    if not wanted:
        raise UsageError(f"no layer is named: there are {', '.join(LAYERS)}")
    if unknown := [name for name in wanted if name not in LAYERS]:
        raise UsageError(f"no layer is called {', '.join(unknown)}: there are {', '.join(LAYERS)}")
    for source in sorted(sources, key=lambda source: source.file):
        reading = plan.read(source)
        failed = why_not_coded(reading.article, reading.failures)
        layers: dict[str, list[Mark]] = {name: [] for name in wanted}
        if failed is None:
            try:
                layers = _marks(reading.article, plan, wanted)
            except TidingsError as error:
                failed = str(error)
        yield Annotated(article=reading.article, layers=layers, failed=failed)


def _marks(article: Article, plan: Plan, wanted: tuple[str, ...]) -> dict[str, list[Mark]]:
    found = plan.layers(article, ("parse", *wanted))
    return {name: [_mark(item, found["parse"]) for item in found[name]] for name in wanted}


def _mark(item: Any, parse: Parse) -> Mark:
    """A mention of any layer, with its words."""
    if hasattr(item, "token"):  # a trigger is one word
        start, end = parse.tokens[item.token].start, parse.tokens[item.token].end
    else:
        start, end = item.start, item.end
    return Mark(start=start, end=end, quote=parse.text[start:end], value=_value(item))


def _value(item: Any) -> Any:
    if isinstance(item, Sentence):
        return None
    plain = {name: msgspec.to_builtins(getattr(item, name)) for name in item.__struct_fields__ if name not in _INSIDE}
    if isinstance(item, PlaceMention):
        plain = {**plain.pop("place"), **plain}
        plain.pop("evidence")
    return plain


def _short(value: Any) -> str:
    if not isinstance(value, dict):
        return ""
    return ", ".join(
        f"{key}={item}" for key, item in value.items() if item not in (None, [], (), False) and key != "candidates"
    )
