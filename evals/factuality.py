"""Did it happen: our reading of factuality against what people said of other texts.

    python -m evals.factuality uds ../shared/data/uds_ih2/dev.jsonl [--errors 40]
    python -m evals.factuality meantime ../shared/data/meantime_factuality/dev.jsonl [--errors 40]
    python -m evals.factuality --fit ../shared/data/uds_ih2/train.jsonl      (writes evals/factuality.json anew)

Both sets ask of single words (verbs; in MEANTIME nouns too) of web pages and business news. The answer is ours by
:mod:`tidings.reference.conditions`, the reading that the coder goes by; here it is brought into three classes: *happened*,
*uncertain*, *did not*. The figure is the mean of the three F1 (macro-F1).

**MEANTIME** (certainty, polarity, time) to classes: polarity NEG is *did not*; CERTAIN and POS, not FUTURE, is *happened*; all
else (future, probable, possible, underspecified) is *uncertain*. Ours: denied, failed or prevented is *did not*; affirmed and
told as done is *happened*; planned, wanted, feared, conditional … is *uncertain*. Nothing is fitted.

**UDS-IH2** gives a number from -3 to 3: sure that it did not happen, sure that it did. Classes are the thirds of that scale:
*happened* above 1, *did not* below -1, else *uncertain*. Its people said "did not" of what is only to come, so an act that we call
planned is as a rule *did not* there. Hence our number: a sum of weights, one for each condition that the reader meets, for
the tense of the word and for "you" and "I" as subject (``features``); weights by least squares on train. Cut points between
our classes: those with the best macro-F1 on train. Weights and cuts stand in ``evals/factuality.json``. Pearson's r of the number
is what papers quote (0.77 to 0.82 for neural models fine-tuned on this set).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import correlation
from typing import Any, Literal

from msgspec import Struct

from evals.common import Row, read_rows
from tidings.annotate.sentences import Parser, SpacyParser
from tidings.model.text import Parse
from tidings.reference.clauses import Condition
from tidings.reference.conditions import Standing, conditions, fold
from tidings.reference.factuality import load_factuality

Answer = Literal["happened", "uncertain", "did not"]
ANSWERS: tuple[Answer, ...] = ("happened", "uncertain", "did not")
WEIGHTS = Path(__file__).with_suffix(".json")
_BAND = 1.0
_RIDGE = 3.0  # keeps the weight of a rare feature small
_OFTEN = 20  # a feature that train has less often has no weight
_AUXILIARIES = {
    "was": "past", "were": "past", "did": "past", "had": "past", "has": "perfect", "have": "perfect", "'ve": "perfect",
    "is": "present", "are": "present", "am": "present", "'s": "present", "'re": "present", "'m": "present", "do": "present", "does": "present",
}  # fmt: skip
_TENSES = {"VBD": "past", "VBP": "present", "VBZ": "present", "VBG": "gerund", "VBN": "participle", "VB": "bare"}
_PLACES = frozenset({"pcomp", "xcomp", "advcl", "relcl", "acl", "ccomp", "ROOT", "conj"})


class Item(Struct, frozen=True):
    """A word with what people said of it and what we read: gold class and number (0 where the set has none), ours."""

    text: str
    word: str
    gold: Answer
    value: float
    found: tuple[Condition, ...]
    features: tuple[str, ...]

    @property
    def standing(self) -> Standing:
        """Our reading."""
        return fold(self.found)


class Score(Struct, frozen=True):
    """How often gold (first) and ours (second) met."""

    pairs: Counter[tuple[Answer, Answer]]

    def f1(self, answer: Answer) -> float:
        """F1 of one class, in [0, 1]."""
        asked = sum(n for (gold, _), n in self.pairs.items() if gold == answer)
        said = sum(n for (_, ours), n in self.pairs.items() if ours == answer)
        return 2 * self.pairs[answer, answer] / (asked + said) if asked + said else 0.0

    @property
    def macro(self) -> float:
        """Mean of the three F1."""
        return sum(map(self.f1, ANSWERS)) / len(ANSWERS)

    @property
    def asked(self) -> int:
        """How many words there are."""
        return sum(self.pairs.values())

    @property
    def right(self) -> int:
        """How many words got the gold class."""
        return sum(self.pairs[answer, answer] for answer in ANSWERS)


# Reading


def meantime_items(path: Path, parser: Parser) -> Iterator[Item]:
    """The events of a MEANTIME file."""
    for row in read_rows(path):
        parse = parser.parse(row["text"])
        for event in row["events"]:
            yield _item(parse, event, meantime_class(event), 0.0)


def meantime_class(event: Row) -> Answer:
    """The class of certainty, polarity and time.

    >>> meantime_class({"certainty": "CERTAIN", "polarity": "POS", "time": "FUTURE"})
    'uncertain'
    """
    if event["polarity"] == "NEG":
        return "did not"
    sure = event["certainty"] == "CERTAIN" and event["polarity"] == "POS" and event["time"] != "FUTURE"
    return "happened" if sure else "uncertain"


def uds_items(path: Path, parser: Parser) -> Iterator[Item]:
    """The targets of a UDS-IH2 file."""
    for row in read_rows(path):
        parse = parser.parse(row["text"])
        for target in row["targets"]:
            yield _item(parse, target, _class_of(target["factuality"], -_BAND, _BAND), target["factuality"])


def _class_of(value: float, low: float, high: float) -> Answer:
    return "happened" if value > high else "did not" if value < low else "uncertain"


def _item(parse: Parse, target: Row, gold: Answer, value: float) -> Item:
    index = parse.head_of(target["start"], target["end"])
    found = tuple(conditions(parse, index, load_factuality()))
    return Item(parse.text, parse.tokens[index].text, gold, value, found, tuple(_features(parse, index, found)))


def _features(parse: Parse, index: int, found: tuple[Condition, ...]) -> Iterator[str]:
    """What the weights are for: tense, place in the sentence, the innermost condition, two more, the standing, "you" and "I"."""
    token, reading = parse.tokens[index], fold(found)
    yield from ("always", f"tense {_tense(parse, index)}", f"{reading.polarity} {reading.reality}")
    yield from (f"inner {each.kind}" for each in found[:1])
    yield from (f"outer {each.kind}" for each in found[1:3])
    if not found:
        yield "no condition"
    if token.dep in _PLACES:
        yield f"as {token.dep}"
    subjects = {
        parse.tokens[child].text.lower()
        for child in parse.children(index)
        if parse.tokens[child].dep in ("nsubj", "nsubjpass")
    }
    if subjects & {"you", "one"}:
        yield "subject you"
    if subjects & {"i", "we"}:
        yield "subject i"


def _tense(parse: Parse, index: int) -> str:
    """The tense of a verb by its first auxiliary or its form; the part of speech of another word."""
    token = parse.tokens[index]
    if not token.tag.startswith("VB"):
        return token.pos.lower()
    if token.dep in ("amod", "compound"):
        return "attributive"
    helpers = [
        parse.tokens[child].text.lower()
        for child in parse.children(index)
        if parse.tokens[child].dep in ("aux", "auxpass")
    ]
    if helpers:
        return _AUXILIARIES.get(helpers[0], "bare")
    return _TENSES.get(token.tag, "bare")


# Ours


def read_class(reading: Standing) -> Answer:
    """The class of our reading, as MEANTIME asks for it."""
    if reading.polarity == "denied" or (reading.by is not None and reading.by.kind in ("failed", "prevented")):
        return "did not"
    return "happened" if reading.reality == "actual" else "uncertain"


class Model(Struct, frozen=True, kw_only=True):
    """Weights by feature, and the cuts between the three classes."""

    weights: dict[str, float]
    low: float
    high: float

    def value(self, item: Item) -> float:
        """Our number, in [-3, 3]."""
        return max(-3.0, min(3.0, sum(self.weights.get(name, 0.0) for name in item.features)))

    def answer(self, item: Item) -> Answer:
        """Our class."""
        return _class_of(self.value(item), self.low, self.high)


def load_model() -> Model:
    """The weights that were fitted on train."""
    return Model(**json.loads(WEIGHTS.read_text(encoding="utf-8")))


def fit(items: list[Item]) -> Model:
    """Least squares with a small penalty, then the cuts with the best macro-F1."""
    import numpy as np

    often = Counter(name for item in items for name in set(item.features))
    names = sorted(name for name, n in often.items() if n >= _OFTEN)
    place = {name: column for column, name in enumerate(names)}
    matrix = np.zeros((len(items), len(names)))
    for row, item in enumerate(items):
        matrix[row, [place[name] for name in item.features if name in place]] = 1.0
    wanted = np.array([item.value for item in items])
    solved: Any = np.linalg.solve(matrix.T @ matrix + _RIDGE * np.eye(len(names)), matrix.T @ wanted)
    weights = {name: round(float(solved[place[name]]), 2) for name in names}
    grid = [step / 10 for step in range(-20, 21)]
    models = (Model(weights=weights, low=low, high=high) for low in grid for high in grid if low < high)
    values = [(item.gold, Model(weights=weights, low=0, high=0).value(item)) for item in items]
    return max(
        models,
        key=lambda model: (
            Score(Counter((gold, _class_of(value, model.low, model.high)) for gold, value in values)).macro
        ),
    )


def score(answers: Iterable[tuple[Answer, Answer]]) -> Score:
    """The score of (gold, ours)."""
    return Score(Counter(answers))


def evaluate_meantime(path: Path, parser: Parser) -> Score:
    """MEANTIME in three classes."""
    return score((item.gold, read_class(item.standing)) for item in meantime_items(path, parser))


def evaluate_uds(path: Path, parser: Parser) -> tuple[Score, float]:
    """UDS-IH2 in three classes, and Pearson's r of our number with the gold one."""
    items, model = list(uds_items(path, parser)), load_model()
    r = correlation([item.value for item in items], [model.value(item) for item in items])
    return score((item.gold, model.answer(item)) for item in items), r


def main() -> None:
    """Print the score of a file, and with ``--errors N`` its first N errors; or fit the weights."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("set", choices=("uds", "meantime"), nargs="?", default="uds")
    options.add_argument("path", type=Path)
    options.add_argument("--errors", type=int, default=0)
    options.add_argument("--fit", action="store_true")
    given, parser = options.parse_args(), SpacyParser()
    items = list((uds_items if given.set == "uds" else meantime_items)(given.path, parser))
    if given.fit:
        model = fit(items)
        made = {"weights": model.weights, "low": model.low, "high": model.high}
        WEIGHTS.write_text(json.dumps(made, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    model = load_model() if given.set == "uds" else Model(weights={}, low=0, high=0)
    ours = [model.answer(item) if given.set == "uds" else read_class(item.standing) for item in items]
    result = score(zip((item.gold for item in items), ours, strict=True))
    if given.set == "uds":
        print(f"r {correlation([item.value for item in items], [model.value(item) for item in items]):.3f}")
    print(f"macro-F1 {result.macro:.3f}", *(f"{answer} {result.f1(answer):.3f}" for answer in ANSWERS), sep="  ")
    wrong = ((item, answer) for item, answer in zip(items, ours, strict=True) if item.gold != answer)
    for _, (item, answer) in zip(range(given.errors), wrong, strict=False):
        kinds = ", ".join(each.kind for each in item.found)
        print(f"{item.word!r} {item.gold}, ours {answer} ({kinds}) in {item.text!r}")


if __name__ == "__main__":
    main()
