"""Our own annotated sentences (``annotations/*.txt``): reads the markup, checks it, counts what is there.

``python -m training.annotations`` checks every file and prints how many accounts of each type and standing there are.
The markup is described in ``annotations/README.md``.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import yaml
from msgspec import Struct

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "annotations"

STANDINGS = ("denied", "planned", "threatened", "hypothetical", "ongoing", "background")
ROLES = ("actor", "recipient", "place", "date", "means", "speaker", "cue")
COUNTS = (
    "killed", "injured", "casualties", "died", "missing", "abducted", "detained", "displaced", "surrendered",
    "released", "affected", "fighters", "strikes", "munitions", "destroyed",
)  # fmt: skip
TEMPTATIONS = (
    "sport", "film", "metaphor", "trial", "anniversary", "drill", "accident", "disaster", "crime", "policing",
    "opinion", "teaser", "talk", "control", "other",
)  # fmt: skip
_FIFTH = 5
_HEAD = re.compile(
    r"@ (?P<id>[a-z]+-\d{4}) (?P<day>\d{4}-\d\d-\d\d|-) (?P<region>[^\[\]]+?)(?: = (?P<swap>[a-z]+-\d{4}))?"
)
_SPAN = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}")
_LABEL = re.compile(
    r"(?P<account>[A-Z])(?::(?P<type>[a-z_]+)(?P<standing>(?:/[a-z]+)*)|\.(?P<role>[a-z]+))?|-(?P<why>[a-z]+)"
)


class Mark(Struct, frozen=True, kw_only=True):
    """Words of an item and what they are. ``role``: ``trigger``, a role, a count kind, or ``none`` for a temptation."""

    start: int
    end: int
    role: str
    account: str | None = None
    why: str | None = None


class Told(Struct, frozen=True, kw_only=True):
    """An account of an item: its type and its standing."""

    type: str
    standing: tuple[str, ...]


class Item(Struct, frozen=True, kw_only=True):
    """One to four sentences with their marks. ``swap``: the item that is the same with the sides exchanged."""

    id: str
    published: dt.date | None
    region: str
    text: str
    accounts: dict[str, Told]
    marks: tuple[Mark, ...]
    swap: str | None = None


class MarkupError(ValueError):
    """An item that does not follow the markup; says file, line, value and what is asked for."""


def event_types() -> tuple[str, ...]:
    """The types of RECORD §3, as the data file of the coder has them."""
    path = ROOT / "src/tidings/reference/data/event_types.yaml"
    return tuple(row["type"] for row in yaml.safe_load(path.read_text(encoding="utf-8"))["types"])


def read(path: Path, types: Sequence[str]) -> Iterator[Item]:
    """The items of one file, in order. Raises :class:`MarkupError`."""
    for number, block in _blocks(path.read_text(encoding="utf-8")):
        head, *lines = block
        found = _HEAD.fullmatch(head)
        where = f"{path.name}:{number}"
        if found is None:
            raise MarkupError(f"{where}: {head!r} is no head; asked for: @ name-0001 2021-05-18 Region")
        if len(lines) != 1:
            raise MarkupError(f"{where}: {len(lines)} lines of text under the head; asked for: one")
        day = None if found["day"] == "-" else dt.date.fromisoformat(found["day"])
        text, accounts, marks = _parsed(lines[0], where, types)
        yield Item(
            id=found["id"], published=day, region=found["region"], text=text, accounts=accounts, marks=marks, swap=found["swap"]
        )  # fmt: skip


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    block: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("#"):
            continue
        if line.strip():
            block.append(line.strip())
        elif block:
            yield number - len(block), block
            block = []
    if block:
        yield len(text.split("\n")) - len(block), block


def _parsed(line: str, where: str, types: Sequence[str]) -> tuple[str, dict[str, Told], tuple[Mark, ...]]:
    text, at = "", 0
    accounts: dict[str, Told] = {}
    marks: list[Mark] = []
    for span in _SPAN.finditer(line):
        text += line[at : span.start()]
        at = span.end()
        start, end = len(text), len(text) + len(span[1])
        text += span[1]
        if span[1] != span[1].strip():
            raise MarkupError(f"{where}: {span[0]!r} has a blank at its edge")
        for label in span[2].split(","):
            marks.append(_mark(label, start, end, accounts, where, types))
    text += line[at:]
    if set("{}|") & set(text):
        raise MarkupError(f"{where}: a brace or bar is left over in {text!r}; spans do not nest")
    for mark in marks:
        if mark.account is not None and mark.account not in accounts:
            raise MarkupError(
                f"{where}: account {mark.account} has no trigger with a type, like {{words|{mark.account}:shelling}}"
            )
    return text, accounts, tuple(marks)


def _mark(
    label: str, start: int, end: int, accounts: dict[str, Told], where: str, types: Sequence[str]
) -> Mark:  # fmt: skip
    found = _LABEL.fullmatch(label.strip())
    if found is None:
        raise MarkupError(f"{where}: {label!r} is no label; asked for: A:type, A:type/standing, A, A.role or -why")
    if found["why"]:
        if found["why"] not in TEMPTATIONS:
            raise MarkupError(f"{where}: -{found['why']} is none of {', '.join(TEMPTATIONS)}")
        return Mark(start=start, end=end, role="none", why=found["why"])
    account = found["account"]
    if found["type"]:
        standing = tuple(found["standing"].split("/")[1:])
        if found["type"] not in types:
            raise MarkupError(f"{where}: {found['type']} is no event type; see RECORD §3")
        if wrong := [one for one in standing if one not in STANDINGS]:
            raise MarkupError(f"{where}: {wrong[0]} is none of {', '.join(STANDINGS)}")
        if account in accounts:
            raise MarkupError(
                f"{where}: account {account} has two triggers with a type; mark the second {{words|{account}}}"
            )
        accounts[account] = Told(type=found["type"], standing=standing)
    role = found["role"] or "trigger"
    if role not in (*ROLES, *COUNTS, "trigger"):
        raise MarkupError(f"{where}: {role} is none of {', '.join((*ROLES, *COUNTS))}")
    return Mark(start=start, end=end, role=role, account=account)


def read_all(folder: Path = FOLDER) -> list[Item]:
    """All items of all files, in file order. Raises :class:`MarkupError`, for ids used twice too."""
    types = event_types()
    items = [item for path in sorted(folder.glob("*.txt")) for item in read(path, types)]
    if twice := [name for name, times in Counter(item.id for item in items).items() if times > 1]:
        raise MarkupError(f"ids used twice: {', '.join(twice[:5])}")
    known = {item.id for item in items}
    if lost := [item.id for item in items if item.swap and item.swap not in known]:
        raise MarkupError(f"the swapped twin is missing for {', '.join(lost[:5])}")
    return items


def is_test(item: Item) -> bool:
    """Whether an item is for tests only; twins go together."""
    names = sorted(name for name in (item.id, item.swap) if name)
    return int(names[0].rsplit("-", 1)[1]) % _FIFTH == 0


def part(items: Iterable[Item], name: str) -> list[Item]:
    """The items of a part: ``train``, ``test`` or ``all``."""
    return [item for item in items if name == "all" or is_test(item) == (name == "test")]


def main() -> None:
    """Check every file and print what is there."""
    try:
        items = read_all(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
    except MarkupError as error:
        sys.exit(str(error))
    accounts = [told for item in items for told in item.accounts.values()]
    print(f"{len(items)} items, {len(accounts)} accounts, {sum(not item.accounts for item in items)} items with none")
    for title, counted in (
        ("types", Counter(told.type for told in accounts)),
        ("standing", Counter(one for told in accounts for one in told.standing or ("actual",))),
        ("temptations", Counter(mark.why for item in items for mark in item.marks if mark.why)),
        ("regions", Counter(item.region for item in items)),
    ):
        print(title + ":", ", ".join(f"{name} {times}" for name, times in counted.most_common()))


if __name__ == "__main__":
    main()
