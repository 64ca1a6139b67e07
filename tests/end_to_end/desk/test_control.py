"""Who held what, in Chromium: a town changes hands (scenario A7), with the slider, and as known on day 3 and today. All of it is invented."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.end_to_end.test_town_changes_hands import Town

ARMY, FRONT = "Merrowese Army", "Reach Liberation Front"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """The record of the scenario."""
    return Town(tmp_path_factory.mktemp("town"))


def state(page: Any) -> Any:
    """What the table says of the town."""
    return expect(page.locator("tr", has_text="Skelmouth").locator("td").first)


def test_the_slider_follows_the_town(town, window):
    """As known on each day: contested while they fight in it, then the group's until it has left, after long silence unknown."""
    seen = window(town.db)
    seen.open(f"/?mode=control&on={town.day(2)}")
    page = seen.page
    state(page).to_contain_text("contested")
    slider = page.get_by_role("slider", name="Day")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", level=1)).to_contain_text("4 March 2031")
    state(page).to_contain_text(FRONT)
    page.keyboard.press("PageUp")
    expect(page.get_by_role("heading", level=1)).to_contain_text("4 April 2031")
    state(page).not_to_contain_text(FRONT)
    expect(page).to_have_url(re.compile(re.escape(f"on={town.day(35)}")))
    for _ in range(3):
        page.keyboard.press("PageUp")
    expect(page.get_by_role("heading", level=1)).to_contain_text("4 July 2031")
    state(page).to_contain_text("unknown")
    assert seen.troubles == []


def test_the_map_outlasts_many_steps(town, window):
    """A page may have some sixteen drawings of WebGL at once: steps of the slider take none, so that no map goes blank."""
    seen = window(town.db)
    seen.open(f"/?mode=control&on={town.day(2)}&compare=1")
    page = seen.page
    page.locator(".map[data-drawn]").first.wait_for()
    page.evaluate("""() => {
        window.lost = 0;
        for (const each of document.querySelectorAll(".map canvas")) each.addEventListener("webglcontextlost", () => window.lost++);
    }""")
    page.get_by_role("slider", name="Day").focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(50)
    expect(page.get_by_role("heading", level=1)).to_contain_text("22 March 2031")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.lost") == 0
    assert seen.troubles == []


def test_day_five_as_known_on_day_three_and_today(town, window):
    """Beside each other: two answers, each with its own reasons, and the table marks where they differ."""
    seen = window(town.db)
    seen.open(f"/?mode=control&on={town.day(5)}&known={town.day(3)}&compare=1")
    page = seen.page
    page.locator(".map[data-drawn]").first.wait_for()
    box = page.locator(".map canvas").first.bounding_box()
    page.mouse.click(
        box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    )  # the map shows the one place in its middle
    then, today = page.locator(".answer").nth(0), page.locator(".answer").nth(1)
    expect(then.locator(".verdict")).to_contain_text("contested")
    expect(today.locator(".verdict")).to_contain_text(f"held by {FRONT}")
    expect(then).to_contain_text("as known on 2031-03-03")
    expect(today).to_contain_text("all that is known today")
    expect(page.locator("tr", has_text="Skelmouth")).to_contain_text("otherwise")
    expect(today.get_by_role("heading", name="What would change it")).to_be_visible()
    assert seen.troubles == []


def test_every_reason_opens_its_words(town, window):
    """A quote leads to the article with these words lit."""
    seen = window(town.db)
    seen.open(f"/?mode=control&on={town.day(5)}&known=today&at=xm:skelmouth")
    page = seen.page
    quote = page.locator(".answer blockquote a").first
    quote.wait_for()
    address = quote.get_attribute("href")
    assert re.match(r"/articles/a1:\w+\?at=\d+-\d+$", address)
    quote.click()
    page.wait_for_url("**/articles/**")
    expect(page.locator("main h1")).to_be_visible()
    assert seen.troubles == []


def test_a_place_shows_its_history(town, window):
    """Spells as bands and as a table, smoothed and filtered, with every piece of evidence."""
    seen = window(town.db)
    seen.open("/places/xm:skelmouth")
    page = seen.page
    expect(page.get_by_role("img", name=re.compile("Who held Skelmouth"))).to_be_visible()
    page.get_by_text("The spells as a table").click()
    expect(page.get_by_role("table", name="From all that is known today")).to_contain_text(FRONT)
    expect(page.get_by_role("table", name="As known on each day")).to_contain_text("contested")
    expect(page.locator("ol.evidence > li").nth(5)).to_be_attached()
    assert seen.troubles == []
