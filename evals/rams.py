"""``python -m evals.rams``: who, whom, where and with what, on RAMS: by the heads with the trigger given, and by the coder.

A window of RAMS is five sentences with one marked event and its arguments. Their 65 roles are cut to ours (``training/types.yaml``:
attacker, killer, injurer … are an actor; roles that are none of ours, such as giver or passenger, are left out).

- **heads**: arguments of the key's trigger, of all events that have a role of ours (``arguments``) and of conflict and life alone
  (``violent``); right when the role is and it holds the last word of the key's words, as in :mod:`evals.wikievents`. ``span``: its
  characters are the key's too. Each role by itself.
- **coder** (:mod:`evals.marked`): of marked events that are acts of RECORD the share told, the type, and F1 of doers, people hit and places of those told;
  ``rules`` the same without the heads.

The only part at hand is dev, and **the heads were trained on it** (docs/method/encoder.md): what they give here is no figure to expect.
What the rules give is: none is known to come from these texts.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from evals.common import SHARED, Row, read_rows
from evals.marked import coded
from evals.marked import figures as coder_figures
from evals.wikievents import Argument, arguments
from training import corpora
from training.corpora import tables

FILE = SHARED / "data" / "rams" / "dev.jsonl"
VIOLENT = ("conflict", "life")
ROLES = ("actor", "recipient", "place", "means", "speaker")


class Tally(Struct):
    """Arguments that are right, those given and those asked for."""

    right: int = 0
    given: int = 0
    asked: int = 0

    def add(self, right: int, given: int, asked: int) -> None:
        """Count a window."""
        self.right, self.given, self.asked = self.right + right, self.given + given, self.asked + asked

    def f1(self) -> float:
        """F1 in [0, 1]."""
        return 2 * self.right / max(1, self.given + self.asked)


def key(row: Row) -> list[Argument]:
    """The arguments of a window's event in our roles."""
    roles = tables()["rams"]["roles"]
    return [
        Argument(event["trigger"]["start"], roles[each["role"]], each["start"], each["end"])
        for event in row["events"]
        for each in event["arguments"]
        if each["role"] in roles
    ]


def figures(rows: Iterable[Row]) -> dict[str, float]:
    """F1 of arguments by the heads, with the triggers of the key."""
    tallies = {name: Tally() for name in ("arguments", "span", "violent", *ROLES)}
    for row in rows:
        wanted = key(row)
        if not wanted:
            continue
        found = [each for each in arguments(row["text"], {one.trigger for one in wanted}) if each.role in ROLES]
        _count(tallies["arguments"], found, wanted)
        tallies["span"].add(len(set(found) & set(wanted)), len(found), len(set(wanted)))
        if row["events"][0]["type"].startswith(VIOLENT):
            _count(tallies["violent"], found, wanted)
        for role in ROLES:
            _count(
                tallies[role],
                [each for each in found if each.role == role],
                [each for each in wanted if each.role == role],
            )
    return {name: tally.f1() for name, tally in tallies.items()}


def _count(tally: Tally, found: Sequence[Argument], wanted: Sequence[Argument]) -> None:
    right = {one for one in wanted if any(_holds_last_word(each, one) for each in found)}
    tally.add(len(right), len(found), len(set(wanted)))


def _holds_last_word(found: Argument, wanted: Argument) -> bool:
    return (found.trigger, found.role) == (wanted.trigger, wanted.role) and found.start < wanted.end <= found.end


def both(rows: Sequence[Row]) -> dict[str, float]:
    """All figures: heads, coder, and coder by rules alone."""
    said = {f"heads_{name}": value for name, value in figures(rows).items()}
    acts = [each for each in corpora.rams() if any(trigger.types for trigger in each.triggers)]
    for name, without in (("coder", None), ("rules", "heads")):
        found = coder_figures(list(coded(acts, without)))
        said |= {f"{name}_{field}": value for field, value in found.items() if field != "other"}
    return said


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="?", default=FILE)
    rows = list(read_rows(parser.parse_args().gold))
    print(
        f"rams: {len(rows)} windows, seen by the heads", {name: round(value, 3) for name, value in both(rows).items()}
    )


if __name__ == "__main__":
    main()
