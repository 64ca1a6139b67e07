"""``python -m evals.muc4 INPUT.jsonl --out PRED.jsonl``: {docid, text} to MUC-4 templates of five roles.

Written mapping from accounts that happened to MUC-4 incidents:

- **Types**: explosion and suicide_bombing are bombings, abduction a kidnapping, destruction by fire an arson, every other
  act of violence an attack. Fighting between armed sides is no incident of this set unless civilians were hit.
- **One template a type**: the keys seldom have two of one type in a text, and what a text tells twice is one incident.
- **Perpetrators**: names and forces ("FMLN", "the army") are organisations, people ("guerrillas", "two men") individuals;
  a pronoun names nobody. **Victims**: people with a name; the keys leave "peasants" out. **Weapons**: the words of
  ``means``. **Targets**: a record has no role for buildings and vehicles, so there are none.

The texts are lower case and are coded as they stand; the date is none of the five roles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from evals.common import Row, code, run
from tidings.model.coding import Account
from tidings.model.mentions import ActorMention
from tidings.model.values import Actor

_TYPES = {
    "explosion": "bombing", "suicide_bombing": "bombing", "abduction": "kidnapping", "attack_on_civilians": "attack",
    "armed_clash": "attack", "killing": "attack", "shelling": "attack", "air_strike": "attack", "destruction": "attack",
}  # fmt: skip
_ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
_PERPETRATORS = {"name": "PerpOrg", "force": "PerpOrg", "unnamed": "PerpInd", "group": "PerpInd", "person": "PerpInd"}
Mentions = Mapping[int, ActorMention]


def blank(row: Row) -> Row:
    """No answer."""
    return {"docid": row["docid"], "templates": []}


def predict(row: Row) -> Row:
    """The templates of one text: one for each type of incident."""
    annotations, coding = code(row["text"], None)
    mentions = {mention.start: mention for mention in annotations.actors}
    return {
        "docid": row["docid"],
        "templates": merged(template(account, mentions) for account in coding.accounts if is_incident(account)),
    }


def is_incident(account: Account) -> bool:
    """Whether an account is of the kind that the keys hold."""
    happened = account.polarity == "affirmed" and account.reality == "actual"
    fighting = account.type == "armed_clash" and not any(hit.kind == "civilians" for hit in account.recipients)
    return happened and account.type in _TYPES and not fighting


def template(account: Account, mentions: Mentions) -> Row:
    """One account as a template. ``mentions`` are the actors of the text by where they begin."""
    burnt = account.type == "destruction" and any(means.name in ("fire", "arson") for means in account.means)
    roles: dict[str, list[list[Row]]] = {role: [] for role in _ROLES}
    for actor in account.actors:
        if role := _PERPETRATORS.get(form_of(actor, mentions)):
            roles[role].append([{"text": actor.mention}])
    roles["Victim"] = [[{"text": hit.mention}] for hit in account.recipients if form_of(hit, mentions) == "person"]
    roles["Weapon"] = [[{"text": means.evidence[0].quote}] for means in account.means]
    return {"incident_type": "arson" if burnt else _TYPES[account.type], "roles": roles}


def form_of(actor: Actor, mentions: Mentions) -> str:
    """How an actor is told: ``name``, ``force``, ``unnamed`` …; ``group`` where no mention stands there."""
    found = mentions.get(actor.evidence[0].start)
    return found.form if found else "group"


def merged(templates: Iterable[Row]) -> list[Row]:
    """One template a type, in the order in which types come, with each entity once."""
    found: dict[str, Row] = {}
    for each in templates:
        kept = found.setdefault(
            each["incident_type"], {"incident_type": each["incident_type"], "roles": {role: [] for role in _ROLES}}
        )
        for role, entities in each["roles"].items():
            kept["roles"][role] += [entity for entity in entities if entity not in kept["roles"][role]]
    return list(found.values())


if __name__ == "__main__":
    run(__doc__ or "", predict, blank)
