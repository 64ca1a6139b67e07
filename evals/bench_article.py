"""``python -m evals.bench_article``: the article reader over an article of two megabytes, read for real.

Reading it takes a minute or two; ``--db FILE`` keeps the record for the next time. Asked (issue 8): the first words are drawn in under
1 s on two cores. Told is the answer of the API (the first one, and one made before) and, for each of some visits by a browser that has
nothing of the desk yet: ms until the first screens and until all words are drawn, and how long the page's own thread has worked, which
counts where others share the machine.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any, Final

import msgspec

from evals.bench_desk import Reader, served

_LETTERS: Final = 2_000_000
_VISITS: Final = 5
_TOWNS: Final = ("Raqqa", "Kobani", "Hasakah", "Palmyra", "Homs", "Idlib", "Aleppo", "Manbij", "Deir ez-Zor")
_COUNTS: Final = ("Two", "Three", "Four", "Six", "Nine", "Eleven")
_MONTHS: Final = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
_ROADS: Final = ("northern", "old", "upper", "western", "long", "narrow")
_FLAGS: Final = ("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
#: Notes when the first chunk of the text is on the screen, and when all of them are there.
WATCH: Final = """
  const first = () => document.querySelector(".passage .chunk");
  const whole = () => document.querySelector(".passage[data-drawn=whole]");
  const note = (name) => requestAnimationFrame(() => setTimeout(() => (window[name] ??= performance.now())));
  new MutationObserver((_, watch) => {
    if (first()) note("firstDrawn");
    if (whole()) { note("wholeDrawn"); watch.disconnect(); }
  }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-drawn"] });
"""


def long_text(letters: int, quiet: int) -> str:
    """A chronicle of so many letters: each entry tells one shelling, and ``quiet`` sentences of shops."""
    chance, entries, size = random.Random(1), list[str](), 0
    while size < letters:
        number = len(entries)
        day = f"{1 + number % 28} {_MONTHS[number // 28 % 10]} {2012 + number // 280 % 11}"
        entries.append(
            f"Entry {number + 1}. {chance.choice(_COUNTS)} civilians were killed on {day} when the Syrian army shelled the market of "
            f"{chance.choice(_TOWNS)}, a doctor said. {chance.choice(_COUNTS)} people were injured, the doctor said."
            + "".join(
                f" Shop {chance.randrange(10_000)} on the {chance.choice(_ROADS)} road did not open."
                for _ in range(quiet)
            )
        )
        size += len(entries[-1]) + 2
    return "\n\n".join(entries)


def main() -> None:
    """Read the article, serve it, look at it, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--quiet", type=int, default=35, help="sentences of an entry that tell nothing: fewer give more values"
    )
    parser.add_argument("--db", type=Path, help="keep the record here, and use it if it is there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db = options.db or Path(folder) / "article.db"
        if not db.exists():
            _read(Path(folder), db, options.quiet)
        with served(db) as (port, _, _):
            _look(port, _ask(port))


def _read(folder: Path, db: Path, quiet: int) -> None:
    (folder / "chronicle.txt").write_text(long_text(_LETTERS, quiet), encoding="utf-8")
    words = ["read", str(folder / "chronicle.txt"), "--db", str(db), "--published", "2024-05-05"]
    subprocess.run([sys.executable, "-m", "tidings", *words], check=True)


def _ask(port: int) -> str:
    """The article's id; told is what the API answers."""
    reader = Reader(port)
    name = str(msgspec.json.decode(reader.ask("/api/v1/articles?limit=1"))["items"][0]["id"])
    took, content = [], b""
    for _ in range(2):
        begun = time.perf_counter()
        content = reader.ask(f"/api/v1/articles/{name}")
        took.append(1000 * (time.perf_counter() - begun))
    told = msgspec.json.decode(content)
    print(
        f"{len(told['article']['text']):,} letters, {len(told['accounts'])} accounts, {len(told['spans'])} lit words: "
        f"answer {len(content) / 2**20:.1f} MB, {took[0]:.0f} ms, then {took[1]:.0f} ms"
    )
    return name


def _look(port: int, article: str) -> None:
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_FLAGS))
        visits = [_visit(browser, f"http://127.0.0.1:{port}/articles/{article}") for _ in range(_VISITS)]
        browser.close()
    for name in visits[0]:
        found = [one[name] for one in visits]
        print(f"  {name:40} median {median(found):5.0f} ms, slowest {max(found):5.0f} ms")


def _visit(browser: Any, address: str) -> dict[str, float]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script("localStorage.setItem('tidings.graphic', 'shown')")
    context.add_init_script(WATCH)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(address)
    first = page.wait_for_function("() => window.firstDrawn").json_value()
    worked = _worked(session)
    whole = page.wait_for_function("() => window.wholeDrawn").json_value()
    context.close()
    return {"the first screens": first, "all of it": whole, "work of the page until the first screens": worked}


def _worked(session: Any) -> float:
    """How long the page's thread has worked so far, in ms."""
    told = session.send("Performance.getMetrics")["metrics"]
    return next(1000 * float(one["value"]) for one in told if one["name"] == "TaskDuration")


if __name__ == "__main__":
    main()
