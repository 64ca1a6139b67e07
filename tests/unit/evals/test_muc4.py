"""Accounts become MUC-4 templates by a written mapping."""

from __future__ import annotations

import datetime as dt

from evals.muc4 import is_incident, merged, template
from tidings.model.coding import Account, AccountReasons
from tidings.model.mentions import ActorMention
from tidings.model.text import Evidence, evidence
from tidings.model.values import Actor, Means, When

TEXT = "gunmen of the harbour front threw a grenade at jana orlo in the yard"


def span(words: str) -> tuple[Evidence, ...]:
    start = TEXT.index(words)
    return (evidence(TEXT, start, start + len(words)),)


def actor(words: str, kind: str) -> Actor:
    return Actor(mention=words, name=words, id=None, kind=kind, attributed_by=(), relations=(), evidence=span(words))


def mention(words: str, form: str) -> ActorMention:
    start = TEXT.index(words)
    return ActorMention(start=start, end=start + len(words), head=0, name=words, id=None, kind="unknown", form=form)


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


MENTIONS = {
    found.start: found
    for found in (mention("gunmen", "unnamed"), mention("harbour front", "name"), mention("jana orlo", "person"))
}


def test_an_account_becomes_a_template():
    """Names are organisations, people individuals, and the weapon is what stands in the text."""
    found = template(account(), MENTIONS)
    assert found["incident_type"] == "bombing"
    assert found["roles"] == {
        "PerpInd": [[{"text": "gunmen"}]],
        "PerpOrg": [[{"text": "harbour front"}]],
        "Target": [],
        "Victim": [[{"text": "jana orlo"}]],
        "Weapon": [[{"text": "grenade"}]],
    }


def test_a_pronoun_is_nobody_and_a_victim_has_a_name():
    """An anaphor fills no role, and people without a name are no victims of this set."""
    mentions = {
        found.start: found
        for found in (mention("gunmen", "anaphor"), mention("harbour front", "name"), mention("jana orlo", "group"))
    }
    roles = template(account(), mentions)["roles"]
    assert (roles["PerpInd"], roles["Victim"]) == ([], [])


def test_destruction_by_fire_is_arson():
    """Only destruction with fire among its means; with other means it is an attack."""
    burnt = account(type="destruction", means=(Means(name="fire", evidence=span("grenade")),))
    assert template(burnt, MENTIONS)["incident_type"] == "arson"
    assert template(account(type="destruction"), MENTIONS)["incident_type"] == "attack"


def test_what_did_not_happen_and_fighting_are_no_incidents():
    """A denied or planned act gives none, nor does a clash, unless civilians were hit in it."""
    assert is_incident(account())
    assert not is_incident(account(polarity="denied"))
    assert not is_incident(account(reality="planned"))
    assert not is_incident(account(type="protest"))
    assert not is_incident(account(type="armed_clash", recipients=()))
    assert is_incident(account(type="armed_clash"))


def test_one_template_a_type():
    """Accounts of one type are one template, each entity once, types in the order they come."""
    one, two = template(account(), MENTIONS), template(account(type="killing", means=()), MENTIONS)
    found = merged([one, two, one])
    assert [each["incident_type"] for each in found] == ["bombing", "attack"]
    assert found[0]["roles"] == one["roles"]
