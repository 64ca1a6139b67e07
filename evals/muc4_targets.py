"""Buildings, vehicles and works that an incident hit: what the words that tell it are said of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from tidings.coding import tree
from tidings.model.coding import Account
from tidings.model.mentions import Annotations
from tidings.model.text import Parse
from tidings.reference.ontology import Ontology, load_ontology

_HITTING = frozenset(
    "attack bomb dynamite destroy damage blow burn hit strike explode detonate set throw hurl shoot fire torch raze place plant "
    "explosion bombing blast attack assault raid destruction machinegun rocket occupy target".split()
)
_PLACED = frozenset("on against at in near outside under inside upon of by front to into".split())
_CLASSES = ("facility", "thing", "vehicle")
_MORE = frozenset(
    "embassy pylon tower residence post installation facility pipeline substation premises headquarters consulate bank store "
    "garrison plant truck vehicle jeep patrol convoy office building pole line".split()
)
_NEVER = frozenset(
    "bomb dynamite grenade car-bomb explosive system field road street avenue area position mine site block power".split()
)


def target_heads(annotations: Annotations, account: Account) -> list[tuple[int, int, int]]:
    """Characters [start, end) and head token of the targets of an account, in text order: "residence", "electric tower"."""
    parse = annotations.parse
    found: dict[tuple[int, int, int], None] = {}
    for span in account.evidence:
        for token in parse.tokens_in(span.start, span.end):
            if token.lemma in _HITTING:
                for head in _objects(parse, token.index):
                    if is_target(parse, head):
                        found.setdefault((*phrase(parse, head), head))
    return list(found)


def _objects(parse: Parse, index: int) -> Iterator[int]:
    """What is done to, or where it goes off: objects, subjects of a passive, phrases, and those below "in front of"."""
    if tree.is_verb(parse, index):
        yield from tree.undergoers(parse, index)
    for name, inner in tree.phrases(parse, index):
        if name in _PLACED:
            yield inner
            if parse.tokens[inner].lemma in (
                "front",
                "side",
                "entrance",
                "door",
                "outskirts",
                "wall",
                "facade",
                "home",
                "number",
                "part",
            ):
                yield from (each for below, each in tree.phrases(parse, inner) if below in ("of", "at"))


def is_target(parse: Parse, head: int) -> bool:
    """Whether a noun is a building, a vehicle or a work."""
    lemma = parse.tokens[head].lemma
    return lemma not in _NEVER and (lemma in _MORE or any(_ontology().in_class(lemma, name) for name in _CLASSES))


def phrase(parse: Parse, head: int) -> tuple[int, int]:
    """The characters of a noun with the nouns, names and adjectives before it."""
    first = head
    while (
        first
        and parse.tokens[first - 1].dep in ("compound", "nmod", "amod")
        and head in tuple(tree.ancestors(parse, first - 1))
    ):
        first -= 1
    return parse.tokens[first].start, parse.tokens[head].end


@cache
def _ontology() -> Ontology:
    return load_ontology()
