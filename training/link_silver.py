"""``python -m training.link_silver --out CODINGS.jsonl``: MUC-4 training texts coded, for pairs of accounts that nobody has judged.

The answer keys say of each text which incidents it tells, not which incidents of two texts are one. Two keys of two texts are
taken for one event when they have one type, one day, one place and a name of a person, party or target in common; for two when
their days have none in common, or both name a town and the towns differ (RECORD §6). All other pairs say nothing.
An account stands for a key when it is of its type, names one of its fillers, and no other key of the text fits as well.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from evals.common import SHARED, Row, article, day_of, plan, read_rows
from evals.muc4_templates import is_candidate, type_of
from evals.muc4_texts import prepared
from tidings.coding.coder import code_article
from tidings.fusion.cluster import Pair, pair
from tidings.model.coding import Account, Coding, coding_json
from tidings.reference.ontology import load_ontology

TEXTS = SHARED / "data" / "muc4" / "train.rich.jsonl"
_ABOUT_CONFLICT = 2
_NAMED = ("hum_tgt_name", "perp_individual_id", "perp_organization_id", "phys_tgt_id")
_FILLERS = (*_NAMED, "hum_tgt_description")
_LEAST = 4  # letters of a word that tells a filler apart


class Incident(Struct, frozen=True, kw_only=True):
    """What a key says that can be held against another key: type, days, places from the country down, names."""

    kinds: frozenset[str]
    days: frozenset[tuple[str, str]]
    places: tuple[str, ...]
    names: frozenset[str]


def incident_of(key: Row) -> Incident:
    """A key of the rich form."""
    readings = key["incident_location"]["readings"]
    days = ((each["start"], each["end"]) for each in key["incident_date"]["readings"] if each["start"] and each["end"])
    return Incident(
        kinds=frozenset(kind.lower() for kind in key["incident_type"]),
        days=frozenset(days),
        places=tuple(place["name"] for place in readings[0]) if readings else (),
        names=frozenset(value for slot in _NAMED for entry in key[slot] for value in entry["values"]),
    )


def are_one(left: Incident, right: Incident) -> bool | None:
    """Whether two incidents of two texts are one; ``None`` where the keys do not say."""
    if not left.days or not right.days:
        return None
    met = any(start <= last and first <= end for start, end in left.days for first, last in right.days)
    towns = [each.places[:2] for each in (left, right)]
    if not met or (all(len(each) > 1 for each in towns) and towns[0] != towns[1]):
        return False
    on_a_day = {start for start, end in left.days & right.days if start == end}
    same = left.kinds == right.kinds and left.places == right.places and left.names & right.names
    return True if on_a_day and same else None


def accounts_of(keys: Iterable[Row], accounts: Iterable[Account]) -> Iterator[tuple[str, Incident]]:
    """Account ids with the one incident of the text that each stands for."""
    known = [(incident_of(key), _telling_words(key)) for key in keys]
    for account in accounts:
        words = {word for span in account.evidence for word in _words(span.quote)}
        fits = [
            (len(words & telling), number)
            for number, (incident, telling) in enumerate(known)
            if _is_kind(account, incident)
        ]
        best = sorted(fits, reverse=True)[:2]
        if best and best[0][0] and (len(best) == 1 or best[0][0] > best[1][0]):
            yield account.id, known[best[0][1]][0]


def _is_kind(account: Account, incident: Incident) -> bool:
    return is_candidate(account) and type_of(account).lower() in incident.kinds


def _telling_words(key: Row) -> set[str]:
    values = [value for slot in _FILLERS for entry in key[slot] for value in entry["values"]]
    return {word for value in values for word in _words(value)}


def _words(text: str) -> Iterator[str]:
    return (word for word in text.upper().replace(",", " ").replace(".", " ").split() if len(word) >= _LEAST)


def labelled(codings: Iterable[Coding], keys: Iterable[Row]) -> dict[Pair, bool]:
    """Pairs of accounts of two texts with whether they tell one event by the keys."""
    by_text = {row["docid"]: row["templates"] for row in keys}
    told: dict[str, dict[str, Incident]] = defaultdict(dict)
    for coding in codings:
        told[coding.article.file] = dict(accounts_of(by_text[coding.article.file], coding.accounts))
    known = [(text, each, incident) for text, found in sorted(told.items()) for each, incident in found.items()]
    pairs = {
        pair(one, other): are_one(left, right)
        for (text, one, left), (rival, other, right) in combinations(known, 2)
        if text != rival
    }
    return {each: verdict for each, verdict in pairs.items() if verdict is not None}


def coded(row: Row) -> Coding:
    """The coding of one text, taken to be about conflict, in ordinary print."""
    dateline = row.get("dateline") or {}
    given = article(prepared(row["text"], dateline.get("end") or 0), day_of(dateline.get("date")))
    annotations = plan().layers(given, ("annotations",))["annotations"]
    printed = replace(given, file=row["docid"], text=annotations.parse.text)
    found = code_article(printed, annotations, load_ontology(), _ABOUT_CONFLICT)
    return Coding(article=printed, accounts=found.accounts, control=(), quotes=(), gaps=(), failures=())


def main() -> None:
    """Code the texts that have keys."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    with options.out.open("wb") as file:
        for number, row in enumerate(row for row in read_rows(TEXTS) if row["templates"]):
            file.write(coding_json(coded(row)) + b"\n")
            if number % 50 == 0:
                print(number, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
