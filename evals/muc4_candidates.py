"""Words that may fill a role of MUC-4: spans of the heads and finds of the rules, each string of a text once for each role.

Each candidate carries signs (words such as ``odds >= 1``), which a table of points weighs (``muc4_points.yaml``, fitted on
training texts by :mod:`evals.muc4_fit`): what the heads say, what the rules say, and where and how the words stand.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from evals.muc4_heads import Filler, Reading
from evals.muc4_signs import stage, word_signs
from evals.muc4_targets import target_heads
from evals.muc4_victims import People
from tidings.model.coding import Account
from tidings.model.mentions import ActorMention, Annotations
from tidings.model.text import Parse
from tidings.model.values import Actor
from tidings.reference.points import ladder, odds

_PERPETRATORS = {"name": "PerpOrg", "force": "PerpOrg", "unnamed": "PerpInd", "group": "PerpInd", "person": "PerpInd"}
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)
_LEAST_CHANCE = 0.03


class Found(Struct, frozen=True, kw_only=True):
    """Words that the rules give a role: characters [start, end), their head token, and how likely they belong to an incident."""

    role: str
    start: int
    end: int
    head: int
    chance: float


class Candidate(Struct, kw_only=True):
    """A string that may fill a role, with all places where it stands."""

    role: str
    words: str
    spans: list[tuple[int, int]]
    fillers: list[Filler]
    rules: list[Found]
    signs: frozenset[str] = frozenset()

    @property
    def best(self) -> Filler | None:
        """The reading of the heads that is surest."""
        return max(self.fillers, key=lambda filler: filler.chance, default=None)

    @property
    def odds(self) -> float:
        """Log odds of the surest reading; -5 where the heads saw nothing."""
        return -5.0 if self.best is None else odds(self.best.chance)


def normal(words: str) -> str:
    """Small letters without articles, punctuation and doubled blanks: what makes two strings the same filler."""
    return " ".join(_ARTICLES.sub(" ", words.lower().translate(_PUNCTUATION)).split())


def candidates(
    annotations: Annotations, reading: Reading, found: Sequence[Found], accounts: Sequence[Account]
) -> list[Candidate]:
    """All candidates of a text with their signs."""
    text = annotations.parse.text
    known: dict[tuple[str, str], Candidate] = {}
    for filler in reading.fillers:
        if filler.chance >= _LEAST_CHANCE:
            each = _at(known, filler.role, text[filler.start : filler.end], (filler.start, filler.end))
            if each is not None:
                each.fillers.append(filler)
    for rule in found:
        at = annotations.parse.tokens[rule.head].start
        covering = [
            each for each in known.values()
            if each.role == rule.role and any(start <= at < end for start, end in each.spans)
        ]  # fmt: skip
        if not covering:
            new = _at(known, rule.role, text[rule.start : rule.end], (rule.start, rule.end))
            covering = [new] if new is not None else []
        for each in covering:
            each.rules.append(rule)
    several = list(known.values())
    by_place = _Places(several)
    for each in several:
        each.signs = frozenset(_signs(annotations, each, reading, by_place, accounts))
    return several


def _at(known: dict[tuple[str, str], Candidate], role: str, words: str, span: tuple[int, int]) -> Candidate | None:
    name = normal(words)
    if not name:
        return None
    each = known.setdefault((role, name), Candidate(role=role, words=words, spans=[], fillers=[], rules=[]))
    if span not in each.spans:
        each.spans.append(span)
    return each


class _Places:
    """Which candidates stand at a character."""

    def __init__(self, several: Iterable[Candidate]) -> None:
        self._at: dict[int, list[Candidate]] = {}
        for each in several:
            for start, end in each.spans:
                for place in range(start, end):
                    self._at.setdefault(place, []).append(each)

    def over(self, candidate: Candidate) -> list[Candidate]:
        """Other candidates that share a character with this one."""
        found = {
            id(other): other
            for start, end in candidate.spans
            for place in (start, end - 1)
            for other in self._at[place]
        }
        found.pop(id(candidate), None)
        return list(found.values())


def _signs(
    annotations: Annotations, each: Candidate, reading: Reading, places: _Places, accounts: Sequence[Account]
) -> Iterator[str]:
    parse, best = annotations.parse, each.best
    yield from ladder("odds", each.odds)
    if best is not None:
        yield from ladder("mean odds", sum(odds(filler.chance) for filler in each.fillers) / len(each.fillers))
        own = [min(odds(of_span), odds(of_text)) for of_span, of_text in zip(best.types, reading.types, strict=True)]
        yield from ladder("type", max(own))
        yield from ladder("span type", max(map(odds, best.types)))
    yield from ladder("text", max(map(odds, reading.types)))
    yield f"told {min(4, len(each.spans))} times"
    yield from _beside(each, places.over(each))
    yield from _of_rules(each)
    start, end = each.spans[0] if best is None else (best.start, best.end)
    yield from _of_words(parse, start, end)
    for mention in annotations.actors:
        if mention.start < end and start < mention.end:
            yield f"actor {mention.form} {mention.kind}"
    for account in accounts:
        if any(span.start <= start < span.end for span in account.evidence):
            yield f"in {account.type}"
            yield f"in {account.polarity} {account.reality} {'background' if account.background else 'news'}"


def _beside(each: Candidate, others: Sequence[Candidate]) -> Iterator[str]:
    for other in others:
        surer = "surer" if other.odds > each.odds else "weaker"
        if other.role != each.role:
            yield f"{surer} as {other.role}"
        elif len(other.words) > len(each.words):
            yield f"inside a {surer} one"
        else:
            yield f"around a {surer} one"


def _of_rules(each: Candidate) -> Iterator[str]:
    if not each.rules:
        yield "no rule"
        return
    yield from ladder("rule", max(odds(rule.chance) for rule in each.rules))


def _of_words(parse: Parse, start: int, end: int) -> Iterator[str]:
    tokens = parse.tokens_in(start, end)
    if not tokens:
        return
    yield f"{min(5, len(tokens))} words"
    yield f"begins with {tokens[0].pos}"
    yield f"ends with {tokens[-1].pos}"
    head = parse.tokens[max(0, parse.head_of(start, end))]
    yield f"head {head.pos} {head.dep}"
    yield f"head number {head.tag}"
    before = parse.tokens[tokens[0].index - 1] if tokens[0].index else None
    if before is not None:
        yield f"after {before.pos if before.dep != 'compound' else 'compound'}"
    sentence = parse.sentences[tokens[0].sentence]
    yield f"in sentence {stage(tokens[0].sentence)}"
    yield from word_signs(parse.tokens[sentence.first : sentence.last])


# -- what the rules find ---------------------------------------------------------------------------------------------


def found_by_rules(
    annotations: Annotations, chances: Sequence[tuple[Account, float]], people: Sequence[tuple[People, float]]
) -> list[Found]:
    """Perpetrators, weapons and targets of accounts, and people who were hit; with the chance that each is of an incident."""
    found: list[Found] = []
    mentions = {mention.start: mention for mention in annotations.actors}
    for account, chance in chances:
        for role, start, end, head in (
            *_perpetrators(annotations.parse, account, mentions),
            *_weapons(annotations.parse, account),
            *_targets(annotations, account),
        ):
            found.append(Found(role=role, start=start, end=end, head=head, chance=chance))
    parse = annotations.parse
    for each, chance in people:
        token = parse.tokens[each.heads[0]]
        length = (
            len(each.name) if each.name and parse.text.endswith(each.name, 0, token.end) else token.end - token.start
        )
        role = "Victim" if each.name else "VictimDescription"
        found.append(Found(role=role, start=token.end - length, end=token.end, head=token.index, chance=chance))
    return found


def _perpetrators(
    parse: Parse, account: Account, mentions: dict[int, ActorMention]
) -> Iterator[tuple[str, int, int, int]]:
    for actor in account.actors:
        role = _PERPETRATORS.get(form_of(actor, mentions))
        span = actor.evidence[0]
        head = parse.head_of(span.start, span.end)
        if role and head >= 0:
            yield role, span.start, span.end, head


def form_of(actor: Actor, mentions: dict[int, ActorMention]) -> str:
    """How an actor is told: ``name``, ``force``, ``unnamed`` …; ``group`` where no mention stands there."""
    found = mentions.get(actor.evidence[0].start)
    return found.form if found else "group"


def _weapons(parse: Parse, account: Account) -> Iterator[tuple[str, int, int, int]]:
    for means in account.means:
        tokens = parse.tokens_in(means.evidence[0].start, means.evidence[0].end)
        if tokens and tokens[0].pos in ("NOUN", "PROPN"):
            first, last = tokens[0].index, tokens[0].index
            while first and parse.tokens[first - 1].dep == "compound" and parse.tokens[first - 1].head == last:
                first -= 1
            yield "Weapon", parse.tokens[first].start, tokens[0].end, last


def _targets(annotations: Annotations, account: Account) -> Iterator[tuple[str, int, int, int]]:
    for start, end, head in target_heads(annotations, account):
        yield "Target", start, end, head
