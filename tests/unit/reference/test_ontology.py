"""The ontology is data: rows that are whole, patterns that say what they ask for, and an order of precedence."""

from __future__ import annotations

import pytest

from tidings.errors import DataError
from tidings.reference.ontology import build_ontology, load_ontology

RECORD_ORDER = """chemical_attack suicide_bombing air_strike shelling explosion sexual_violence abduction human_shields attack_on_civilians territory_taken
territory_ceded siege armed_clash killing interception destruction riot detention displacement surrender release aid agreement deployment protest declaration
threat""".split()


def test_the_types_stand_in_the_order_of_the_codebook() -> None:
    """RECORD §3: the higher row beats the lower."""
    assert list(load_ontology().types) == RECORD_ORDER


def test_material_acts_beat_verbal_ones() -> None:
    """RECORD §3: a threat beside a destroyed house ranks behind it, whatever their rows."""
    ontology = load_ontology()
    assert ontology.rank("agreement") > ontology.rank("protest")


def test_every_type_says_what_it_is() -> None:
    """Definition, names in other codebooks, patterns and an example are there for each."""
    for known in load_ontology().types.values():
        assert all((known.definition, known.acled, known.plover, known.patterns, known.examples)), known.name


def test_no_kind_of_word_is_both_nature_and_act() -> None:
    """A word of disaster is no trigger: a storm does not attack."""
    ontology = load_ontology()
    nouns = frozenset[str]().union(*(pattern.noun for patterns in ontology.by_lemma.values() for pattern in patterns))
    assert not ontology.groups["disaster"] & nouns


def test_a_pattern_with_an_unknown_key_is_refused_by_name() -> None:
    """A slip in the data file names the type and the key."""
    row = {
        "type": "riot",
        "definition": "d",
        "acled": "a",
        "plover": "p",
        "family": "f",
        "examples": [],
        "patterns": [{"vreb": "riot"}],
    }
    with pytest.raises(DataError, match=r"riot.*vreb"):
        build_ontology({"version": 1, "types": [row]}, {"classes": {}, "means": {}, "groups": {}})


def test_a_type_can_be_added_without_code() -> None:
    """A row of data is all it takes."""
    row = {
        "type": "drone_sighting",
        "definition": "d",
        "acled": "a",
        "plover": "p",
        "family": "f",
        "examples": ["e"],
        "patterns": [{"noun": "sighting", "mod": "drone"}],
    }
    ontology = build_ontology({"version": 1, "types": [row]}, {"classes": {}, "means": {}, "groups": {}})
    assert ontology.by_lemma["sighting"][0].type == "drone_sighting"
