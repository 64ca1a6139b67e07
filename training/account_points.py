"""``python -m training.account_points --models BUILD``: fits ``account_points.yaml``, the score of accounts (``tidings.coding.score``).

Examples are the train part of our own annotated sentences. What the heads say of an item comes from a model that has not
seen it: ``BUILD/fold-N-K`` holds the export of a run of ``training.run --fold N/K``. An account is right when it is matched to
one of ours (``evals.own``) of the same type. A logistic regression with a penalty: no chance in it, the same table each time.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import yaml
from msgspec.structs import replace

from evals.common import article, plan
from evals.fitting import Sample, fitted
from evals.own import matched
from tidings.annotate.acts import find_acts
from tidings.coding.coder import accounts_of, told_acts
from tidings.coding.scene import Scene
from tidings.coding.score import signs_of
from tidings.reference.encoder import Encoder
from tidings.reference.gate_words import load_gate_words
from tidings.reference.ontology import load_ontology
from training.annotations import Item, part, read_all

TABLE = Path(__file__).resolve().parents[1] / "src/tidings/reference/data/account_points.yaml"
_HEAD = """# What each sign adds to the score of an account (log odds): src/tidings/coding/score.py says what the signs are.
# Fitted by `python -m training.account_points` on the train part of annotations/.
"""


def samples(item: Item, encoder: Encoder) -> Iterator[Sample]:
    """Signs of each account of an item, and whether it is one of ours of the same type."""
    given = article(item.text, item.published)
    annotations = plan().layers(given, ("annotations",))["annotations"]
    annotations = replace(
        annotations, acts=find_acts(annotations.parse, annotations.actors, encoder, load_gate_words())
    )
    scene = Scene(annotations=annotations, ontology=load_ontology(), published=item.published)
    pairs = [(account, joined.drafts) for joined in told_acts(scene) for account in accounts_of(scene, given, joined)]
    known = {number: letter for letter, number in matched(item, [account for account, _ in pairs])}
    for number, (account, drafts) in enumerate(pairs):
        right = number in known and item.accounts[known[number]].type == account.type
        yield frozenset(signs_of(scene, account, drafts)), right


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, required=True, help="the folder with fold-N-K")
    options = parser.parse_args()
    folds = {}
    for folder in sorted(options.models.glob("fold-*-*")):
        fold, several = map(int, folder.name.split("-")[1:])
        folds[fold] = several, Encoder(folder)
    found: list[Sample] = []
    for number, item in enumerate(part(read_all(), "train")):
        for fold, (several, encoder) in folds.items():
            if number % several == fold:
                found += samples(item, encoder)
    table = fitted(found)
    TABLE.write_text(_HEAD + yaml.safe_dump(table, sort_keys=False, allow_unicode=True), encoding="utf-8")
    print(f"{len(found)} accounts, {sum(right for _, right in found)} right; {len(table)} signs in {TABLE}")


if __name__ == "__main__":
    main()
