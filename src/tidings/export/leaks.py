"""The last look at a file before it is written: a name, a source or a long stretch of an article that should not be in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from tidings.reference.safety import load_safety

if TYPE_CHECKING:
    from tidings.export.profiles import Release

_ESCAPES: Final = (("\\n", " "), ("\\r", " "), ("\\t", " "), ('\\"', '"'), ('""', '"'), ("\\/", "/"))
_CODE = re.compile(r"\\u([0-9a-fA-F]{4})")
_MARKUP: Final = (("&amp;", "&"), ("&quot;", '"'), ("&#39;", "'"), ("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"))


def leaks(release: Release, content: bytes, *, data: bool) -> Iterator[str]:
    """What stands in a file against its release, each as a sentence with the way out."""
    if release.profile == "internal" and not release.withheld.protected:
        return
    text = plain(content)
    withheld = release.withheld
    for span in withheld.protected.spans(text)[:1]:
        yield f"it names the protected source {text[slice(*span)]!r}"
    names = withheld.everywhere if data else withheld.listed
    for span in names.spans(text)[:1]:
        yield (
            f"it holds the name {text[slice(*span)]!r}, which is withheld; take it out, "
            "or put it on the list of names to keep (--keep) if it is no private person's"
        )
    cap = load_safety().quote_cap
    for article in release.articles:
        stretch = longest_stretch(article, text, cap)
        if stretch > cap:
            yield f"it holds {stretch} characters of an article in a row, and {cap} may be quoted"
            return


def plain(content: bytes) -> str:
    """A file as one reads it: escapes of JSON, CSV, HTML and addresses undone, any run of blanks one space."""
    text = content.decode("utf-8", "replace")
    text = _CODE.sub(lambda match: chr(int(match[1], 16)), text)
    for printed, meant in (*_ESCAPES, *_MARKUP):
        text = text.replace(printed, meant)
    if "%" in text:
        text += " " + unquote(text)
    return " ".join(text.split())


def longest_stretch(article: str, text: str, cap: int) -> int:
    """The longest run of an article's characters in a text, so far as it is longer than ``cap``; 0 when none is.

    >>> longest_stretch("abcdefghij", "xx abcdef yy", 4)
    6
    """
    printed = " ".join(article.split())
    step = max(1, cap // 2)  # a run longer than the cap holds one such block whole
    for start in range(0, len(printed) - step + 1, step):
        at = text.find(printed[start : start + step])
        while at >= 0:
            first, last = start, start + step
            while first > 0 and at > 0 and printed[first - 1] == text[at - 1]:
                first, at = first - 1, at - 1
            end = at + last - first
            while last < len(printed) and end < len(text) and printed[last] == text[end]:
                last, end = last + 1, end + 1
            if last - first > cap:
                return last - first
            at = text.find(printed[start : start + step], end)
    return 0
