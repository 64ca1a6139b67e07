"""``python -m evals.muc4_rich INPUT.rich.jsonl --out PRED.jsonl``: {docid, text, dateline} to dates, types and victims of incidents.

Scored by :mod:`evals.muc4_slots`. The texts are coded as a collection that is known to be about conflict; what is an
incident of MUC-4's kind is decided here (:mod:`evals.muc4_templates`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache

from evals.common import Row, article, day_of, plan, run
from evals.muc4_heads import IncidentReader, Reading
from evals.muc4_points import load_points
from evals.muc4_templates import Told, incidents, template
from evals.muc4_texts import prepared
from tidings.coding.coder import code_article
from tidings.reference.ontology import Ontology, load_ontology

_ABOUT_CONFLICT = 2
Read = Callable[[str], Reading]


def blank(row: Row) -> Row:
    """No answer."""
    return {"docid": row["docid"], "templates": []}


def predict(row: Row) -> Row:
    """The incidents of one text."""
    told = told_of(row)
    return {"docid": row["docid"], "templates": [template(each, told) for each in incidents(told, load_points())]}


def told_of(row: Row, read: Read | None = None) -> Told:
    """What the text of a rich row tells; the day of its dateline is the day of the report."""
    dateline = row.get("dateline") or {}
    return told_in(prepared(row["text"], dateline.get("end") or 0), day_of(dateline.get("date")), read)


def told_in(text: str, published: dt.date | None, read: Read | None = None) -> Told:
    """What a prepared text tells, read by these heads or by those that ship."""
    read = read or IncidentReader.shipped().read
    given = article(text, published)
    annotations = plan().layers(given, ("annotations",))["annotations"]
    accounts = code_article(given, annotations, _ontology(), _ABOUT_CONFLICT).accounts
    return Told(annotations, accounts, published, read(annotations.parse.text.lower()))


@cache
def _ontology() -> Ontology:
    return load_ontology()


if __name__ == "__main__":
    run(__doc__ or "", predict, blank)
