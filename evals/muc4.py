"""``python -m evals.muc4 INPUT.jsonl --out PRED.jsonl``: {docid, text} to MUC-4 templates of five roles.

The incidents are those of :mod:`evals.muc4_templates` (the mapping is in docs/method/muc4.md); here they get their roles:

- **Perpetrators**: names and forces ("FMLN", "the army") are organisations, people ("guerrillas", "two men") individuals;
  a pronoun names nobody. **Victims**: people with a name; the keys leave "peasants" out. **Weapons**: the words of
  ``means``, with the noun before them. **Targets**: buildings, vehicles and works that a word of harm or a blast is said of.

The texts are lower case; the coder reads them in ordinary capitals. The date is none of the five roles.
"""

from __future__ import annotations

from evals.common import Row, run
from evals.muc4_points import load_points
from evals.muc4_rich import told_in
from evals.muc4_templates import Incident, incidents
from evals.muc4_texts import prepared


def blank(row: Row) -> Row:
    """No answer."""
    return {"docid": row["docid"], "templates": []}


def predict(row: Row) -> Row:
    """The templates of one text."""
    told = told_in(prepared(row["text"]), None)
    return {"docid": row["docid"], "templates": [template(each) for each in incidents(told, load_points())]}


def template(incident: Incident) -> Row:
    """One incident with its roles, each entity once."""
    roles = {role: [[{"text": each.words}] for each in fillers] for role, fillers in incident.roles.items()}
    return {"incident_type": incident.type, "roles": roles}


if __name__ == "__main__":
    run(__doc__ or "", predict, blank)
