"""Take the pictures of the desk for the documentation, light and dark, in Chromium over the record of ``make demo``.

    python scripts/desk_pictures.py build/demo.db docs/pictures

Only ever over invented records: pictures of real articles are not ours to publish.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_FLAGS = ("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist")
_WIDE, _HIGH = 1280, 900
_DRAWN = "() => [...document.querySelectorAll('.map')].every((map) => map.dataset.drawn) && !document.querySelector('[aria-busy=true]')"
#: Names of pictures and addresses; ``{event}`` is the event with most articles, ``{article}`` one that tells it.
_PAGES = {
    "overview": "/",
    "control": "/?mode=control&on=2024-05-10&at=xm:skelmouth&compare=1",
    "place": "/places/xm:skelmouth",
    "event": "/events/{event}",
    "article": "/articles/{article}",
    "queue": "/queue",
}


def main(database: str, folder: Path) -> None:
    """Write ``desk-NAME.png`` and ``desk-NAME-dark.png`` of every page into the folder."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium")
    if program is None:
        sys.exit("desk_pictures: needs Chromium (Debian: apt-get install chromium)")
    folder.mkdir(parents=True, exist_ok=True)
    with _desk(database) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_FLAGS))
        for theme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": _WIDE, "height": _HIGH}, color_scheme=theme, reduced_motion="reduce", locale="en-GB"
            )
            context.add_init_script("localStorage.setItem('tidings.graphic', 'shown')")
            page = context.new_page()
            named = _named(page, address)
            for name, where in _PAGES.items():
                _take(
                    page,
                    address + where.format(**named),
                    folder / f"desk-{name}{'-dark' if theme == 'dark' else ''}.png",
                )
        browser.close()


@contextmanager
def _desk(database: str) -> Iterator[str]:
    """The address of a desk over a record, while it runs."""
    words = [sys.executable, "-u", "-m", "tidings", "serve", "--db", database, "--port", "0", "--by", "A. Reader"]
    words += ["--gazetteer", "samples/gazetteer.tsv", "--actors", "samples/actors.yaml"]  # as `make demo` says
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().split("/  (")[0].strip()
    finally:
        process.terminate()
        process.wait(timeout=20)


def _named(page: Any, address: str) -> dict[str, str]:
    """The event with most articles, and an article that tells it."""
    page.goto(address)
    asking = "(path) => fetch(`/api/v1${path}`).then((told) => told.json())"
    events = page.evaluate(asking, "/events?limit=500")["items"]
    event = max(events, key=lambda each: (each["articles"], each["id"]))["id"]
    article = page.evaluate(asking, f"/events/{event}")["tellings"][0]["article"]["id"]
    return {"event": event, "article": article}


def _take(page: Any, address: str, target: Path) -> None:
    page.goto(address)
    page.locator("main h1").first.wait_for(timeout=60_000)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1_000)
    page.wait_for_function(_DRAWN, timeout=60_000)
    page.wait_for_timeout(500)
    page.screenshot(path=str(target))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
