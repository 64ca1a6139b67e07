"""A desk over a record on a port of its own, and Chromium to look at it; skipped with a plain reason where there is none.

Under ``CI=true`` a missing Chromium is a failure, so that these tests cannot fall away unseen.

A test that reads a page before it is drawn passes on an idle machine and fails on a busy one. ``TIDINGS_DESK_SLOW=400`` makes every answer
400 ms late and the page's processor four times slower, so that such a test fails wherever it is run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tidings.web.static_files import STATIC

#: Software rendering: a machine that tests has no graphics card.
FLAGS = ("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist")
WHERE = ("chromium", "chromium-browser", "google-chrome")
#: How late every answer comes, in ms.
LATE = int(os.environ.get("TIDINGS_DESK_SLOW", "0"))


def without(reason: str) -> None:
    """Skip, or fail where the tests must run."""
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A Chromium that this machine has."""
    program = os.environ.get("TIDINGS_CHROMIUM") or next(filter(None, map(shutil.which, WHERE)), None)
    if program is None:
        without("needs Chromium: install it (Debian: apt-get install chromium) or name it in TIDINGS_CHROMIUM")
    if not (STATIC / "index.html").is_file():
        without("needs the pages of the desk: make desk")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)  # as long as every other wait: other tests share the machine
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def served() -> Iterator[Callable[..., str]]:
    """The address of a desk over a record, started at the first call for it, with further options."""
    desks: dict[Path, tuple[subprocess.Popen[str], str]] = {}

    def start(db: Path, options: tuple[object, ...] = ()) -> str:
        if db not in desks:
            words = [sys.executable, "-m", "tidings", "serve", "--db", str(db), "--port", "0", "--by", "a reviewer"]
            words += map(str, options)
            process = subprocess.Popen(
                words, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
            )
            assert process.stdout is not None
            address = process.stdout.readline().split("/  (")[0].strip()
            assert address.startswith("http://"), f"no desk over {db}: {address!r}"
            desks[db] = process, address
        return desks[db][1]

    yield start
    for process, _ in desks.values():
        process.terminate()
        process.wait(timeout=20)


class Window:
    """A page of Chromium with what went wrong on it: errors, refused policies, dialogs, requests to elsewhere."""

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.address = page, address
        self.troubles: list[str] = []
        self.host = urlsplit(address).netloc
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        page.on("dialog", self._dialog)
        page.on("request", self._request)
        page.on("popup", lambda popup: self.troubles.append(f"window: {popup.url}"))
        page.on("download", lambda download: self.troubles.append(f"download: {download.url}"))

        if LATE:
            slow = page.context.new_cdp_session(page)
            slow.send("Network.enable")
            unlimited = {"offline": False, "downloadThroughput": -1, "uploadThroughput": -1}
            slow.send("Network.emulateNetworkConditions", {"latency": LATE, **unlimited})
            slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})

    def open(self, path: str, found: str = "main h1") -> None:
        """Go to an address of the desk and wait until it is drawn."""
        self.page.goto(self.address + path)
        self.page.locator(found).first.wait_for(timeout=60_000)
        self.page.wait_for_load_state("networkidle")

    def _console(self, message: Any) -> None:
        # An answer of 404 is an answer ("no evidence on who held it"); Chromium prints each as an error.
        if message.type in ("error", "warning") and "status of 404" not in message.text:
            self.troubles.append(f"console: {message.text}")

    def _dialog(self, dialog: Any) -> None:
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.netloc != self.host and parts.scheme not in ("blob", "data"):
            self.troubles.append(f"request: {request.url}")


def lit(page: Any, other_than: str = "") -> str:
    """The words that a page has just lit, once there are some and they are others."""
    words = "[...document.querySelectorAll('.flash')].map((each) => each.textContent).join('')"
    return str(page.wait_for_function(f"old => {words} !== old && {words}", arg=other_than).json_value())


@pytest.fixture
def window(chromium: Any, served: Callable[..., str]) -> Iterator[Callable[..., Window]]:
    """A window on the desk over a record: ``window(db, width=800, dark=True)``. Grave texts are shown without asking.

    ``options``: words that the desk is started with.
    """
    contexts = []

    def look(
        db: Path, *, width: int = 1280, height: int = 900, dark: bool = False, ask_first: bool = False, options: tuple[object, ...] = (),
    ) -> Window:  # fmt: skip
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        contexts.append(context)
        if not ask_first:
            context.add_init_script("localStorage.setItem('tidings.graphic', 'shown')")
        return Window(context.new_page(), served(db, options))

    yield look
    for context in contexts:
        context.close()
