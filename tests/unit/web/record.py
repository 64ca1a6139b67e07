"""The record that the tests of the desk look at: a market, its copies, a march, a plan, a denial, a province, a siege."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from tests.tellings import control, stating, telling
from tidings.model.article import Capture
from tidings.model.coding import Coding, Failure, Gap, Quote
from tidings.model.ids import sha256
from tidings.model.text import evidence
from tidings.store.rows import Entry

MANIFEST = "m1:test"
COPY = " ".join(
    f"The {one} said nothing of the {other} for hours."
    for one in ("mayor", "priest", "guard", "clerk")
    for other in ("mayor", "priest", "guard", "clerk")
    if one != other
)
OTHER = " ".join(
    f"At the {ward} ward nurses counted {thing} until dawn."
    for ward in ("north", "old", "lower")
    for thing in ("beds", "names", "bandages")
)
ARMY, FRONT = ("Qadran Army", "state_forces"), ("River Front", "rebel_group")


def codings() -> list[Coding]:
    """Twelve articles of an island."""
    tolmen = {"place": "Tolmen", "point": (-14.3, 46.9)}
    market = telling(
        "market-a.txt", killed=[("civilians", "14 people", 14, 14, 14)], actors=[FRONT], more=COPY, outlet="Courier",
        speakers=[("police", "official")],
    )  # fmt: skip
    return [
        market,
        telling("market-b.txt", killed=[("civilians", "14 people", 14, 14, 14)], actors=[FRONT], more=COPY, outlet="Herald"),
        telling("market-c.txt", killed=[("civilians", "17", 17, 17, 17)], actors=[FRONT], published="2031-05-11", outlet="Wire", speakers=[("doctors", "medical")], more=OTHER),
        telling("raid.txt", type="air_strike", day="2031-05-08", actors=[ARMY], killed=[("unknown", "at least 3", 3, None, None)], outlet="Herald", **tolmen),
        telling("bomb.txt", type="suicide_bombing", actors=[FRONT], recipients=[ARMY], day="2031-05-12", published="2031-05-13", **tolmen),
        telling("march.txt", type="protest", day="2031-06-02", published="2031-06-03", outlet="Courier"),
        telling("plan.txt", type="protest", reality="planned", day="2031-07-02", published="2031-06-03"),
        telling("no.txt", type="shelling", polarity="denied", actors=[ARMY], day="2031-06-05", published="2031-06-06"),
        telling("past.txt", type="armed_clash", background=True, day=("2019-01-01", "2019-12-31")),
        telling("north.txt", type="shelling", place="North Coast", precision="admin1", point=(-11.0, 45.0), day="2031-06-09"),
        telling("undated.txt", type="agreement", place=None, day=None),
        stating(
            "held.txt", control("River Front", place="Tolmen", on="2031-05-01", holder_id="river-front", point=(-14.3, 46.9)),
            control("Qadran Army", "capture", "Tolmen", on="2031-06-01", holder_id="qadran-army", point=(-14.3, 46.9)),
            published="2031-06-02",
        ),
    ]  # fmt: skip


def quoting() -> Coding:
    """An article with words that are quoted and a thing that nobody knows, and one suggested account."""
    made = telling(
        "quoted.txt",
        type="destruction",
        day="2031-06-20",
        published="2031-06-21",
        more="“We saw it,” a baker said. Nobody knows who.",
    )
    text = made.article.text or ""

    def at(words: str) -> tuple[object, ...]:
        start = text.index(words)
        return (evidence(text, start, start + len(words)),)

    quote = Quote(speaker="a baker", role=None, side=None, cue="said", content="We saw it,", evidence=at("We saw it,"))  # type: ignore[arg-type]
    gap = Gap(entity="the fire", property="perpetrator", evidence=at("Nobody knows who"))  # type: ignore[arg-type]
    return replace(made, quotes=(quote,), gaps=(gap,), accounts=(), suggested=made.accounts)


def unread() -> Coding:
    """A file that could not be read."""
    made = telling("broken.pdf")
    article = replace(made.article, id="a1:00000000000000000000", text=None, published=None, published_basis="unknown")
    return replace(made, article=article, accounts=(), failures=(Failure(step="pdf", reason="the file is damaged"),))


def entry(coding: Coding, content: bytes | None = None) -> Entry:
    """A coding on its way into the record, with the bytes it was read from."""
    held = (coding.article.text or "").encode() if content is None else content
    capture = Capture(sha256=sha256(held), file=coding.article.file, part=None, media_type="text/plain", content=held)
    return Entry(coding=coding, capture=capture, manifest=MANIFEST, complete=True)


def entries() -> Iterator[Entry]:
    """All of it."""
    for coding in (*codings(), quoting()):
        yield entry(coding)
    yield entry(unread(), b"%PDF-1.4 damaged")
