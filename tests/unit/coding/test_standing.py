"""Standing and relevance in the coder: any text is coded, long runs of words cost what they are long."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.common import code
from tidings.annotate.sentences import SpacyParser
from tidings.coding.happenings import find_happenings
from tidings.coding.relevance import is_told_as_news
from tidings.coding.scene import Scene
from tidings.coding.standing import read_standing
from tidings.coding.triggers import find_triggers
from tidings.model.coding import Account
from tidings.model.mentions import Annotations
from tidings.reference.ontology import load_ontology

_PIECES = st.sampled_from((
    "Rebels", "troops", "the army", "a bomb", "shelled", "killed", "did not attack", "the town", "12 people", "plans to", "denied", "if", "would have", "in the film",
    "?", ".", '"', "\n", "in 2014", "on Sunday", "the anniversary of", "charged with", "🙂", "\u202e", "ß", "من", "—",
))  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(_PIECES, max_size=25))
def test_any_run_of_words_is_coded(pieces: list[str]) -> None:
    """Whatever stands beside what, each account has a polarity and a reality."""
    _, coding = code(" ".join(pieces), None)
    assert all(account.polarity in ("affirmed", "denied") for account in coding.accounts)


def _standings(accounts: tuple[Account, ...], before: int) -> list[tuple[str, str, str]]:
    return [(one.type, one.polarity, one.reality) for one in accounts if one.evidence[0].start < before]


@pytest.mark.parametrize(
    "text",
    [
        "Rebels shelled the town of Daraya, killing 12 people.",
        "The army denied that it bombed the market in Idlib.",
        "Turkey's army plans to storm the town of Manbij.",
    ],
)
def test_another_article_changes_nothing(text: str) -> None:
    """Articles coded before leave no trace in the next one."""
    first = _standings(code(text, None)[1].accounts, len(text))
    code("A film shows how rebels shell the capital. Police foiled a plot to bomb a church in Cologne.", None)
    assert _standings(code(text, None)[1].accounts, len(text)) == first


def test_time_grows_with_the_sentence() -> None:
    """Twice as many acts in one sentence without an end take about twice as long, not four times."""
    spent = []
    for times in (100, 400):
        parse = SpacyParser().parse(
            "Rebels planned to attack the town and killed 12 men who did not flee the shelling, " * times
        )
        nothing = dict.fromkeys(Annotations.__struct_fields__, ())
        annotations = Annotations(**(nothing | {"parse": parse}))  # type: ignore[arg-type]
        scene = Scene(annotations=annotations, ontology=load_ontology(), published=None)
        happenings = find_happenings(scene, find_triggers(scene))
        begun = time.process_time()
        for each in happenings:
            is_told_as_news(scene, each)
            read_standing(scene, each, None)
        spent.append((time.process_time() - begun) / max(1, len(happenings)))
    assert spent[1] < 4 * spent[0] + 0.002
