"""``python -m evals.muc4 INPUT.jsonl --out PRED.jsonl``: {docid, text} to MUC-4 templates of five roles.

The incidents are those of :mod:`evals.muc4_templates` (the mapping is in docs/method/muc4.md); here they get their roles:

- **Perpetrators**: names and forces ("FMLN", "the army") are organisations, people ("guerrillas", "two men") individuals;
  a pronoun names nobody. **Victims**: people with a name; the keys leave "peasants" out. **Weapons**: the words of
  ``means``, with the noun before them. **Targets**: buildings, vehicles and works that a word of harm or a blast is said of.

The texts are lower case; the coder reads them in ordinary capitals. The date is none of the five roles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evals.common import Row, run
from evals.muc4_points import load_points
from evals.muc4_rich import told_in
from evals.muc4_targets import targets
from evals.muc4_templates import Incident, Told, incidents
from evals.muc4_texts import prepared
from tidings.model.coding import Account
from tidings.model.mentions import ActorMention
from tidings.model.values import Actor

_ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
_PERPETRATORS = {"name": "PerpOrg", "force": "PerpOrg", "unnamed": "PerpInd", "group": "PerpInd", "person": "PerpInd"}


def blank(row: Row) -> Row:
    """No answer."""
    return {"docid": row["docid"], "templates": []}


def predict(row: Row) -> Row:
    """The templates of one text."""
    told = told_in(prepared(row["text"]), None)
    return {"docid": row["docid"], "templates": [template(each, told) for each in incidents(told, load_points())]}


def template(incident: Incident, told: Told) -> Row:
    """One incident with its roles, each entity once."""
    roles: dict[str, list[list[Row]]] = {role: [] for role in _ROLES}
    mentions = {mention.start: mention for mention in told.annotations.actors}
    for account in incident.accounts:
        for role, words in (*perpetrators(account, mentions), *_weapons(account, told), *_targets(account, told)):
            _add(roles[role], words)
    for people in incident.people:
        if people.name:
            _add(roles["Victim"], people.name)
    return {"incident_type": incident.type, "roles": roles}


def _add(entities: list[list[Row]], words: str) -> None:
    known = {entity[0]["text"].lower() for entity in entities}
    if words.lower() not in known:
        entities.append([{"text": words}])


def perpetrators(account: Account, mentions: dict[int, ActorMention]) -> Iterator[tuple[str, str]]:
    """Role and words of each who did it."""
    for actor in account.actors:
        if role := _PERPETRATORS.get(form_of(actor, mentions)):
            yield role, actor.mention


def form_of(actor: Actor, mentions: dict[int, ActorMention]) -> str:
    """How an actor is told: ``name``, ``force``, ``unnamed`` …; ``group`` where no mention stands there."""
    found = mentions.get(actor.evidence[0].start)
    return found.form if found else "group"


def _weapons(account: Account, told: Told) -> Iterable[tuple[str, str]]:
    for means in account.means:
        tokens = told.parse.tokens_in(means.evidence[0].start, means.evidence[0].end)
        if tokens and tokens[0].pos in ("NOUN", "PROPN"):
            first, last = tokens[0].index, tokens[0].index
            while (
                first and told.parse.tokens[first - 1].dep == "compound" and told.parse.tokens[first - 1].head == last
            ):
                first -= 1
            yield "Weapon", told.parse.text[told.parse.tokens[first].start : tokens[0].end]


def _targets(account: Account, told: Told) -> Iterable[tuple[str, str]]:
    return (("Target", words) for words in targets(told.annotations, account))


if __name__ == "__main__":
    run(__doc__ or "", predict, blank)
