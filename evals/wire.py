"""``python -m evals.wire``: pairs of articles told right and wrong, of the news in ../shared and of our own invented pairs.

A pair is right when it is a copy, a rewrite, a form or nothing, as it should be, and when a pair that should be tied is found by
its keys too. Our own pairs stand in ``tests/golden/wire_pairs``: texts, and pairs of them with edits.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from evals.common import ROOT, SHARED, day_of, read_rows
from tidings.fusion.wire import WireArticle, may_be_tied, tie_between, wire_print

GOLDEN = ROOT / "tests" / "golden" / "wire_pairs"
NEWS = SHARED / "data" / "news"
SETS = {"first": ("texts.yaml", "pairs.yaml"), "harder": ("texts.yaml", "harder.yaml"), "third": ("third.yaml",)}


class WirePair(Struct, frozen=True, kw_only=True):
    """Two articles, and what they may be to each other: copy, rewrite, template, none."""

    what: str
    allowed: tuple[str, ...]
    left: WireArticle
    right: WireArticle


class Told(Struct, frozen=True, kw_only=True):
    """What a pair is taken for, why, and whether it has been compared at all."""

    relation: str
    why: str
    found: bool


def told(pair: WirePair) -> Told:
    """What we say of a pair."""
    tie = tie_between(pair.left, pair.right)
    return Told(
        relation=tie.relation if tie else "none",
        why=tie.why if tie else "",
        found=may_be_tied(wire_print(pair.left), wire_print(pair.right)),
    )


def is_right(pair: WirePair, said: Told) -> bool:
    """Whether a pair is told right; one that no key leads to is ``none``, whatever a comparison would say."""
    return (said.relation if said.found else "none") in pair.allowed


def own_pairs(name: str) -> list[WirePair]:
    """The invented pairs of a set."""
    import yaml

    content = [yaml.safe_load((GOLDEN / file).read_text(encoding="utf-8")) for file in SETS[name]]
    texts = {key: text for part in content for key, text in part.get("texts", {}).items()}
    return [
        WirePair(
            what=row["what"],
            allowed=tuple(row["relation"].split("|")),
            left=edited(texts, row["left"], "l"),
            right=edited(texts, row["right"], "r"),
        )
        for row in content[-1]["pairs"]
    ]


def edited(texts: dict[str, Any], side: str | dict[str, Any], id: str) -> WireArticle:
    """A text with the edits that a side of a pair lists (``pairs.yaml`` says which there are)."""
    edits: dict[str, Any] = {"of": side} if isinstance(side, str) else side
    known = {**texts[edits["of"]], **{key: edits[key] for key in ("outlet", "published", "title") if key in edits}}
    paragraphs = known["text"].strip().split("\n\n")
    if "swap" in edits:
        one, other = edits["swap"]
        paragraphs[one], paragraphs[other] = paragraphs[other], paragraphs[one]
    paragraphs = [one for at, one in enumerate(paragraphs) if at not in edits.get("drop", ())]
    if "keep" in edits:
        paragraphs = paragraphs[: max(1, round(len(paragraphs) * edits["keep"]))]
    text = "\n\n".join(paragraphs)
    for old, new in edits.get("replace", {}).items():
        if old not in text:
            raise ValueError(f"{old!r} does not stand in {edits['of']}, which should have it replaced")
        text = text.replace(old, new)
    text = "\n\n".join((*edits.get("before", ()), text, *edits.get("after", ())))
    return WireArticle(
        id=f"{edits['of']}:{id}", text=text, title=known["title"], outlet=known["outlet"], published=known["published"]
    )


def news_pairs(folder: Path) -> Iterator[WirePair]:
    """The pairs of ``relations.jsonl``."""
    for row in read_rows(folder / "relations.jsonl"):
        left, right = (news_article(folder, row[key]) for key in ("a", "b"))
        yield WirePair(what=f"{row['a']}, {row['b']}", allowed=(row["relation"],), left=left, right=right)


def news_article(folder: Path, name: str) -> WireArticle:
    """An article of the news in ../shared."""
    row = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return WireArticle(
        id=name,
        text=row["text"],
        title=row.get("title"),
        outlet=row.get("outlet"),
        published=day_of(row.get("published")),
    )


def report(name: str, pairs: Iterable[WirePair]) -> str:
    """The pairs that are told wrong, and how many are right by what they should be."""
    counts: dict[str, list[int]] = {}
    lines = []
    for pair in pairs:
        said = told(pair)
        count = counts.setdefault("|".join(pair.allowed), [0, 0])
        count[0] += is_right(pair, said)
        count[1] += 1
        if not is_right(pair, said):
            missed = "" if said.found else " (no key leads to it)"
            lines.append(
                f"  {pair.what}: {said.relation}{missed}, not {' or '.join(pair.allowed)}. {said.why}".rstrip()
            )
    figures = ", ".join(f"{relation} {right} of {all}" for relation, (right, all) in sorted(counts.items()))
    return "\n".join([f"{name}: {figures}", *lines])


def main() -> None:
    """Print what is right and what is wrong."""
    if NEWS.is_dir():
        print(report("news", news_pairs(NEWS)))
    else:
        print(f"news: skipped, {NEWS} is not here")
    for name in SETS:
        print(report(name, own_pairs(name)))


if __name__ == "__main__":
    main()
