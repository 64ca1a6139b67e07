"""How words are written: ``python scripts/build_word_case.py NEWS.jsonl… > src/tidings/reference/data/word_case.tsv``.

Counts, over news printed in ordinary capitals, how each word stands inside a sentence. Kept are the words that mostly have
capitals, and those that mostly have none although no dictionary form tells so; the actor table and the gazetteer add
names that the news did not have. Word forms and no text, so nothing of the articles is in the table.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from tidings.annotate.casing import Lexicon
from tidings.reference.gazetteer import Gazetteer

DATA = Path(__file__).resolve().parents[1] / "src/tidings/reference/data"
_WORD = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)*\.?|[.!?:\"“”\n(\[-]+")
_LEAST = 2
_LEAST_OF_DICTIONARY = 4  # sightings that make a capitalised word of the dictionary a name
_CLEAR = 0.8
_LARGE_TOWN = 60_000


def main() -> None:
    """Print the table."""
    forms: dict[str, Counter[str]] = {}
    for path in map(Path, sys.argv[1:]):
        for text in texts(path):
            count(text, forms)
    lexicon = Lexicon.load(words={})
    table = dict(names(lexicon))
    for word, seen in forms.items():
        form, times = seen.most_common(1)[0]
        if times < (_LEAST if lexicon.guess(word) != "l" else _LEAST_OF_DICTIONARY) or not word.isascii():
            continue
        if times < _CLEAR * seen.total():
            form = "l" if seen["l"] > seen.total() / 4 else form
        table.pop(word, None)
        in_use = (
            form == "l"
            and word in lexicon.index["noun"] | lexicon.index["adj"]
            and word not in lexicon.index["verb"] | lexicon.index["adv"]
        )
        if form != lexicon.guess(word) or in_use:
            table[word] = form
    print(
        "# How words are written that no dictionary form tells, and common nouns in use: l small letters, t a capital first, u all capitals."
    )
    print("# Made by scripts/build_word_case.py from counts over news and from our own names.")
    for word, form in sorted(table.items()):
        print(f"{word}\t{form}")


def texts(path: Path) -> list[str]:
    """All longer strings of a JSONL file that have small letters and capitals."""
    found: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, str):
            if len(value) > 100 and any(map(str.isupper, value)) and sum(map(str.islower, value)) > len(value) / 2:
                found.append(value)
        elif isinstance(value, dict):
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            if value and all(isinstance(each, str) for each in value):
                walk(" ".join(value))
            else:
                for each in value:
                    walk(each)

    for line in path.open(encoding="utf-8"):
        walk(json.loads(line))
    return list(set(found))


def count(text: str, forms: dict[str, Counter[str]]) -> None:
    """Add a text's words that do not begin a sentence."""
    first = True
    for found in _WORD.finditer(text):
        word = found.group()
        if not word[0].isalpha():
            first = True
            continue
        if not first:
            bare = word.removesuffix(".")
            small = (
                "l"
                if bare.islower()
                else "u"
                if bare.isupper() and len(bare) > 1
                else "t"
                if bare[0].isupper()
                else "l"
            )
            forms.setdefault(bare.lower(), Counter())[small] += 1
        first = word.endswith(".") and word.count(".") == 1 and len(word) > 4


def names(lexicon: Lexicon) -> list[tuple[str, str]]:
    """Words of names in the actor table and of large towns, which a dictionary form would take for common words."""
    ordinary = {line.strip() for line in (DATA / "common_words.txt").read_text(encoding="utf-8").splitlines()}
    found: list[tuple[str, str]] = []
    actors = json.loads((DATA / "actors.json").read_text(encoding="utf-8"))

    def walk(value: Any) -> None:
        if isinstance(value, str):
            for word in re.findall(r"[^\W\d_]+", value):
                if word.isupper() and 3 <= len(word) <= 6 and lexicon.guess(word.lower()) != "l":
                    found.append((word.lower(), "u"))
        elif isinstance(value, dict):
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    walk(actors)
    gazetteer = Gazetteer.open()
    found += [
        (word, "t") for word in sorted(lexicon.index["noun"] | lexicon.index["adj"]) if gazetteer.demonym(word.title())
    ]
    for word in lexicon.nouns_only():
        if word in ordinary or len(word) < 4:
            continue
        if any(
            match.how == "name" and (match.place.kind == "country" or match.place.population > _LARGE_TOWN)
            for match in gazetteer.matches(word.title())
        ):
            found.append((word, "t"))
    return found


if __name__ == "__main__":
    main()
