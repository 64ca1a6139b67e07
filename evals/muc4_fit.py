"""``python -m evals.muc4_fit FOLDER --models BUILD``: fits the points of ``muc4_points.yaml`` on the training texts of MUC-4.

A logistic regression with a penalty (Newton's method, no chance in it) over the signs of accounts, people, types and fillers.
What the heads say of a training text comes from a model that has not seen it: ``BUILD/fold-N-K`` holds the export of a run
of ``training.run --fold N/K``, which left run N of K runs of texts out. Tables of the rules alone are fitted on all texts,
those that join rules and heads on the texts that a model left out.

An account counts as right when a key template of its type has a filler in its sentences; people are right when a key row
has their words and number; a type when the key has a template of it; a filler when a key entity of the role has its words.
``--cross 5`` prints the figures that tables fitted on the other texts give, and writes nothing.
"""

from __future__ import annotations

import argparse
import pickle
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import combinations
from pathlib import Path

import yaml
from msgspec import Struct
from msgspec.structs import replace

from evals.common import Row, read_rows, write_rows
from evals.fitting import Sample, fitted
from evals.muc4 import template as with_roles
from evals.muc4_candidates import normal
from evals.muc4_groups import pair_signs
from evals.muc4_heads import UNREAD, IncidentReader
from evals.muc4_points import Points
from evals.muc4_rich import told_of
from evals.muc4_slots import key_rows, mention_credit, number_credit, score
from evals.muc4_templates import ROLES, Told, incidents, on_other_days, template, type_of
from evals.scorers import json_printed
from tidings.model.coding import Account
from tidings.reference.encoder import Encoder

# Chances from which something counts; ``together`` and ``also``: mean log odds. All chosen on dev.
LEAST = {
    "type": 0.143, "second": 0.2, "people": 0.556, "together": 0.553, "also": 1.65,
    "PerpInd": 0.165, "PerpOrg": 0.407, "Target": 0.162, "Victim": 0.184, "Weapon": 0.154,
}  # fmt: skip
_FILLERS = ("hum_tgt_name", "hum_tgt_description", "phys_tgt_id", "perp_individual_id", "perp_organization_id")


class Coded(Struct, kw_only=True):
    """A text with its two keys and what it tells."""

    key: Row
    roles: Row
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


def people_samples(each: Coded, points: Points | None = None) -> list[Sample]:
    """Signs of all people in a text (of the rules; of both with the points of the rules), and whether the key has them."""
    rows = [row for key in each.key["templates"] for row in key_rows(key) if row["mentions"]]
    told = each.told
    return [
        (
            told.signs_of(people) if points is None else told.joint_signs_of(people, points),
            any(_is_row(row, people.row()) for row in rows),
        )
        for people in told.people
        if people.words or points is not None
    ]


def _is_row(key: Row, row: Row) -> bool:
    words = max((mention_credit(one, other) for one in key["mentions"] for other in row["mentions"]), default=0.0)
    numbers = [number_credit(number, row["number"] or {}) for number in key["number"]]
    return words == 1 and (not numbers or max(numbers) > 0)


def type_samples(each: Coded, points: Points) -> list[Sample]:
    """Signs of each type, and whether the key has a template of it."""
    kinds = {kind.strip() for key in each.roles["templates"] for kind in key["incident_type"].lower().split("/")}
    return [(signs, kind in kinds) for kind, signs in each.told.signs_of_types(each.told.chances(points)).items()]


def filler_samples(each: Coded, points: Points) -> dict[str, list[Sample]]:
    """By role: signs of each candidate, and whether an entity of the key has its words."""
    right: dict[str, set[str]] = {role: set() for role in ROLES}
    for key in each.roles["templates"]:
        for role, entities in key["roles"].items():
            right[role] |= {normal(mention["text"]) for entity in entities for mention in entity}
    samples: dict[str, list[Sample]] = {role: [] for role in ROLES}
    for candidate in each.told.fillers(each.told.chances(points), each.told.worth(points)):
        if candidate.role in ROLES:
            samples[candidate.role].append((candidate.signs, normal(candidate.words) in right[candidate.role]))
    return samples


def pair_samples(each: Coded, points: Points) -> list[Sample]:
    """Signs of each two fillers of the key that share a type, and whether they share an incident."""
    keyed: dict[tuple[str, str], set[tuple[int, str]]] = {}
    for number, key in enumerate(each.roles["templates"]):
        kinds = {kind.strip() for kind in key["incident_type"].lower().split("/")}
        told = [
            (role, mention["text"])
            for role, entities in key["roles"].items()
            for entity in entities
            for mention in entity
        ]
        told += [
            ("VictimDescription", words)
            for entry in each.key["templates"][number]["hum_tgt_description"]
            for words in entry["values"]
        ]
        for role, words in told:
            keyed.setdefault((role, normal(words)), set()).update((number, kind) for kind in kinds)
    several = each.told.fillers(each.told.chances(points), each.told.worth(points))
    members = [
        (each.told.member(candidate), keyed[candidate.role, normal(candidate.words)])
        for candidate in several
        if (candidate.role, normal(candidate.words)) in keyed
    ]
    return [
        (
            pair_signs(each.told.annotations, one, other, on_other_days),
            bool({number for number, _ in of} & {number for number, _ in its}),
        )
        for (one, of), (other, its) in combinations(members, 2)
        if {kind for _, kind in of} & {kind for _, kind in its}
    ]


def points_of(coded: Iterable[Coded]) -> Points:
    """The points that training texts give: first those of the rules, from all texts; then those that join rules and heads."""
    texts = list(coded)
    read = [each for each in texts if each.told.reading.is_read]
    nothing: Points = Points(accounts={}, harmed={}, peoples={}, types={}, fillers={}, pairs={}, least=LEAST)
    rules = replace(
        nothing,
        accounts=fitted([sample for each in texts for sample in account_samples(each)]),
        harmed=fitted([sample for each in texts for sample in people_samples(each)]),
    )
    people = replace(rules, peoples=fitted([sample for each in read for sample in people_samples(each, rules)]))
    of_roles = [filler_samples(each, people) for each in read]
    return replace(
        people,
        pairs=fitted([sample for each in read for sample in pair_samples(each, people)]),
        types=fitted([sample for each in read for sample in type_samples(each, people)]),
        fillers={role: fitted([sample for samples in of_roles for sample in samples[role]]) for role in ROLES},
    )


def fold_of(number: int, texts: int, models: Path) -> Path | None:
    """The model that did not see a text: ``fold-N-K`` for the N-th of K runs of texts."""
    for folder in sorted(models.glob("fold-*-*")):
        fold, folds = map(int, folder.name.split("-")[1:])
        if number * folds // texts == fold:
            return folder
    return None


@cache
def _reader(folder: Path) -> IncidentReader:
    return IncidentReader(Encoder(folder), folder / "muc4_heads.npz")


def _told(task: tuple[Row, Row, Path | None]) -> Coded:
    key, roles, folder = task
    read = _reader(folder).read if folder else lambda _: UNREAD
    return Coded(key=key, roles=roles, told=told_of(key, read))


def read_coded(folder: Path, models: Path) -> list[Coded]:
    """The training texts, coded, each read by the model that left it out if there is one; kept in ``models`` for a second run."""
    kept = models / "muc4_told.pickle"
    if kept.exists():
        coded: list[Coded] = pickle.loads(kept.read_bytes())
        return coded
    keys = [list(read_rows(folder / name)) for name in ("train.rich.jsonl", "train.jsonl")]
    pairs = list(zip(*keys, strict=True))
    tasks = [(key, roles, fold_of(number, len(pairs), models)) for number, (key, roles) in enumerate(pairs)]
    with ProcessPoolExecutor(2) as pool:
        coded = list(pool.map(_told, tasks, chunksize=10))
    kept.write_bytes(pickle.dumps(coded))
    return coded


def cross_checked(coded: Sequence[Coded], folds: int) -> list[tuple[Coded, Points]]:
    """Each text with a table fitted on the other folds.

    A fold is a run of texts: neighbours tell of the same days, and their incidents must not be known beforehand.
    """
    place = [number * folds // len(coded) for number in range(len(coded))]
    tables = [points_of(each for each, at in zip(coded, place, strict=True) if at != fold) for fold in range(folds)]
    return [(each, tables[at]) for each, at in zip(coded, place, strict=True)]


def main() -> None:
    """Fit and write, or cross-check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the folder with train.jsonl and train.rich.jsonl")
    parser.add_argument("--models", type=Path, required=True, help="the folder with fold-N-K")
    parser.add_argument("--cross", type=int)
    options = parser.parse_args()
    coded = read_coded(options.folder, options.models)
    if options.cross:
        print(figures(cross_checked(coded, options.cross)))
        return
    points = points_of(coded)
    table = {
        "least": LEAST, "accounts": dict(points.accounts), "harmed": dict(points.harmed), "peoples": dict(points.peoples), "types": dict(points.types),
        "fillers": {role: dict(points.fillers[role]) for role in ROLES}, "pairs": dict(points.pairs),
    }  # fmt: skip
    head = "# Points of signs, log odds, fitted by `python -m evals.muc4_fit` on the training texts of MUC-4; signs: evals/muc4_signs.py, muc4_candidates.py.\n"
    Path(__file__).with_name("muc4_points.yaml").write_text(
        head + yaml.safe_dump(table, sort_keys=False, allow_unicode=True), encoding="utf-8"
    )


def figures(answered: Iterable[tuple[Coded, Points]]) -> str:
    """The figures of texts with their tables, by both scorers."""
    pairs = list(answered)
    slots: list[Row] = []
    roles: list[Row] = []
    for each, points in pairs:
        found = incidents(each.told, points)
        slots.append({"docid": each.key["docid"], "templates": [template(one, each.told) for one in found]})
        roles.append({"docid": each.roles["docid"], "templates": [with_roles(one) for one in found]})
    lines = [f"{slot:8} F {100 * of['f1']:.1f}" for slot, of in score([each.key for each, _ in pairs], slots).items()]
    with tempfile.TemporaryDirectory() as folder:
        gold, predicted = Path(folder) / "gold.jsonl", Path(folder) / "predicted.jsonl"
        write_rows(gold, (each.roles for each, _ in pairs))
        write_rows(predicted, roles)
        found_of = json_printed("muc4_score.py", gold, predicted)
    for name, parts in found_of.items():
        lines += [f"{name} {part} F {figure['f1']:.1f} P {figure['p']:.1f} R {figure['r']:.1f}" for part, figure in parts.items() if part in ("micro", "templates", "documents") or "REE strict" in name]  # fmt: skip
    return "\n".join(lines)


if __name__ == "__main__":
    main()
