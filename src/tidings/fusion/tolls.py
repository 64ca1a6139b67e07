"""Two accounts' figures held against each other: the same toll, one that may have risen, or two that cannot be one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tidings.model.values import PEOPLE, Count

_PEOPLE: Final = tuple(kind for kind in PEOPLE if kind != "casualties")  # held against the killed apart
_REVISED: Final = 3  # times: no toll is revised by more
_TELLING: Final = 20  # a figure from here up is seldom the same by chance


def toll_signs(left: tuple[Count, ...], right: tuple[Count, ...]) -> Iterator[str]:
    """Signs by the nearest pair of figures of one kind, or of dead and of dead and hurt; none where no kind is counted by both."""
    nearest: float | None = None
    same_large = False
    for kind, rivals in (*((kind, kind) for kind in _PEOPLE), ("killed", "casualties"), ("casualties", "killed")):
        one, other = _figures(left, kind), _figures(right, rivals)
        for figure in one:
            for rival in other:
                ratio = (max(figure, rival) + 1) / (min(figure, rival) + 1)
                nearest = ratio if nearest is None else min(nearest, ratio)
                same_large |= figure == rival and figure >= _TELLING
    if nearest is None:
        return
    if nearest == 1:
        yield "same large figure" if same_large else "same small figure"
    elif nearest <= 1.6:
        yield "figures close"
    elif nearest <= 3:
        yield "figures a few times apart"
    else:
        yield "figures far apart"


def exceeds(left: tuple[Count, ...], right: tuple[Count, ...]) -> bool:
    """Whether the first counts far more people of a kind than the second does, and of no kind fewer."""
    pairs = [(_figures(left, kind), _figures(right, kind)) for kind in _PEOPLE]
    told = [(max(one), max(other)) for one, other in pairs if one and other]
    return bool(told) and all(one > _REVISED * other for one, other in told)


def _figures(counts: tuple[Count, ...], kind: str) -> set[int]:
    wanted = (count for count in counts if count.kind == kind and count.scope in ("this", "joint", "superseded"))
    found = (next((x for x in (count.best, count.low, count.high) if x is not None), None) for count in wanted)
    return {figure for figure in found if figure is not None and figure > 0}


def large_figures(counts: tuple[Count, ...]) -> set[tuple[str, int]]:
    """Kinds and figures of people that are seldom the same by chance."""
    return {(kind, figure) for kind in _PEOPLE for figure in _figures(counts, kind) if figure >= _TELLING}
