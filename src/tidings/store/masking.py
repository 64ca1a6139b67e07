"""A person's name made unreadable wherever it stands, letter by letter, so that every offset stays true."""

from __future__ import annotations

import codecs
import html
import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from html.entities import codepoint2name
from typing import Any, Final

import msgspec
from msgspec import Struct

from tidings.errors import TidingsError, UsageError
from tidings.model.article import article_id
from tidings.model.audit import AuditEntry
from tidings.model.coding import Account, Coding, account_id, coding_json
from tidings.store import rows

BLOCK: Final = "█"
Decode = Callable[[bytes], str]  # the text in some bytes; a TidingsError where they are none
_BETWEEN: Final = r"((?:[\s\-_.+\xa0]|%20|&nbsp;|\\[nrt])+)"  # in running text, in addresses, in JSON


class Mask:
    """Masks some names: whole words, in any case, in text and as HTML, JSON and addresses write them."""

    def __init__(self, names: Iterable[str]) -> None:
        self._rows: list[tuple[re.Pattern[str], list[str]]] = []
        for name in sorted(
            {unicodedata.normalize("NFC", name).strip() for name in names}, key=lambda one: (-len(one), one)
        ):
            words = name.split()
            if not words or not any(sign.isalpha() for sign in name):
                raise UsageError(f"{name!r} is no name: give it as the articles print it")
            pattern = _BETWEEN.join(f"({_forms(word)})" for word in words)
            self._rows.append((re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE), words))

    def text(self, text: str) -> str:
        """The text with every letter of the names as a block; what stands between the words of a name stays."""
        for pattern, words in self._rows:
            text = pattern.sub(lambda found, words=words: _blocks(found, words), text)  # type: ignore[misc]
        return text

    def original(self, content: bytes, decode: Decode) -> bytes | None:
        """Bytes with the names masked: the same bytes where the names do not stand in them, ``None`` where they cannot be masked.

        What was in another encoding than UTF-8 comes out in UTF-8 with its mark.
        """
        if content.startswith(b"%PDF-"):
            return None
        try:
            text = decode(content)
        except TidingsError:
            return None
        masked = self.text(text)
        if masked == text:
            return content
        try:
            plain = content.decode("utf-8")
        except UnicodeDecodeError:
            plain = ""
        is_marked = content.startswith(codecs.BOM_UTF8) or plain.removeprefix("\ufeff") != text
        return (codecs.BOM_UTF8 if is_marked else b"") + masked.encode("utf-8", "surrogatepass")


def _forms(word: str) -> str:
    """A word with each letter as text, decomposed, or as HTML and JSON write it."""
    return "".join(_letter(sign) for sign in word)


def _letter(sign: str) -> str:
    if sign.isalnum() and sign.isascii():
        return sign
    code = ord(sign)
    forms = {
        sign,
        unicodedata.normalize("NFD", sign),
        html.escape(sign),
        json.dumps(sign)[1:-1],
        f"&#{code};",
        f"&#x{code:x};",
    }
    if code in codepoint2name:
        forms.add(f"&{codepoint2name[code]};")
    return f"(?:{'|'.join(re.escape(form) for form in sorted(forms, key=lambda one: (-len(one), one)))})"


def _blocks(found: re.Match[str], words: list[str]) -> str:
    parts = [part or "" for part in found.groups()]
    return "".join(BLOCK * len(words[at // 2]) if at % 2 == 0 else part for at, part in enumerate(parts))


# --- codings ----------------------------------------------------------------------------------------------------------------


class MaskedCoding(Struct, frozen=True, kw_only=True):
    """A coding under new ids, and what the ids of its accounts were: old → new."""

    coding: Coding
    renamed: dict[str, str]


def masked_coding(coding: Coding, mask: Mask) -> MaskedCoding:
    """The coding with the names masked in its text and in every value; quotes are cut anew from the masked text.

    A value that is printed as part of a name ("Kovar" for "Ana Kovar") is masked with the words it rests on.
    """
    plain = msgspec.json.decode(coding_json(coding))
    text = coding.article.text
    masked_text = None if text is None else mask.text(text)
    cut: dict[str, str] = {}
    if text is not None and masked_text is not None:
        _cut_anew(plain, masked_text, cut)
    plain = _masked_strings(plain, mask, cut)
    plain["article"]["text"] = masked_text
    article = msgspec.convert(plain["article"], type(coding.article))
    named = rows.article_row(article)
    plain["article"]["id"] = article_id(article.text, article.outlet, named["url"], article.published)
    renamed: dict[str, str] = {}
    for account in (*plain["accounts"], *plain["suggested"]):
        made = msgspec.convert(account, Account)
        renamed[made.id] = account["id"] = account_id(plain["article"]["id"], made.type, made.evidence)
    return MaskedCoding(coding=msgspec.convert(plain, Coding), renamed=renamed)


def _cut_anew(value: Any, text: str, cut: dict[str, str]) -> None:
    """Set every quote to what the masked text says there; ``cut`` learns which quotes changed and to what."""
    if isinstance(value, list):
        for each in value:
            _cut_anew(each, text, cut)
    elif isinstance(value, dict):
        if set(value) == {"start", "end", "quote"}:
            new = text[value["start"] : value["end"]]
            if new != value["quote"]:
                cut[value["quote"]] = new
                value["quote"] = new
            return
        for name, each in value.items():
            if name != "removed":  # offsets into the original
                _cut_anew(each, text, cut)


def _masked_strings(value: Any, mask: Mask, cut: dict[str, str]) -> Any:
    if isinstance(value, str):
        return cut.get(value) or mask.text(value)
    if isinstance(value, list):
        return [_masked_strings(each, mask, cut) for each in value]
    if isinstance(value, dict):
        if set(value) == {"start", "end", "quote"}:
            return value  # cut anew already
        return {name: _masked_strings(each, mask, cut) for name, each in value.items()}
    return value


# --- the audit log ----------------------------------------------------------------------------------------------------------

_NO_WORDS: Final = frozenset({"id", "at", "after", "action", "verb", "role", "field"})  # what the desk itself writes


def masked_entry(entry: AuditEntry, mask: Mask) -> AuditEntry:
    """An entry of the audit log with the names masked in all that somebody has written."""
    return msgspec.convert(_masked_words(msgspec.to_builtins(entry), mask), AuditEntry)


def _masked_words(value: Any, mask: Mask) -> Any:
    if isinstance(value, str):
        return mask.text(value)
    if isinstance(value, list | tuple):
        return [_masked_words(each, mask) for each in value]
    if isinstance(value, dict):
        return {name: each if name in _NO_WORDS else _masked_words(each, mask) for name, each in value.items()}
    return value
