"""What a page prints around an article: labels, share lines, menus, lists of other stories. Found by line, by the debris list."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tidings.ingest.debris import Debris
from tidings.ingest.lines import Line, ends_sentence, is_list_item, reading, removal, trimmed
from tidings.model.article import Removed

_MENU = "menu of the page"
_MARK = "stray mark"
_TEASER = "link to another story"
_LINK_WORDS, _LINK_LENGTH = 8, 60  # a link of a menu is no longer
_LEAST = 5  # lines: fewer are no menu
_LEAST_KNOWN = 3  # of them names of sections, or debris
_SHARE_KNOWN = 0.25  # the share of such names in a menu, at the edges of the text
_SHARE_INSIDE = 0.4  # and between paragraphs, where a list of villages may stand
_TEASER_LENGTH = 160
_MOST_TEASERS = 12
_WORD = re.compile(r"\w", re.UNICODE)
_BYLINE = re.compile(r"by\s+[A-Z]|(?:published|posted|updated|last updated|modified|created)\b", re.IGNORECASE)
_DATED = re.compile(r"\b(?:1[89]|20)\d\d\b")


class _Page:
    """The lines of one text with what is known of each: its words, and the reason for which it goes."""

    def __init__(self, text: str, lines: list[Line], debris: Debris) -> None:
        self.lines = lines
        self.words = [reading(text[line.start : line.end]) for line in lines]
        self.why: list[str | None] = [_reason(words, debris) for words in self.words]
        self.place = [not why and debris.is_place(words) for why, words in zip(self.why, self.words, strict=True)]
        self.known = [bool(why) or place for why, place in zip(self.why, self.place, strict=True)]
        self.link = [known or _is_link(words) for known, words in zip(self.known, self.words, strict=True)]
        self.told = [not why and _tells(words) for why, words in zip(self.why, self.words, strict=True)]

    def take(self, indices: Iterable[int], why: str) -> None:
        """Mark lines as going; a line that goes already keeps its reason."""
        for index in indices:
            self.why[index] = self.why[index] or why


def without_furniture(
    text: str, lines: list[Line], debris: Debris, title: str | None
) -> tuple[list[Line], list[Removed]]:
    """The lines of the article, and those of the page that were taken out with the reason for each.

    ``title``, when known, is looked for among the short lines above the article, where a menu may hide it.
    """
    page = _Page(text, lines, debris)
    _take_link_lists(page, debris)
    told = [index for index, tells in enumerate(page.told) if tells]
    if told:
        _take_head(page, told[0], title)
        _take_foot(page, told[-1] + 1)
        _take_menus_inside(page, told[0], told[-1])
    return _parted(text, page)


def cut_inside(text: str, lines: list[Line], debris: Debris) -> tuple[list[Line], list[Removed]]:
    """The lines without the words that inline rules take: a label between two sentences, a tag, a scraper's mark."""
    kept: list[Line] = []
    taken: list[Removed] = []
    for line in lines:
        here, gap = line.start, line.gap
        raw = text[line.start : line.end]
        cuts = list(debris.inside(raw))
        if cuts and debris.line_rule(raw):  # the whole line goes, with one reason
            cuts = []
        for start, end, rule in cuts:
            taken.append(removal(text, line.start + start, line.start + end, rule.why))
            part = trimmed(text, here, line.start + start, gap)
            kept.extend([part] if part else [])
            goes_on = raw[end:].lstrip()[:1].islower()  # a tag within a sentence must not break it
            gap = max(0 if part else gap, int(rule.breaks and not goes_on))
            here = line.start + end
        rest = trimmed(text, here, line.end, gap)
        kept.extend([rest] if rest else [])
    return kept, taken


def _reason(words: str, debris: Debris) -> str | None:
    """Why a line goes, judged by itself alone."""
    if len(words) < 40 and not _WORD.search(words):
        return _MARK
    rule = debris.line_rule(words)
    return rule.why if rule else None


def _is_link(words: str) -> bool:
    """Whether a line could be a link of a menu: a few words, no end of a sentence."""
    return len(words) <= _LINK_LENGTH and len(words.split()) <= _LINK_WORDS and not ends_sentence(words)


def _tells(words: str) -> bool:
    """Whether a line is running text: at least one long sentence, or an item of a list that ends as one."""
    return (
        (len(words) > 60 and ends_sentence(words))
        or len(words) > 200
        or (len(words) > 25 and ends_sentence(words) and words.count(" ") >= 5)
    )


def _take_link_lists(page: _Page, debris: Debris) -> None:
    """Take the links that stand under "Read more:" and the like, as far as they are plainly links."""
    for index, words in enumerate(page.words):
        rule = debris.head_rule(words)
        if not rule:
            continue
        page.why[index] = page.why[index] or rule.why
        page.known[index], page.told[index] = True, False
        last = index + 1
        while last < len(page.words) and last <= index + _MOST_TEASERS and _is_teaser(page, last):
            last += 1
        if not _all_teasers(page.words[index + 1 :]):
            page.take(range(index + 1, last), _TEASER)
            continue
        page.take(range(index + 1, len(page.words)), _TEASER)
        for rest in range(index + 1, len(page.words)):
            page.told[rest] = False


def _is_teaser(page: _Page, index: int) -> bool:
    words = page.words[index]
    return (
        3 <= len(words.split())
        and len(words) <= _TEASER_LENGTH
        and not ends_sentence(words)
        and not is_list_item(words)
    )


def _all_teasers(rest: list[str]) -> bool:
    """Whether all that is left of a text is headlines: few, short, the last and at least half with no full stop."""
    if not 0 < len(rest) <= _MOST_TEASERS or ends_sentence(rest[-1]) or max(map(len, rest)) > 110:
        return False
    return 2 * sum(map(ends_sentence, rest)) <= len(rest)


def _take_head(page: _Page, first: int, title: str | None) -> None:
    """Take the menu above the article, but for its title, by-line and date."""
    if not _is_menu(page, range(first), _SHARE_KNOWN):
        return
    keep = _headlines(page, first, title)
    page.take((index for index in range(first) if index not in keep), _MENU)


def _headlines(page: _Page, first: int, title: str | None) -> set[int]:
    """Lines just above the article that belong to it: title, one more headline under it, by-line, date."""
    keep: set[int] = set()
    headlines = 0
    wanted = _letters(title) if title else ""
    titled = next(
        (index for index in range(first - 1, -1, -1) if wanted and _letters(page.words[index]) == wanted), None
    )
    if titled is not None:
        keep.add(titled)
    lowest = titled + 1 if titled is not None else max(0, first - 11)
    for index in range(first - 1, lowest - 1, -1):
        words = page.words[index]
        if _BYLINE.match(words) or _DATED.search(words[:60]):
            keep.add(index)
        elif page.known[index]:
            if headlines:
                break
        elif headlines == 2:
            break
        elif words.count(" ") >= 3:
            keep.add(index)
            headlines += 1
    return keep


def _letters(words: str) -> str:
    return "".join(letter for letter in words.casefold() if letter.isalnum())


def _take_foot(page: _Page, first: int) -> None:
    """Take what stands under the article from the first line on that is known for debris, when it is a menu."""
    foot = range(first, len(page.words))
    start = next((index for index in foot if page.known[index]), None)
    if start is not None and _is_menu(page, range(start, len(page.words)), _SHARE_KNOWN):
        page.take(range(start, len(page.words)), _MENU)


def _take_menus_inside(page: _Page, first: int, last: int) -> None:
    """Take runs of links between two paragraphs when many are names of sections."""
    start = first
    for index in range(first, last + 2):
        if index <= last and page.link[index] and not page.told[index]:
            continue
        run = range(start, index)
        if _is_menu(page, run, _SHARE_INSIDE):
            page.take((place for place in run), _MENU)
        start = index + 1


def _is_menu(page: _Page, lines: range, share: float) -> bool:
    """Whether these lines are a menu: enough of them, and enough that are names of sections or debris."""
    known = sum(page.known[index] for index in lines)
    places = sum(page.place[index] for index in lines)
    return len(lines) >= _LEAST and known >= _LEAST_KNOWN and places >= 1 and known >= share * len(lines)


def _parted(text: str, page: _Page) -> tuple[list[Line], list[Removed]]:
    kept: list[Line] = []
    taken: list[Removed] = []
    gap = 0
    for line, why in zip(page.lines, page.why, strict=True):
        gap = max(gap, line.gap)
        if why:
            taken.append(removal(text, line.start, line.end, why))
        else:
            kept.append(Line(line.start, line.end, gap))
            gap = 0
    return kept, taken
