"""Accounts become MUC-4 templates by a written mapping."""

from __future__ import annotations

import datetime as dt

from evals.muc4 import predict
from evals.muc4_rich import predict as rich
from evals.muc4_templates import is_candidate, type_of
from tidings.model.coding import Account, AccountReasons
from tidings.model.text import Evidence, evidence
from tidings.model.values import Actor, Means, When

TEXT = "gunmen of the harbour front threw a grenade at jana orlo in the yard"


def span(words: str) -> tuple[Evidence, ...]:
    start = TEXT.index(words)
    return (evidence(TEXT, start, start + len(words)),)


def actor(words: str, kind: str) -> Actor:
    return Actor(mention=words, name=words, id=None, kind=kind, attributed_by=(), relations=(), evidence=span(words))


def account(**changed) -> Account:
    given = {
        "id": "c1:0", "type": "explosion", "polarity": "affirmed", "reality": "actual", "background": False,
        "actors": (actor("gunmen", "unknown"), actor("harbour front", "rebel_group")),
        "recipients": (actor("jana orlo", "civilians"),), "place": None, "other_places": (),
        "date": When(start=None, end=dt.date(1990, 1, 2), precision="unresolved", words=None, evidence=()), "counts": (),
        "means": (Means(name="grenade", evidence=span("grenade")),), "attribution": (), "evidence": span(TEXT),
        "reasons": AccountReasons(), "score": 0.5, "producer": "test",
    }  # fmt: skip
    return Account(**{**given, **changed})


def test_destruction_by_fire_is_arson() -> None:
    """Only destruction with fire among its means; with other means it is an attack."""
    burnt = account(type="destruction", means=(Means(name="fire", evidence=span("grenade")),))
    assert type_of(burnt) == "arson"
    assert type_of(account(type="destruction")) == "attack"


def test_what_did_not_happen_and_fighting_are_no_incidents() -> None:
    """A denied or planned act gives none, nor does a clash, unless civilians were hit in it."""
    assert is_candidate(account())
    assert not is_candidate(account(polarity="denied"))
    assert not is_candidate(account(reality="planned"))
    assert not is_candidate(account(type="protest"))
    assert not is_candidate(account(type="armed_clash", recipients=()))
    assert is_candidate(account(type="armed_clash"))


def test_a_whole_text_becomes_templates_of_five_roles() -> None:
    """A bombing with its target, its weapon and its victim by name; what was only threatened gives none."""
    text = (
        "terrorists of the shining path set off a car bomb in front of the u.s. embassy in lima today.  the explosion killed "
        "judge rodrigo almanza and injured two guards, the police said.    the terrorists fled in a blue truck."
    )
    (found,) = predict({"docid": "1", "text": text})["templates"]
    assert found["incident_type"] == "bombing"
    assert [[each["text"].lower() for each in entity] for entity in found["roles"]["Victim"]] == [["rodrigo almanza"]]
    assert [entity[0]["text"].lower() for entity in found["roles"]["Weapon"]] == ["car bomb"]
    assert "u.s. embassy" in [entity[0]["text"].lower() for entity in found["roles"]["Target"]]


def test_a_day_is_on_and_no_day_is_on_or_before() -> None:
    """The day of the report bounds what no day is told of."""
    row = {"docid": "1", "text": "GUERRILLAS KILLED MAYOR ANA PAZ IN THE TOWN OF EL PRADO{}, THE ARMY SAID IN A COMMUNIQUE. "
           "THE MAYOR WAS SHOT BY FOUR MEN IN FRONT OF HER HOME.", "dateline": {"date": "1990-01-15", "end": 0}}  # fmt: skip
    forms = {}
    for words in (" YESTERDAY", ""):
        (found,) = rich({**row, "text": row["text"].format(words)})["templates"]
        forms[words] = (found["date"]["form"], found["date"]["end"])
    assert forms == {" YESTERDAY": ("on", "1990-01-14"), "": ("on_or_before", "1990-01-15")}
