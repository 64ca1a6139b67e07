"""Hard sentences of our own: what is wrong with the places and actors found in one, in plain words.

    python -m evals.hard          each case that does not hold, and what is wrong with it
    python -m evals.hard --sort   moves open cases that now hold to the golden ones

The cases were written to be right, not to be passed: those that hold are golden tests (``tests/golden/places`` and
``tests/golden/actor_roles``), those that do not yet hold stand in ``evals/open``. ``make eval`` counts both together.
A golden case that no longer holds is a failing test; nothing moves it back.

A case of places: ``text``, ``country`` (code of where it happens; null: at sea, between countries), ``published``, ``places``
(words, and any of name, country, admin1, precision, use, lat, lon, within_km), ``event_place`` (of the account; null: none),
``not_places`` (words that must not be a place by themselves). A case of actors: ``text``, ``country``, ``published``, ``who``
(words and any of name, id, kind, form, role, side), ``nobody`` (words that are no actor), ``acts`` (type, actors, recipients: every
account that the text gives), ``not_actors`` (ids or names that no account may have).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml
from anyascii import anyascii

from evals.common import ROOT, Row, code
from evals.hard_sheets import Block, read_sheet
from tidings.model.coding import Account
from tidings.model.mentions import ActorMention, PlaceMention
from tidings.model.values import Actor, Place
from tidings.reference.distance import distance_km
from tidings.reference.placenames import loose_key, without_generic

Case = dict[str, Any]
KINDS = {"places": "places", "actors": "actor_roles"}
GOLDEN, OPEN = ROOT / "tests" / "golden", ROOT / "evals" / "open"


def golden_file(kind: str, golden: Path = GOLDEN) -> Path:
    """Where the cases stand that hold: of ``places`` or ``actors``."""
    return golden / KINDS[kind] / "sentences.yaml"


def open_file(kind: str, still_open: Path = OPEN) -> Path:
    """Where the cases stand that do not hold yet."""
    return still_open / f"{kind}.yaml"


def read_cases(*files: Path) -> list[Case]:
    """The cases of some files, in order."""
    return [case for file in files for case in yaml.safe_load(file.read_text(encoding="utf-8")) or []]


def golden_cases(kind: str) -> list[Case]:
    """The cases that hold: ``places`` or ``actors``."""
    return read_cases(*sorted((GOLDEN / KINDS[kind]).glob("*.yaml")))


def open_cases(kind: str) -> list[Case]:
    """The cases that do not hold yet."""
    return read_cases(open_file(kind))


def rows() -> list[Row]:
    """All cases of both kinds, golden ones first, each with where it stands."""
    return [
        {"id": f"{kind}: {case['text']}", "kind": kind, "golden": golden, "case": case}
        for kind in KINDS
        for golden, cases in ((True, golden_cases(kind)), (False, open_cases(kind)))
        for case in cases
    ]


def predict(row: Row) -> Row:
    """What is wrong with a row's case."""
    return {
        "id": row["id"], "kind": row["kind"], "golden": row["golden"], "faults": faults(row["kind"], row["case"])
    }  # fmt: skip


def blank(row: Row) -> Row:
    """The answer for a case whose sentence could not be coded: it does not hold."""
    return {"id": row["id"], "kind": row["kind"], "golden": row["golden"], "faults": ["not coded"]}


def digest() -> str:
    """One SHA-256 over all cases; the same whether a case is open or golden."""
    cases = sorted(json.dumps([row["kind"], row["case"]], sort_keys=True, default=str) for row in rows())
    return hashlib.sha256("\n".join(cases).encode()).hexdigest()


def slug(text: str) -> str:
    """A short name for a sentence, for the list of tests.

    >>> slug("Knife-wielding attackers killed 39 people at a market in Ürümqi.")
    'knife-wielding-attackers-killed-39-people-at-a'
    """
    words = re.sub(r"[^a-z0-9]+", "-", anyascii(text).lower())
    return words if len(words) <= 48 else words[:48].rpartition("-")[0]


def faults(kind: str, case: Case) -> list[str]:
    """What is wrong with the places or the actors of a case; empty when all is right."""
    annotations, coding = code(case["text"], case.get("published"))
    if kind == "places":
        return [*place_faults(case, annotations.places), *event_faults(case, coding.accounts)]
    return [*actor_faults(case, annotations.actors), *act_faults(case, coding.accounts)]


def place_faults(case: Case, found: Iterable[PlaceMention]) -> Iterator[str]:
    """Places missed, wrongly read, or found where there is none."""
    text, left = case["text"], list(found)
    for wanted in case.get("places", ()):
        mention = next((one for one in left if text[one.start : one.end] == wanted["words"]), None) or next(
            (one for one in left if _spans(text, one, wanted["words"])), None
        )
        if mention is None:
            if wanted.get("use", "plain") == "plain":
                yield f"missed {wanted['words']!r}"
            continue
        left.remove(mention)
        yield from _place_differences(wanted, mention)
    banned: Counter[str] = Counter(case.get("not_places", ()))
    for mention in left:
        words = text[mention.start : mention.end]
        if mention.use == "plain":
            yield (
                f"{words!r} is no place here"
                if words in banned
                else f"{words!r} found too, as {mention.place.name} {mention.place.country}"
            )


def _spans(text: str, mention: PlaceMention, words: str) -> bool:
    """Whether a mention is these words but for "near", an article, or a class word at an end; what it is evidence for counts too."""
    printed = text[mention.start : mention.end]
    quotes = [each.quote for each in mention.place.evidence]
    return bool(printed) and (printed in words or words in printed or words in quotes)


def _place_differences(wanted: Case, mention: PlaceMention) -> Iterator[str]:
    place, words = mention.place, wanted["words"]
    if (use := wanted.get("use", "plain")) != mention.use and "plain" in (use, mention.use):
        yield f"{words!r} is {mention.use}, not {use}"
    if use not in {"plain", "parent"}:
        return
    if "country" in wanted and wanted["country"] != place.country:
        yield f"{words!r} lies in {place.country}, not {wanted['country']}"
    if wanted.get("admin1") and _key(wanted["admin1"]) != _key(place.admin1 or ""):
        yield f"{words!r} lies in {place.admin1}, not {wanted['admin1']}"
    if use == "plain" and wanted.get("precision", place.precision) != place.precision:
        yield f"{words!r} is {place.precision}, not {wanted['precision']}"
    if "within_km" in wanted:
        yield from _off(wanted, place)


def _off(wanted: Case, place: Place) -> Iterator[str]:
    if place.lat is None or place.lon is None:
        yield f"{wanted['words']!r} has no point"
    elif (away := distance_km(place.lat, place.lon, wanted["lat"], wanted["lon"])) > wanted["within_km"]:
        yield f"{wanted['words']!r} is {away:.0f} km off ({place.id})"


def _key(name: str) -> str:
    return loose_key(without_generic(name)[0])


def event_faults(case: Case, accounts: Iterable[Account]) -> Iterator[str]:
    """The place of the act, where the case says it: some account has it, or none has a place at all."""
    if "event_place" not in case:
        return
    told = list(accounts)
    if not told:
        return  # whether there is one is for the coder's own tests
    elif case["event_place"] is None:
        if placed := [one.place.name for one in told if one.place]:
            yield f"the act has no place, not {placed[0]}"
    elif not any(_is_at(case, one.place) for one in told if one.place):
        yield f"the act is in {case['event_place']}, not {[one.place.name if one.place else None for one in told]}"


def _is_at(case: Case, place: Place) -> bool:
    if _key(place.name) == _key(case["event_place"]):
        return True
    names = {each.quote for each in place.evidence} | {place.name} | {one.name for one in place.candidates[:1]}
    for wanted in case.get("places", ()):
        if wanted.get("name") == case["event_place"] and wanted["words"] in names:
            return True
    return any(_key(name) == _key(case["event_place"]) for name in names)


def actor_faults(case: Case, found: Iterable[ActorMention]) -> Iterator[str]:
    """Actors missed or wrongly read, and words taken for one that are none."""
    text, mentions = case["text"], list(found)
    for wanted in case.get("who", ()):
        candidates = [one for one in mentions if _stands_for(text, one, wanted["words"])]
        if not candidates:
            yield f"missed {wanted['words']!r}"
        elif differences := min(([*_actor_differences(wanted, one)] for one in candidates), key=len):
            yield f"{wanted['words']!r}: {'; '.join(differences)}"
    for words in case.get("nobody", ()):
        for one in mentions:
            if text[one.start : one.end] == words:
                yield f"{words!r} is nobody, not {one.name} ({one.form})"


def _stands_for(text: str, mention: ActorMention, words: str) -> bool:
    printed = text[mention.start : mention.end]
    return printed == words or (len(words) > 4 and (words in printed or (len(printed) > 4 and printed in words)))


def _actor_differences(wanted: Case, mention: ActorMention) -> Iterator[str]:
    for key in ("name", "id", "kind", "form", "role", "side"):
        if key in wanted and (told := getattr(mention, key)) != wanted[key] and not _same(told, wanted[key]):
            yield f"{key} is {told}, not {wanted[key]}"


def _same(one: object, other: object) -> bool:
    return isinstance(one, str) and isinstance(other, str) and one.lower() == other.lower()


def act_faults(case: Case, accounts: Iterable[Account]) -> Iterator[str]:
    """Accounts that the case does not have, or lacks; and actors that no account may have."""
    told = list(accounts)
    for one in told:
        for actor in (*one.actors, *one.recipients):
            if {actor.id, actor.name} & set(case.get("not_actors", ())):
                yield f"{one.type} has {actor.id or actor.name}"
    if "acts" not in case:
        return
    left = [(one.type, _parties(one.actors), _parties(one.recipients)) for one in told]
    for act in case["acts"]:
        wanted = (
            act["type"],
            frozenset(map(_low, act.get("actors", ()))),
            frozenset(map(_low, act.get("recipients", ()))),
        )
        match = next((one for one in left if _agrees(one, wanted)), None)
        if match is None:
            yield f"no account {act['type']} of {act.get('actors', [])} on {act.get('recipients', [])}; told: {_shown(told)}"
        else:
            left.remove(match)
    for kind, actors, recipients in left:
        yield f"an account too many: {kind} of {_named(actors)} on {_named(recipients)}"


def _parties(actors: Iterable[Actor]) -> tuple[frozenset[str], ...]:
    """Each party under all that it may be called in a case: id, name, printed words."""
    return tuple(frozenset(_low(name) for name in (actor.id, actor.name, actor.mention) if name) for actor in actors)


def _agrees(told: tuple[str, Any, Any], wanted: tuple[str, frozenset[str], frozenset[str]]) -> bool:
    return told[0] == wanted[0] and all(_covers(told[side], wanted[side]) for side in (1, 2))  # type: ignore[arg-type]


def _covers(told: tuple[frozenset[str], ...], wanted: frozenset[str]) -> bool:
    return len(told) == len(wanted) and all(any(name in one for one in told) for name in wanted)


def _named(parties: tuple[frozenset[str], ...]) -> list[str]:
    return sorted("/".join(sorted(names)) for names in parties)


def _low(name: str) -> str:
    return name.lower()


def _shown(accounts: Iterable[Account]) -> str:
    return (
        ", ".join(
            f"{one.type} of {[x.id or x.name for x in one.actors]} on {[x.id or x.name for x in one.recipients]}"
            for one in accounts
        )
        or "none"
    )


def sort(kind: str, golden: Path = GOLDEN, still_open: Path = OPEN) -> list[Block]:
    """Move the open cases that now hold to the golden file, under their headings; what was moved."""
    source, target = open_file(kind, still_open), golden_file(kind, golden)
    sheet, holding = read_sheet(source), read_sheet(target)
    moved = [block for block in sheet.blocks if not faults(kind, block.case)]
    if moved:  # the golden file first: a run that is cut off leaves a case twice, never nowhere
        target.write_text(holding.with_more(moved).printed(), encoding="utf-8")
        source.write_text(sheet.without(moved).printed(), encoding="utf-8")
    return moved


def main() -> None:
    """Print what is wrong with each case that does not hold, and the counts; with ``--sort`` move first."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.hard", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sort", action="store_true", help="move open cases that now hold to the golden files")
    if parser.parse_args().sort:
        for kind in KINDS:
            for block in sort(kind):
                print(f"{kind}, now golden: {block.case['text']}")
    told = [predict(row) for row in rows()]
    for row in told:
        if row["faults"]:
            where = "golden, FAILS" if row["golden"] else "open"
            print(f"- {row['id']} ({where})", *(f"    {one}" for one in row["faults"]), sep="\n")
    for kind in KINDS:
        print(counted(kind, told))


def counted(kind: str, told: Iterable[Row]) -> str:
    """A line on how many cases of a kind hold, and where the others stand.

    >>> counted(
    ...     "places",
    ...     [
    ...         {"kind": "places", "golden": True, "faults": []},
    ...         {"kind": "places", "golden": False, "faults": ["missed 'Ber'"]},
    ...     ],
    ... )
    'places: 1 of 2 hold; 1 golden, of which 0 fail; 1 open'
    """
    found = [row for row in told if row["kind"] == kind]
    golden = [row for row in found if row["golden"]]
    return (
        f"{kind}: {sum(not row['faults'] for row in found)} of {len(found)} hold; {len(golden)} golden, "
        f"of which {sum(bool(row['faults']) for row in golden)} fail; {len(found) - len(golden)} open"
    )


if __name__ == "__main__":
    main()
