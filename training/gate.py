"""``python -m training.gate``: counts the words of the gate and writes ``src/tidings/reference/data/gate.tsv``.

The weight of a word is counted: of the sentences it stands in, how many tell of conflict, both kinds made equally common. Those
that do are from train files (WikiEvents, RAMS, PLOVER, MUC-4, our own), those that do not from train files of other matters
(UDS-IH2, MEANTIME, ECB+, FAMuS), less those that a first count shows to be told of war. What is counted seldom leans on more: a form on its lemma, a lemma of the ontology on its class, so
that a word which no sentence had ("hitmen") weighs as much as its like; a pair on the stronger of its words; any other word on nothing.
Names of places, people and days weigh nothing: a war in a country that no set knew must pass alike. Of names, only those of armed
parties count, from the actor table. The same files give the same table. The least score is chosen on dev files (``python -m evals.gate``).
"""

from __future__ import annotations

import argparse
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

from tidings.annotate.gate import deciding, stretches
from tidings.reference.gate_words import GateWords, read_gate_words
from tidings.reference.ontology import load_ontology
from training.annotations import part, read_all
from training.corpora import SHARED, plover, rams, rows, wikievents
from training.examples import Example

DATA = Path(__file__).resolve().parents[1] / "src/tidings/reference/data"
TABLE = DATA / "gate.tsv"
LEAST = 4.2  # log-odds; what other scores would let pass is in docs/method/gate.md
_LEAST_COUNT = 8  # sentences a word must stand in to count, unless it is known beforehand
_LEAST_PAIRS = 5
_LEAST_WEIGHT = 0.7  # log-odds; a word that says less is left out of the table
_LEAST_DIFFERENCE = 0.7  # log-odds by which a pair must differ from its stronger word
_LEAN = 3.0  # sentences that stand for what is known of a word's kind

# Sentences of these sets that score so much after a first count tell of conflict, though their sets are about other matters
# (of 22 read in UDS-IH2, 21 did): the second count leaves them out.
_MIXED = frozenset({"uds", "famus"})
_TOO_WARLIKE = 5.0

# Topics of ECB+ with no violence but fire, quake and death in bed: rehab, film, sport, firms, elections, science.
_QUIET_TOPICS = frozenset({1, 4, 6, 7, 9, 10, 11, 13, 14, 20, 25, 27, 28, 29, 30, 31})
# Frames of FAMuS whose sources may tell of conflict; the sources of all others are taken as telling of none.
_WARLIKE_FRAMES = frozenset(
    "Abusing Arrest Attack Bearing_arms Being_in_control Besieging Breaking_out_captive Cause_harm Chaos Clemency Control Corporal_punishment "
    "Counterattack Damaging Dead_or_alive Death Destroying Detonate_explosive Downing Endangering Escaping Execution Experience_bodily_harm "
    "Explosion Extradition Firing Fleeing Historic_event Hit_target Hostile_encounter Imprisonment Invading Kidnapping Killing Mass_motion "
    "Military_operation Pardon Piracy Process_end Process_stop Quitting_a_place Rape Rescuing Revenge Setting_fire Shoot_projectiles Sign_agreement "
    "Silencing Smuggling Suicide_attack Supply Surrendering_possession Taking Use_firearm".split()
)
_HELD_OUT = 5  # one FAMuS frame in so many is kept for choosing the least score

# Words with no say of their own: grammar, reporting, time, numbers.
_EMPTY = frozenset(
    "the a an of to in on at by for with from as and or but nor so yet if that this these those it its he him his she her they them their we us "
    "our you your i me my is are was were be been being am has have had having do does did done will would can could shall should may might "
    "must not no n t s d ll re ve m than then there here when where while who whom whose which what how why all any both each few more most "
    "other others some such only own same too very just also about after before between into through during above below up down out off over "
    "under again further once said says say saying told tells tell according report reports reported reporting added adds since within until "
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november "
    "december one two three four five six seven eight nine ten eleven twelve hundred thousand million billion percent per cent first second "
    "third dozen dozens yesterday today tomorrow tonight last week weeks year years month months day days hour hours night morning evening "
    "afternoon early late earlier later now still even however meanwhile http https www com org took take takes taken taking came come comes "
    "go goes going went get gets got made make makes making".split()
)
_PAST = {
    "shoot": "shot", "flee": "fled", "fight": "fought", "strike": "struck stricken", "hold": "held", "blow": "blew blown", "fall": "fell fallen",
    "lose": "lost", "leave": "left", "slay": "slew slain", "give": "gave given", "lay": "laid", "win": "won", "bring": "brought", "send": "sent",
    "find": "found", "drive": "drove driven", "throw": "threw thrown", "burn": "burnt", "beat": "beaten", "overrun": "overran",
    "withdraw": "withdrew withdrawn", "retake": "retook retaken", "overthrow": "overthrew overthrown", "tear": "tore torn", "begin": "began begun",
    "kidnap": "kidnaped",
}  # fmt: skip
_VOWELS = "aeiou"


class Sentence(Struct, frozen=True):
    """A sentence, its set, and whether it tells of conflict."""

    set: str
    words: tuple[str, ...]
    conflict: bool


# Sentences


def sentences() -> Iterator[Sentence]:
    """All sentences of the fit."""
    for example in (*wikievents(), *rams()):
        yield from _of_example(example)
    for example in plover():
        if any(trigger.types for trigger in example.triggers):
            yield from _several("plover", example.text, conflict=True)
    for item in part(read_all(), "train"):
        marks = [mark.start for mark in item.marks if mark.account and mark.role == "trigger"]
        yield from (Sentence("own", words, conflict=True) for words in _marked(item.text, marks))
    for row in rows(SHARED / "muc4" / "train.jsonl"):
        yield from (Sentence("muc4", words, conflict=True) for words in _marked(row["text"], muc4_marks(row)))
    for row in rows(SHARED / "uds_ih2" / "train.jsonl"):
        yield from _several("uds", row["text"], conflict=False)
    for row in rows(SHARED / "meantime_factuality" / "train.jsonl"):
        yield from _several("meantime", row["text"], conflict=False)
    for row in rows(SHARED / "ecbplus" / "train.jsonl"):
        if row["topic"] in _QUIET_TOPICS:
            yield from _several("ecb", row["text"], conflict=False)
    for text in quiet_sources(held_out=False):
        yield from _several("famus", text, conflict=False)


def _of_example(example: Example) -> Iterator[Sentence]:
    marks = [trigger.start for trigger in example.triggers if trigger.types]
    yield from (Sentence(example.set, words, conflict=True) for words in _marked(example.text, marks))


def muc4_marks(row: dict[str, Any]) -> list[int]:
    """Where a text of MUC-4 first names those who did it, whom and what it hit, and with what."""
    found = [
        entity[0]["start"]
        for template in row["templates"]
        for role, entities in template["roles"].items()
        if role != "PerpOrg"
        for entity in entities
    ]
    return sorted(start for start in found if start is not None)


def quiet_sources(*, held_out: bool) -> Iterator[str]:
    """Web articles and pages of FAMuS about other matters; one frame in five is held out."""
    frames = sorted({row["frame"] for row in rows(SHARED / "famus" / "train.jsonl")} - _WARLIKE_FRAMES)
    for row in rows(SHARED / "famus" / "train.jsonl"):
        if row["frame"] in frames and (frames.index(row["frame"]) % _HELD_OUT == 0) == held_out:
            yield row["candidate"]


def _marked(text: str, marks: Iterable[int]) -> Iterator[tuple[str, ...]]:
    """The sentences with a mark in them. Those without may still tell of conflict, so they witness nothing."""
    wanted = set(marks)
    for words in stretches(text):
        if any(words[0].start() <= mark < words[-1].end() for mark in wanted):
            yield tuple(word.group() for word in words)


def _several(name: str, text: str, *, conflict: bool) -> Iterator[Sentence]:
    for words in stretches(text):
        yield Sentence(name, tuple(word.group() for word in words), conflict)


# Words that are known beforehand


def forms(lemma: str, *, verb: bool) -> set[str]:
    """A noun with its plural, or a verb with its other forms.

    >>> sorted(forms("seize", verb=True)), sorted(forms("gunman", verb=False))
    (['seize', 'seized', 'seizes', 'seizing'], ['gunman', 'gunmen'])
    """
    if not lemma.isalpha():
        return {lemma}
    if not verb and lemma.endswith("man"):
        return {lemma, lemma[:-2] + "en"}
    consonant_y = lemma.endswith("y") and lemma[-2:-1] not in _VOWELS
    hissing = lemma.endswith(("s", "x", "z", "ch", "sh"))
    found = {lemma, lemma[:-1] + "ies" if consonant_y else lemma + ("es" if hissing else "s")}
    if verb:
        stem = lemma.removesuffix("e")
        if len(lemma) > 2 and lemma[-1] not in _VOWELS + "wxy" and lemma[-2] in _VOWELS and lemma[-3] not in _VOWELS:
            found |= {lemma + lemma[-1] + "ing", lemma + lemma[-1] + "ed"}
        found |= {stem + "ing", lemma[:-1] + "ied" if consonant_y else stem + "ed", *_PAST.get(lemma, "").split()}
    return found


@cache
def lexicon() -> dict[str, tuple[str, str]]:
    """Forms of the words of the ontology and of armed people: lemma and class (``act``, ``arms``, ``armed``, ``common``)."""
    ontology = load_ontology()
    nouns = yaml.safe_load((DATA / "actor_nouns.yaml").read_text(encoding="utf-8"))
    plain = {
        lemma
        for lemma, patterns in ontology.by_lemma.items()
        if any(not p.constraints and not p.weak for p in patterns)
    }
    verbs = {
        lemma for lemma, patterns in ontology.by_lemma.items() if any(lemma in pattern.verb for pattern in patterns)
    }
    classes = {
        "act": plain,
        "armed": {*nouns["fighters"], *nouns["troops"], *nouns["attackers"], *nouns["army"]},
        "arms": {
            *ontology.means,
            *ontology.classes["explosive"],
            *ontology.classes["arms"],
            *ontology.classes["aircraft"],
        },
        "common": {*ontology.by_lemma, "wounded", "toll", "casualty", "war", "conflict", "hold", "control"},
    }
    found: dict[str, tuple[str, str]] = {}
    for name, lemmas in classes.items():
        for lemma in sorted(lemmas):
            for form in sorted(forms(lemma.lower(), verb=lemma in verbs or lemma in ("hold", "control"))):
                found.setdefault(form, (lemma, name))
    return found


@cache
def parties() -> frozenset[str]:
    """Names of one or two words of rebels and militias: acronyms as printed (ISIS), others in small letters, and no English words."""
    english = {
        line.split("\t")[0]
        for line in (DATA / "word_case.tsv").read_text(encoding="utf-8").splitlines()
        if line.endswith("\tl")
    }
    found: set[str] = set()
    for path in sorted((DATA / "actors").glob("*.yaml")):
        for row in yaml.safe_load(path.read_text(encoding="utf-8")):
            if row["kind"] in ("rebel_group", "political_militia"):
                found.update(filter(None, (_party(alias, english) for alias in [row["name"], *row.get("aliases", [])])))
    return frozenset(found.difference(_listed()["no_parties"]))


def _party(alias: str | dict[str, Any], english: set[str]) -> str | None:
    """The entry for a name, if it is one that only a party bears: "al-Shabaab" is shabaab, "Islamic State" two words."""
    name = alias if isinstance(alias, str) else str(alias["name"])
    words: list[str] = [word for word in re.findall(r"[^\W\d_]+", name) if word.lower() not in ("al", "el", "the")]
    if not name.isascii() or not 0 < len(words) <= 2 or any(word.lower() in lexicon() for word in words):
        return None
    if len(words) == 2:
        return " ".join(words).lower() if min(map(len, words)) > 2 else None
    if words[0].lower() in english or len(words[0]) < 3:
        return None
    return words[0] if words[0].isupper() or len(words[0]) < 5 else words[0].lower()


@cache
def alone() -> frozenset[str]:
    """What lets a text pass by itself: the words of ``training/gate.yaml`` in all forms, and the names of armed parties."""
    listed = _listed()
    nouns = {form for lemma in listed["nouns"] for form in forms(lemma, verb=False)}
    return frozenset(
        {*nouns, *(form for lemma in listed["verbs"] for form in forms(lemma, verb=True)), *listed["pairs"], *parties()}
    )


@cache
def _listed() -> dict[str, list[str]]:
    return dict(yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")))


# The count


def entries_of(words: tuple[str, ...]) -> set[str]:
    """Words in small letters, neighbouring pairs of them, and names of parties as printed."""
    small = [word.lower() for word in words]
    pairs = {f"{first} {second}" for first, second in pairwise(small)}
    return {*small, *pairs, *(parties() & set(words))}


class Counts:
    """How many sentences of each kind have a word; those of other matters count for less each, so that both kinds weigh the same."""

    def __init__(self, known: list[Sentence]) -> None:
        self.told: defaultdict[str, float] = defaultdict(float)
        self.other: defaultdict[str, float] = defaultdict(float)
        self.sentences: Counter[str] = Counter()
        self.sets: defaultdict[str, set[str]] = defaultdict(set)
        told = sum(sentence.conflict for sentence in known)
        for sentence in known:
            counter, worth = (self.told, 1.0) if sentence.conflict else (self.other, told / (len(known) - told))
            found = entries_of(sentence.words)
            for entry in found:
                counter[entry] += worth
                self.sentences[entry] += 1
                self.sets[entry].add(sentence.set)
            for word in found & lexicon().keys():
                lemma, name = lexicon()[word]
                counter[f"lemma:{lemma}"] += worth
                counter[f"class:{name}"] += worth
            counter["class:party"] += worth * len(found & parties())

    def share(self, entry: str, leaning: float) -> float:
        """The share of conflict among the sentences with an entry, as if it had stood in some more that are like its kind."""
        told, other = self.told[entry], self.other[entry]
        return (told + _LEAN * leaning) / (told + other + _LEAN)


def weights(known: list[Sentence], least: float) -> dict[str, float]:
    """The weight of each word, pair and name, counted twice: the second time without what the first shows to be told of war."""
    first = read_gate_words(table(counted(known), least))
    kept = [
        sentence
        for sentence in known
        if sentence.conflict or sentence.set not in _MIXED or not _is_warlike(sentence, first)
    ]
    found = counted(kept)
    return {**found, **{entry: max(least, found.get(entry, 0.0)) for entry in alone()}}


def _is_warlike(sentence: Sentence, known: GateWords) -> bool:
    return sum(found.weight for found in deciding(sentence.words, known)) >= _TOO_WARLIKE


def counted(known: list[Sentence]) -> dict[str, float]:
    """The weight of each word, pair and name by the sentences that have it."""
    counts, is_name = Counts(known), _names(known)

    def is_idle(word: str) -> bool:
        return len(word) < 3 or word in _EMPTY or is_name(word)

    def share(word: str) -> float | None:
        if word in lexicon():
            lemma, name = lexicon()[word]
            return counts.share(word, counts.share(f"lemma:{lemma}", counts.share(f"class:{name}", 0.5)))
        if word in parties():
            return counts.share(word, counts.share("class:party", 0.5))
        often = counts.sentences[word] >= _LEAST_COUNT and len(counts.sets[word]) > 1
        return counts.share(word, 0.5) if often and not is_idle(word) else None

    entries = {*counts.sentences, *lexicon(), *parties()}
    shares = {word: found for word in entries if " " not in word and (found := share(word)) is not None}
    result = {word: log_odds(found) for word, found in shares.items()}
    for pair in (entry for entry in entries if " " in entry and counts.sentences[entry] >= _LEAST_PAIRS):
        words = pair.split()
        if not lexicon().keys().isdisjoint(words) and not any(map(is_idle, words)):
            stronger = max(shares.get(word, 0.5) for word in words)
            weight = log_odds(counts.share(pair, stronger))
            if abs(weight - log_odds(stronger)) >= _LEAST_DIFFERENCE:
                result[pair] = weight
    return result


def _names(known: list[Sentence]) -> Callable[[str], bool]:
    """Whether a word is a name: by our list of cases, or because the sentences mostly print it with a capital."""
    lines = (DATA / "word_case.tsv").read_text(encoding="utf-8").splitlines()
    proper = {line.split("\t")[0] for line in lines if line.endswith(("\tt", "\tu"))}
    capital: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for sentence in known:
        if sentence.set != "muc4":  # all in small letters
            total.update(word.lower() for word in sentence.words[1:])
            capital.update(word.lower() for word in sentence.words[1:] if word[0].isupper())
    return lambda word: word in proper or 2 * capital[word] > total[word]


def log_odds(share: float) -> float:
    """A share as log-odds, 0 for a half."""
    return math.log(share / (1 - share))


def table(found: dict[str, float], least: float) -> str:
    """The table as it is stored, strongest first. Words that say little are left out; a pair that says little is what it is for."""
    head = (
        "# The words of the gate and their weights in log-odds, by `python -m training.gate`. Small letters: in any case; capitals: as printed;\n"
        "# two words: in place of both; beside: counts only beside a word that has no such mark.\n"
        f"*least*\t{least:.1f}\n"
    )
    kept = [(-round(weight, 1), entry) for entry, weight in found.items() if weight >= _LEAST_WEIGHT or " " in entry]
    marks = {True: "", False: "\tbeside"}
    return head + "".join(
        f"{entry}\t{max(0.0, -weight):.1f}{marks[_is_of_war(entry)]}\n" for weight, entry in sorted(kept)
    )


def _is_of_war(entry: str) -> bool:
    return " " in entry or entry in lexicon() or entry in alone()


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(
        prog="python -m training.gate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--least", type=float, default=LEAST, help="the score from which a sentence lets its text pass")
    options = parser.parse_args()
    known = list(sentences())
    for (name, conflict), number in sorted(Counter((each.set, each.conflict) for each in known).items()):
        print(f"{number:6} sentences of {name}, {'conflict' if conflict else 'other matters'}")
    TABLE.write_text(table(weights(known, options.least), options.least), encoding="utf-8")
    print(TABLE)


if __name__ == "__main__":
    main()
