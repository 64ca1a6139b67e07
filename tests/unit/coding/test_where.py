"""Where an act was: the place of its own words, not where somebody is from, lives or speaks."""

from __future__ import annotations

import pytest

from tidings.model.article import Article, ArticleReasons, article_id
from tidings.pipeline.manifest import Settings
from tidings.pipeline.plan import Plan, whole_plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The whole plan with shipped knowledge."""
    return whole_plan(Settings())


def places_of(plan: Plan, text: str) -> set[str | None]:
    """The places of the accounts of a text."""
    article = Article(
        id=article_id(text, None, None, None), file="case.txt", title=None, outlet=None, url=None, language="en", published=None,
        published_basis="unknown", text=text, removed=(), reasons=ArticleReasons(),
    )  # fmt: skip
    return {account.place.name if account.place else None for account in plan.code(article).accounts}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Militants killed a man from Homs near Palmyra on Tuesday.", "Palmyra"),
        ("A man born in Kabul was killed in Herat on Monday.", "Herat"),
        ("Rebels based in Kidal attacked a convoy, killing four soldiers.", None),
        ('"The strikes killed 12 people," the minister said in Cairo.', None),
        ("Three soldiers were killed on Monday, the army said in a statement in Kampala.", None),
        ("Five troops were killed in an ambush, police in Srinagar said.", None),
        ("It was reported in Lima that a bomb had killed six people.", None),
        ("Three deaths were reported in Homs after shelling on Sunday.", "Homs"),
        ("Thousands fled Mosul after the attack.", "Mosul"),
        ("In an interview in Doha, a spokesman said fighters had captured the airport.", None),
        ("Fighting for the town of Bakhmut killed dozens of soldiers.", "Bakhmut"),
        ("The battle for Mosul killed thousands of civilians.", "Mosul"),
        ("Syria's worst massacre killed 108 people in Houla.", "Houla"),
    ],
)
def test_where_somebody_is_from_or_speaks_is_not_where_it_was(plan: Plan, text: str, place: str | None) -> None:
    """A place that hangs from a person's origin, home or words lends the act no place."""
    assert places_of(plan, text) == {place}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The Madrid train bombings killed 191 people in 2004.", "Madrid"),
        ("Two Beirut bombings killed 40 people.", "Beirut"),
        ("It was Kabul's deadliest attack this year, killing 80 people.", "Kabul"),
        ("Moscow's attack killed 80 people.", None),
        ("The Obama administration bombed Libya in 2016.", "Libya"),
        ("A blast rocked Quetta, killing nine people.", "Quetta"),
    ],
)
def test_a_place_before_the_noun_of_the_act_or_struck_by_it(plan: Plan, text: str, place: str | None) -> None:
    """A town that names the act, a place that has its deadliest, and what is bombed or rocked; not the state that strikes."""
    assert places_of(plan, text) == {place}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (
            "Gang attacks have driven 5,000 people out of Port-au-Prince to Les Cayes, the Haitian authorities said.",
            {"Port-au-Prince"},
        ),
        (
            "Rebels entered Kidal on Monday. Six hours later the army shelled the town.",
            {"Kidal"},
        ),
        (
            "The envoys met in Kidal. They spoke of trade. It was hot. Nobody smiled. Lunch was late. Songs were sung. The army shelled the town.",
            {None},
        ),
    ],
)
def test_what_people_are_driven_from_and_the_town_spoken_of(plan: Plan, text: str, places: set[str | None]) -> None:
    """People are driven out of where it happens; "the town" is one spoken of a few sentences before at most."""
    assert places_of(plan, text) == places
