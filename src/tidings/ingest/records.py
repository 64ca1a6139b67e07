"""Articles that come as JSON: one record, a list of them, or one a line, of the form ``{id?, text or html, title?, published?, outlet?, url?}``."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Struct

from tidings.errors import InputError
from tidings.ingest.metadata import iso_day
from tidings.model.coding import Failure

_NAMES = {
    dict: "an object",
    list: "a list",
    str: "text",
    int: "a number",
    float: "a number",
    bool: "true or false",
    type(None): "null",
}


class Record(Struct, frozen=True, kw_only=True):
    """One record as it was given, and a note for each field that could not be used. One of ``text`` and ``html`` is there."""

    id: str | None
    text: str | None
    html: str | None
    title: str | None
    published: dt.date | None
    outlet: str | None
    url: str | None
    notes: tuple[Failure, ...]


class Part(Struct, frozen=True):
    """Where a record stands in its file: bytes ``[offset, offset + length)``; ``number`` counts from 0."""

    number: int
    offset: int
    length: int


def read_record(content: bytes | str) -> Record:
    """A record out of JSON. Raises InputError, naming the field, when there is no article in it."""
    notes: list[Failure] = []
    fields = _fields(content, notes)
    words = {name: _words(fields, name, notes) for name in ("id", "title", "outlet", "url")}
    text, html = _body(fields, "text"), _body(fields, "html")
    if text is None and html is None:
        raise InputError("the record has neither a field 'text' nor a field 'html'")
    return Record(
        text=text, html=html if text is None else None, published=_published(fields, notes), notes=tuple(notes), **words
    )


def parts_of_lines(lines: Iterable[bytes]) -> tuple[Part, ...]:
    """Where the records of JSON Lines stand: every line that is not blank, numbered as lines are (each with its line feed)."""
    parts = []
    offset = 0
    for number, line in enumerate(lines):
        body = line.strip(b" \t\r\n\xef\xbb\xbf" if offset == 0 else b" \t\r\n")
        if body:
            parts.append(Part(number, offset + line.index(body), len(body)))
        offset += len(line)
    return tuple(parts)


def parts_of_list(content: bytes) -> tuple[Part, ...] | None:
    """Where the records of a JSON list stand; None when the file holds no list, or a broken one."""
    try:
        found = msgspec.json.decode(content, type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    parts = []
    here = 0
    for number, each in enumerate(found):
        raw = bytes(each)
        here = content.index(raw, here)
        parts.append(Part(number, here, len(raw)))
        here += len(raw)
    return tuple(parts)


def _fields(content: bytes | str, notes: list[Failure]) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        found = _with_half_letters(content, notes) if "surrogate" in str(error) else None
        if found is None:
            raise InputError(_broken(str(error))) from error
    if not isinstance(found, dict):
        raise InputError(f"the record is {_kind(found)}, not an object with a field 'text' or 'html'")
    return found


def _with_half_letters(content: bytes | str, notes: list[Failure]) -> Any:
    """What some JSON says that has half of a surrogate pair in it, as programs leave that cut a text within an emoji."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return found
    whole = {name: _whole(value) if isinstance(value, str) else value for name, value in found.items()}
    if whole != found:
        reason = "half a letter stands in the record (a lone surrogate); it is shown as \ufffd"
        notes.append(Failure(step="json", reason=reason))
    return whole


def _whole(words: str) -> str:
    return words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _broken(error: str) -> str:
    if "truncated" in error:
        return "the JSON record is cut off before its end"
    if "recursion" in error:
        return "the JSON record is nested too deeply to be an article"
    if "out of range" in error:
        return "the JSON record holds a number too large to be read"
    if "trailing characters" in error:
        return "the file holds more than one JSON value; if it has a record on each line, name it .jsonl"
    return f"the record is not JSON: {error}"


def _body(fields: dict[str, Any], name: str) -> str | None:
    value = fields.get(name)
    if value is None or isinstance(value, str):
        return value
    raise InputError(f"the field {name!r} is {_kind(value)}, not text")


def _words(fields: dict[str, Any], name: str, notes: list[Failure]) -> str | None:
    value = fields.get(name)
    if name == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is None or isinstance(value, str):
        return " ".join(value.split()) or None if value else None
    notes.append(Failure(step="json", reason=f"the field {name!r} is {_kind(value)}, not text; it was left out"))
    return None


def _published(fields: dict[str, Any], notes: list[Failure]) -> dt.date | None:
    words = _words(fields, "published", notes)
    day = iso_day(words) if words else None
    if words and not day:
        notes.append(
            Failure(
                step="json",
                reason=f"the field 'published' reads {words[:40]!r}, which is no day; write it as YYYY-MM-DD",
            )
        )
    return day


def _kind(value: Any) -> str:
    return _NAMES.get(type(value), type(value).__name__)
