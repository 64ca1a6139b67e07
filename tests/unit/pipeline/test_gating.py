"""Articles that are not about conflict: passed over, kept, counted and told of; all others coded as without the gate."""

from __future__ import annotations

import sys

import pytest

from tests import standin
from tidings.model.coding import GATE, coding_json, is_passed_over, read_coding
from tidings.pipeline.gating import stopped_by
from tidings.pipeline.local import Job, run
from tidings.pipeline.manifest import Settings, run_manifest
from tidings.pipeline.plan import Plan, whole_plan
from tidings.pipeline.steps import Step
from tidings.reference.gate_words import GateWords, load_gate_words

QUIET = "The harbour museum shows maps of three centuries. Entry is free on Sundays."
WAR = "Shelling killed two people in Avdiivka on Monday, the mayor said."


def told(_: object) -> object:
    """A step that shows that a coding was asked for."""
    raise ValueError("coded")


def plan(*, gated: bool) -> Plan:
    """A plan whose coding says that it was reached."""
    steps = (Step(provides="coding", requires=("text",), run=told),)
    return Plan(steps=steps, gate=load_gate_words() if gated else None)


def test_an_article_of_other_matters_has_a_bare_coding_that_says_so() -> None:
    """Nothing is coded, the text is kept, and the note names the gate and the way round it."""
    coding = plan(gated=True).code(standin.article(QUIET))
    assert (coding.accounts, coding.control, coding.quotes, coding.gaps) == ((), (), (), ())
    assert coding.article.text == QUIET
    assert [failure.step for failure in coding.failures] == [GATE]
    assert "--no-gate" in coding.failures[0].reason
    assert is_passed_over(read_coding(coding_json(coding)))


@pytest.mark.parametrize("text, gated", [(WAR, True), (WAR, False), (QUIET, False)])
def test_all_else_is_coded(text: str, gated: bool) -> None:
    """What tells of conflict passes, and without the gate everything does."""
    with pytest.raises(Exception, match="coded"):
        plan(gated=gated).code(standin.article(text))


def test_the_note_names_the_words_that_came_nearest() -> None:
    """A reader sees what was weighed, and that it was too little; a text without any such word says that."""
    known = GateWords(words={"attack": 2.5}, beside={"officials": 1.1}, names={}, pairs={}, least=4.2)
    note = stopped_by(known, "Health officials shut the system down after the attack on its servers.")
    assert note is not None
    assert "“attack” and “officials” (3.6 of 4.2)" in note.reason
    empty = stopped_by(known, "1 2 3")
    assert empty is not None
    assert "no word" in empty.reason


def test_a_run_tells_what_it_passed_over(tmp_path) -> None:
    """It is no failure and no note among others; a run with the gate off is another run."""
    (tmp_path / "a.txt").write_text(QUIET)
    (done,) = run(standin.sources(tmp_path), Job(recipe="tests.unit.pipeline.test_gating:reading_plan"), 1)
    assert done.passed_over
    assert (done.failed, done.notes, done.accounts, done.complete) == (None, (), 0, True)
    assert run_manifest(Settings()).id != run_manifest(Settings(gate=False)).id


def reading_plan(settings: Settings) -> standin.FakeRecipe:
    """Reads as the stand-in does and codes by the gate alone."""

    class Recipe(standin.FakeRecipe):
        code = staticmethod(plan(gated=settings.gate).code)

    return Recipe()


def test_the_gate_needs_no_model() -> None:
    """A stream without war never loads the parser."""
    known = whole_plan(Settings())
    before = "spacy" in sys.modules
    assert is_passed_over(known.code(standin.article(QUIET)))
    assert ("spacy" in sys.modules) == before
