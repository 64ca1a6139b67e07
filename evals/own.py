"""``python -m evals.own [--part train|test|all] [--without heads|patterns]``: the coder against our own annotated sentences (``annotations/``).

An item is coded as an article of its own. Accounts are matched one to one by the words that tell them (a trigger of ours
inside the evidence of theirs), those of the same type first. The ``test`` part is every fifth item; heads never see it.

Figures: ``accounts`` precision, recall, F1 (accounts that are affirmed and actual in either count); on matched ones
``type`` and ``standing`` exact, ``place``, ``actors``, ``recipients`` F1 by overlap of words; ``clean``: items without an
account that come out without one that happened. ``--without heads`` leaves the rules alone, ``--without patterns`` takes
acts from the heads only, with the rules that read standing, roles, places, days and counts as they are.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from evals.common import article, plan
from tidings.coding.coder import code_article
from tidings.model.coding import Account
from tidings.model.values import Actor, Place
from tidings.reference.ontology import load_ontology
from training.annotations import Item, Mark, Told, part, read_all


class Coded(Struct, frozen=True, kw_only=True):
    """An item with the accounts that the coder gives, and who is matched to whom."""

    item: Item
    accounts: tuple[Account, ...]
    pairs: tuple[tuple[str, int], ...]


def coded(item: Item, without: str | None = None) -> Coded:
    """An item coded, by all or without the heads or the patterns, and matched."""
    given, ontology = article(item.text, item.published), load_ontology()
    annotations = plan().layers(given, ("annotations",))["annotations"]
    if without == "heads":
        annotations = replace(annotations, acts=())
    if without == "patterns":
        ontology = replace(ontology, by_lemma={})
    accounts = code_article(given, annotations, ontology).accounts
    return Coded(item=item, accounts=tuple(accounts), pairs=tuple(matched(item, accounts)))


def matched(item: Item, accounts: Sequence[Account]) -> Iterator[tuple[str, int]]:
    """Letters of ours with numbers of theirs, the best first, each once."""
    worth = sorted(
        (
            (-(account.type == told.type), -overlap, letter, number)
            for letter, told in item.accounts.items()
            for number, account in enumerate(accounts)
            if (overlap := sum(_holds(account, mark) for mark in item.marks if mark.account == letter and mark.role == "trigger"))
        )
    )  # fmt: skip
    letters, numbers = set[str](), set[int]()
    for _, _, letter, number in worth:
        if letter not in letters and number not in numbers:
            letters.add(letter)
            numbers.add(number)
            yield letter, number


def _holds(account: Account, mark: Mark) -> bool:
    return any(span.start <= mark.start and mark.end <= span.end for span in account.evidence)


def standing(account: Account) -> frozenset[str]:
    """The standing of an account in the words of the markup."""
    found = {str(account.reality)} - {"actual"}
    if account.polarity == "denied":
        found.add("denied")
    if account.background:
        found.add("background")
    return frozenset(found)


def happened(told: Told) -> bool:
    """Whether an account of ours is affirmed and actual."""
    return not set(told.standing) - {"background"}


def figures(all_coded: Sequence[Coded]) -> dict[str, float]:
    """The figures of the docstring, in [0, 1]."""
    given = sum(len(each.accounts) for each in all_coded)
    wanted = sum(len(each.item.accounts) for each in all_coded)
    pairs = [
        (each, each.item.accounts[letter], letter, each.accounts[number])
        for each in all_coded
        for letter, number in each.pairs
    ]
    said = {
        "precision": len(pairs) / max(1, given),
        "recall": len(pairs) / max(1, wanted),
        "f1": 2 * len(pairs) / max(1, given + wanted),
        "type": sum(told.type == account.type for _, told, _, account in pairs) / max(1, len(pairs)),
        "standing": sum(frozenset(told.standing) == standing(account) for _, told, _, account in pairs) / max(1, len(pairs)),
        "happened": sum(happened(told) == (account.polarity == "affirmed" and account.reality == "actual") for _, told, _, account in pairs) / max(1, len(pairs)),
    }  # fmt: skip
    for role in ("place", "actors", "recipients"):
        said[role] = _overlap_f1(pairs, role)
    empty = [each for each in all_coded if not each.item.accounts]
    said["clean"] = sum(not any(account.polarity == "affirmed" and account.reality == "actual" for account in each.accounts) for each in empty) / max(1, len(empty))  # fmt: skip
    return said


def _overlap_f1(pairs: Sequence[tuple[Coded, Told, str, Account]], role: str) -> float:
    right = given = wanted = 0
    for each, _, letter, account in pairs:
        ours = [
            (mark.start, mark.end)
            for mark in each.item.marks
            if mark.account == letter and mark.role == role.rstrip("s")
        ]
        theirs = [[(span.start, span.end) for span in value.evidence] for value in _values(account, role)]
        hit = [any(start < end_ and start_ < end for start, end in spans for start_, end_ in ours) for spans in theirs]
        wanted += bool(ours) if role == "place" else len(ours)
        given += len(theirs)
        right += min(sum(hit), 1 if role == "place" else len(ours))
    return 2 * right / max(1, given + wanted)


def _values(account: Account, role: str) -> Sequence[Place | Actor]:
    if role == "place":
        return [account.place] if account.place else []
    return account.actors if role == "actors" else account.recipients


def run(items: Sequence[Item], without: str | None = None, workers: int = 2) -> list[Coded]:
    """All items coded."""
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(partial(coded, without=without), items, chunksize=16))


def main() -> None:
    """Print the figures, by file and in all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("train", "test", "all"), default="test")
    parser.add_argument("--without", choices=("heads", "patterns"))
    parser.add_argument("--pickle")
    options = parser.parse_args()
    found = run(part(read_all(), options.part), options.without)
    if options.pickle:
        import pickle

        with Path(options.pickle).open("wb") as file:
            pickle.dump(found, file)
    for name in sorted({each.item.id.split("-")[0] for each in found}):
        print(
            name,
            {
                key: round(value, 3)
                for key, value in figures([each for each in found if each.item.id.startswith(name)]).items()
            },
        )
    print("all", {key: round(value, 3) for key, value in figures(found).items()})


if __name__ == "__main__":
    main()
