"""The words of a coding as the article prints them, where the parser read a copy in ordinary capitals."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from tidings.model.text import Evidence

_AS_PRINTED: Final = frozenset({"mention", "words", "content", "cue"})


def as_printed(value: Any, text: str) -> Any:
    """A value with each quote, and each field that repeats words of its evidence, read off ``text`` at the same offsets.

    Names of people, places and speakers keep the capitals of ordinary print.
    """
    if isinstance(value, Evidence):
        return Evidence(value.start, value.end, text[value.start : value.end])
    if isinstance(value, tuple):
        return tuple(as_printed(each, text) for each in value)
    if not isinstance(value, msgspec.Struct):
        return value
    fields = {name: getattr(value, name) for name in value.__struct_fields__}
    spans = [span for span in fields.get("evidence", ()) if isinstance(span, Evidence)]
    return msgspec.structs.replace(
        value,
        **{
            name: _reprinted(each, spans, text)
            if name in _AS_PRINTED and isinstance(each, str)
            else as_printed(each, text)
            for name, each in fields.items()
        },
    )


def _reprinted(words: str, spans: list[Evidence], text: str) -> str:
    for span in spans:
        if (at := span.quote.find(words)) >= 0:
            return text[span.start + at : span.start + at + len(words)]
    return words
