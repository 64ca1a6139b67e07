"""Figures are read off what the scorers print."""

from __future__ import annotations

import pytest

from evals.figures import (
    aec_figures,
    fusion_figures,
    geo_figures,
    hard_figures,
    muc4_figures,
    negative_figures,
    places_figures,
    record_figures,
    sides_figures,
)
from tidings.errors import DataError

NONE = {"hit": 0, "pred": 0, "gold": 0, "p": None, "r": None, "f1": None}
ALL_MEASURES = """events_all events_imp2 events_imp3 type_exact actors recipients place_name place_161km place_precision date_start
date_precision counts killed_total attribution control gaps not_events_clean quotes_exact values_evidenced text_faithful""".split()


def by_name(measured) -> dict:
    return {figure.name: figure for figure in measured.figures}


def test_record_figures_keep_precision_and_recall():
    """F1 with P and R where there are both, a share alone where not; a measure with nothing to judge is left out."""
    half = {"hit": 4, "pred": 10, "gold": 8, "p": 0.4, "r": 0.5, "f1": 0.444}
    measures = {**dict.fromkeys(ALL_MEASURES, NONE), "events_imp2": half, "type_exact": half}
    found = by_name(record_figures({"measures": measures, "articles": 3, "per_article": []}))
    assert set(found) == {"events_imp2", "type_exact"}
    assert (found["events_imp2"].precision, found["events_imp2"].recall, found["events_imp2"].of) == (0.4, 0.5, "4/8")
    assert found["events_imp2"].least == 0.5
    assert found["type_exact"].precision is None


def test_clean_articles_are_counted_in_the_last_line():
    """The scorer's "n of N clean"; other output is an error that shows it."""
    found = negative_figures("lines read 33\n  x  riot  words\n7 of 10 clean\n")
    assert (found.n, found.figures[0].value, found.figures[0].of) == (10, 0.7, "7/10")
    with pytest.raises(DataError, match="no line"):
        negative_figures("something else")


def test_geo_figures_without_a_match():
    """Nothing matched is no figure for what was matched, and zero end to end."""
    zero = {"p": 0.0, "r": 0.0, "f1": 0.0}
    found = by_name(geo_figures({
        "docs": 2, "recognition_exact": zero, "recognition_overlap": zero, "geoparse_f1_161": zero,
        "resolution_on_matched": {"n": 0}, "resolution_end_to_end": {"n": 9, "acc161": 0.0},
    }))  # fmt: skip
    assert "acc161_on_matched" not in found
    assert found["acc161_end_to_end"].value == 0.0


def test_per_cent_becomes_shares():
    """The MUC-4 and UCDP scorers print per cent, the table shows shares like the others."""
    part = {"p": 50.0, "r": 25.0, "f1": 33.3}
    roles = {"Victim": part, "micro": part}
    parts = dict.fromkeys(("CEAF-REE strict", "CEAF-TF (GTT)", "CEAF-RME phi3"), roles)
    muc4 = by_name(muc4_figures({**parts, "Template type": {"templates": part, "documents": part}}, 5))
    assert muc4["ceaf_tf"].value == pytest.approx(0.333)
    assert muc4["ree_Victim"].precision == 0.5
    groups = dict.fromkeys(("actor", "date", "location", "deaths", "aggregate"), 50.0)
    fields = {key: [25.0, 4] for key in ("place_any", "place_finest", "deaths_total", "core_event")}
    scored = {
        "cases": 4,
        "sensible_supported": {"groups": groups, "fields": fields},
        "strict_all": {"groups": {"aggregate": None}},
    }
    aec = by_name(aec_figures(scored))
    assert (aec["sensible_actor"].value, aec["core_event"].value, aec["strict_all"].value) == (0.5, 0.25, 0.0)


def test_places_figures_are_shares_already():
    """They are taken as they are."""
    found = places_figures({"all": {"n": 8, "answered": 1.0, "within_161": 0.5, "within_25": 0.25, "precision": 0.5}})
    assert (found.n, by_name(found)["within_25"].value) == (8, 0.25)


def test_sides_are_shares_of_events_and_of_names():
    """A row with one wrong name is wrong; the two sets stand apart."""
    rows = [{"set": "ged", "wrong": []}, {"set": "ged", "wrong": ["x"]}, {"set": "aec", "wrong": []}]
    found = sides_figures(rows)
    assert (found.n, by_name(found)["ged_both_sides"].value, by_name(found)["aec_names"].of) == (3, 0.5, "1/1")


def test_hard_sentences_count_whole_with_the_open_ones_named():
    """Golden and open are one share, each kind of sentence another."""
    rows = [
        {"kind": "places", "golden": True, "faults": []},
        {"kind": "places", "golden": False, "faults": ["missed 'Ber'"]},
        {"kind": "actors", "golden": True, "faults": ["missed 'x'"]},
    ]
    found = by_name(hard_figures(rows))
    assert (found["places"].value, found["places"].of) == (0.5, "1/2, 1 open")
    assert (found["actors"].value, found["actors"].of) == (0.0, "0/1, 0 open")


def test_fusion_figures_hold_what_the_issue_asks():
    """Mixed and split events are told for each event of the gold; no pair to find is nought and no fault."""
    half = {"p": 0.5, "r": 1.0, "f1": 2 / 3}
    scored = {
        "b3": half, "b3_all": half, "coverage": 0.8, "matched": 8, "gold_rows": 10, "gold_events": 5, "mixed": [{}],
        "split": [], "wire": {"hit": 3, "pred": 4, "gold": 3, "templates_joined": 1},
    }  # fmt: skip
    found = by_name(fusion_figures(scored, {"hit": 0, "pred": 0, "gold": 0}, 7))
    assert (found["b3"].least, found["unmixed"].least, found["templates_apart"].least) == (0.92, 1.0, 1.0)
    assert (found["unmixed"].value, found["unmixed"].of) == (pytest.approx(0.8), "1 mixed")
    assert (found["unsplit"].value, found["coverage"].of) == (1.0, "8/10")
    assert (found["wire"].precision, found["wire"].recall, found["templates_apart"].value) == (0.75, 1.0, 0.0)
    assert found["pairs"].value == 0
