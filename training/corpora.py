"""Readers of the training sets in ``../shared/data`` and of our own annotations, all to :class:`training.examples.Example`.

Which types of theirs are which of RECORD §3 is in ``training/types.yaml``. Licences: the README beside each set, and
docs/method/encoder.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from training.annotations import COUNTS, Item, part, read_all
from training.examples import ARGUMENT_ROLES, Argument, Example, Trigger

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
Row = dict[str, Any]


@cache
def tables() -> dict[str, Any]:
    """``types.yaml``."""
    return dict(yaml.safe_load(Path(__file__).with_name("types.yaml").read_text(encoding="utf-8")))


def rows(path: Path) -> Iterator[Row]:
    """The objects of a JSONL file."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def wikievents(split: str = "train") -> Iterator[Example]:
    """WikiEvents documents; their types are cut to two levels, as their training file has them."""
    return _ontology_set(
        "wikievents", SHARED / "wikievents" / f"{split}.jsonl", frozenset({"own", "types", "arguments"})
    )


def rams() -> Iterator[Example]:
    """RAMS: one marked event in a window, so that no other word is known to be none."""
    return _ontology_set("rams", SHARED / "rams" / "dev.jsonl", frozenset({"arguments"}))


def _ontology_set(name: str, path: Path, complete: frozenset[str]) -> Iterator[Example]:
    types, roles = tables()[name]["types"], tables()[name]["roles"]
    for number, row in enumerate(rows(path)):
        triggers: list[Trigger] = []
        arguments: list[Argument] = []
        for event in row["events"]:
            own = ".".join(event["type"].split(".")[:2]) if name == "wikievents" else event["type"]
            here = event["trigger"]
            for argument in event["arguments"]:
                if argument["role"] in roles:
                    arguments.append(
                        Argument(
                            trigger=len(triggers),
                            start=argument["start"],
                            end=argument["end"],
                            role=roles[argument["role"]],
                        )
                    )
            triggers.append(Trigger(start=here["start"], end=here["end"], types=tuple(types.get(own, ())), own=own))
        yield Example(
            id=f"{name}:{row.get('docid', number)}", set=name, text=row["text"], triggers=tuple(triggers),
            arguments=tuple(arguments), complete=complete,
        )  # fmt: skip


_MARKUP = re.compile(r"\((SRC|EVT|TAR): ([^()]*)\)")


def plover() -> Iterator[Example]:
    """PLOVER's gold sentences: the words marked EVT tell the event, SRC acts on TAR."""
    types = tables()["plover"]["types"]
    for row in rows(SHARED / "plover_gsr" / "train.jsonl"):
        if not isinstance(row["textInfo"], dict):
            continue  # one row has its markup broken
        text, at, triggers, others = "", 0, [], []
        marked = row["textInfo"]["markup"]
        for found in _MARKUP.finditer(marked):
            text += marked[at : found.start()]
            start, end, at = len(text), len(text) + len(found[2]), found.end()
            text += found[2]
            if found[1] == "EVT":
                triggers.append(Trigger(start=start, end=end, types=tuple(types.get(row["event"], ())), chain="1"))
            else:
                others.append((start, end, "actor" if found[1] == "SRC" else "recipient"))
        text += marked[at:]
        arguments = (
            [Argument(trigger=0, start=start, end=end, role=role) for start, end, role in others] if triggers else []
        )
        yield Example(
            id=row["id"], set="plover", text=text, triggers=tuple(triggers), arguments=tuple(arguments), complete=frozenset({"types"})
        )  # fmt: skip


def uds() -> Iterator[Example]:
    """UDS-IH2: how far what a predicate says happened, by several readers."""
    for row in rows(SHARED / "uds_ih2" / "train.jsonl"):
        triggers = [
            Trigger(start=target["start"], end=target["end"], happened=float(target["factuality"]))
            for target in row["targets"]
        ]
        yield Example(id=row["id"], set="uds", text=row["text"], triggers=tuple(triggers))


def ecb(split: str = "train") -> Iterator[Example]:
    """ECB+: mentions of one event in a text share a chain; only validated mentions are marked."""
    for row in rows(SHARED / "ecbplus" / f"{split}.jsonl"):
        triggers = [
            Trigger(start=mention["start"], end=mention["end"], chain=str(mention["chain"]))
            for mention in row["mentions"]
            if mention["event"] and mention["validated"]
        ]
        if len(triggers) > 1:
            yield Example(id=row["docid"], set="ecb", text=row["text"], triggers=tuple(triggers))


def own(items: Iterable[Item] | None = None) -> Iterator[Example]:
    """Our own sentences, those for training: every layer is complete."""
    for item in part(read_all(), "train") if items is None else items:
        triggers: list[Trigger] = []
        first: dict[str, int] = {}
        for mark in item.marks:
            if mark.role == "trigger" and mark.account:
                told = item.accounts[mark.account]
                first.setdefault(mark.account, len(triggers))
                triggers.append(
                    Trigger(
                        start=mark.start, end=mark.end, types=(told.type,), standing=told.standing, chain=mark.account
                    )
                )
        arguments = [
            Argument(trigger=number, start=mark.start, end=mark.end, role=role)
            for mark in item.marks
            if mark.account and (role := _role(mark.role))
            for number, trigger in enumerate(triggers)
            if trigger.chain == mark.account
        ]
        yield Example(
            id=item.id, set="own", text=item.text, triggers=tuple(triggers), arguments=tuple(arguments),
            complete=frozenset({"types", "arguments"}),
        )  # fmt: skip


def _role(role: str) -> str | None:
    if role in ARGUMENT_ROLES:
        return role
    return "people" if role in COUNTS else None


def covered(name: str) -> frozenset[str]:
    """The RECORD types that a set marks wherever they are told; of the others its unmarked words say nothing."""
    if name == "own":
        return frozenset()
    return (
        frozenset(kind for kinds in tables()[name]["types"].values() for kind in kinds)
        if name in tables()
        else frozenset()
    )
