"""Single sentences in, the actors a careful coder finds in them out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tidings.annotate.actors import find_actors
from tidings.annotate.country_votes import ground_votes
from tidings.annotate.names import tagged_names
from tidings.annotate.sentences import SpacyParser
from tidings.reference.actors import ActorTable
from tidings.reference.gazetteer import Gazetteer

CASES: list[dict[str, Any]] = [
    case
    for file in sorted((Path(__file__).parent / "actors").glob("*.yaml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))
]
TABLE = ActorTable.load()
GAZETTEER = Gazetteer.open()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['text'][:48]}{case.get('published') or ''}")
def test_a_sentence_has_exactly_these_actors(case: dict[str, Any], parser: SpacyParser) -> None:
    """Every actor of the sentence is there, under its words, name, id, kind and form, and nobody else is."""
    parse = parser.parse(case["text"])
    names = tagged_names(parse)
    grounds = ground_votes(parse, names, GAZETTEER)
    found = find_actors(parse, names, TABLE, published=case.get("published"), grounds=grounds)
    assert [[case["text"][m.start : m.end], m.name, m.id, m.kind, m.form] for m in found] == case["actors"]
    assert all(parse.tokens[m.head].start >= m.start and parse.tokens[m.head].end <= m.end for m in found)
