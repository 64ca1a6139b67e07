"""A plan says what each step needs, so a wrong order is told before the first article."""

from __future__ import annotations

import pytest

from tidings.errors import UsageError
from tidings.pipeline.steps import Step, StepError, check_order, run_steps, steps_for

PARSE = Step(provides="parse", requires=("text",), run=str.split)
NAMES = Step(provides="names", requires=("parse",), run=lambda words: [word for word in words if word.istitle()])
COUNTS = Step(provides="counts", requires=("parse", "names"), run=lambda words, names: len(words) - len(names))


def test_a_right_order_runs():
    """Each step is given the layers it requires, in the order it names them."""
    check_order((PARSE, NAMES, COUNTS), ("text",))
    assert run_steps((PARSE, NAMES, COUNTS), {"text": "rebels took Qadra"})["counts"] == 2


def test_a_wrong_order_fails_before_anything_runs():
    """The message names the step and the layer it lacks."""
    with pytest.raises(UsageError, match="'names' needs parse"):
        check_order((NAMES, PARSE), ("text",))
    with pytest.raises(UsageError, match="provided twice"):
        check_order((PARSE, PARSE), ("text",))


def test_only_the_steps_that_are_needed_run():
    """To get names nobody counts; a layer that nobody provides is wrong usage."""
    assert steps_for((PARSE, NAMES, COUNTS), ("names",)) == (PARSE, NAMES)
    with pytest.raises(UsageError, match="no layer is called colours"):
        steps_for((PARSE, NAMES), ("colours",))


def test_a_step_that_fails_is_named():
    """Whatever a step raises comes out with the step's name and the kind of error."""
    broken = Step(provides="dates", requires=("text",), run=lambda text: 1 // 0)
    with pytest.raises(StepError, match="ZeroDivisionError") as caught:
        run_steps((broken,), {"text": ""})
    assert caught.value.step == "dates"
