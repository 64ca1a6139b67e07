"""``python -m evals.gate [NEWS.csv]``: what the gate lets pass at other scores than the one it asks for, by set.

*Articles* that tell of conflict must pass: the reports, the texts of UCDP-AEC, MUC-4 dev with an incident, WikiEvents dev with an act
of conflict. *Sentences* are those of the same sets and of the test part of our own that are marked to tell an act or a hold on a
place, each taken for a text of its own, as a short item in a digest; *coded* are those of them from which the coder by itself makes
a happening. *Others* are texts about other matters; of MUC-4 without an incident many tell of war all the same. A CSV file of news
with the columns ``title`` and ``text`` is a further set.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from evals.common import SHARED, Row, article, cleaned, plan, read_rows
from evals.figures import Figure, Measured
from evals.predictions import Predictor, one_thread
from evals.table import aligned
from tidings.annotate.gate import find_conflict, stretches
from tidings.model.coding import is_happening
from tidings.reference.gate_words import load_gate_words
from training.annotations import part, read_all
from training.corpora import wikievents
from training.gate import muc4_marks, quiet_sources

DATA = SHARED / "data"
FILES = (
    "reports", "gold", "data/news", "data/ucdp_aec", "data/muc4/dev.jsonl", "data/wikievents/dev.jsonl", "data/famus/train.jsonl",
    "data/ecbplus/dev.jsonl", "data/tudloc2013/dev.jsonl",
)  # fmt: skip
# Topics of ECB+ dev with no violence: the Oscars, a coach, a climber, a surgeon general, a drunken driver.
_QUIET_TOPICS = frozenset({2, 5, 23, 34, 35})
_SCORES = (3.0, 3.4, 3.8, 4.2, 4.6, 5.0, 5.5, 6.0)
_ARTICLES = 0.99  # issue 5: at least so many of the gold articles pass
Sets = Mapping[str, Sequence[str]]


def articles() -> dict[str, list[str]]:
    """Texts that tell of conflict, by set."""
    return {
        "reports": [path.read_text(encoding="utf-8") for path in sorted((SHARED / "reports").glob("*.txt"))],
        "ucdp_aec": [row["text"] for row in read_rows(DATA / "ucdp_aec" / "dev.jsonl")],
        "muc4": [row["text"] for row in read_rows(DATA / "muc4" / "dev.jsonl") if row["templates"]],
        "wikievents": [each.text for each in wikievents("dev") if any(trigger.types for trigger in each.triggers)],
    }


def sentences() -> dict[str, list[str]]:
    """Sentences that are marked to tell an act or, in the reports, a hold on a place, by set."""
    events = [(each.text, [trigger.start for trigger in each.triggers if trigger.types]) for each in wikievents("dev")]
    incidents = [(row["text"], muc4_marks(row)) for row in read_rows(DATA / "muc4" / "dev.jsonl")]
    return {
        "reports": list(_marked(_gold_marks())),
        "muc4": list(_marked(incidents)),
        "wikievents": list(_marked(events)),
        "own": [item.text for item in part(read_all(), "test") if item.accounts],
    }


def others() -> dict[str, list[str]]:
    """Texts about other matters, by set."""
    return {
        "negatives": [
            json.loads(path.read_text(encoding="utf-8"))["text"] for path in sorted((DATA / "news").glob("neg-*.json"))
        ],
        "ecbplus": [row["text"] for row in read_rows(DATA / "ecbplus" / "dev.jsonl") if row["topic"] in _QUIET_TOPICS],
        "famus": list(quiet_sources(held_out=True)),
        "web_pages": [row["text"] for row in read_rows(DATA / "tudloc2013" / "dev.jsonl")],
        "muc4_other": [row["text"] for row in read_rows(DATA / "muc4" / "dev.jsonl") if not row["templates"]],
    }


def _gold_marks() -> Iterator[tuple[str, list[int]]]:
    """Each report with the middle of the first words that bear out each account and each control row."""
    for path in sorted((SHARED / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = (SHARED / "reports" / f"{path.stem}.txt").read_text(encoding="utf-8")
        words = [row["evidence"] for row in (*gold["accounts"], *gold["control"])]
        first = [each if isinstance(each, str) else each[0] for each in words]
        yield text, [text.index(each) + len(each) // 2 for each in first if each in text]


def _marked(texts: Iterable[tuple[str, list[int]]]) -> Iterator[str]:
    for text, marks in texts:
        for words in stretches(text):
            if any(words[0].start() <= mark < words[-1].end() for mark in marks):
                yield text[words[0].start() : words[-1].end()]


def predict(row: Row) -> Row:
    """Whether the coder makes a happening of a text, whatever the gate says of it."""
    coding = plan().layers(article(row["text"], None), ("coding",))["coding"]
    return {"id": row["id"], "coded": any(map(is_happening, coding.accounts))}


def blank(row: Row) -> Row:
    """What stands for a text that could not be coded."""
    return {"id": row["id"], "coded": False}


def coded(told: Sets, predictor: Predictor) -> dict[str, list[str]]:
    """The sentences that the coder by itself makes a happening of."""
    rows = [
        {"id": f"{name}:{number}", "text": text} for name, texts in told.items() for number, text in enumerate(texts)
    ]
    is_coded = {row["id"]: row["coded"] for row in read_rows(predictor.of_rows("gate", rows))}
    return {
        name: [text for number, text in enumerate(texts) if is_coded[f"{name}:{number}"]]
        for name, texts in told.items()
    }


def gate_figures(predictor: Predictor) -> Measured:
    """The share of articles and sentences that pass, and of other texts that are stopped."""
    told = sentences()
    every = articles()
    figures = [
        _figure("articles_pass", _all(every), least=_ARTICLES),
        *(_figure(f"{name}_pass", texts) for name, texts in every.items()),
    ]
    figures += [_figure("coded_sentences_pass", _all(coded(told, predictor))), _figure("sentences_pass", _all(told))]
    figures += [_figure(f"{name}_stopped", texts, stopped=True) for name, texts in others().items()]
    return Measured(n=sum(len(texts) for texts in (*every.values(), *others().values())), figures=tuple(figures))


def _all(sets: Sets) -> list[str]:
    return [text for texts in sets.values() for text in texts]


def _figure(name: str, texts: Sequence[str], *, stopped: bool = False, least: float | None = None) -> Figure:
    known = load_gate_words()
    right = sum(find_conflict(cleaned(text), known).passes is not stopped for text in texts)
    return Figure(name=name, value=right / len(texts), of=f"{right}/{len(texts)}", least=least)


def scores_table(sets: Mapping[str, Sequence[float]]) -> str:
    """The share of each set that passes at each score."""
    rows: list[Sequence[str]] = [("set", "n", *map(str, _SCORES))]
    for name, scores in sets.items():
        shares = (sum(score >= least for score in scores) / len(scores) for least in _SCORES)
        rows.append((name, str(len(scores)), *(f"{100 * share:.1f} %" for share in shares)))
    return aligned(rows, frozenset({"n", *map(str, _SCORES)}))


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.gate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "news", type=Path, nargs="?", metavar="NEWS.csv", help="further articles: columns title and text"
    )
    options = parser.parse_args()
    one_thread()
    known, told = load_gate_words(), sentences()
    with Predictor(2) as predictor:
        parts = {"articles": articles(), "sentences": told, "coded": coded(told, predictor), "others": others()}
    if options.news:
        csv.field_size_limit(sys.maxsize)
        with options.news.open(encoding="utf-8", errors="replace", newline="") as file:
            parts["news"] = {options.news.name: [f"{row['title']}\n\n{row['text']}" for row in csv.DictReader(file)]}
    print(f"share that passes, by the score that is asked for (asked: {known.least})\n")
    print(
        scores_table(
            {
                f"{kind}: {name}": [find_conflict(cleaned(text), known).score for text in texts]
                for kind, sets in parts.items()
                for name, texts in sets.items()
            }
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
