"""``python -m evals.ecb [--fit]``: event coreference on ECB+ dev by our way of putting accounts together.

Mentions are given (the validated event mentions, those alone in their chain too), so this says nothing of finding events. A pair of
mentions is compared by signs in the manner of ``tidings.fusion.compare`` (the word, the words around it, who and what
hang from it, names and figures of its sentence, likeness and wire ties of the articles), signs are weighed by a table of points
(``ecb_points.yaml``), and mentions are put together by ``tidings.fusion.cluster``, the way of the product. News of
ECB+ is of crime, sport, films and earthquakes and its mentions are single words: what is measured is how pairs are weighed and
put together, not the record's signs (days, places, actors, tolls), which need accounts.

``--fit`` fits the points on train (topic by topic, with the word pairs of the other topics). The cut, the log odds from which two
mentions are one, is the best on dev; ``ecb_gold_train_cut`` is the figure with the cut that is best on train.

Three settings: texts of one gold subtopic (``gold``), texts of one topic put together by likeness (``found``), all texts of
a topic (``topic``). ``lemma``: mentions with the same head lemma in such a place are one event, the baseline of the papers,
counted by the same code.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Final

import numpy as np
import yaml
from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz import fuzz

from evals.common import SHARED, Row, read_rows
from evals.coreference import conll, scores
from evals.figures import Measured, named_figures
from evals.fitting import Sample, fitted
from evals.predictions import one_thread
from tidings.annotate.sentences import Parser, SpacyParser
from tidings.fusion.cluster import LEAST_CHANCE, Pair, clusters, components, pair
from tidings.fusion.compare import Comparison
from tidings.fusion.wire import WireArticle, wire_ties
from tidings.fusion.wire_text import stem
from tidings.model.text import Parse, Token
from tidings.reference.encoder import Array, Encoder
from tidings.reference.points import Table, ladder, odds, probability

DATA: Final = SHARED / "data" / "ecbplus"
_HEAD: Final = """# What speaks for one event in two mentions of ECB+ (log odds), by `python -m evals.ecb --fit` on its train part. cut: the log odds from
# which two are one, best on dev; train_cut: best on train. words: head lemmas that tell one event in two topics of train or more.
"""
POINTS: Final = Path(__file__).with_name("ecb_points.yaml")


_CUTS: Final = tuple(step / 4 for step in range(-12, 5))
_TOPICS: Final = 2  # topics in which two words must tell one event before they are held for a pair
_LIKE_TEXTS: Final = (0.1, 0.2, 0.3, 0.4, 0.6)
_LIKE_SENTENCES: Final = (40, 50, 60, 70, 85)
_ONE_STORY: Final = 0.2  # likeness from which texts of a topic are taken for one story
_NAMES: Final = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "EVENT", "WORK_OF_ART"})
_FIGURES: Final = frozenset({"CARDINAL", "MONEY", "QUANTITY", "PERCENT", "ORDINAL"})
_DAYS: Final = frozenset({"DATE", "TIME"})
_ARGUMENTS: Final = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "agent", "poss", "compound", "attr", "amod"})
_WORDS: Final = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})


class Mention(Struct, frozen=True, kw_only=True):
    """A mention with what is read around it; ``vector`` is of length one.

    ``near``: what hangs from its head.
    """

    id: str
    text: str
    topic: int
    subtopic: str
    chain: str
    head: str
    is_verb: bool
    sentence: tuple[str, int]
    words: str
    names: frozenset[str]
    figures: frozenset[str]
    days: frozenset[str]
    near: frozenset[str]
    vector: Array


class Told(Struct, frozen=True, kw_only=True):
    """A set: its mentions, and how its texts are tied."""

    mentions: tuple[Mention, ...]
    likeness: Mapping[Pair, float]
    ties: Mapping[Pair, str]


class Weights(Struct, frozen=True, kw_only=True):
    """The points of signs, the pairs of words that tell one event, and the log odds from which two mentions are one."""

    points: Table
    words: frozenset[Pair]
    cut: float
    train_cut: float


def load_weights() -> Weights:
    """The fitted ones."""
    raw = yaml.safe_load(POINTS.read_text(encoding="utf-8"))
    words = frozenset(pair(*each.split()) for each in raw["words"])
    return Weights(points=raw["points"], words=words, cut=float(raw["cut"]), train_cut=float(raw["train_cut"]))


def read(rows: Iterable[Row], parser: Parser, encoder: Encoder) -> Told:
    """The validated event mentions of texts, read sentence by sentence."""
    texts = list(rows)
    mentions = tuple(mention for row in texts for mention in _mentions(row, parser, encoder))
    return Told(mentions=mentions, likeness=_likeness(texts), ties=_ties(texts))


def _mentions(row: Row, parser: Parser, encoder: Encoder) -> Iterator[Mention]:
    wanted = [mention for mention in row["mentions"] if mention["validated"] and mention["event"]]
    for sentence in row["sentences"]:
        inside = [mention for mention in wanted if mention["sentence"] == sentence["n"]]
        if inside:
            text = row["text"][sentence["start"] : sentence["end"]]
            parse, pieces = parser.parse(text), encoder.read(text)
            for mention in inside:
                start, end = mention["start"] - sentence["start"], mention["end"] - sentence["start"]
                head = _head(parse, start, end)
                held = [
                    number
                    for number, (first, last) in enumerate(pieces.offsets)
                    if first < head.end and head.start < last
                ]
                yield _mention(row, mention, parse, head, pieces.vectors[held].sum(axis=0))


def _mention(row: Row, mention: Row, parse: Parse, head: Token, vector: Array) -> Mention:
    tokens = parse.tokens
    length = float(np.linalg.norm(vector)) or 1.0
    return Mention(
        id=mention["id"],
        text=row["docid"],
        topic=row["topic"],
        subtopic=row["subtopic"],
        chain=f"{row['subtopic']} {mention['chain']}",
        head=head.lemma.casefold(),
        is_verb=head.pos == "VERB",
        sentence=(row["docid"], mention["sentence"]),
        words=" ".join(token.lemma.casefold() for token in tokens if token.pos in _WORDS),
        names=_tagged(tokens, _NAMES),
        figures=_tagged(tokens, _FIGURES),
        days=_tagged(tokens, _DAYS),
        near=frozenset(_near(tokens, head)),
        vector=vector / length,
    )


def _head(parse: Parse, start: int, end: int) -> Token:
    """The word of a stretch on which the others hang; of several the first."""
    inside = [token for token in parse.tokens if token.start < end and start < token.end]
    numbers = {token.index for token in inside}
    return next((token for token in inside if token.head not in numbers or token.head == token.index), inside[0])


def _tagged(tokens: Sequence[Token], kinds: frozenset[str]) -> frozenset[str]:
    tagged = (token for token in tokens if token.entity[2:] in kinds and token.pos in ("PROPN", "NOUN", "NUM", "ADJ"))
    return frozenset(token.text.casefold() for token in tagged)


def _near(tokens: Sequence[Token], head: Token) -> Iterator[str]:
    """Who and what hang from a word, and from its prepositions; for a noun also the verb that it hangs from."""
    for token in tokens:
        above = tokens[token.head]
        if token.dep == "pobj" and token.head != token.index:
            above = tokens[above.head]
        if above.index == head.index and token.index != head.index and token.dep in _ARGUMENTS:
            yield token.lemma.casefold()
    if head.pos != "VERB" and tokens[head.head].pos == "VERB":
        yield tokens[head.head].lemma.casefold()


def _likeness(texts: Sequence[Row]) -> dict[Pair, float]:
    """Cosine of the weighted words of two texts of a topic (term frequency by log, inverse document frequency)."""
    bags = {
        row["docid"]: Counter(stem(word) for word in row["text"].casefold().split() if word.isalpha()) for row in texts
    }
    seen = Counter(word for bag in bags.values() for word in bag)
    vectors: dict[str, dict[str, float]] = {}
    for name, bag in bags.items():
        raw = {word: (1 + math.log(n)) * math.log(len(bags) / seen[word]) for word, n in bag.items()}
        length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
        vectors[name] = {word: value / length for word, value in raw.items()}
    return {
        pair(one, other): sum(value * vectors[other].get(word, 0.0) for word, value in vectors[one].items())
        for group in _by_topic(texts).values()
        for one, other in combinations(sorted(group), 2)
    }


def _ties(texts: Sequence[Row]) -> dict[Pair, str]:
    """Copies and rewrites among the texts of a topic."""
    by_name = {row["docid"]: row["text"] for row in texts}
    return {
        pair(tie.left, tie.right): tie.relation
        for group in _by_topic(texts).values()
        for tie in wire_ties(
            WireArticle(id=name, text=by_name[name], title=None, outlet=None, published=None) for name in group
        )
    }


def _by_topic(texts: Iterable[Row]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for row in texts:
        found[row["topic"]].append(row["docid"])
    return found


def word_pairs(told: Told, apart_from: int | None = None) -> frozenset[Pair]:
    """Pairs of head lemmas that tell one event in several topics, leaving one topic out."""
    topics: dict[Pair, set[int]] = defaultdict(set)
    heads: dict[tuple[int, str], set[str]] = defaultdict(set)
    for mention in told.mentions:
        if mention.topic != apart_from:
            heads[mention.topic, mention.chain].add(mention.head)
    for (topic, _), words in heads.items():
        for one, other in combinations(sorted(words), 2):
            topics[one, other].add(topic)
    return frozenset(each for each, known in topics.items() if len(known) >= _TOPICS)


class Signs:
    """What speaks for and against one event in two mentions of a set."""

    def __init__(self, told: Told, words: frozenset[Pair]) -> None:
        self._told, self._words = told, words
        self._wording: dict[Pair | tuple[tuple[str, int], tuple[str, int]], float] = {}

    def of(self, left: Mention, right: Mention) -> frozenset[str]:
        """The signs, the same whichever comes first."""
        return frozenset(self._of(left, right))

    def _of(self, left: Mention, right: Mention) -> Iterator[str]:
        word = self._word(left, right)
        yield word
        yield from ladder("vectors", float(left.vector @ right.vector), 0.2, 0.9, 0.1)
        yield (
            "both verbs"
            if left.is_verb and right.is_verb
            else "verb and noun"
            if left.is_verb != right.is_verb
            else "both nouns"
        )
        where = [
            f"texts >= {step}" for step in _LIKE_TEXTS if left.text != right.text and self._texts(left, right) >= step
        ]
        yield from where
        yield from (f"{word}, {each}" for each in where)
        if left.text == right.text:
            yield "one text"
            yield f"{word}, one text"
        elif (tie := self._told.ties.get(pair(left.text, right.text))) is not None:
            yield f"texts are {tie}"
        likeness = self._sentences(left, right)
        yield from (f"sentences >= {step}" for step in _LIKE_SENTENCES if likeness >= step)
        yield from (f"{word}, sentences >= {step}" for step in _LIKE_SENTENCES[1::2] if likeness >= step)
        for name, one, other in (
            ("name", left.names, right.names),
            ("figure", left.figures, right.figures),
            ("day", left.days, right.days),
            ("argument", left.near, right.near),
        ):
            if one and other:
                yield f"same {name}" if one & other else f"other {name}"

    def _word(self, left: Mention, right: Mention) -> str:
        if left.head == right.head:
            return "same word"
        if stem(left.head) == stem(right.head):
            return "one stem"
        return "known pair of words" if pair(left.head, right.head) in self._words else "other word"

    def _texts(self, left: Mention, right: Mention) -> float:
        return self._told.likeness[pair(left.text, right.text)]

    def _sentences(self, left: Mention, right: Mention) -> float:
        key = (left.sentence, right.sentence) if left.sentence < right.sentence else (right.sentence, left.sentence)
        if key not in self._wording:
            self._wording[key] = (
                100.0 if left.sentence == right.sentence else fuzz.token_set_ratio(left.words, right.words)
            )
        return self._wording[key]


def put_together(told: Told, weights: Weights, places: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Clusters of mention ids; ``places``: where each text is kept, as mentions of two places are never held together."""
    signs = Signs(told, weights.words)
    groups: dict[str, list[Mention]] = defaultdict(list)
    for mention in told.mentions:
        groups[places[mention.text]].append(mention)
    found: list[tuple[str, ...]] = []
    for group in groups.values():
        by_id = {mention.id: mention for mention in group}
        held: dict[Pair, Comparison] = {}
        for one, other in combinations(sorted(by_id), 2):
            chance = probability(weights.points, said := signs.of(by_id[one], by_id[other]))
            moved = 1 / (1 + math.exp(weights.cut - odds(chance)))
            held[one, other] = Comparison(signs=said, bars=(), chance=moved)
        drawn = {each: compared.chance for each, compared in held.items() if compared.chance >= LEAST_CHANCE}
        found += clusters(sorted(by_id), drawn, lambda one, other, held=held: held[one, other])  # type: ignore[misc]
    return found


def gold_clusters(told: Told) -> list[list[str]]:
    """The chains of a set."""
    return _grouped((mention.chain, mention.id) for mention in told.mentions)


def lemma_clusters(told: Told, places: Mapping[str, str]) -> list[list[str]]:
    """The baseline: the same head lemma in one place is one event."""
    return _grouped(((places[mention.text], mention.head), mention.id) for mention in told.mentions)


def _grouped(pairs: Iterable[tuple[object, str]]) -> list[list[str]]:
    groups: dict[object, list[str]] = defaultdict(list)
    for key, each in pairs:
        groups[key].append(each)
    return list(groups.values())


def settings(told: Told) -> dict[str, dict[str, str]]:
    """Where each text is kept, in the three settings of the docstring."""
    subtopics = {mention.text: mention.subtopic for mention in told.mentions}
    topics = {mention.text: str(mention.topic) for mention in told.mentions}
    return {"gold": subtopics, "found": found_stories(told), "topic": topics}


def found_stories(told: Told) -> dict[str, str]:
    """Texts of a topic put together by their likeness, each story under the name of its first text."""
    texts = {mention.text for mention in told.mentions}
    pairs = [each for each, likeness in told.likeness.items() if likeness >= _ONE_STORY and texts.issuperset(each)]
    return {text: group[0] for group in components(texts, pairs) for text in group}


def measured(told: Told, weights: Weights) -> dict[str, float]:
    """The CoNLL score in each setting with that of the lemma; in gold subtopics also its three parts, and by the cut of train."""
    gold, places = gold_clusters(told), settings(told)
    found = {name: put_together(told, weights, kept) for name, kept in places.items()}
    values: dict[str, float] = {}
    for name, kept in places.items():
        values[f"ecb_{name}"] = conll(found[name], gold)
        values[f"lemma_{name}"] = conll(lemma_clusters(told, kept), gold)
    unchosen = put_together(told, replace(weights, cut=weights.train_cut), places["gold"])
    parts = {f"ecb_gold_{name}": score.f1 for name, score in scores(found["gold"], gold).items()}
    return {**values, "ecb_gold_train_cut": conll(unchosen, gold), **parts}


def measure() -> Measured:
    """The figures on dev."""
    told = read_set("dev")
    return named_figures(len(told.mentions), measured(told, load_weights()))


def fit(train: Told, dev: Told) -> Weights:
    """Points from all pairs of mentions of a topic of train, and the two cuts."""
    words = {topic: word_pairs(train, topic) for topic in {mention.topic for mention in train.mentions}}
    by_topic: dict[int, list[Mention]] = defaultdict(list)
    for mention in train.mentions:
        by_topic[mention.topic].append(mention)
    samples: list[Sample] = []
    for topic, mentions in sorted(by_topic.items()):
        signs = Signs(train, words[topic])
        samples += [(signs.of(one, other), one.chain == other.chain) for one, other in combinations(mentions, 2)]
    begun = Weights(points=fitted(samples), words=word_pairs(train), cut=0.0, train_cut=0.0)
    return replace(begun, cut=best_cut(dev, begun), train_cut=best_cut(train, begun))


def best_cut(told: Told, weights: Weights) -> float:
    """The cut with the best CoNLL score in the gold subtopics of a set."""
    gold, places = gold_clusters(told), settings(told)["gold"]
    tried = {cut: conll(put_together(told, replace(weights, cut=cut), places), gold) for cut in _CUTS}
    return max(tried, key=lambda cut: (tried[cut], -abs(cut)))


def write(weights: Weights) -> None:
    """Into :data:`POINTS`."""
    plain = {
        "cut": weights.cut,
        "train_cut": weights.train_cut,
        "points": dict(weights.points),
        "words": [" ".join(each) for each in sorted(weights.words)],
    }
    POINTS.write_text(_HEAD + yaml.safe_dump(plain, sort_keys=False, allow_unicode=True), encoding="utf-8")


def read_set(name: str) -> Told:
    """Train or dev."""
    return read(read_rows(DATA / f"{name}.jsonl"), SpacyParser(), Encoder.shipped())


def main() -> None:
    """Print the figures on dev, or fit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", action="store_true", help=f"write {POINTS.name} anew from train")
    options = parser.parse_args()
    one_thread()
    if options.fit:
        write(fit(read_set("train"), read_set("dev")))
    for figure in measure().figures:
        print(f"{figure.name:24}{figure.value:.4f}")


if __name__ == "__main__":
    main()
