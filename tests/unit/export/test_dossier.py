"""The dossier: one page that holds what the record holds, runs nothing, and takes no article at its word."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from tests.events import Text, event_of, view_of
from tidings.export.dossier import cut, dossier, safe_href, visible
from tidings.model.article import Article, ArticleReasons, article_id
from tidings.model.coding import Account, AccountReasons, account_id
from tidings.model.event import Member, View
from tidings.model.values import Actor, Attribution, Count, Place, When

CASE = {
    "type": "explosion",
    "outlet": "Halden Courier",
    "place": {"name": "Qadra", "lat": -12.3, "lon": 45.6, "radius_km": 3.0},
    "date": dt.date(2019, 5, 14),
    "actors": [{"name": "Reach Liberation Front", "kind": "rebel_group", "by": ["Paula Wren"]}],
    "figures": [
        {"bounds": [9, 9, None], "words": "at least nine people", "by": "police", "day": dt.date(2019, 5, 15)},
        {"bounds": [12, 12, 12], "words": "12", "by": "police", "day": dt.date(2019, 5, 16)},
        {"bounds": [14, 14, 14], "words": "14 bodies", "by": "hospital", "interest": "independent", "day": dt.date(2019, 5, 15)},
        {"bounds": [24, None, None], "words": "dozens", "by": "residents", "day": dt.date(2019, 5, 15)},
    ],
    "told": [{"by": "Reach Liberation Front", "interest": "party", "stance": "denies"}],
}  # fmt: skip
HOSTILE = [
    "<script>alert(1)</script>",
    "</style><style>*{display:none}</style>",
    '" onmouseover="alert(1)" x=\'',
    "javascript:alert(1)",
    "{{ 7 * 7 }} {% raw %}",
    "]]><svg onload=alert(1)>",
    "<!-- --><base href=//evil.example>",
    "abc\u202egnp.exe\u2066x",
    "a\x00b\x1b[31mc",
    "&lt;b&gt; &amp;amp; &#x3c;",
    "السلام عليكم Qadra",
]


class Page(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    VOID = frozenset({"meta", "br", "col", "rect", "circle", "path", "line"})

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.unclosed: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.unclosed.append(tag)

    def handle_data(self, data):
        if "style" not in self.open:
            self.text += data

    def tags(self) -> set[str]:
        return {tag for tag, _ in self.elements}


def hostile_member(words: str, url: str | None = None) -> Member:
    """An account each text of which is the same hostile words."""
    text = Text(f"{words} Report.")
    act = text.add(f"{words} exploded in")
    place = Place(
        id="td:x", name=words, geoname_id=None, lat=1.0, lon=2.0, country=None, admin1=words, admin2=words, precision="near",
        radius_km=5.0, candidates=(), evidence=text.add(words),
    )  # fmt: skip
    actor = Actor(
        mention=words,
        name=words,
        id=None,
        kind="unknown",
        attributed_by=(words,),
        relations=(),
        evidence=text.add(words),
    )
    count = Count(
        kind="killed", group="unknown", low=3, best=3, high=3, words=words, scope="this", polarity="affirmed", speaker=words,
        evidence=text.add(words),
    )  # fmt: skip
    said = [
        Attribution(
            speaker=words, id=None, kind="party", cue=words, stance=stance, covers=covers, evidence=text.add(words)
        )
        for stance, covers in (("asserts", ("counts.0",)), ("denies", ()))
    ]
    day = dt.date(2019, 5, 14)
    article = Article(
        id=article_id(text.text, words, url, day), file=f"{words}.txt",
        title=words, outlet=words, url=url, language="en", published=day, published_basis="given", text=text.text, removed=(),
        reasons=ArticleReasons(),
    )  # fmt: skip
    account = Account(
        id=account_id(article.id, "explosion", act), type="explosion", polarity="affirmed", reality="actual", background=False,
        actors=(actor,), recipients=(actor,), place=place, other_places=(), date=When(start=day, end=day, precision="day", words=words, evidence=act),
        counts=(count,), means=(), attribution=tuple(said), evidence=act, reasons=AccountReasons(), score=0.9, producer="hand/1",
    )  # fmt: skip
    return Member(article=article, account=account)


@pytest.fixture(scope="module")
def page() -> str:
    event, view = event_of(CASE)
    told = [ref.account for ref in event.accounts]
    article = event.accounts[0].article
    return dossier(
        event,
        view,
        merged={(told[0], told[1]): "One event: same day."},
        originals={article: ("ab" * 32,)},
        manifests=["m1:0123"],
    )


def test_the_page_holds_what_the_record_holds(page):
    """Sentence, words lit by role, every figure, denial, ledger, why, hash, version and manifest."""
    from tidings import __version__

    text = Page(page).text
    assert "At least 12 and as many as 14 people were killed" in text
    assert "Reach Liberation Front denies carrying it out" in text
    for said in (
        "at least nine people",
        "14 bodies",
        "dozens",
        "One event: same day.",
        "ab" * 32,
        "m1:0123",
        __version__,
    ):
        assert said in text
    assert '<mark class="count">' in page
    assert '<mark class="place">' in page
    assert re.search(r"Against</h3>\s*<ul><li><strong><bdi[^>]*>Reach Liberation Front", page)
    assert "no side is taken" in text or "No outlines are known" in text


def test_superseded_figures_are_struck_and_stay(page):
    """The first toll is drawn hollow and struck, its row struck, and names the row that took its place."""
    assert page.count('<g class="gone">') == 1
    assert re.search(r'<tr id="row-\d+" class="superseded">.*?<del>.*?<a href="#row-\d+">row \d+</a>', page)


def test_parties_and_bystanders_have_other_signs(page):
    """The hospital is drawn as a circle, the police as a diamond: colour is not the only difference."""
    assert 'class="mark independent"' in page
    assert 'class="mark unknown"' in page


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words):
    """Whatever stands in title, outlet, names, words, file and text, the page has no element and no attribute of theirs."""
    event, view = view_of([hostile_member(words, url=words if words.isprintable() else None)])
    html = dossier(event, view)
    html.encode("utf-8")
    found = Page(html)
    assert found.unclosed == []
    assert not found.tags() & {
        "script",
        "base",
        "iframe",
        "object",
        "embed",
        "link",
        "form",
        "img",
        "foreignobject",
        "use",
        "animate",
        "b",
    }
    assert sum(tag == "style" for tag, _ in found.elements) == 1
    for _, attributes in found.elements:
        assert not any(name.startswith("on") or name == "style" for name in attributes)
        assert not any(
            (value or "").strip().lower().startswith(("javascript:", "data:", "//")) for value in attributes.values()
        )
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", html)
    assert "49 " not in found.text


def test_the_policy_allows_the_pages_own_style_and_nothing_else(page):
    """The hash in the policy is that of the style element, to the byte; nothing is fetched."""
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = next(
        values["content"]
        for tag, values in Page(page).elements
        if values.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "@import" not in style
    assert "url(" not in style
    assert not {"src", "srcset", "poster", "xlink:href", "action"} & {
        name for _, values in Page(page).elements for name in values
    }


def test_an_address_is_a_link_only_when_it_is_one():
    """A web address with a host; never a script, a file, a name and password, or a text with blanks in it."""
    assert safe_href("https://courier.example/a?b=1&c=2") == "https://courier.example/a?b=1&c=2"
    for bad in (
        None, "", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "file:///etc/passwd", "//evil.example", "https:evil",
        "https://good.example@evil.example/", "https://a.example/\u202egnp", " https://a.example", "https://a b.example", "http://[::1",
        "https://a.example/" + "x" * 3000,
    ):  # fmt: skip
        assert safe_href(bad) is None
    event, view = view_of([hostile_member("words", url="https://courier.example/?a=1&b=\"'><x>")])
    html = dossier(event, view)
    links = [values["href"] for tag, values in Page(html).elements if tag == "a" and values["href"].startswith("http")]
    assert links == ["https://courier.example/?a=1&b=\"'><x>"]
    assert "<x>" not in html


def test_a_word_of_a_megabyte_is_cut():
    """Neither a word without end nor a text of megabytes gets into the page, and making it takes no time."""
    event, view = view_of([hostile_member("x" * 1_000_000)])
    html = dossier(event, view)
    assert len(html) < 120_000


def test_an_article_is_never_given_whole():
    """Of a long text at most 600 characters are quoted, of a short one two thirds; the rest is counted."""
    filler = "Nothing of note happened on that quiet day by the sea. " * 40
    member = hostile_member("Qadra blast")
    text = member.article.text + " " + filler
    long = replace(member, article=replace(member.article, text=text))
    event, view = view_of([long])
    html = dossier(event, view)
    quoted = re.findall(r'<blockquote class="passage"[^>]*>(.*?)</blockquote>', html, re.DOTALL)
    shown = re.sub(r'<span class="tag">.*?</span>|<[^>]+>|…', "", "".join(quoted))
    assert 100 < len(shown) <= 600
    assert filler not in html


def test_what_is_gone_from_the_record_is_said(page):
    """An article whose text was taken down leaves its line and no words."""
    event, view = event_of(CASE)
    bare = {key: replace(one, article=replace(one.article, text=None)) for key, one in view.members.items()}
    html = dossier(event, View(events=(event,), members=bare))
    assert "is not in the record any more" in html
    assert '<blockquote class="passage"' not in html


def test_the_same_record_gives_the_same_bytes(page):
    """No clock, no random number, no order of a set."""
    event, view = event_of(CASE)
    assert dossier(event, view) == dossier(event, view)


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        ({"reality": "planned"}, "Planned. Nothing in the record says that it happened."),
        ({"reality": "threatened"}, "Threatened. Nothing"),
        ({"polarity": "denied"}, "Denied, or told as not having happened."),
    ],
)
def test_what_did_not_happen_is_said_at_the_head(standing, said):
    """A plan, a threat and a denial are never mistaken for an event."""
    event, view = event_of({**CASE, "figures": [], "told": [{"by": "army", "interest": "party"}], **standing})
    assert said in Page(dossier(event, view)).text


def test_text_in_any_direction_is_kept_apart(page):
    """Each value stands in an element that finds its own direction, each quoted passage too."""
    assert page.count('dir="auto"') > 20
    assert '<blockquote class="passage" dir="auto">' in page
    assert visible("a\u202eb\u200fc") == "a⟨U+202E⟩b⟨U+200F⟩c"
    assert visible("half \ud83d letter") == "half ⟨U+D83D⟩ letter"
    assert cut("abcdef", 4) == "abc…"


def test_drawings_have_words(page):
    """Each picture has a title and a description, and whatever scrolls can be reached by key."""
    found = Page(page)
    drawings = [values for tag, values in found.elements if tag == "svg" and values.get("role") == "img"]
    assert len(drawings) == 2
    ids = {values["id"] for _, values in found.elements if "id" in values}
    assert all(set(values["aria-labelledby"].split()) <= ids for values in drawings)
    assert all(
        values.get("tabindex") == "0" for _, values in found.elements if "scroll" in (values.get("class") or "").split()
    )
    assert "2019-05-15: police: at least 9 people, since superseded" in found.text


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", block))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.1."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_colours_can_be_told_apart(page):
    """Text on every ground it stands on has 4.5 to 1 (AA), signs on theirs 3 to 1, in light, dark and print."""
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL).group(1)
    roots = [colours(block) for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL)]
    assert len(roots) == 3
    for root in roots:
        for ground in (
            "ground",
            "soft",
            "act",
            "actor",
            "recipient",
            "place",
            "date",
            "count",
            "said",
            "means",
            "land",
            "sea",
            "foreign",
            "own",
        ):
            assert contrast(root["text"], root[ground]) >= 4.5, ground
        for ground in ("ground", "soft"):
            assert contrast(root["faint"], root[ground]) >= 4.5, ground
            assert contrast(root["link"], root[ground]) >= 4.5, ground
        for sign in ("party", "independent", "unknown"):
            assert contrast(root[sign], root["ground"]) >= 3, sign
