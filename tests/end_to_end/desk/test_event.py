"""The event page: every value opens its words; rival figures, places and accounts of who did it stand side by side."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.invented import SCENARIOS, Corpus, loaded, read_scenario


def story(folder: Path, scenario: str, articles: list[dict[str, Any]]) -> Corpus:
    """A record of some articles of a scenario."""
    folder.mkdir(parents=True)
    return read_scenario(folder, scenario, articles)


@pytest.fixture(scope="module")
def bus_station(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Scenario A2: a bomb told five times, with rival tolls."""
    told = loaded(SCENARIOS / "a2_conflicting_tolls" / "stories" / "bus_station.yaml")
    return story(tmp_path_factory.mktemp("desk") / "a2", "a2_conflicting_tolls", told["articles"])


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Scenario A4: two villages of one name."""
    return story(
        tmp_path_factory.mktemp("desk") / "a4",
        "a4_where_was_it",
        loaded(SCENARIOS / "a4_where_was_it" / "reports.yaml")["reports"],
    )


def who(folder: Path, articles: int) -> Corpus:
    """Scenario A5 as far as its first articles."""
    return story(
        folder / f"a5-{articles}",
        "a5_who_did_it",
        loaded(SCENARIOS / "a5_who_did_it" / "reports.yaml")["reports"][:articles],
    )


def told_in(corpus: Corpus, name: str, kind: str) -> str:
    """The id of the event of a type that an article tells."""
    return next(event["id"] for event in corpus.events if name in corpus.told_in(event) and event["type"] == kind)


def expect(locator: Any) -> Any:
    """Playwright's expectations of a locator, which wait."""
    from playwright.sync_api import expect as expected

    return expected(locator)


@pytest.fixture
def event(bus_station: Corpus, window: Callable[..., Any]) -> Any:
    """The bomb at the bus station, open."""
    desk = window(bus_station.db)
    desk.open(f"/events/{bus_station.news()[0]['id']}", ".tolls")
    return desk


# --- from a figure to its words ----------------------------------------------------------------------------------------------


def test_a_toll_opens_its_sentence_and_then_its_article(event: Any) -> None:
    """The newcomer's way: press a toll, read the sentence with speaker, outlet and day; press again, and the article is open there."""
    toll = event.page.locator(".tolls tr.independent .value", has_text="14").first
    toll.click()
    words = event.page.locator(".tolls .words")
    words.locator("mark").first.wait_for()
    assert "Fourteen civilians" in words.locator("blockquote").inner_text()
    assert words.locator("mark").first.inner_text() == "Fourteen civilians"
    said = words.locator("figcaption").inner_text()
    assert "hospital" in said
    assert "Lorne Voice" in said
    assert "8 May 2018" in said
    toll.click()
    event.page.locator(".passage .flash").first.wait_for()
    assert "/articles/" in event.page.url
    assert "".join(event.page.locator(".flash").all_inner_texts()) == "Fourteen civilians"
    assert event.troubles == []


def test_the_same_without_a_mouse(event: Any) -> None:
    """N goes from value to value and shows the words of each; Escape closes them; every view has its own address."""
    event.page.keyboard.press("n")
    event.page.locator(".words").first.wait_for()
    shown = event.page.url
    assert "show=" in shown
    event.page.keyboard.press("n")
    assert event.page.url != shown
    event.page.keyboard.press("Escape")
    event.page.locator(".words").first.wait_for(state="detached")
    event.page.goto(shown)
    event.page.locator(".words").first.wait_for()


def test_footnotes_open_the_words(event: Any) -> None:
    """Each number of the sentence does."""
    event.page.locator(".sentence sup .value").first.click()
    assert "“" in event.page.locator(".sentence .words blockquote").inner_text()


def test_the_rule_changes_the_sentence(event: Any) -> None:
    """Under lowest only the lowest is printed; the choice stands in the address, and r takes the next."""
    said = event.page.locator(".sentence .said")
    assert "14" in said.inner_text()
    event.page.get_by_role("radio", name="lowest").check()
    expect(said).not_to_contain_text("as many as")
    assert "rule=lowest" in event.page.url
    event.page.keyboard.press("r")
    expect(said).to_contain_text("14")


def test_the_ledger_loses_nothing(event: Any, bus_station: Corpus) -> None:
    """All claims; nine gave way to twelve, struck through and readable; what cannot all be right is marked."""
    assert event.page.locator(".ledger tbody tr").count() == len(bus_station.news()[0]["ledger"])
    gone = event.page.locator(".ledger tr.gone", has_text="nine civilians")
    assert gone.locator("s").inner_text() == "9"
    assert "gave way to" in gone.inner_text()
    assert "disputed" in event.page.locator(".ledger tr", has_text="Fourteen civilians").last.inner_text()


def test_articles_voices_and_why(event: Any) -> None:
    """How many articles and voices make the event, each with its words lit and why it was joined."""
    said = event.page.locator("main").inner_text()
    assert "5 articles → 4 independent voices → 1 event" in said
    assert event.page.locator(".group .excerpt mark.r-count").count()
    assert event.page.locator(".why", has_text="Why it is this event").count()


def test_nothing_looks_done(event: Any) -> None:
    """What no person has looked at says so."""
    assert "no person has looked at it" in event.page.locator(".tag.state-suggested").inner_text()
    assert event.page.locator(".short .light.machine").count() >= 6


def test_why_not_merged(where: Corpus, window: Callable[..., Any]) -> None:
    """Another event is found by words or its id, and a sentence says why it is another one."""
    desk = window(where.db)
    desk.open(f"/events/{told_in(where, 'district', 'armed_clash')}", "#why")
    part = desk.page.locator("section:has(> #why)")
    part.get_by_role("searchbox").fill("Tor-Gana")
    part.get_by_role("button", name="Look").click()
    part.get_by_role("button", name="Why not?").first.click()
    expect(part.locator(".words")).to_contain_text("Tor-Gana")
    assert len(part.locator(".words").inner_text()) > 40


def test_a_comment_is_kept(event: Any) -> None:
    """It stands on the page with who wrote it, as text."""
    said = "The <b>hospital</b> was asked again."
    event.page.get_by_label("A comment").fill(said)
    event.page.get_by_role("button", name="Keep it").click()
    expect(event.page.locator(".said-list")).to_contain_text(said)
    assert "a reviewer" in event.page.locator(".said-list").inner_text()


def test_the_dossier_is_a_file(event: Any) -> None:
    """It comes as something to save, and so does the event itself."""
    link = event.page.get_by_role("link", name="Dossier").get_attribute("href")
    answer = event.page.request.get(event.address + link)
    assert answer.ok
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "Brennick" in answer.text()


# --- where it was (A4) -------------------------------------------------------------------------------------------------------


def test_two_places_of_one_name(where: Corpus, window: Callable[..., Any]) -> None:
    """Neither is drawn as the place: both stand there with reasons, and one key of the review picks one."""
    desk = window(where.db)
    desk.open(f"/events/{told_in(where, 'unsettled', 'shelling')}", ".inset svg")
    place = desk.page.locator("section:has(> #place)")
    assert place.locator(".candidates li").count() == 2
    assert {"East Reach", "Lower Vale"} <= {
        name for name in ("East Reach", "Lower Vale") if name in place.locator(".candidates").inner_text()
    }
    assert place.locator(".candidates .reasons").first.inner_text()
    assert place.locator("svg .point").count() == 0
    assert place.locator("svg .rival-spot").count() == 2
    assert "not settled" in place.inner_text()
    assert "WGS84" not in place.inner_text()
    assert place.get_by_role("link", name="Pick one in review").get_attribute("href").startswith("/queue/")
    assert "Marrowport" not in desk.page.locator(".head h1").inner_text()


@pytest.mark.parametrize(
    ("name", "kind", "digits", "stands"),
    [
        ("district", "armed_clash", "40.8° S", "any point stands for the district"),
        ("near", "shelling", "40.50° S", "the place itself is not named"),
    ],
)
def test_an_area_is_no_pin(
    where: Corpus, window: Callable[..., Any], name: str, kind: str, digits: str, stands: str
) -> None:
    """What is known to a district or only to be near a village is a circle with cut coordinates, and a sentence says what they stand for."""
    desk = window(where.db)
    desk.open(f"/events/{told_in(where, name, kind)}", ".inset svg")
    place = desk.page.locator("section:has(> #place)")
    assert place.locator("svg .area").count() == 1
    assert place.locator("svg .point").count() == 0
    assert stands in place.locator(".generic").inner_text()
    assert digits in place.inner_text()


# --- who did it (A5) ---------------------------------------------------------------------------------------------------------


def test_rival_accounts_stand_side_by_side(
    tmp_path_factory: pytest.TempPathFactory, window: Callable[..., Any]
) -> None:
    """Before anything is conceded: contested, each with who says so, and the other account one press away."""
    corpus = who(tmp_path_factory.mktemp("desk"), 3)
    desk = window(corpus.db)
    desk.open(f"/events/{told_in(corpus, '1-residents', 'air_strike')}", ".proposal")
    said = desk.page.locator("section:has(> #who)")
    assert "residents (a statement)" in said.inner_text()
    assert "(a denial)" in said.inner_text()
    proposal = said.locator(".proposal").inner_text()
    assert "Proposal, not reviewed by a person" in proposal
    assert "contested" in proposal
    assert "nothing" in proposal
    assert "7–11" in desk.page.locator(".short").first.inner_text()
    said.locator(".otherwise a", has_text="Ransey").first.click()
    desk.page.locator(".rival h3", has_text="Northern Front").wait_for()


def test_what_is_conceded_changes_nothing_reported(
    tmp_path_factory: pytest.TempPathFactory, window: Callable[..., Any]
) -> None:
    """Weeks later the air force concedes two: the proposal is confirmed, and seven to eleven stay reported."""
    corpus = who(tmp_path_factory.mktemp("desk"), 4)
    desk = window(corpus.db)
    desk.open(f"/events/{told_in(corpus, '1-residents', 'air_strike')}", ".proposal")
    proposal = desk.page.locator(".proposal").inner_text()
    assert "confirmed" in proposal
    assert "Kelvanese Air Force: killed 2" in proposal
    assert "7–11" in desk.page.locator(".short").first.inner_text()
    desk.page.locator(".rival .value", has_text="a denial").first.click()
    desk.page.locator(".rival .words mark").first.wait_for()
    assert "denied" in desk.page.locator(".rival .words").inner_text()


def test_a_denied_event_says_so_in_its_title(
    tmp_path_factory: pytest.TempPathFactory, window: Callable[..., Any]
) -> None:
    """Its heading begins with it, and nothing says that it happened."""
    report = {
        "name": "denial", "outlet": "Kelvane State Radio", "published": "2022-05-04", "title": "Air force denies strike",
        "text": "ALDPORT - The Kelvanese Air Force denied that it had carried out an air strike on Ransey on Tuesday.",
    }  # fmt: skip
    corpus = story(tmp_path_factory.mktemp("desk") / "denied", "a5_who_did_it", [report])
    desk = window(corpus.db)
    desk.open(f"/events/{corpus.events[0]['id']}", ".notice")
    assert desk.page.locator(".head h1").inner_text().startswith("Denied: air strike")
    assert desk.page.title().startswith("Denied: air strike")
