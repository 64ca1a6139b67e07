"""The coder against sets that mark events: what counts as found, and as of the right type."""

from __future__ import annotations

from evals.common import code
from evals.marked import Coded, coded, figures
from training.examples import Argument, Example, Trigger

TEXT = "Rebels shelled the town of Daraya on Monday."


def example(types: tuple[str, ...]) -> Coded:
    start = TEXT.index("shelled")
    marked = Example(
        id="1", set="test", text=TEXT, triggers=(Trigger(start=start, end=start + 7, types=types),),
        arguments=(Argument(trigger=0, start=0, end=6, role="actor"),),
    )  # fmt: skip
    return Coded(example=marked, accounts=code(TEXT, None)[1].accounts)


def test_found_with_its_type_and_doer() -> None:
    said = figures([example(("shelling", "air_strike"))])
    assert (said["found"], said["type"], said["actors"]) == (1, 1, 1)


def test_another_type_is_found_and_wrong_and_no_type_of_ours_is_too_much() -> None:
    assert figures([example(("protest",))])["type"] == 0
    assert figures([example(())])["other"] == 1


def test_without_the_heads_the_patterns_still_tell() -> None:
    example_ = example(("shelling",)).example
    (alone,) = coded([example_], "heads")
    assert figures([alone])["found"] == 1
    assert all(account.producer == "rules/1" for account in alone.accounts)
