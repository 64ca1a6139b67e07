"""Scores for clusters of mentions against the gold: MUC, B-cubed, CEAF-e and their mean, the CoNLL score.

As the scorer of the CoNLL-2012 task counts when the mentions are given: the same mentions on both sides, those alone in
their cluster in. Our own few lines, because the one library there is (coreference-eval 0.0.2, of 2023) leaves lone mentions
out; on 300 random clusterings without any it gives the same numbers as ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence

import numpy as np
from msgspec import Struct
from scipy.optimize import linear_sum_assignment

from tidings.errors import DataError
from tidings.fusion.cluster import components

Cluster = Collection[Hashable]
Clusters = Sequence[Cluster]


class Score(Struct, frozen=True, kw_only=True):
    """Precision and recall in [0, 1]."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean; 0 where both are."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def muc(found: Clusters, gold: Clusters) -> Score:
    """Links: those that must be added to put each cluster together again (Vilain et al. 1995). Lone mentions have none."""
    return Score(precision=_links(found, gold), recall=_links(gold, found))


def b_cubed(found: Clusters, gold: Clusters) -> Score:
    """The mean over mentions of what its two clusters share (Bagga and Baldwin 1998)."""
    return Score(precision=_shared(found, gold), recall=_shared(gold, found))


def ceaf_e(found: Clusters, gold: Clusters) -> Score:
    """Entities paired one to one with the greatest likeness in all (Luo 2005, phi 4)."""
    pairs = _overlaps(found, gold)
    likeness = {(i, j): 2 * both / (len(found[i]) + len(gold[j])) for (i, j), both in pairs.items()}
    total = sum(_best(part, likeness) for part in _parts(pairs))
    return Score(precision=total / max(1, len(found)), recall=total / max(1, len(gold)))


MEASURES: dict[str, Callable[[Clusters, Clusters], Score]] = {"muc": muc, "b_cubed": b_cubed, "ceaf_e": ceaf_e}


def scores(found: Clusters, gold: Clusters) -> dict[str, Score]:
    """The three by name."""
    return {name: measure(found, gold) for name, measure in MEASURES.items()}


def conll(found: Clusters, gold: Clusters) -> float:
    """The mean of the three F1."""
    return sum(score.f1 for score in scores(found, gold).values()) / len(MEASURES)


def _links(clusters: Clusters, others: Clusters) -> float:
    """The share of the links of clusters that the others have too."""
    where = _where(clusters, others)
    kept = sum(len(cluster) - len({where[each] for each in cluster}) for cluster in clusters)
    return kept / max(1, sum(len(cluster) - 1 for cluster in clusters))


def _shared(clusters: Clusters, others: Clusters) -> float:
    where = _where(clusters, others)
    counted = (Counter(where[each] for each in cluster).values() for cluster in clusters)
    total = sum(sum(n * n for n in counts) / len(cluster) for counts, cluster in zip(counted, clusters, strict=True))
    return total / max(1, len(where))


def _overlaps(found: Clusters, gold: Clusters) -> Counter[tuple[int, int]]:
    where = _where(found, gold)
    return Counter((number, where[each]) for number, cluster in enumerate(found) for each in cluster)


def _parts(pairs: Iterable[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Pairs that hang together by a cluster, so that each lot can be matched by itself."""
    names = {(i, j): (f"found {i}", f"gold {j}") for i, j in pairs}
    groups = components({name for both in names.values() for name in both}, names.values())
    where = {name: number for number, group in enumerate(groups) for name in group}
    parts: list[list[tuple[int, int]]] = [[] for _ in groups]
    for each, (name, _) in sorted(names.items()):
        parts[where[name]].append(each)
    return parts


def _best(part: Iterable[tuple[int, int]], likeness: dict[tuple[int, int], float]) -> float:
    """The greatest likeness in all of a one-to-one pairing among clusters that overlap."""
    known = list(part)
    rows, columns = (sorted({pair[side] for pair in known}) for side in (0, 1))
    worth = np.zeros((len(rows), len(columns)))
    for i, j in known:
        worth[rows.index(i), columns.index(j)] = likeness[i, j]
    return float(worth[linear_sum_assignment(worth, maximize=True)].sum())


def _where(clusters: Clusters, others: Clusters) -> dict[Hashable, int]:
    """The number of the cluster among the others that each mention stands in."""
    _check(clusters, others)
    return {each: number for number, cluster in enumerate(others) for each in cluster}


def _check(one: Clusters, other: Clusters) -> None:
    left, right = ([each for cluster in clusters for each in cluster] for clusters in (one, other))
    if len(left) != len(set(left)) or len(right) != len(set(right)) or set(left) != set(right):
        raise DataError(
            f"two clusterings of one set are needed: {len(left)} mentions here and {len(right)} there, or one twice"
        )
