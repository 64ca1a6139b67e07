"""Articles that come as JSON: one record, a list of them, or one a line, of the form ``{id?, text or html, title?, published?, outlet?, url?}``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Struct

from tidings.errors import InputError
from tidings.ingest.metadata import iso_day
from tidings.model.coding import Failure

# An escaped backslash and a whole pair are passed by, so that what is left in the group is half of one.
_HALF_LETTER = re.compile(
    rb"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
)
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
    content = _without_half_letters(content)
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


def parts_in(parts: Iterable[Part], text: bytes, encoding: str, before: int) -> tuple[Part, ...]:
    """The same parts of a text in UTF-8 as they stand in the file that has it in another encoding, after ``before`` bytes."""
    moved = []
    here, there = 0, before
    for part in parts:
        there += len(text[here : part.offset].decode().encode(encoding))
        here = part.offset + part.length
        length = len(text[part.offset : here].decode().encode(encoding))
        moved.append(Part(part.number, there, length))
        there += length
    return tuple(moved)


def _fields(content: bytes | str, notes: list[Failure]) -> dict[str, Any]:
    given = content.encode("utf-8", "replace") if isinstance(content, str) else content
    whole = _without_half_letters(given)
    if whole != given:
        reason = "half a letter stands in the record (a lone surrogate); it is shown as \ufffd"
        notes.append(Failure(step="json", reason=reason))
    try:
        found = msgspec.json.decode(whole)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(_broken(str(error))) from error
    if not isinstance(found, dict):
        raise InputError(f"the record is {_kind(found)}, not an object with a field 'text' or 'html'")
    return found


def _without_half_letters(content: bytes) -> bytes:
    """JSON as long as before, lone surrogates replaced: programs leave them that cut a text within an emoji."""
    if b"\\u" not in content:
        return content
    return _HALF_LETTER.sub(lambda found: b"\\ufffd" if found[1] else found[0], content)


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
