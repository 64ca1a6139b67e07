"""Steps that say what they need and what they give, so that a wrong order is told before the first article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct

from tidings.errors import TidingsError, UsageError


class Step(Struct, frozen=True, kw_only=True):
    """One step of a plan: ``run`` is given the layers it ``requires``, in that order, and gives the layer it ``provides``."""

    provides: str
    requires: tuple[str, ...]
    run: Callable[..., Any]


class StepError(TidingsError):
    """A step that failed on an article, with the step's name and the reason."""

    def __init__(self, step: str, error: Exception) -> None:
        super().__init__(in_plain_words(error))
        self.step = step


def in_plain_words(error: Exception) -> str:
    """What a user is told of an error: our own sentence, or that it is a fault of ours, with what is needed to find it."""
    if isinstance(error, TidingsError):
        return str(error)
    return f"broke off over this input, which is a fault of tidings, please report it ({type(error).__name__}: {error})"


def check_order(steps: Iterable[Step], given: Iterable[str]) -> None:
    """Raise UsageError when a step asks for a layer that none before it provides, or provides one that is there."""
    there = set(given)
    for step in steps:
        if missing := [layer for layer in step.requires if layer not in there]:
            raise UsageError(f"the step {step.provides!r} needs {', '.join(missing)}, which no step before it provides")
        if step.provides in there:
            raise UsageError(f"the layer {step.provides!r} is provided twice")
        there.add(step.provides)


def steps_for(steps: tuple[Step, ...], wanted: Iterable[str]) -> tuple[Step, ...]:
    """The steps that it takes to get the wanted layers, in order. A layer that nobody provides raises UsageError."""
    needed = set(wanted)
    if unknown := sorted(needed - {step.provides for step in steps}):
        raise UsageError(
            f"no layer is called {', '.join(unknown)}: there are {', '.join(step.provides for step in steps)}"
        )
    chosen: list[Step] = []
    for step in reversed(steps):
        if step.provides in needed:
            needed.update(step.requires)
            chosen.append(step)
    return tuple(reversed(chosen))


def run_steps(steps: Iterable[Step], given: Mapping[str, Any]) -> dict[str, Any]:
    """All layers, the given ones too. A step that fails raises StepError with its name."""
    layers = dict(given)
    for step in steps:
        try:
            layers[step.provides] = step.run(*(layers[name] for name in step.requires))
        except Exception as error:
            raise StepError(step.provides, error) from error
    return layers
