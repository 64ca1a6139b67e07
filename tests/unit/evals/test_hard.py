"""Hard sentences are judged, counted and sorted; a golden one never goes back."""

from __future__ import annotations

import pytest
import yaml

from evals import hard
from evals.hard.sheets import read_sheet
from tidings.errors import DataError

OPEN = """# Open questions.
# Two lines of head.

# --- Towns
- text: "one"
  places: []
# a reason of its own
- text: "two"
  published: 2020-01-02

# --- Names
# Ruritania | a theme
- text: "three"
"""
GOLDEN = """# Those that hold.

# --- Towns

- text: "zero"

# --- Ships

- text: "last"
"""


@pytest.fixture
def folders(tmp_path):
    golden, still_open = tmp_path / "golden", tmp_path / "open"
    for path, text in ((hard.golden_file("places", golden), GOLDEN), (hard.open_file("places", still_open), OPEN)):
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return golden, still_open


def only(*holding):
    return lambda kind, case: [] if case["text"] in holding else ["missed"]


def texts(path):
    return [case["text"] for case in yaml.safe_load(path.read_text(encoding="utf-8")) or []]


def test_what_now_holds_goes_under_its_heading_with_its_comments(folders, monkeypatch):
    """The case comes last under its heading, a new heading comes last, and the rest stays open."""
    monkeypatch.setattr(hard, "faults", only("two", "three"))
    golden, still_open = folders
    assert [block.case["text"] for block in hard.sort("places", golden, still_open)] == ["two", "three"]
    assert hard.golden_file("places", golden).read_text() == (
        '# Those that hold.\n\n# --- Towns\n\n- text: "zero"\n# a reason of its own\n- text: "two"\n  published: 2020-01-02\n\n'
        '# --- Ships\n\n- text: "last"\n\n# --- Names\n\n# Ruritania | a theme\n- text: "three"\n'
    )
    assert hard.open_file("places", still_open).read_text() == (
        '# Open questions.\n# Two lines of head.\n\n# --- Towns\n\n- text: "one"\n  places: []\n'
    )


def test_a_golden_case_that_fails_stays_golden(folders, monkeypatch):
    """It is a failing test; sorting touches neither file."""
    monkeypatch.setattr(hard, "faults", only())
    golden, still_open = folders
    assert hard.sort("places", golden, still_open) == []
    assert hard.golden_file("places", golden).read_text() == GOLDEN
    assert hard.open_file("places", still_open).read_text() == OPEN


def test_a_file_may_become_empty_and_be_filled_again(folders, monkeypatch):
    """A sheet of which all has gone keeps its head and is still read."""
    monkeypatch.setattr(hard, "faults", only("one", "two", "three"))
    golden, still_open = folders
    hard.sort("places", golden, still_open)
    path = hard.open_file("places", still_open)
    assert path.read_text() == "# Open questions.\n# Two lines of head.\n"
    assert hard.sort("places", golden, still_open) == []
    assert texts(hard.golden_file("places", golden)) == ["zero", "one", "two", "last", "three"]


def test_a_file_that_would_lose_a_case_is_refused(tmp_path):
    """Cases in another layout are not rewritten by guess."""
    path = tmp_path / "odd.yaml"
    path.write_text("# head\n[{text: one}]\n")
    with pytest.raises(DataError, match="lines of its own"):
        read_sheet(path)


@pytest.mark.parametrize("kind", hard.KINDS)
def test_the_shipped_files_are_in_order(kind):
    """They come back as they are written, no sentence stands twice, and each names its country, or none at sea."""
    golden, still_open = hard.golden_file(kind), hard.open_file(kind)
    for path in (golden, still_open):
        assert read_sheet(path).printed() == path.read_text(encoding="utf-8")
    cases = [*hard.golden_cases(kind), *hard.open_cases(kind)]
    assert len({case["text"] for case in cases}) == len(cases)
    assert all(case.get("country") is None or len(case["country"]) == 2 for case in cases)


def test_the_digest_is_of_the_cases_and_not_of_where_they_stand(monkeypatch):
    """Sorting leaves the floors as they are; another expectation does not."""
    one, two = {"text": "one"}, {"text": "two"}

    def digest(golden, still_open) -> str:
        monkeypatch.setattr(hard, "golden_cases", lambda kind: golden)
        monkeypatch.setattr(hard, "open_cases", lambda kind: still_open)
        return hard.digest()

    assert digest([one], [two]) == digest([two, one], [])
    assert digest([one], [two]) != digest([one], [{**two, "country": "SY"}])


def test_faults_are_named_in_words():
    """A place in another country, and an act of another type."""
    text = "Shells hit Tripoli in Lebanon."
    places = {"text": text, "places": [{"words": "Tripoli", "country": "LY"}]}
    found = hard.faults("places", places)
    assert "'Tripoli' lies in LB, not LY" in found
    actors = {"text": "Turkish troops shelled Manbij.", "acts": [{"type": "air_strike", "actors": ["turkey"]}]}
    assert any(one.startswith("no account air_strike") for one in hard.faults("actors", actors))
