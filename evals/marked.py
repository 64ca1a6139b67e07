"""``python -m evals.marked plover|rams|wikievents [--without heads]``: the coder on sets that mark events in sentences, cut to RECORD's types.

Which of their types are which of ours is in ``training/types.yaml``; where theirs is coarser any of those listed is right.

- ``found``: share of marked events of our types whose words lie in the evidence of an account.
- ``type``: of those, the share with a right type.
- ``other``: accounts that happened, for each text all of whose marked events are none of ours (PLOVER only: RAMS marks one
  event a text, WikiEvents types of its own, so that what is not marked there is not known to be none).
- ``actors``, ``recipients``, ``place``: F1 on events found, by overlap of words.

PLOVER's sentences and RAMS's windows are in the training of the heads (docs/method/encoder.md): what rules and heads together give
on them says less than what they give on WikiEvents, of which dev is measured, or than what ``--without heads`` gives: no rule is known to come from them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from evals.common import article, plan
from tidings.coding.coder import code_article
from tidings.model.coding import Account, is_happening
from tidings.reference.ontology import load_ontology
from training import corpora
from training.examples import Example

SETS: dict[str, Callable[[], Iterator[Example]]] = {
    "plover": corpora.plover, "rams": corpora.rams, "wikievents": lambda: corpora.wikievents("dev"),
}  # fmt: skip
ROLES = {"actor": "actors", "recipient": "recipients", "place": "place"}


class Coded(Struct, frozen=True, kw_only=True):
    """An example with the accounts of its text."""

    example: Example
    accounts: Sequence[Account]


def coded(examples: Iterable[Example], without: str | None = None) -> Iterator[Coded]:
    """The examples, coded by all or without the heads."""
    ontology = load_ontology()
    for example in examples:
        given = article(example.text, None)
        annotations = plan().layers(given, ("annotations",))["annotations"]
        if without == "heads":
            annotations = replace(annotations, acts=())
        yield Coded(example=example, accounts=code_article(given, annotations, ontology).accounts)


def figures(all_coded: Sequence[Coded]) -> dict[str, float]:
    """The figures of the docstring, in [0, 1]; ``other`` in accounts a text."""
    asked = found = right = quiet = loud = 0
    roles = dict.fromkeys(ROLES, (0, 0, 0))
    for each in all_coded:
        wanted = [trigger for trigger in each.example.triggers if trigger.types]
        if not wanted:
            quiet += 1
            loud += sum(map(is_happening, each.accounts))
        for trigger in wanted:
            asked += 1
            telling = [account for account in each.accounts if _holds(account, trigger.start, trigger.end)]
            if not telling:
                continue
            found += 1
            best = max(telling, key=lambda account: account.type in trigger.types)
            right += best.type in trigger.types
            number = each.example.triggers.index(trigger)
            for role, tally in roles.items():
                roles[role] = _plus(tally, each.example, number, role, best)
    said = {"found": found / max(1, asked), "type": right / max(1, found), "other": loud / max(1, quiet)}
    return said | {ROLES[role]: 2 * hit / max(1, given + asked_of) for role, (hit, given, asked_of) in roles.items()}


def _holds(account: Account, start: int, end: int) -> bool:
    return any(span.start <= start and end <= span.end for span in account.evidence)


def _plus(
    tally: tuple[int, int, int], example: Example, number: int, role: str, account: Account
) -> tuple[int, int, int]:
    ours = [(each.start, each.end) for each in example.arguments if (each.trigger, each.role) == (number, role)]
    values = [account.place] if role == "place" else account.actors if role == "actor" else account.recipients
    theirs = [[(span.start, span.end) for span in value.evidence] for value in values if value is not None]
    hit = sum(any(start < end_ and start_ < end for start, end in spans for start_, end_ in ours) for spans in theirs)
    return tally[0] + min(hit, len(ours)), tally[1] + len(theirs), tally[2] + len(ours)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", choices=SETS)
    parser.add_argument("--without", choices=("heads",))
    options = parser.parse_args()
    all_coded = list(coded(SETS[options.set](), options.without))
    print(
        f"{options.set}: {len(all_coded)} texts", {name: round(value, 3) for name, value in figures(all_coded).items()}
    )


if __name__ == "__main__":
    main()
