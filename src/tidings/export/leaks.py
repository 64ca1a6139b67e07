"""The last look at a file before it is written: a name, a source or a long stretch of an article that should not be in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from tidings.reference.safety import load_safety

if TYPE_CHECKING:
    from tidings.export.profiles import Release

_BLOCK: Final = 12  # words
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
    stretch = longest_stretch(release.articles, text, cap)
    if stretch:
        yield f"it holds {stretch} characters of an article in a row, and {cap} may be quoted"


def plain(content: bytes) -> str:
    """A file as one reads it: escapes of JSON, CSV, HTML and addresses undone, any run of blanks one space."""
    text = content.decode("utf-8", "replace")
    text = _CODE.sub(lambda match: chr(int(match[1], 16)), text)
    for printed, meant in (*_ESCAPES, *_MARKUP):
        text = text.replace(printed, meant)
    if "%" in text:
        text += " " + unquote(text)
    return " ".join(text.split())


def longest_stretch(articles: tuple[str, ...], text: str, cap: int) -> int:
    """The length of the first run of an article's characters in a text that is longer than ``cap``; 0 when none is.

    Runs are found by blocks of twelve words, of which a run of 300 characters of English holds one whole.

    >>> words = [f"word{number}" for number in range(90)]
    >>> longest_stretch((" ".join(words),), "{" + " ".join(words[5:60]) + "}", 300)
    379
    """
    printed, blocks = _blocks(articles)
    words = text.split(" ")
    starts: list[int] = []
    for number, key in enumerate(_keys(words)):
        if key not in blocks:
            continue
        starts = starts or [0, *accumulate(len(word) + 1 for word in words)]
        for article, begin in blocks[key]:
            length = _run(printed[article], begin, text, starts[number])
            if length > cap:
                return length
    return 0


def _keys(words: list[str]) -> Iterator[tuple[str, str, str, str]]:
    """What a block that begins at each word is known by."""
    return zip(words, words[3:], words[7:], words[_BLOCK - 1 :], strict=False)


@lru_cache(maxsize=2)  # the files of one release after the other are held against the same articles
def _blocks(articles: tuple[str, ...]) -> tuple[list[str], dict[tuple[str, str, str, str], list[tuple[int, int]]]]:
    """The articles with single blanks, and where each of their blocks begins: article and character."""
    printed = [" ".join(article.split()) for article in articles]
    found: dict[tuple[str, str, str, str], list[tuple[int, int]]] = {}
    for number, article in enumerate(printed):
        words = article.split(" ")
        starts = [0, *accumulate(len(word) + 1 for word in words)]
        for begin, key in list(zip(starts, _keys(words), strict=False))[::_BLOCK]:
            found.setdefault(key, []).append((number, begin))
    return printed, found


def _run(article: str, begin: int, text: str, at: int) -> int:
    """How many characters around two places, one in an article and one in a text, are the same."""
    if article[begin] != text[at]:
        return 0
    back = ahead = 0
    while back < min(begin, at) and article[begin - back - 1] == text[at - back - 1]:
        back += 1
    while begin + ahead < len(article) and at + ahead < len(text) and article[begin + ahead] == text[at + ahead]:
        ahead += 1
    return back + ahead
