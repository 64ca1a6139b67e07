"""The article's text out of a page's: debris taken out and listed, white space evened out, the title in front.

**Offsets.** A removal lies at ``[start, end)`` of the *original decoded text*, in code points: for a text file the whole file
after decoding, without its byte-order mark and with its line ends as they were (a CR LF counts two); for a JSON record the string
``text`` after JSON's own escapes; for HTML and PDF the text that extraction yields (a page has no other text to count in). White
space alone is never listed: runs of it become one space, blank lines one blank line, soft hyphens and other characters with no
width go, words split at the end of a hard-wrapped line are joined. All else in the clean text stands in the original, in the same order.
"""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

from tidings.ingest.debris import Debris
from tidings.ingest.furniture import cut_inside, without_furniture
from tidings.ingest.lines import Line, ends_sentence, reading, split_lines, unwrapped
from tidings.ingest.metadata import DATE_LINE
from tidings.ingest.repeats import without_repeats
from tidings.model.article import Removed

_GAPS = (" ", "\n", "\n\n")
_LONGEST_TITLE = 200
_DATELINE_GLUE = re.compile(r"^([^\n(]{2,60}\([A-Z][\w/ .]{1,20}\))(?=[A-Z“\"])")  # "Tel Sor (CNN)Soldiers entered"
_HEADLINE_TAIL = re.compile(r"\s[|–—-]\s[^|–—]{2,40}$")


class Cleaned(Struct, frozen=True):
    """Clean text (NFC, LF), empty when nothing was left, and what was taken out, in order of offset."""

    text: str
    removed: tuple[Removed, ...]


def clean(original: str, debris: Debris, title: str | None = None) -> Cleaned:
    """The article in a decoded text. ``title``, when known, only helps to find where the article begins."""
    lines = unwrapped(original, split_lines(original))
    lines, inside = cut_inside(original, lines, debris)
    lines, furniture = without_furniture(original, lines, debris, title)
    lines, repeats = without_repeats(original, lines)
    removed = sorted([*inside, *furniture, *repeats], key=lambda taken: (taken.start, taken.end))
    return Cleaned(_joined(original, lines), tuple(removed))


def _joined(original: str, lines: list[Line]) -> str:
    parts: list[str] = []
    for line in lines:
        words = reading(original[line.start : line.end])
        if words:
            parts.extend([_GAPS[line.gap] if parts else "", words])
    text = unicodedata.normalize("NFC", "".join(parts))
    return _DATELINE_GLUE.sub(r"\1 ", text)


def with_title(body: str, title: str | None) -> str:
    """The text with its title in front, unless it begins with it (RECORD §5); a blank line stands between the two.

    Titles are compared by letters and digits alone. A title that says the first line and a little more ("… – Harbour News") is that line.
    """
    title = unicodedata.normalize("NFC", reading(title)) if title else ""
    if not title:
        return body
    end = _end_of_title(body, title)
    if end == 0:
        return f"{title}\n\n{body}" if body else title
    rest = body[end:]
    return f"{body[:end].rstrip()}\n\n{rest.lstrip()}" if rest.strip() else body


def _end_of_title(body: str, title: str) -> int:
    """Offset in the body after its title, any closing mark included; 0 when the body does not begin with it."""
    for wanted in (title, _HEADLINE_TAIL.sub("", title)):
        end = _after_letters(body, _letters(wanted))
        if end and (wanted == title or "\n" in body[end : end + 2] or end == len(body)):
            return end
    return 0


def _after_letters(body: str, wanted: str) -> int:
    """Offset after the letters and digits wanted, when the body begins with them and a word ends there; else 0."""
    found = 0
    for place, letter in enumerate(body):
        if found == len(wanted):
            return 0 if letter.isalnum() else _after_marks(body, place)
        folded = _letters(letter)
        if folded and not wanted.startswith(folded, found):
            return 0
        found += len(folded)
    return len(body) if found == len(wanted) else 0


def _after_marks(body: str, place: int) -> int:
    while place < len(body) and not body[place].isspace() and not body[place].isalnum():
        place += 1
    return place


def _letters(words: str) -> str:
    return "".join(letter for letter in words.casefold() if letter.isalnum())


def printed_title(text: str) -> str | None:
    """The first line of a clean text when it is set off as a headline: a blank line under it, no full stop, then running text."""
    line, blank, rest = text.partition("\n\n")
    if not blank or "\n" in line or not 3 <= len(line.split()) <= 30 or len(line) > _LONGEST_TITLE:
        return None
    if (ends_sentence(line) and not line.endswith(("?", "!"))) or DATE_LINE.fullmatch(line):
        return None
    return line if len(rest) > len(line) else None
