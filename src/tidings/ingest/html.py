"""The article in an HTML page: its text by trafilatura, and what the page says of itself in its head.

Only what the page states is taken: meta tags, JSON-LD, the canonical link, a heading. trafilatura's own date search is not used, since it
also reads dates out of web addresses and running text, and a date in an address resolves nothing (RECORD §4).
"""

from __future__ import annotations

import json
import logging
import re
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from tidings.errors import InputError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NO_ARTICLE = "no article: the page holds no running text that could be one"
_LOOKS = re.compile(
    r"^\s{0,200}(?:<!--.{0,300}?-->\s{0,20})?<(?:!doctype html|html|\?xml[^>]{0,100}>\s{0,20}<(?:!doctype )?html)\b",
    re.IGNORECASE | re.DOTALL,
)
_WHOLE = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z!/]")
_SENTENCE = re.compile(r"\w+(?:\W{1,3}\w+){4,}?[^\n]{0,400}?[.!?…][\"'”’)\]]*(?:\s|$)")
_ARTICLES = {
    "article",
    "newsarticle",
    "reportagenewsarticle",
    "blogposting",
    "liveblogposting",
    "analysisnewsarticle",
    "webpage",
}
_TITLES = ("og:title", "twitter:title", "dc.title", "citation_title")
_OUTLETS = ("og:site_name", "application-name", "dc.publisher", "citation_journal_title")
_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "date.issued", "dc.date.issued", "dc.date", "dcterms.created", "pubdate",
    "publishdate", "publish-date", "publish_date", "publication_date", "parsely-pub-date", "sailthru.date", "article.published", "date", "citation_date",
)  # fmt: skip


class Page(Struct, frozen=True, kw_only=True):
    """A page's article text and what its head states; ``published`` as printed there."""

    text: str
    title: str | None
    outlet: str | None
    url: str | None
    published: str | None


class Head(Struct, frozen=True, kw_only=True):
    """What a page states of itself; each blank when it does not."""

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None


def looks_like_html(text: str) -> bool:
    """Whether a text begins as an HTML page does."""
    return bool(_LOOKS.match(text[:2000]))


def read_page(html: str) -> Page:
    """The article of a page. Raises InputError when the page holds none."""
    text = _article_text(html)
    if not text or not _SENTENCE.search(text):
        raise InputError(_NO_ARTICLE)
    head = page_head(html)
    return Page(text=text, title=head.title, outlet=head.outlet, url=head.url, published=head.published)


def has_tags(html: str) -> bool:
    """Whether there is any markup at all."""
    return bool(_TAG.search(html))


def _article_text(html: str) -> str | None:
    from trafilatura import bare_extraction

    for name in ("trafilatura", "htmldate", "courlan", "justext", "readability"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    if not _WHOLE.search(html):  # trafilatura finds nothing in a short fragment
        html = f"<html><body>{html}</body></html>"
    try:
        found = bare_extraction(
            html, with_metadata=False, include_comments=False, include_tables=True, deduplicate=False
        )
    except Exception as error:  # a hostile page breaks parsers in ways that cannot be listed; it is one failure
        raise InputError(f"the page cannot be taken apart ({type(error).__name__})") from error
    return getattr(found, "text", None)


def page_head(html: str) -> Head:
    """What a page states of itself: JSON-LD before meta tags for the day and the title, a heading when neither is there."""
    from lxml import etree
    from lxml import html as parser

    try:
        tree = parser.document_fromstring(html.encode("utf-8", "replace"), parser=parser.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError, RecursionError):
        return Head()
    meta, data = _meta(tree), _json_ld(tree)
    outlet = _first(meta, _OUTLETS) or _text_of(data.get("publisher"))
    return Head(
        title=_text_of(data.get("headline"))
        or _first(meta, _TITLES)
        or _only_heading(tree)
        or _window_title(tree, outlet),
        outlet=outlet,
        url=_address(tree, meta),
        published=_text_of(data.get("datePublished")) or _first(meta, _DATES) or _time(tree),
    )


def _meta(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").lower()
        content = " ".join((tag.get("content") or "").split())
        if name and content:
            found.setdefault(name, content)
    return found


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[name] for name in names if name in meta), None)


def _json_ld(tree: HtmlElement) -> dict[str, Any]:
    """The first JSON-LD object that describes an article; empty when there is none."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            found = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for each in _objects(found):
            kinds = each.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and kind.lower() in _ARTICLES for kind in kinds) and (
                each.get("headline") or each.get("datePublished")
            ):
                return each
    return {}


def _objects(found: Any) -> list[dict[str, Any]]:
    graph = found.get("@graph", found) if isinstance(found, dict) else found
    each = graph if isinstance(graph, list) else [graph]
    return [one for one in each if isinstance(one, dict)]


def _text_of(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("name")
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _only_heading(tree: HtmlElement) -> str | None:
    headings = [" ".join(tag.text_content().split()) for tag in tree.iter("h1")]
    headings = [heading for heading in headings if heading]
    return headings[0] if len(headings) == 1 else None


def _window_title(tree: HtmlElement, outlet: str | None) -> str | None:
    """The title of the window, less the outlet's name that most sites put at its end."""
    title = next((" ".join((tag.text or "").split()) for tag in tree.iter("title")), "")
    if outlet:
        title = re.sub(rf"\s*[|–—-]\s*{re.escape(outlet)}$", "", title, flags=re.IGNORECASE)
    return title or None


def _address(tree: HtmlElement, meta: dict[str, str]) -> str | None:
    links = [
        tag.get("href") or "" for tag in tree.iter("link") if "canonical" in (tag.get("rel") or "").lower().split()
    ]
    return next((link for link in (*links, meta.get("og:url", "")) if re.match(r"https?://\S+$", link)), None)


def _time(tree: HtmlElement) -> str | None:
    """The time of publication marked in the page, when it is marked as such or stands in the page's only article."""
    times = list(tree.iter("time"))
    for tag in times:
        if (
            tag.get("pubdate") is not None
            or (tag.get("itemprop") or "").lower() == "datepublished"
            or "publish" in (tag.get("class") or "").lower()
        ):
            return tag.get("datetime") or None
    articles = list(tree.iter("article"))
    inside = list(articles[0].iter("time")) if len(articles) == 1 else []
    return (inside[0].get("datetime") or None) if inside else None
