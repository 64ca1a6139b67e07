"""Bytes to text: by byte-order mark, UTF-8, what the page declares, UTF-16 without a mark, cp1252, other encodings by their look.

Anything but plain UTF-8 comes with a note that names the encoding, for a wrong guess turns quotes and names to rubbish.
"""

from __future__ import annotations

import codecs
import re
from typing import NoReturn

from msgspec import Struct

from tidings.errors import InputError
from tidings.model.coding import Failure

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_DECLARED = re.compile(
    rb"<meta[^<>]{0,200}?charset\s{0,3}=\s{0,3}[\"']?([A-Za-z0-9_:.-]{2,30})|<\?xml[^<>]{0,100}?encoding=[\"']([A-Za-z0-9_.-]{2,30})",
    re.IGNORECASE,
)
_CONTROLS = bytes([*range(9), *range(14, 27), *range(28, 32), 127])
_NO_CP1252 = bytes([0x81, 0x8D, 0x8F, 0x90, 0x9D])
_SAMPLE = 65_536
_MOST_CONTROLS = 0.005  # share of bytes; random bytes have a tenth, old texts a stray one
_LITTER = 0.05  # share of bytes up to which a text in good UTF-8 is a text all the same
_WESTERN = 0.12  # share of bytes over 127 up to which a text is taken for a Western language
_NOT_TEXT = "not text: the bytes are in no encoding of letters that is known here"


class Decoded(Struct, frozen=True):
    """Text without its byte-order mark, the encoding it was in, and a note when that was not plain UTF-8."""

    text: str
    encoding: str
    notes: tuple[Failure, ...] = ()


def decode(content: bytes, *, html: bool = False) -> Decoded:
    """The text in some bytes. ``html`` looks for a charset in the page's head. Raises InputError on bytes that are no text."""
    marked = _by_mark(content)
    if marked:
        return marked
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(content, html)
    if content.count(0) or _share(content, _CONTROLS) > _MOST_CONTROLS:
        return _wide(content) or _littered(text, content)
    return Decoded(text, "utf-8")


def is_wide(head: bytes) -> bool:
    """Whether the first bytes of a file show two or four bytes a letter."""
    return head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or (0 in head and _wide(head) is not None)


def is_noise(head: bytes) -> bool:
    """Whether the first bytes of a file are no text in any encoding."""
    return _share(head, _CONTROLS) > _LITTER and not is_wide(head)


def _by_mark(content: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            body = content[len(mark) :]
            text = body.decode(encoding, "replace")
            if encoding == "utf-8" and "\ufffd" not in text:
                return Decoded(text, encoding)
            if text.count("\ufffd") > len(text) // 50:
                raise InputError(_NOT_TEXT)
            return Decoded(
                text, encoding, (_note(f"decoded as {encoding.upper()}, by its byte-order mark{_lost(text)}"),)
            )
    return None


def _legacy(content: bytes, html: bool) -> Decoded:
    """Text that is not UTF-8: declared, two bytes a letter, nearly UTF-8, cp1252, or an encoding guessed by its look."""
    if content[:_SAMPLE].count(0):
        return _wide(content) or _no_text()
    if _share(content, _CONTROLS) > _MOST_CONTROLS:
        raise InputError(_NOT_TEXT)
    return (html and _declared(content)) or _nearly_utf8(content) or _western(content) or _guessed(content)


def _declared(content: bytes) -> Decoded | None:
    found = _DECLARED.search(content[:4096])
    name = (found[1] or found[2]).decode("ascii").lower() if found else ""
    try:
        codec = (
            codecs.lookup({"iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252"}.get(name, name)).name
            if name
            else ""
        )
        return (
            Decoded(content.decode(codec), codec, (_note(f"decoded as {codec}, which the page declares"),))
            if codec
            else None
        )
    except (LookupError, UnicodeError):
        return None


def _nearly_utf8(content: bytes) -> Decoded | None:
    """UTF-8 with a few bytes spoilt: many letters of two and more bytes are whole, few are not."""
    text = content.decode("utf-8", "replace")
    spoilt, whole = text.count("\ufffd"), sum(map(text.count, "’‘“”–—éèüöäçñ"))
    if whole > 5 * spoilt:
        return Decoded(text, "utf-8", (_note(f"decoded as UTF-8{_lost(text)}"),))
    return None


def _western(content: bytes) -> Decoded | None:
    high = len(content) - len(content.translate(None, bytes(range(128, 256))))
    if high > _WESTERN * len(content) or any(byte in content for byte in _NO_CP1252):
        return None
    return Decoded(
        content.decode("cp1252"),
        "cp1252",
        (_note("decoded as cp1252 (Windows, Western European), since it is not UTF-8"),),
    )


def _guessed(content: bytes) -> Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(content[:_SAMPLE], threshold=0.2).best()
    if best is None or best.encoding in ("ascii", "utf_8"):
        raise InputError(_NOT_TEXT)
    text = content.decode(best.encoding, "replace")
    letters = sum(letter.isalpha() or letter.isspace() for letter in text[:_SAMPLE])
    if letters < 0.7 * len(text[:_SAMPLE]):
        raise InputError(_NOT_TEXT)
    return Decoded(
        text, best.encoding, (_note(f"decoded as {best.encoding}, guessed from how the text looks{_lost(text)}"),)
    )


def _littered(text: str, content: bytes) -> Decoded:
    """UTF-8 with characters that steer a terminal or mean nothing; cleaning drops them."""
    if _share(content, _CONTROLS) > _LITTER:
        _no_text()
    odd = len(content) - len(content.translate(None, _CONTROLS))
    what = "1 control character" if odd == 1 else f"{odd:,} control characters"
    return Decoded(text, "utf-8", (_note(f"the file holds {what} (NUL and the like), which are left out"),))


def _no_text() -> NoReturn:
    raise InputError(_NOT_TEXT)


def _wide(content: bytes) -> Decoded | None:
    """UTF-16 without a mark: nearly every other byte is zero, which side tells the order."""
    sample = content[: _SAMPLE & ~1]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    for encoding, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros > 0.4 * half and others < 0.1 * half:
            text = content.decode(encoding, "replace")
            return Decoded(
                text,
                encoding,
                (_note(f"decoded as {encoding.upper()}, which has no byte-order mark here{_lost(text)}"),),
            )
    return None


def _share(content: bytes, some: bytes) -> float:
    sample = content[:_SAMPLE]
    return (len(sample) - len(sample.translate(None, some))) / max(1, len(sample))


def _lost(text: str) -> str:
    lost = text.count("\ufffd")
    return f"; {lost} spoilt {'place is' if lost == 1 else 'places are'} shown as \ufffd" if lost else ""


def _note(reason: str) -> Failure:
    return Failure(step="decode", reason=reason)
