"""The overview in Chromium: what a newcomer sees and does first, filters and the address, keys alone, without a map, and axe on all pages.

The record is that of ``make demo``: an invented island.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.end_to_end.invented import run

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "samples"
AXE = ROOT / "desk" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record of ``make demo``."""
    db = tmp_path_factory.mktemp("demo") / "demo.db"
    known = ("--gazetteer", SAMPLES / "gazetteer.tsv", "--actors", SAMPLES / "actors.yaml")
    run("read", SAMPLES / "reports", "--manifest", SAMPLES / "reports" / "manifest.csv", *known, "--db", db)
    return db


def asked(page: Any) -> dict[str, str]:
    """The query of the address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def rows(page: Any) -> Any:
    """The rows of the table of events."""
    return page.locator("section.table tbody tr")


def settled(page: Any) -> None:
    """Wait until no part of the page is on its way."""
    page.wait_for_timeout(400)  # what is typed is asked after a quarter of a second
    page.wait_for_load_state("networkidle")
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def test_an_empty_record_says_what_fills_it(tmp_path, window):
    """No filter is blamed where there is nothing to filter."""
    told = tmp_path / "recipe.txt"
    told.write_text("Boil the rice for ten minutes and add salt. Serve with parsley and lemon.\n", encoding="utf-8")
    run("read", told, "--db", tmp_path / "empty.db")
    seen = window(tmp_path / "empty.db")
    seen.open("/")
    expect(seen.page.locator("section.table")).to_contain_text("This record holds no event yet")
    assert seen.troubles == []


def test_a_newcomer_sees_the_record_and_opens_an_event(demo, window):
    """Map, timeline, list and table tell of the same events, and one step leads to an event."""
    seen = window(demo)
    seen.open("/")
    page = seen.page
    expect(page.get_by_role("heading", level=1)).to_contain_text("Events")
    page.locator(".map[data-drawn]").wait_for()
    settled(page)
    expect(rows(page).nth(3)).to_be_attached()
    expect(page.locator("#table-heading")).to_have_text(re.compile(rf"\b{rows(page).count()} events"))
    expect(page.get_by_role("img", name=re.compile(r"events? from .* to "))).to_be_visible()
    expect(page.get_by_text("network: off")).to_be_visible()
    page.locator(".event-list a").first.click()
    page.wait_for_url("**/events/c1:*")
    expect(page.locator("main h1")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Over time")).to_be_visible()
    assert seen.troubles == []


def test_every_filter_stands_in_the_address(demo, window):
    """A filter changes table and address; the address alone shows the same again; taking it off shows all."""
    seen = window(demo)
    seen.open("/")
    page = seen.page
    settled(page)
    everything = rows(page).count()
    page.get_by_role("group", name="Type").get_by_role("button", name=re.compile("^armed clash")).click()
    settled(page)
    few = rows(page).count()
    assert 0 < few < everything
    assert asked(page)["type"] == "armed_clash"
    page.get_by_label("Killed, at least").fill("3")
    settled(page)
    assert asked(page)["killed"] == "3"
    again = window(demo)
    again.open(urlsplit(page.url)._replace(scheme="", netloc="").geturl())
    settled(again.page)
    expect(rows(again.page)).to_have_count(rows(page).count())
    again.page.get_by_role("button", name="Take off all").click()
    settled(again.page)
    expect(rows(again.page)).to_have_count(everything)
    assert "type" not in asked(again.page)
    assert seen.troubles == again.troubles == []


def test_days_are_chosen_on_the_timeline(demo, window):
    """Drawn over with the mouse, or by the sliders with keys: both set the days of table, map and address."""
    seen = window(demo)
    seen.open("/")
    page = seen.page
    settled(page)
    everything = rows(page).count()
    box = page.locator(".timeline .chart").bounding_box()
    y = box["y"] + 30
    page.mouse.move(box["x"] + box["width"] * 0.05, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, y, steps=4)
    page.mouse.up()
    settled(page)
    assert asked(page)["first"] <= asked(page)["last"]
    assert rows(page).count() < everything
    slider = page.get_by_role("slider", name="Last day")
    slider.focus()
    before = asked(page)["last"]
    page.keyboard.press("ArrowLeft")
    settled(page)
    assert asked(page)["last"] < before
    page.keyboard.press("End")
    settled(page)
    assert "last" not in asked(page)
    assert seen.troubles == []


def test_a_click_on_the_map_lists_what_happened_there(demo, window):
    """A town on the map opens the list of its events; the map may change its colours on the way."""
    seen = window(demo)
    seen.open("/?map=9_-43.52_-23.82")
    page = seen.page
    page.locator(".map[data-drawn]").wait_for()
    page.get_by_label("Colours").select_option("dark")
    page.locator(".map[data-drawn]").wait_for()
    settled(page)
    box = page.locator(".map canvas").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#here-heading")).to_contain_text("Skelmouth")
    settled(page)
    assert asked(page)["spot"] == "xm:skelmouth"
    lines = page.locator(".event-list a").all_inner_texts()
    assert lines
    assert all("Skelmouth" in line for line in lines)
    page.get_by_role("button", name="All in view").click()
    expect(page.locator("#here-heading")).to_contain_text("In view")
    assert seen.troubles == []


def test_headings_sort(demo, window):
    """The most killed first, and the heading says so."""
    seen = window(demo)
    seen.open("/?view=table")
    page = seen.page
    settled(page)
    page.get_by_role("button", name=re.compile("^Killed")).click()
    settled(page)
    assert asked(page)["order"] == "killed"
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Killed")
    expect(rows(page).first.locator("td").nth(4)).to_have_text(re.compile(r"\d"))
    assert seen.troubles == []


def test_by_keys_alone(demo, window):
    """Skip link, "/" to the search, help with "?", a key given to another action, and Enter on an event of the list."""
    seen = window(demo)
    seen.open("/")
    page = seen.page
    settled(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog", name="Keys")
    expect(help_).to_be_visible()
    help_.get_by_role("button", name=re.compile("go to the search words")).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("s")
    expect(help_.get_by_role("status")).to_contain_text("s is now")
    page.keyboard.press("Escape")
    expect(help_).to_have_count(0)
    page.keyboard.press("s")
    expect(page.get_by_role("searchbox", name="Words")).to_be_focused()
    page.keyboard.type("greywater")
    page.keyboard.press("Enter")
    settled(page)
    assert asked(page)["text"] == "greywater"
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.event-list a, section.table tbody a')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/c1:*")
    assert seen.troubles == []


def test_without_a_map_nothing_is_lost(demo, window):
    """Where the browser has no WebGL the page says so in plain words, and list and table stay."""
    seen = window(demo)
    seen.page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    seen.open("/")
    page = seen.page
    settled(page)
    expect(page.get_by_text("This browser cannot draw the map")).to_be_visible()
    expect(rows(page).nth(3)).to_be_attached()
    expect(page.locator(".event-list li").nth(3)).to_be_attached()
    assert seen.troubles == []


@pytest.mark.parametrize(("width", "view"), [(800, "map"), (640, "table"), (400, "list")])
def test_nothing_is_cut_on_narrow_screens(demo, window, width, view):
    """At 200% of a common screen and on a telephone nothing reaches beyond the side of the page."""
    seen = window(demo, width=width)
    seen.open(f"/?view={view}")
    settled(seen.page)
    wide = seen.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide[0] <= wide[1]
    assert seen.troubles == []


PAGES = (
    "/", "/?view=table&type=explosion", "/?mode=control", "/places/xm:skelmouth", "EVENT", "ARTICLE", "/queue", "/sets", "/changes", "/people", "/audit",
    "/sign-in",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(demo, window, path):
    """WCAG AA as far as a program can tell, on every page, light and dark."""
    if not AXE.is_file():
        pytest.skip("needs axe-core of the working copy: make desk")
    seen = window(demo)
    page = seen.page
    if path in ("EVENT", "ARTICLE"):
        seen.open("/changes")
        kind = {"EVENT": "events", "ARTICLE": "articles"}[path]
        path = f"/{kind}/" + page.evaluate(
            f"fetch('/api/v1/{kind}').then((told) => told.json()).then((told) => told.items[0].id)"
        )
    seen.open(path)
    settled(page)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.wait_for_timeout(200)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        grave = [
            (each["id"], each["help"], [node["html"][:200] for node in each["nodes"][:3]])
            for each in found
            if each["impact"] in ("serious", "critical")
        ]
        assert grave == [], theme
