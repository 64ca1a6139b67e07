"""``python -m evals.muc4 INPUT.jsonl --out PRED.jsonl``: {docid, text} to MUC-4 templates of five roles.

Written mapping from RECORD types to MUC-4 incident types: explosion and suicide_bombing are bombings, abduction is a
kidnapping, destruction by fire is arson, every other act of violence is an attack. Perpetrators: armed groups with a
name are organisations, other actors individuals. Victims: recipients that are persons or groups of people. Weapons:
the words of ``means``. The texts are lower case; the date is none of the five roles.
"""

from __future__ import annotations

from evals.common import Row, code, run
from tidings.model.coding import Account
from tidings.model.values import Actor

_TYPES = {
    "explosion": "bombing", "suicide_bombing": "bombing", "abduction": "kidnapping", "attack_on_civilians": "attack",
    "armed_clash": "attack", "killing": "attack", "shelling": "attack", "air_strike": "attack", "destruction": "attack",
}  # fmt: skip


def blank(row: Row) -> Row:
    """No answer."""
    return {"docid": row["docid"], "templates": []}


def predict(row: Row) -> Row:
    """The templates of one text: one for each account of violence that happened."""
    _, coding = code(row["text"], None)
    found = [template(account) for account in coding.accounts if account.type in _TYPES and account.polarity == "affirmed" and account.reality == "actual"]
    return {"docid": row["docid"], "templates": found}


def template(account: Account) -> Row:
    """One account as a template."""
    burnt = any(means.name == "fire" for means in account.means)
    return {
        "incident_type": "arson" if burnt and account.type == "destruction" else _TYPES[account.type],
        "roles": {
            "PerpInd": [[entity(actor)] for actor in account.actors if not _is_organisation(actor)],
            "PerpOrg": [[entity(actor)] for actor in account.actors if _is_organisation(actor)],
            "Target": [],
            "Victim": [[entity(actor)] for actor in account.recipients if not _is_organisation(actor)],
            "Weapon": [[{"text": means.evidence[0].quote}] for means in account.means],
        },
    }


def entity(actor: Actor) -> Row:
    """The printed words of an actor."""
    return {"text": actor.mention}


def _is_organisation(actor: Actor) -> bool:
    return actor.id is not None and actor.kind not in ("civilians", "unknown")


if __name__ == "__main__":
    run(__doc__ or "", predict, blank)
