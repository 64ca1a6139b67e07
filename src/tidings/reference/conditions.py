"""The conditions that an act is told under, read off the dependency tree: negated, planned, feared, tried, asked, told as done.

One reading for all who ask whether something happened. From the word of the act the reader climbs towards the root and
yields what it meets; :func:`standing` folds that into polarity and reality.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from msgspec import Struct

from tidings.model.coding import Reality
from tidings.model.text import Parse
from tidings.model.values import Polarity
from tidings.reference.clauses import Condition, Kind
from tidings.reference.factuality import Factuality
from tidings.reference.governing import Governing

_REALITY: dict[Kind, Reality] = {
    "staged": "hypothetical", "future": "planned", "would": "planned", "would_have": "hypothetical", "possible": "hypothetical",
    "obliged": "hypothetical", "able": "hypothetical", "conditional": "hypothetical", "contingent": "hypothetical", "when_it_comes": "hypothetical",
    "judged": "hypothetical", "question": "hypothetical", "command": "planned", "purpose": "planned", "tried": "hypothetical",
    "planned": "planned", "wanted": "planned", "threatened": "threatened", "feared": "hypothetical", "doubted": "hypothetical",
}  # fmt: skip
_REACH = 24  # heads looked up through; no real sentence is deeper


class Standing(Struct, frozen=True):
    """Whether an act happened, and the condition that decided; ``None`` where it is simply told as done."""

    polarity: Polarity
    reality: Reality
    by: Condition | None


def standing(parse: Parse, index: int, words: Factuality) -> Standing:
    """Whether the act that a verb or noun tells has happened.

    "Not" and words of failing turn it about and cancel each other out ("did not hesitate to fire", "failed to prevent
    gunmen from storming"); the first condition that leaves it open decides.
    """
    return fold(conditions(parse, index, words))


def fold(found: Iterable[Condition]) -> Standing:
    """The standing under conditions, innermost first."""
    turned: list[Condition] = []
    for each in found:
        if each.kind in ("negated", "failed", "prevented"):
            turned.append(each)
        elif each.kind == "denied":
            return Standing("denied", "actual", each)
        elif each.kind in ("said", "factive", "ended"):
            return _turned(turned, each)
        elif (reality := _REALITY.get(each.kind)) is not None:
            if len(turned) % 2 == 0:
                return Standing("affirmed", reality, each)
            return (
                Standing("denied", reality, each)
                if _is_plain(turned)
                else Standing("affirmed", "hypothetical", turned[0])
            )
    return _turned(turned, None)


def _turned(turned: list[Condition], last: Condition | None) -> Standing:
    """The standing of what nothing leaves open."""
    if len(turned) % 2 == 0:
        return Standing("affirmed", "actual", last)
    return (
        Standing("denied", "actual", turned[0])
        if _is_plain(turned)
        else Standing("affirmed", "hypothetical", turned[0])
    )


def _is_plain(turned: list[Condition]) -> bool:
    """Whether it is negated, rather than failed or kept from happening."""
    return all(each.kind == "negated" for each in turned)


def conditions(parse: Parse, index: int, words: Factuality) -> Iterator[Condition]:
    """What stands over the act, innermost first; it ends where a clause stands for itself."""
    reader = Governing(parse, words)
    yield from reader.of_itself(index)
    joined, below, token = False, None, parse.tokens[index]
    for _ in range(_REACH):
        if below is None and reader.is_predicate(token) and (nobody := reader.undergone_by_nobody(token)) is not None:
            yield Condition("negated", nobody)
        if below is not None:
            if (wrong := reader.disowned(below, token)) is not None:
                yield Condition("denied", wrong)
                return
            effect = reader.effect(below, token)
            if effect is not None and not (joined and reader.is_followed(below, token)):
                yield from reader.through(effect, below, token)
                if effect in ("said", "factive") or (effect == "believed"):
                    return
        if reader.is_predicate(token) and (below is None or reader.shares(below, token)):
            untouched = below is not None and (reader.is_spared(below, token) or reader.only_harm(below, token))
            passed = {"negated"} if untouched else {"future", "would", "contingent"} if reader.is_dreaded(token) else ()
            yield from (each for each in reader.of_predicate(token) if each.kind not in passed)
        if token.head == token.index or (
            reader.stands_alone(token, index) and reader.disowned(token, parse.tokens[token.head]) is None
        ):
            return
        joined = joined or (token.dep, token.text.lower()) == ("prep", "with")
        below, token = token, parse.tokens[token.head]


def is_denied(parse: Parse, index: int, words: Factuality, through: Container[str] = ()) -> bool:
    """Whether somebody says no to what this word tells: "denied that 30 were killed", "rejected reports of 30 deaths".

    ``through``: nouns between that are part of what is told ("denied the killing of 30"); other nouns end the way up.
    """
    token = parse.tokens[index]
    for _ in range(_REACH // 2):
        if token.head == token.index or token.dep in ("relcl", "advcl", "nsubj", "nsubjpass", "parataxis"):
            return False
        token = parse.tokens[token.head]
        if token.pos == "VERB" and token.lemma in words.rejecting:
            return True
        if token.pos == "NOUN" and token.lemma not in words.deniable and token.lemma not in through:
            return False
    return False
