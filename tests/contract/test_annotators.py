"""What every layer of the plan owes its reader. A new layer listed in the plan is held to it without a new test."""

from __future__ import annotations

import pickle
from functools import cache

import msgspec
import pytest

from tests import standin
from tidings.model.text import Parse
from tidings.pipeline.layers import _mark
from tidings.pipeline.manifest import Settings
from tidings.pipeline.plan import LAYERS, Plan, whole_plan

WAR = (
    "Rebels seize bridge\n\n"
    "TRIPOLI (Herald) — Fighters loyal to the rebel council seized a bridge near Misrata on Saturday, killing at least 12 soldiers, "
    "including three officers, army spokesman Karim Daoud said. “We will not retreat,” he told reporters.\n"
    "The interior ministry denied that 40 civilians had died. It is not known whether the council’s leader is still alive.\n"
    "Shelling has driven about 2,000 people from the town since 2014, according to aid workers."
)
TEXTS = {
    "a report": WAR,
    "one word": "War",
    "no words": "… — !!! “”",
    "wide characters": "🚀🚀 Ракеты hit Алеппо on 3 May; 5 people — naïve civilians — were killed. 空爆で12人",
    "digits": "1234567890" * 1000,
    "quotation marks": '"“”' * 300,
    "brackets and names": "Mr. (" * 200 + "Aleppo" + ")" * 200,
}  # fmt: skip


@cache
def plan() -> Plan:
    """The whole plan, loaded once."""
    return whole_plan(Settings())


@cache
def layers(name: str, again: bool = False) -> dict:
    """All layers over one of the texts; ``again`` makes them a second time."""
    return plan().layers(standin.article(TEXTS[name]), ("parse", *LAYERS, "coding"))


@pytest.fixture(params=TEXTS)
def text_name(request) -> str:
    return request.param


@pytest.fixture(params=LAYERS)
def layer(request) -> str:
    return request.param


def test_every_mention_stands_in_the_text_in_order(text_name, layer):
    """Offsets lie inside the text, hold at least one character, and the mentions come in text order."""
    text, parse = TEXTS[text_name], layers(text_name)["parse"]
    assert isinstance(parse, Parse)
    marks = [_mark(found, parse) for found in layers(text_name)[layer]]
    assert all(0 <= mark.start < mark.end <= len(text) for mark in marks)
    assert all(mark.quote == text[mark.start : mark.end] for mark in marks)
    assert [mark.start for mark in marks] == sorted(mark.start for mark in marks)


def test_the_same_text_gives_the_same_layer(text_name, layer):
    """A second pass by the same plan, after other texts, finds just the same."""
    assert layers(text_name, again=True)[layer] == layers(text_name)[layer]


def test_mentions_are_values(layer):
    """They pickle, come out equal, and can be printed as JSON."""
    found = layers("a report")[layer]
    assert pickle.loads(pickle.dumps(found)) == found
    assert isinstance(found, tuple)
    for mention in found:
        msgspec.json.encode(_mark(mention, layers("a report")["parse"]))


def test_the_report_has_something_in_every_layer(layer):
    """The suite would prove nothing over empty layers."""
    assert layers("a report")[layer]


def test_the_coding_survives_json(text_name):
    """Each text gives a coding whose quotes are exact, and which is read back equal."""
    from tidings.model.coding import coding_json, read_coding

    coding = layers(text_name)["coding"]
    assert read_coding(coding_json(coding)) == coding
    assert pickle.loads(pickle.dumps(coding)) == coding
