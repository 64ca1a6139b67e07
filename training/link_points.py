"""``python -m training.link_points [--write]``: fits ``link_points.yaml``, what the signs of one event are worth.

Examples are pairs of accounts of two articles that no bar keeps apart (``tidings.fusion.compare``): all within a group of the train part
of our own reports (``training.links``), and those of two groups that share a blocking key. A logistic regression draws each weight to what it was by hand (``link_prior.yaml``), so that some
hundreds of pairs move what they speak of and leave the rest; no chance in it, the same table each time.

Printed for the table by hand, the fitted one and the shipped one: log loss, pairs, and events as put together, on the train part
(the fitted one each quarter by a table fitted on the other three; a shipped one that was fitted has seen them all), on the test
part and on the news of ``../shared``, of which the fit sees nothing. ``--write`` writes the fitted table. A new sign goes into
``link_prior.yaml`` with its worth by hand, then ``--write``.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import yaml
from msgspec import Struct
from msgspec.structs import replace

from evals.coreference import b_cubed
from evals.fitting import Sample, fitted
from evals.fusion import codings, gold_events, judged, pair_counts, scored
from evals.predictions import Predictor, one_thread
from tidings.fusion.compare import Comparison, link_points
from tidings.fusion.fuse import Ground, Rulings, candidates, ground, group_accounts
from tidings.model.coding import Coding
from tidings.reference.points import CONSTANT, Table, probability
from training.links import Group, coded, part, read_groups

TABLE = Path(__file__).resolve().parents[1] / "src/tidings/reference/data/link_points.yaml"
PRIOR = Path(__file__).with_name("link_prior.yaml")
_HEAD = """# What each sign adds to the chance that two accounts tell one event (log odds): src/tidings/fusion/compare.py says what the signs are.
# Fitted by `python -m training.link_points` on the train part of annotations/links, from training/link_prior.yaml.
"""
_PENALTY = 4.0  # of 1, 2, 4, 8 and 16 the one with the fewest wrong joins on the quarters left out, and a log loss within 0.01 of the least
_QUARTERS = 4
# Signs that keep what they were by hand. The groups were written so that day and place are mostly the same, in what is one event and in
# what is not; so they cannot say what these are worth, nor how many pairs of a record are one event (a matched case-control study has
# the same limit); "type same" stands for nearly all pairs, as the constant does. They hold no real copies. And what is not told would seem to speak for the event that a group is written round.
_DAYS = frozenset(
    {"same day", "days overlap", "a day apart", "two days running", "same long stretch", "long stretches overlap", "one has no day",
     "neither has a day", "news of the same days", "news of other days"}
)  # fmt: skip
_PLACES = frozenset(
    {*(f"same place ({kind})" for kind in ("point", "admin2", "admin1", "region", "country")), "places close by", "places far apart",
     "one place holds the other", "one has no place", "no place in either", "places not comparable", "its article names the place"}
)  # fmt: skip
_HELD = (
    _DAYS
    | _PLACES
    | {
        CONSTANT,
        "type same",
        "articles are copy",
        "articles are rewrite",
        "doer not named by both",
        "hit not named by both",
    }
)
Fit = Callable[[Sequence[Sample]], Table]


class Weighed(Ground, frozen=True, kw_only=True):
    """A ground on which accounts are compared by another table of points."""

    points: Table

    def compare(self, one: str, other: str) -> Comparison:
        """Two accounts held against each other, by their ids."""
        found = Ground.compare(self, one, other)
        return found if found.bars else replace(found, chance=probability(self.points, found.signs))


class Told(Struct, frozen=True, kw_only=True):
    """Accounts on their ground with the event that each tells, by id."""

    on: Ground
    events: Mapping[str, str]


class Found(Struct, frozen=True, kw_only=True):
    """What a table gives: B-cubed precision, recall and F1 over accounts that tell an event, events mixed and split, pairs."""

    b3: tuple[float, float, float]
    mixed: int
    split: int
    pairs: Mapping[str, int]


def told_in(read: Iterable[Coding], events: Mapping[str, str]) -> Told:
    """Codings with the accounts whose event is known."""
    on = ground(read, Rulings())
    return Told(on=on, events={each: event for each, event in events.items() if each in on.members})


def samples(told: Told) -> list[Sample]:
    """Signs of pairs with no bar between them, and whether they tell one event."""
    near = candidates(told.on.members, told.on.tied)
    found: list[Sample] = []
    for one, other in combinations(sorted(told.events), 2):
        left, right = told.events[one], told.events[other]
        if told.on.members[one].article.id == told.on.members[other].article.id:
            continue
        if (one, other) in near or left.split("/")[0] == right.split("/")[0]:
            compared = told.on.compare(one, other)
            if not compared.bars:
                found.append((compared.signs, left == right))
    return found


def found_with(points: Table, told: Told) -> Found:
    """The events that a table gives, held against those told."""
    on = Weighed(members=told.on.members, tied=told.on.tied, groups=told.on.groups, points=points)
    kept = ([each for each in group if each in told.events] for group in group_accounts(on, Rulings()))
    groups = [group for group in kept if group]
    gold: dict[str, list[str]] = defaultdict(list)
    where = {each: number for number, group in enumerate(groups) for each in group}
    for each, event in told.events.items():
        gold[event].append(each)
    score = b_cubed(groups, list(gold.values()))
    return Found(
        b3=(score.precision, score.recall, score.f1),
        mixed=sum(len({told.events[each] for each in group}) > 1 for group in groups),
        split=sum(len({where[each] for each in event}) > 1 for event in gold.values()),
        pairs=pair_counts(judged(on, told.events)),
    )


def scored_with(points: Table, told: Told) -> Found:
    """The same of the news, as ``tools/fusion_score.py`` counts events."""
    on = Weighed(members=told.on.members, tied=told.on.tied, groups=told.on.groups, points=points)
    said = scored(on)
    return Found(
        b3=(said["b3"]["p"], said["b3"]["r"], said["b3"]["f1"]),
        mixed=len(said["mixed"]),
        split=len(said["split"]),
        pairs=pair_counts(judged(on, told.events)),
    )


def log_loss(points: Table, of: Sequence[Sample]) -> float:
    """The mean surprise at what is so (nats a pair)."""
    chances = ((probability(points, signs), one) for signs, one in of)
    return -sum(math.log(max(1e-6, chance if one else 1 - chance)) for chance, one in chances) / max(1, len(of))


def left_out(groups: Sequence[Group], told: Callable[[Sequence[Group]], Told], fit: Fit) -> tuple[list[Found], float]:
    """Each quarter of groups by a table fitted on the others: what is found, and the log loss in all."""
    found: list[Found] = []
    losses: list[tuple[float, int]] = []
    for number in range(_QUARTERS):
        held = told(groups[number::_QUARTERS])
        table = fit(samples(told([each for each in groups if each not in groups[number::_QUARTERS]])))
        of = samples(held)
        found.append(found_with(table, held))
        losses.append((log_loss(table, of), len(of)))
    return found, sum(loss * n for loss, n in losses) / sum(n for _, n in losses)


def main() -> None:
    """Fit, print, write."""
    options = _options()
    one_thread()
    groups = read_groups()
    read, events = coded(groups)
    by_group: dict[str, list[Coding]] = defaultdict(list)
    for coding in read:
        by_group[coding.article.file.rsplit("-", 1)[0]].append(coding)

    def told(chosen: Sequence[Group]) -> Told:
        return told_in([coding for group in chosen for coding in by_group[group.id]], events)

    prior: Table = yaml.safe_load(PRIOR.read_text(encoding="utf-8"))

    def fit(of: Sequence[Sample]) -> Table:
        return fitted(of, prior, options.penalty, _HELD)

    train, test = part(groups, "train"), told(part(groups, "test"))
    own = samples(told(train))
    table = fit(own)
    print(f"{len(own)} pairs, {sum(one for _, one in own)} of them one event")
    news = _news()
    for name, points, way in (
        ("by hand", prior, lambda _: prior),
        ("fitted", table, fit),
        ("shipped", link_points(), lambda _: link_points()),
    ):
        parts, loss = left_out(train, told, way)
        print(f"{name}: log loss {loss:.3f} on quarters left out, {log_loss(points, samples(test)):.3f} on test")
        for title, several in (
            ("left out", parts),
            ("test", [found_with(points, test)]),
            ("news", [scored_with(points, news)]),
        ):
            print(f"  {title:9}{_printed(several)}")
    if options.write:
        plain = {sign: table.get(sign, 0.0) for sign in (*prior, *(sign for sign in table if sign not in prior))}
        TABLE.write_text(_HEAD + yaml.safe_dump(plain, sort_keys=False, allow_unicode=True), encoding="utf-8")
        print(f"{len(plain)} signs in {TABLE}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--penalty", type=float, default=_PENALTY)
    parser.add_argument("--write", action="store_true", help=f"write {TABLE.name}")
    return parser.parse_args()


def _news() -> Told:
    """The news of ``../shared``."""
    from evals.tasks import news_codings

    with Predictor(1) as predictor:
        read = codings(news_codings(predictor))
    return told_in(read, gold_events(read))


def _printed(several: Sequence[Found]) -> str:
    pairs = Counter[str]()
    for each in several:
        pairs.update(each.pairs)
    mean = [sum(each.b3[place] for each in several) / len(several) for place in range(3)]
    said = " ".join(f"{name} {value:.3f}" for name, value in zip(("P", "R", "F1"), mean, strict=True))
    mixed, split = sum(each.mixed for each in several), sum(each.split for each in several)
    return f"b3 {said}, {mixed} mixed, {split} split; pairs {pairs['hit']} right of {pairs['pred']}, {pairs['gold']} to join"


if __name__ == "__main__":
    main()
