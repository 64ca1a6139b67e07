"""The event page: every value opens its words; rival figures, places and accounts of who did it stand side by side."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.end_to_end.desk.conftest import lit
from tests.end_to_end.invented import SCENARIOS, Corpus, loaded, read_scenario, run


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
    expect(words.locator("blockquote")).to_contain_text("Fourteen civilians")
    expect(words.locator("mark").first).to_have_text("Fourteen civilians")
    for said in ("hospital", "Lorne Voice", "8 May 2018"):
        expect(words.locator("figcaption")).to_contain_text(said)
    toll.click()
    event.page.locator(".passage .flash").first.wait_for()
    expect(event.page).to_have_url(re.compile(re.escape("/articles/")))
    assert lit(event.page) == "Fourteen civilians"
    assert event.troubles == []


def test_the_same_without_a_mouse(event: Any) -> None:
    """N goes from value to value and shows the words of each; Escape closes them; every view has its own address."""
    event.page.keyboard.press("n")
    event.page.locator(".words").first.wait_for()
    shown = event.page.url
    assert "show=" in shown
    event.page.keyboard.press("n")
    expect(event.page).not_to_have_url(shown)
    event.page.keyboard.press("Escape")
    event.page.locator(".words").first.wait_for(state="detached")
    event.page.goto(shown)
    event.page.locator(".words").first.wait_for()


def test_footnotes_open_the_words(event: Any) -> None:
    """Each number of the sentence does."""
    event.page.locator(".sentence sup .value").first.click()
    expect(event.page.locator(".sentence .words blockquote")).to_contain_text("“")


def test_the_rule_changes_the_sentence(event: Any) -> None:
    """Under lowest only the lowest is printed; the choice stands in the address, and r takes the next."""
    said = event.page.locator(".sentence .said")
    expect(said).to_contain_text("14")
    event.page.get_by_role("radio", name="lowest").check()
    expect(said).not_to_contain_text("as many as")
    expect(event.page).to_have_url(re.compile(re.escape("rule=lowest")))
    event.page.keyboard.press("r")
    expect(said).to_contain_text("14")


def test_the_ledger_loses_nothing(event: Any, bus_station: Corpus) -> None:
    """All claims; nine gave way to twelve, struck through and readable; what cannot all be right is marked."""
    expect(event.page.locator(".ledger tbody tr")).to_have_count(len(bus_station.news()[0]["ledger"]))
    gone = event.page.locator(".ledger tr.gone", has_text="nine civilians")
    expect(gone.locator("s")).to_have_text("9")
    expect(gone).to_contain_text("gave way to")
    expect(event.page.locator(".ledger tr", has_text="Fourteen civilians").last).to_contain_text("disputed")


def test_articles_voices_and_why(event: Any) -> None:
    """How many articles and voices make the event, each with its words lit and why it was joined."""
    expect(event.page.locator("main")).to_contain_text("5 articles → 4 independent voices → 1 event")
    expect(event.page.locator(".group .excerpt mark.r-count")).not_to_have_count(0)
    expect(event.page.locator(".why", has_text="Why it is this event")).not_to_have_count(0)


def test_nothing_looks_done(event: Any) -> None:
    """What no person has looked at says so."""
    expect(event.page.locator(".tag.state-suggested")).to_contain_text("no person has looked at it")
    expect(event.page.locator(".short .light.machine").nth(5)).to_be_attached()


def test_why_not_merged(where: Corpus, window: Callable[..., Any]) -> None:
    """Another event is found by words or its id, and a sentence says why it is another one."""
    desk = window(where.db)
    desk.open(f"/events/{told_in(where, 'district', 'armed_clash')}", "#why")
    part = desk.page.locator("section:has(> #why)")
    part.get_by_role("searchbox").fill("Tor-Gana")
    part.get_by_role("button", name="Look").click()
    part.get_by_role("button", name="Why not?").first.click()
    expect(part.locator(".words")).to_contain_text("Tor-Gana")
    expect(part.locator(".words")).to_have_text(re.compile(".{40}", re.DOTALL))


def test_a_comment_is_kept(event: Any) -> None:
    """It stands on the page with who wrote it, as text."""
    said = "The <b>hospital</b> was asked again."
    event.page.get_by_label("A comment").fill(said)
    event.page.get_by_role("button", name="Keep it").click()
    expect(event.page.locator(".said-list")).to_contain_text(said)
    expect(event.page.locator(".said-list")).to_contain_text("a reviewer")


def test_a_comment_shows_after_a_page_that_never_came(event: Any) -> None:
    """Back from a page whose code was still on its way: what was asked ahead then is older than the comment."""
    page, said = event.page, "Asked again by telephone."
    page.route("**/static/article-*.js", lambda route: None)
    page.locator("main a[href^='/articles/']").first.click()
    expect(page).to_have_url(re.compile(re.escape("/articles/")))
    with page.expect_response(re.compile("/api/v1/events/[^/]+$")):
        page.go_back()
    page.get_by_label("A comment").fill(said)
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator(".said-list")).to_contain_text(said)
    page.unroute_all(behavior="ignoreErrors")


def test_the_dossier_is_a_file(event: Any) -> None:
    """It comes as something to save, and so does the event itself."""
    link = event.page.get_by_role("link", name="Dossier").get_attribute("href")
    answer = event.page.request.get(event.address + link)
    assert answer.ok
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "Brennick" in answer.text()


def test_the_event_as_a_file(event: Any, bus_station: Corpus) -> None:
    """In the form and profile that one picks: this event and no other; the audit log says so."""
    page, key = event.page, bus_station.news()[0]["id"]
    page.get_by_text("This event as a file").click()
    page.get_by_label("Form").select_option("jsonl")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Take the file").click()
    lines = Path(taken.value.path()).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == [key]
    assert taken.value.suggested_filename == f"event-{key[3:15]}-jsonl.jsonl"
    page.get_by_label("Profile").select_option("public")
    link = page.get_by_role("link", name="Take the file")
    expect(link).to_have_attribute("href", re.compile("^/api/v1/exports/jsonl[?]event=.*&profile=public$"))
    event.open("/audit", "tbody tr")
    expect(page.locator("tbody tr").first).to_contain_text("jsonl under internal by event=")


# --- where it was (A4) -------------------------------------------------------------------------------------------------------


def test_two_places_of_one_name(where: Corpus, window: Callable[..., Any]) -> None:
    """Neither is drawn as the place: both stand there with reasons, and one key of the review picks one."""
    desk = window(where.db)
    desk.open(f"/events/{told_in(where, 'unsettled', 'shelling')}", ".inset svg")
    place = desk.page.locator("section:has(> #place)")
    expect(place.locator(".candidates li")).to_have_count(2)
    for area in ("East Reach", "Lower Vale"):
        expect(place.locator(".candidates")).to_contain_text(area)
    expect(place.locator(".candidates .reasons").first).not_to_be_empty()
    expect(place.locator("svg .point")).to_have_count(0)
    expect(place.locator("svg .rival-spot")).to_have_count(2)
    expect(place).to_contain_text("not settled")
    expect(place).not_to_contain_text("WGS84")
    expect(place.get_by_role("link", name="Pick one in review")).to_have_attribute("href", re.compile("^/queue/"))
    expect(desk.page.locator(".head h1")).not_to_contain_text("Marrowport")


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
    expect(place.locator("svg .area")).to_have_count(1)
    expect(place.locator("svg .point")).to_have_count(0)
    expect(place.locator(".generic")).to_contain_text(stands)
    expect(place).to_contain_text(digits)


# --- who did it (A5) ---------------------------------------------------------------------------------------------------------


def test_rival_accounts_stand_side_by_side(
    tmp_path_factory: pytest.TempPathFactory, window: Callable[..., Any]
) -> None:
    """Before anything is conceded: contested, each with who says so; the denial and the counter-charge stand in the same event."""
    corpus = who(tmp_path_factory.mktemp("desk"), 3)
    desk = window(corpus.db)
    desk.open(f"/events/{told_in(corpus, '1-residents', 'air_strike')}", ".proposal")
    said = desk.page.locator("section:has(> #who)")
    expect(said).to_contain_text("residents (a statement)")
    expect(said).to_contain_text("(a denial)")
    for words in ("Proposal, not reviewed by a person", "contested", "nothing"):
        expect(said.locator(".proposal")).to_contain_text(words)
    expect(desk.page.locator(".short").first).to_contain_text("7–11")
    front = said.locator(".rival", has=desk.page.locator("h3", has_text="Northern Front"))
    expect(front).to_contain_text("Air force")


def test_another_account_of_the_same_place_and_day_is_one_press_away(
    tmp_path_factory: pytest.TempPathFactory, window: Callable[..., Any]
) -> None:
    """What is not held to be the same event, and names others as acting."""
    clash = {
        "name": "clash", "outlet": "Harbour Wire", "published": "2022-03-04", "title": "Clash in Ransey",
        "text": "ALDPORT - The Northern Front clashed with police in Ransey on Wednesday, police said.",
    }  # fmt: skip
    reports = loaded(SCENARIOS / "a5_who_did_it" / "reports.yaml")["reports"][:1]
    corpus = story(tmp_path_factory.mktemp("desk") / "a5-beside", "a5_who_did_it", [*reports, clash])
    desk = window(corpus.db)
    desk.open(f"/events/{told_in(corpus, '1-residents', 'air_strike')}", ".rivals h3")
    desk.page.locator(".otherwise a", has_text="Ransey").first.click()
    desk.page.locator(".rival h3", has_text="Northern Front").wait_for()


def test_a_name_that_judges_is_shown_as_somebodys_word(tmp_path: Path, window: Callable[..., Any]) -> None:
    """In quotation marks with who says so: in the sentence, the facts and the rival accounts, and in the table of the overview."""
    told = tmp_path / "raid.txt"
    told.write_text(
        "The army said terrorists attacked a checkpoint near Kirkuk on Tuesday and killed three soldiers.\n",
        encoding="utf-8",
    )
    run("read", told, "--db", tmp_path / "raid.db", "--published", "2024-05-09")
    (event,) = (
        json.loads(line) for line in run("export", "--format", "jsonl", "--db", tmp_path / "raid.db").splitlines()
    )
    desk = window(tmp_path / "raid.db")
    desk.open(f"/events/{event['id']}", ".rivals h3")
    expect(desk.page.locator(".sentence .said")).to_contain_text("“terrorists”")
    expect(desk.page.locator(".rivals h3").first).to_contain_text("“terrorists”")
    expect(desk.page.locator("main")).to_contain_text("“terrorists” (says army)")
    desk.open("/?view=table", "section.table tbody tr")
    expect(desk.page.locator("section.table tbody")).to_contain_text("“terrorists”")
    assert desk.troubles == []


def test_what_is_conceded_changes_nothing_reported(
    tmp_path_factory: pytest.TempPathFactory, window: Callable[..., Any]
) -> None:
    """Weeks later the air force concedes two: the proposal is confirmed, and seven to eleven stay reported."""
    corpus = who(tmp_path_factory.mktemp("desk"), 4)
    desk = window(corpus.db)
    desk.open(f"/events/{told_in(corpus, '1-residents', 'air_strike')}", ".proposal")
    for words in ("confirmed", "Kelvanese Air Force: killed 2"):
        expect(desk.page.locator(".proposal")).to_contain_text(words)
    expect(desk.page.locator(".short").first).to_contain_text("7–11")
    desk.page.locator(".rival .value", has_text="a denial").first.click()
    desk.page.locator(".rival .words mark").first.wait_for()
    expect(desk.page.locator(".rival .words")).to_contain_text("denied")


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
    expect(desk.page.locator(".head h1")).to_have_text(re.compile("^Denied: air strike"))
    expect(desk.page).to_have_title(re.compile("^Denied: air strike"))
