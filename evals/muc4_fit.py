"""``python -m evals.muc4_fit TRAIN.rich.jsonl``: fits the points of ``muc4_points.yaml`` on the training texts.

A logistic regression with a penalty (Newton's method, no chance in it) over the signs of accounts and of people. An account
counts as right when a key template of its type has a filler in its sentences; people are right when a key row has their
words and number. ``--folds 5`` prints the figures that tables fitted on the other folds give, and writes nothing.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import yaml
from msgspec import Struct

from evals.common import Row, read_rows
from evals.muc4_points import Points
from evals.muc4_rich import told_of
from evals.muc4_slots import key_rows, mention_credit, number_credit, score
from evals.muc4_templates import Told, incidents, template, type_of
from tidings.model.coding import Account

_LEAST_SEEN, _PENALTY, _STEPS = 8, 8.0, 25
LEAST = {"least_account": 0.4, "least_people": 0.3, "least_alone": 0.5}
_FILLERS = ("hum_tgt_name", "hum_tgt_description", "phys_tgt_id", "perp_individual_id", "perp_organization_id")
Sample = tuple[frozenset[str], bool]


class Coded(Struct, kw_only=True):
    """A training text with what was coded of it."""

    key: Row
    told: Told


def account_samples(each: Coded) -> list[Sample]:
    """Signs of each candidate account, and whether it is one of the key's incidents."""
    return [(each.told.signs[account.id], _is_keyed(each, account)) for account in each.told.candidates]


def _is_keyed(each: Coded, account: Account) -> bool:
    parse = each.told.parse
    numbers = sorted({parse.sentence_at(span.start) for span in account.evidence})
    text = " ".join(
        parse.text[parse.sentences[number].start : parse.sentences[number].end] for number in numbers
    ).upper()
    for key in each.key["templates"]:
        kinds = {kind.lower() for kind in key["incident_type"]} | {"attack"}
        fillers = [value for slot in _FILLERS for entry in key[slot] for value in entry["values"][:4]]
        if (type_of(account) in kinds or type_of(account) == "attack") and (
            not fillers or any(value.split()[-1] in text for value in fillers)
        ):
            return True
    return False


def people_samples(each: Coded) -> list[Sample]:
    """Signs of all people in a text, and whether the key has them."""
    rows = [row for key in each.key["templates"] for row in key_rows(key) if row["mentions"]]
    return [
        (each.told.signs_of(people), any(_is_row(row, people.row()) for row in rows)) for people in each.told.people
    ]


def _is_row(key: Row, row: Row) -> bool:
    words = max((mention_credit(one, other) for one in key["mentions"] for other in row["mentions"]), default=0.0)
    numbers = [number_credit(number, row["number"] or {}) for number in key["number"]]
    return words == 1 and (not numbers or max(numbers) > 0)


def fitted(samples: Sequence[Sample]) -> dict[str, float]:
    """The weights of signs seen often enough, rounded to hundredths; ``always`` is the constant."""
    seen = Counter(sign for signs, _ in samples for sign in signs)
    names = [name for name in sorted(seen) if seen[name] >= _LEAST_SEEN]
    place = {name: index for index, name in enumerate(names)}
    matrix = np.zeros((len(samples), len(names) + 1))
    matrix[:, -1] = 1
    for row, (signs, _) in enumerate(samples):
        matrix[row, [place[sign] for sign in signs if sign in place]] = 1
    right = np.array([float(label) for _, label in samples])
    penalty = np.eye(len(names) + 1) * _PENALTY
    penalty[-1, -1] = 0
    weights = np.zeros(len(names) + 1)
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-matrix @ weights))
        slope = matrix.T @ (chance - right) + penalty @ weights
        weights -= np.linalg.solve((matrix.T * (chance * (1 - chance))) @ matrix + penalty, slope)
    rounded = [round(float(weight), 2) for weight in weights]
    return {"always": rounded[-1], **{name: weight for name, weight in zip(names, rounded, strict=False) if weight}}


def points_of(coded: Iterable[Coded]) -> Points:
    """The points that training texts give."""
    texts = list(coded)
    return Points(
        accounts=fitted([sample for each in texts for sample in account_samples(each)]),
        peoples=fitted([sample for each in texts for sample in people_samples(each)]),
        **LEAST,
    )


def answers(coded: Iterable[Coded], points: Points) -> list[Row]:
    """The answers to coded texts with a table of points."""
    return [
        {
            "docid": each.key["docid"],
            "templates": [template(incident, each.told) for incident in incidents(each.told, points)],
        }
        for each in coded
    ]


def cross_checked(coded: Sequence[Coded], folds: int) -> dict[str, dict[str, float]]:
    """The figures of answers that each come from a table fitted on the other folds.

    A fold is a run of texts: neighbours tell of the same days, and their incidents must not be known beforehand.
    """
    given: list[Row] = []
    place = [number * folds // len(coded) for number in range(len(coded))]
    for fold in range(folds):
        points = points_of(each for each, at in zip(coded, place, strict=True) if at != fold)
        given += answers((each for each, at in zip(coded, place, strict=True) if at == fold), points)
    return score([each.key for each in coded], given)


def read_coded(path: Path) -> list[Coded]:
    """All texts of a rich file, coded, on two cores."""
    keys = list(read_rows(path))
    with ProcessPoolExecutor(2) as pool:
        return [
            Coded(key=key, told=told) for key, told in zip(keys, pool.map(told_of, keys, chunksize=20), strict=True)
        ]


def main() -> None:
    """Fit and write, or cross-check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path)
    parser.add_argument("--folds", type=int)
    options = parser.parse_args()
    texts = read_coded(options.train)
    if options.folds:
        for slot, figures in cross_checked(texts, options.folds).items():
            print(slot, {name: round(figure, 3) for name, figure in figures.items()})
        return
    points = points_of(texts)
    table = {"least": LEAST, "accounts": dict(points.accounts), "people": dict(points.peoples)}
    head = "# Points of signs, log odds, fitted by `python -m evals.muc4_fit` on the training texts of MUC-4; signs: evals/muc4_signs.py.\n"
    Path(__file__).with_name("muc4_points.yaml").write_text(
        head + yaml.safe_dump(table, sort_keys=False, allow_unicode=True), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
