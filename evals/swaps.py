"""``python -m evals.swaps [--pairs N] [--seed N] [--frame WORDS] [--twins]``: the same sentence with its sides exchanged.

A coder that favours no side says of "rebels shelled soldiers" what it says of "soldiers shelled rebels", with the sides exchanged.
A pair is a sentence of our own (a frame and two sides of ``swaps.yaml``) and the same one with the sides exchanged. Both are
coded, and each coding is told in the words of the frame: a side is X or Y, an offset one in the frame. What is then not equal, of type,
standing, place, date, counts, actors, recipients, speakers, control and the words that bear them out, is a difference; so is a side
that is another actor on the left than on the right. ``told`` is the share of pairs whose codings both name both sides, so that
codings that agree on nothing are seen.

``--twins`` compares the twins of our own annotations instead (train part): sentences that another side acts in.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml
from msgspec import Struct

from evals.common import Row, code, day_of
from tidings.model.coding import Account, Coding, ControlStatement
from tidings.model.mentions import Annotations
from tidings.model.text import Evidence
from tidings.model.values import Actor, Place

FILE = Path(__file__).with_suffix(".yaml")
PAIRS, SEED = 500, 1
_STRIDE = 29  # sides that a frame goes on by at each turn: no pair comes twice before there are 75 turns
_SLOT = re.compile(r"\{([XY])(?:\.(men|bare|of))?\}|\{([PnmN])\}")
_FORMS = ("name", "men", "bare")
_NUMBERS = ("two", "three", "five", "six", "seven", "nine", "twelve", "fourteen", "sixteen", "twenty")
Told = dict[str, Any]


class Slot(Struct, frozen=True, kw_only=True):
    """Words of a sentence that name a side: X or Y in the words of the frame, its number among the slots, and where it stands."""

    side: str
    number: int
    start: int
    end: int


class Sentence(Struct, frozen=True, kw_only=True):
    """A sentence with its slots, left to right."""

    text: str
    slots: tuple[Slot, ...]

    def at(self, offset: int, *, end: bool = False) -> tuple[int, int]:
        """An offset in the frame: the slots before it, and the characters from the last of them; all of a slot is one point."""
        before = 0
        after = 0
        for slot in self.slots:
            if offset < slot.start or (offset == slot.start and end):
                break
            if offset < slot.end or (offset == slot.end and end):
                return (slot.number + 1, 0) if end else (slot.number, -1)
            before, after = slot.number + 1, slot.end
        return before, offset - after

    def of(self, spans: Iterable[Evidence]) -> tuple[Any, ...]:
        """Evidence in the frame."""
        return tuple(sorted((self.at(span.start), self.at(span.end, end=True)) for span in spans))

    def side(self, start: int, end: int) -> str | None:
        """The one side that a stretch of text names."""
        found = {slot.side for slot in self.slots if slot.start < end and start < slot.end}
        return found.pop() if len(found) == 1 else None


class Parties(Struct):
    """The sides that the values of a coding name, and which actor the same words are: {words: {(id, kind)}}."""

    sides: set[str] = msgspec.field(default_factory=set)
    said: dict[str, set[tuple[str, str]]] = msgspec.field(default_factory=dict)


def rows(pairs: int = PAIRS, seed: int = SEED) -> list[Row]:
    """The pairs, the same for one seed: every frame as often as every other, each time with other sides."""
    given = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    draw = random.Random(seed)
    frames, sides = list(given["frames"]), list(given["pairs"])
    draw.shuffle(frames)
    draw.shuffle(sides)
    turns = (divmod(number, len(frames)) for number in range(pairs))
    return [
        _row(frames[frame], sides[(frame + turn * _STRIDE) % len(sides)], draw, number)
        for number, (turn, frame) in enumerate(turns)
    ]


def _row(frame: str, pair: Told, draw: random.Random, number: int) -> Row:
    words, other = draw.choice(_NUMBERS).capitalize(), draw.sample(range(3, 30), 2)
    fixed = {"P": draw.choice(pair["places"]), "N": words, "n": str(max(other)), "m": str(min(other))}
    return {
        "id": f"{number}: {frame}", "published": str(pair["published"]),
        "left": _filled(frame, fixed, pair["sides"][0], pair["sides"][1]), "right": _filled(frame, fixed, pair["sides"][1], pair["sides"][0]),
    }  # fmt: skip


def _filled(frame: str, fixed: dict[str, str], x: Sequence[str], y: Sequence[str]) -> Row:
    """A frame with its places, numbers and sides; a side that begins a sentence gets a capital."""
    text, at, slots = "", 0, list[Row]()
    for found in _SLOT.finditer(frame):
        text += frame[at : found.start()]
        at = found.end()
        if found[3]:
            text += fixed[found[3]]
            continue
        words = _form(x if found[1] == "X" else y, found[2])
        if not text or text.endswith(". "):
            words = words[0].upper() + words[1:]
        slots.append({"side": found[1], "number": len(slots), "start": len(text), "end": len(text) + len(words)})
        text += words
    return {"text": text + frame[at:], "slots": slots}


def _form(side: Sequence[str], form: str | None) -> str:
    if form == "of":
        return side[0] + ("'" if side[0].endswith("s") else "'s")
    return side[_FORMS.index(form or "name")]


def predict(row: Row) -> Row:
    """What differs between the two codings of a row, in words, and whether both name both sides."""
    day = day_of(row["published"])
    left, ours = _told(_sentence(row["left"]), *code(row["left"]["text"], day))
    right, theirs = _told(_sentence(row["right"]), *code(row["right"]["text"], day))
    others = [
        f"side {words!r}: {sorted(ours.said[words])} or {sorted(theirs.said[words])}"
        for words in sorted(set(ours.said) & set(theirs.said))
        if ours.said[words] != theirs.said[words]
    ]
    return {
        "id": row["id"], "differences": [*differences(left, right), *others],
        "told": all(parties.sides == {"X", "Y"} for parties in (ours, theirs)),
        "left": row["left"]["text"], "right": row["right"]["text"],
    }  # fmt: skip


def blank(row: Row) -> Row:
    """The answer for a pair that could not be coded."""
    return {
        "id": row["id"], "differences": ["not coded"], "told": False, "left": row["left"]["text"], "right": row["right"]["text"],
    }  # fmt: skip


def _sentence(row: Row) -> Sentence:
    return Sentence(text=row["text"], slots=tuple(Slot(**slot) for slot in row["slots"]))


def _told(sentence: Sentence, annotations: Annotations, coding: Coding) -> tuple[Told, Parties]:
    """A coding in the words of the frame, and who the sides in it are."""
    parties = Parties()
    names = _names(sentence, annotations)
    accounts = [_account(sentence, names, account, parties) for account in coding.accounts]
    control = [_control(sentence, names, statement) for statement in coding.control]
    return {"accounts": sorted(accounts, key=repr), "control": sorted(control, key=repr)}, parties


def _names(sentence: Sentence, annotations: Annotations) -> dict[str, str]:
    """Ids, names and words of the two sides, in small letters; what stands for both is left out."""
    found: dict[str, set[str]] = {}
    for slot in sentence.slots:
        words = sentence.text[slot.start : slot.end].lower()
        for name in (words, words.removeprefix("the "), re.sub(r"['’]s?$", "", words).removeprefix("the ")):
            found.setdefault(name, set()).add(slot.side)
    for mention in annotations.actors:
        if (side := sentence.side(mention.start, mention.end)) is not None:
            for name in filter(None, (mention.id, mention.name, mention.side)):
                found.setdefault(name.lower(), set()).add(side)
    return {name: next(iter(sides)) for name, sides in found.items() if len(sides) == 1}


def _account(sentence: Sentence, names: dict[str, str], account: Account, parties: Parties) -> Told:  # fmt: skip
    return {
        "type": account.type, "standing": (account.polarity, account.reality, account.background),
        "place": _place(sentence, account.place), "other_places": sorted(_place(sentence, each) for each in account.other_places),
        "date": (str(account.date.start), str(account.date.end), account.date.precision, sentence.of(account.date.evidence)),
        "counts": sorted(
            (each.kind, each.group, str((each.low, each.best, each.high)), each.scope, each.polarity, _speaker(names, each.speaker), sentence.of(each.evidence))
            for each in account.counts
        ),
        "actors": sorted(_party(sentence, names, each, parties) for each in account.actors),
        "recipients": sorted(_party(sentence, names, each, parties) for each in account.recipients),
        "attribution": sorted(
            (_speaker(names, each.speaker), each.cue or "", each.stance, tuple(sorted(each.covers)), sentence.of(each.evidence)) for each in account.attribution
        ),
        "evidence": sentence.of(account.evidence),
    }  # fmt: skip


def _control(sentence: Sentence, names: dict[str, str], statement: ControlStatement) -> Told:
    return {
        "place": _place(sentence, statement.place), "state": statement.state, "holder": _speaker(names, statement.holder_id or statement.holder),
        "previous": _speaker(names, statement.previous), "start": str(statement.start), "end": str(statement.end),
        "speaker": _speaker(names, statement.speaker), "evidence_type": statement.evidence_type,
    }  # fmt: skip


def _place(sentence: Sentence, place: Place | None) -> tuple[str, ...]:
    return ("",) if place is None else (place.id or place.name, place.precision, repr(sentence.of(place.evidence)))


def _party(sentence: Sentence, names: dict[str, str], actor: Actor, parties: Parties) -> tuple[str, ...]:
    """A party in the words of the frame: X or Y, with who says so and its words; another keeps its name and kind."""
    sides = {names.get(key.lower()) for key in (actor.id or "", actor.name, actor.mention)} - {None}
    sides = sides or {sentence.side(span.start, span.end) for span in actor.evidence} - {None}
    by = tuple(sorted(_speaker(names, speaker) for speaker in actor.attributed_by))
    if len(sides) != 1:
        return (actor.id or actor.name, actor.kind, *by)
    side = str(next(iter(sides)))
    parties.sides.add(side)
    if sentence.side(actor.evidence[0].start, actor.evidence[0].end) == side:
        parties.said.setdefault(actor.mention.lower(), set()).add((actor.id or "", actor.kind))
    return (side, *by, repr(sentence.of(actor.evidence)))


def _speaker(names: dict[str, str], speaker: str | None) -> str:
    """A speaker in the words of the frame, names of sides replaced by X and Y; "the" is no part of a name."""
    if speaker is None:
        return ""
    told = speaker.lower()
    for name in sorted(names, key=len, reverse=True):
        told = re.sub(rf"(?<!\w)(?:the )?{re.escape(name)}(?!\w)", f"‹{names[name]}›", told)
    return told


def differences(left: Told, right: Told) -> list[str]:
    """What two codings do not share, field by field where they have the same number of accounts.

    >>> differences({"accounts": [{"type": "shelling"}], "control": []}, {"accounts": [], "control": []})
    ['accounts: shelling or none']
    """
    found = []
    for layer in ("accounts", "control"):
        ours, theirs = left[layer], right[layer]
        if len(ours) != len(theirs):
            name = "type" if layer == "accounts" else "state"
            told = [", ".join(each[name] for each in side) or "none" for side in (ours, theirs)]
            found.append(f"{layer}: {told[0]} or {told[1]}")
            continue
        for one, other in zip(ours, theirs, strict=True):
            found += [f"{layer} {field}: {one[field]} or {other[field]}" for field in one if one[field] != other[field]]
    return found


@cache
def _digest_of(text: str) -> str:
    from tidings.model.ids import digest as hashed

    return hashed("s1", text)


def digest() -> str:
    """One hash of the frames and sides."""
    return _digest_of(FILE.read_text(encoding="utf-8"))


def twins() -> list[Row]:
    """Twins of our own annotations, train part: the words that differ are the slots of one side."""
    from training.annotations import part, read_all

    items = {item.id: item for item in part(read_all(), "train")}
    return [
        {"id": f"{item.swap}, {item.id}", "published": str(item.published), **_aligned(items[item.swap].text, item.text)}
        for item in items.values()
        if item.swap in items
    ]  # fmt: skip


def _aligned(left: str, right: str) -> Row:
    """Two texts with the stretches of words that differ as slots of X."""
    pattern = re.compile(r"\w[\w'’-]*|\W")
    ours, theirs = pattern.findall(left), pattern.findall(right)
    found: dict[str, list[Row]] = {"left": [], "right": []}
    for tag, a, b, c, d in SequenceMatcher(a=ours, b=theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for side, words, first, last in (("left", ours, a, b), ("right", theirs, c, d)):
            start = sum(map(len, words[:first]))
            end = start + sum(map(len, words[first:last]))
            found[side].append({"side": "X", "number": len(found[side]), "start": start, "end": end})
    return {"left": {"text": left, "slots": found["left"]}, "right": {"text": right, "slots": found["right"]}}


def _shown(told: Sequence[Row]) -> Iterator[str]:
    for row in told:
        if row["differences"]:
            yield f"- {row['id']}\n    {row['left']}\n    {row['right']}"
            yield from (f"      {each}" for each in row["differences"])
    fields = Counter(field for row in told for field in {each.split(":")[0] for each in row["differences"]})
    yield "differences: " + (", ".join(f"{field} {times}" for field, times in fields.most_common()) or "none")
    same = sum(not row["differences"] for row in told)
    yield f"{same} of {len(told)} pairs are coded alike ({same / max(1, len(told)):.1%}); {sum(row['told'] for row in told)} name both sides in both"


def main() -> None:
    """Print each pair that differs, and the figures."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.swaps", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pairs", type=int, default=PAIRS, metavar="N", help=f"how many pairs (default {PAIRS})")
    parser.add_argument("--seed", type=int, default=SEED, metavar="N", help=f"which ones (default {SEED})")
    parser.add_argument("--frame", default="", metavar="WORDS", help="only frames with these words")
    parser.add_argument("--twins", action="store_true", help="the twins of our own annotations instead")
    parser.add_argument("--untold", action="store_true", help="also print pairs that do not name both sides")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="processes that code (default 2)")
    options = parser.parse_args()
    chosen = twins() if options.twins else rows(options.pairs, options.seed)
    chosen = [row for row in chosen if options.frame in row["id"]]
    with ProcessPoolExecutor(options.workers) as pool:
        told = list(pool.map(predict, chosen, chunksize=8))
    if options.untold:
        print(*(f"untold: {row['left']} | {row['right']}" for row in told if not row["told"]), sep="\n")
    print(*_shown(told), sep="\n")


if __name__ == "__main__":
    main()
