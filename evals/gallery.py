"""``python -m evals.gallery [--seed N] [--set NAME] [--texts]``: a sample of what the coder and the keys of our sets disagree on.

Where docs/method/errors.md comes from, for the next reader. A *lead* is one field of one act in which coder and key differ: an
act that is ``missed``, ``extra`` (in no key) or told ``twice``, its ``type``, its ``standing``, one of its values, or a
``score`` under 0.5 of an account in which nothing else is wrong. Some leads are errors of the key or matters of taste: read before you count.

| set | its key |
|---|---|
| own | the test part of ``annotations/``; the day of a date and the bounds of a count are not in it, the words are |
| reports | the 14 reports in ../shared with their gold |
| wikievents | dev: acts of conflict and life with doers, people hit, places and means |
| ucdp_aec | dev: what its scorer holds to be wrong, one lead a group of fields |
| news | articles in ../shared/data/news with the events that they tell and a place; every other account is a lead to ``read`` |
| famus | passages of violence: the marked act; every other account is a lead to ``read`` |

Drawn by a hash of seed and lead: what is mended goes, and the others stay where they were.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from evals import ucdp_aec
from evals.common import SHARED, Row, cleaned, code, day_of, predicted, read_rows, write_rows
from evals.own import standing
from evals.scorers import json_printed
from tidings.model.coding import Account, is_happening
from tidings.model.mentions import ActMention
from training import corpora
from training.annotations import COUNTS, Item, part, read_all

DATA = SHARED / "data"
Spans = tuple[tuple[int, int], ...]
LOOKED_AT = {"own": 40, "reports": 21, "wikievents": 26, "ucdp_aec": 17, "news": 12, "famus": 13}  # leads of each set
LOW = 0.5
_GROUPS = {"sides": ("side_",), "date": ("start_", "end_"), "place": ("location_",), "deaths": ("deaths_",)}
_VIOLENT_FRAMES = frozenset({
    "Attack", "Besieging", "Breaking_out_captive", "Cause_harm", "Counterattack", "Damaging", "Destroying", "Detonate_explosive", "Downing",
    "Execution", "Explosion", "Fleeing", "Hit_target", "Hostile_encounter", "Intercepting", "Invading", "Kidnapping", "Killing",
    "Military_operation", "Piracy", "Rescuing", "Setting_fire", "Shoot_projectiles", "Sign_agreement", "Suicide_attack",
    "Surrendering_possession", "Use_firearm",
})  # fmt: skip


class Value(Struct, frozen=True, kw_only=True):
    """A value in words: where it stands (any of the spans), how it is printed; ``kind`` of a count."""

    spans: Spans
    words: str
    kind: str = ""


class Key(Struct, frozen=True, kw_only=True):
    """An act of a key. A field that is not in ``values`` is not asked; no ``types``: any; ``days``: first and last day."""

    name: str
    told: Spans
    types: frozenset[str] = frozenset()
    values: Mapping[str, Sequence[Value]] = {}
    standing: frozenset[str] | None = None
    days: tuple[str | None, str | None] | None = None
    optional: bool = False


class Keyed(Struct, frozen=True, kw_only=True):
    """A text with its acts.

    ``free``: words that may be accounts or not; ``whole``: what else is told is no act; ``mentions``: several keys may be one act.
    """

    set: str
    id: str
    text: str
    published: str | None
    keys: Sequence[Key]
    free: Spans = ()
    whole: bool = True
    mentions: bool = False


class Lead(Struct, frozen=True, kw_only=True, order=True):
    """A field of an act in which coder and key differ: what is wanted and what is said."""

    set: str
    text: str
    act: str
    field: str
    wanted: str
    said: str


def leads(
    keyed: Keyed, accounts: Sequence[Account], suggested: Sequence[Account] = (), acts: Sequence[ActMention] = ()
) -> Iterator[Lead]:
    """What differs in a text; of a missed act it says what is only suggested, and what the heads say of its words."""
    matched = dict(_matched(keyed.keys, accounts, mentions=keyed.mentions))

    def lead(act: str, field: str, wanted: str, said: str) -> Lead:
        return Lead(set=keyed.set, text=keyed.id, act=act, field=field, wanted=wanted, said=said)

    for number, key in enumerate(keyed.keys):
        words = " … ".join(keyed.text[start:end] for start, end in key.told)
        types = "/".join(sorted(key.types)) if len(key.types) < len(COUNTS) // 2 else "an act"
        if number not in matched:
            if not key.optional:
                yield lead(key.name, "missed", f"{types}: {words}", _instead(key, suggested, acts))
            continue
        account = accounts[matched[number]]
        faults = [lead(key.name, *fault) for fault in _faults(key, account, types)]
        yield from faults
        if not faults and account.score < LOW:
            yield lead(key.name, "score", "at least 0.5", f"{account.score:.2f} {account.type}: {words}")
    told = [span for key in keyed.keys for span in key.told]
    for number, account in enumerate(accounts):
        if number in matched.values() or _meets(account, keyed.free):
            continue
        again = _meets(account, told)
        if again or is_happening(account):
            field = "twice" if again else "extra" if keyed.whole else "read"
            yield lead(f"account {number}", field, "", brief(account))


def _matched(keys: Sequence[Key], accounts: Sequence[Account], *, mentions: bool) -> Iterator[tuple[int, int]]:
    """Numbers of keys with numbers of accounts, the best first, each once; an account for several keys if they are mentions."""
    worth = sorted(
        (account.type not in key.types, -_held(account, key.told), one, other)
        for one, key in enumerate(keys)
        for other, account in enumerate(accounts)
        if _held(account, key.told)
    )
    mine, theirs = set[int](), set[int]()
    for _, _, one, other in worth:
        if one not in mine and (mentions or other not in theirs):
            mine.add(one)
            theirs.add(other)
            yield one, other


def _held(account: Account, told: Spans) -> int:
    """How many of the words that tell an act lie in an account's; a stretch longer than a clause need only overlap."""
    return sum(
        any(_overlap(span, (each.start, each.end)) for each in account.evidence)
        for span in told
    )  # fmt: skip


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _meets(account: Account, spans: Iterable[tuple[int, int]]) -> bool:
    return any(_overlap(span, (each.start, each.end)) for span in spans for each in account.evidence)


def _instead(key: Key, suggested: Iterable[Account], acts: Iterable[ActMention]) -> str:
    """What there is of an act that is missed: an account that is only suggested, else what the heads say of its words."""
    weak = next((account for account in suggested if _held(account, key.told)), None)
    if weak is not None:
        return f"only suggested: {brief(weak)}"
    told = [act for act in acts if any(_overlap((act.start, act.end), span) for span in key.told)]
    best = max(told, key=lambda act: act.chance, default=None)
    return f"nothing; heads {best.chance} {best.types[0][0]}" if best else "nothing; heads nothing"


def _faults(key: Key, account: Account, types: str) -> Iterator[tuple[str, str, str]]:
    if key.types and account.type not in key.types:
        yield "type", types, brief(account)
    if key.standing is not None and standing(account) != key.standing:
        yield "standing", _listed(sorted(key.standing)), _listed(sorted(standing(account)))
    for field, wanted in key.values.items():
        said = list(values(account, field))
        if not (all(_any(each, said) for each in wanted) and all(_any(each, wanted) for each in said)):
            yield field, _printed(wanted), _printed(said)
    days = tuple(day.isoformat() if day else None for day in (account.date.start, account.date.end))
    if key.days is not None and days != key.days:
        yield "date", str(key.days), f"{days} {account.date.words}"


def _any(value: Value, others: Iterable[Value]) -> bool:
    return any(
        value.kind == other.kind and any(_overlap(one, two) for one in value.spans for two in other.spans)
        for other in others
    )


def _printed(some: Iterable[Value]) -> str:
    return _listed([f"{value.kind} {value.words}".strip() for value in some])


def _listed(words: Sequence[str]) -> str:
    return "; ".join(words) or "–"


def values(account: Account, field: str) -> Iterator[Value]:
    """The values of a field of an account."""
    if field == "date":
        if account.date.words:
            yield _value(account.date.evidence, account.date.words)
    elif field == "place":
        yield from (_value(each.evidence, each.name) for each in (account.place, *account.other_places) if each)
    elif field == "counts":
        yield from (_value(each.evidence, each.words, each.kind) for each in account.counts)
    elif field == "speakers":
        yield from (_value(each.evidence, each.speaker) for each in account.attribution)
    elif field == "means":
        yield from (_value(each.evidence, each.name) for each in account.means)
    else:
        sides = account.actors if field == "actors" else account.recipients
        yield from (_value(each.evidence, each.mention) for each in sides)


def _value(evidence: Sequence[object], words: str, kind: str = "") -> Value:
    return Value(spans=tuple((each.start, each.end) for each in evidence), words=words, kind=kind)  # type: ignore[attr-defined]


def brief(account: Account) -> str:
    """An account in a line: its type, standing, values, score and the words that tell it."""
    said = [
        f"{field}: {_printed(list(values(account, field)))}"
        for field in ("actors", "recipients", "place", "date", "counts", "speakers")
    ]
    words = " | ".join(each.quote for each in account.evidence)
    return f"{account.type} {_listed(sorted(standing(account)))} {account.score:.2f} {account.producer}; {', '.join(said)}; {words}"


def own() -> Iterator[Keyed]:
    """The test part of our own sentences."""
    for item in part(read_all(), "test"):
        keys = [_own_key(item, letter) for letter in item.accounts]
        yield Keyed(set="own", id=item.id, text=item.text, published=str(item.published), keys=keys)


def _own_key(item: Item, letter: str) -> Key:
    marks = [mark for mark in item.marks if mark.account == letter]
    fields: dict[str, list[Value]] = {
        field: [] for field in ("actors", "recipients", "place", "date", "counts", "speakers")
    }
    for mark in marks:
        field = {"actor": "actors", "recipient": "recipients", "speaker": "speakers"}.get(mark.role, mark.role)
        kind = mark.role if mark.role in COUNTS else ""
        if kind or field in fields:
            value = Value(spans=((mark.start, mark.end),), words=item.text[mark.start : mark.end], kind=kind)
            fields["counts" if kind else field].append(value)
    told = item.accounts[letter]
    return Key(
        name=letter, told=tuple((mark.start, mark.end) for mark in marks if mark.role == "trigger"), types=frozenset({told.type}), values=fields, standing=frozenset(told.standing)
    )  # fmt: skip


def reports() -> Iterator[Keyed]:
    """The 14 reports coded by hand."""
    for path in sorted((SHARED / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = cleaned((SHARED / "reports" / f"{gold['id']}.txt").read_text(encoding="utf-8"))
        keys = [_gold_key(text, row) for row in gold["accounts"]]
        parts = [words for row in gold["accounts"] for words in row.get("parts", ())]
        yield Keyed(
            set="reports", id=gold["id"], text=text, published=gold["published"], keys=keys, free=_where(text, parts)
        )


def _gold_key(text: str, row: Row) -> Key:
    def named(some: Iterable[Row], name: str = "name") -> list[Value]:
        return [Value(spans=_where(text, [each[name], *each.get("aliases", ())]), words=each[name]) for each in some]

    fields = {
        "actors": named(row["actors"]), "recipients": named(row["recipients"]), "place": named(each for each in (row["place"], *row.get("other_places", ())) if each and each["name"]),
        "speakers": named(row["attribution"], "speaker"),
        "counts": [Value(spans=_where(text, [each["words"]]), words=each["words"], kind=each["kind"]) for each in row["counts"]],
    }  # fmt: skip
    return Key(
        name=row["key"], told=_where(text, row["evidence"], once=True), types=frozenset({row["type"], *row["alt_types"]}), values=fields,
        standing=_gold_standing(row), days=(row["date"]["start"], row["date"]["end"]), optional=bool(row.get("optional")),
    )  # fmt: skip


def _gold_standing(row: Row) -> frozenset[str] | None:
    """The standing of a gold row in the words of the markup; None where either background is right."""
    if row["background"] is None:
        return None
    found = {row["reality"]} - {"actual"}
    return frozenset(
        found
        | {
            name
            for name, holds in (("denied", row["polarity"] == "denied"), ("background", row["background"]))
            if holds
        }
    )


def _where(text: str, words: Iterable[str], *, once: bool = False) -> Spans:
    """Where these words stand: everywhere as whole words, or ``once`` where they stand first."""
    found: list[tuple[int, int]] = []
    for each in filter(None, words):
        here = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(each)}(?!\w)", text)]
        found += here[:1] if once else here
    return tuple(found)


def wikievents() -> Iterator[Keyed]:
    """WikiEvents dev: acts of our types with the roles it marks. One act may have several triggers, each a key of its own."""
    roles = {"actor": "actors", "recipient": "recipients", "place": "place", "means": "means"}
    for example in corpora.wikievents("dev"):
        keys = []
        for number, trigger in enumerate(example.triggers):
            if trigger.types:
                fields: dict[str, list[Value]] = {}
                for each in example.arguments:
                    if each.trigger == number and each.role in roles:
                        value = Value(spans=((each.start, each.end),), words=example.text[each.start : each.end])
                        fields.setdefault(roles[each.role], []).append(value)
                keys.append(
                    Key(
                        name=f"event {number}",
                        told=((trigger.start, trigger.end),),
                        types=frozenset(trigger.types),
                        values=fields,
                    )
                )
        yield Keyed(
            set="wikievents", id=example.id.split(":")[1], text=example.text, published=None, keys=keys, mentions=True
        )


def news() -> Iterator[Keyed]:
    """Articles of several outlets with the main events that they tell; types and places of these are hints."""
    rows = list(read_rows(DATA / "news" / "events.jsonl"))
    coded = {path.stem for path in (SHARED / "gold").glob("*.json")}
    for name in sorted({row["article"] for row in rows} - coded):
        article = json.loads((DATA / "news" / f"{name}.json").read_text(encoding="utf-8"))
        text = cleaned(article["text"])
        keys = [_news_key(text, row) for row in rows if row["article"] == name]
        yield Keyed(set="news", id=name, text=text, published=article["published"], keys=keys, whole=False)


def _news_key(text: str, row: Row) -> Key:
    also = row.get("also") or ()
    quotes = [row["quote"], *([also] if isinstance(also, str) else also)]
    place = [Value(spans=_where(text, [row["place"]]), words=row["place"])] if row["place"] else []
    return Key(
        name=row["event"], told=_where(text, quotes, once=True), types=frozenset({row["type"]}), values={"place": place}
    )


def famus() -> Iterator[Keyed]:
    """Passages of FAMuS with an act of violence, which is marked."""
    for row in {
        row["report"]: row for row in read_rows(DATA / "famus" / "train.jsonl") if row["frame"] in _VIOLENT_FRAMES
    }.values():
        key = Key(name=row["frame"], told=((row["trigger"]["start"], row["trigger"]["end"]),))
        yield Keyed(
            set="famus", id=row["id"].split("-source")[0], text=row["report"], published=None, keys=[key], whole=False
        )


def aec_leads() -> Iterator[Lead]:
    """What the scorer of UCDP-AEC holds to be wrong, by groups of fields."""
    cases = DATA / "ucdp_aec" / "dev.jsonl"
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "found.jsonl"
        write_rows(out, (predicted(row, ucdp_aec.predict, ucdp_aec.blank) for row in read_rows(cases)))
        errors = json_printed("ucdp_aec_score.py", out)["errors"]
    for row in errors:
        for name, begins in _GROUPS.items():
            if any(field.startswith(begins) for field in row["wrong"]):
                wanted, said = (_fields(row[which], begins) for which in ("gold", "pred"))
                yield Lead(set="ucdp_aec", text=str(row["id"]), act="event", field=name, wanted=wanted, said=said)


def _fields(row: Row, begins: tuple[str, ...]) -> str:
    return _listed([f"{field} {value}" for field, value in row.items() if field.startswith(begins)])


TEXTS: dict[str, Callable[[], Iterator[Keyed]]] = {
    "own": own,
    "reports": reports,
    "wikievents": wikievents,
    "news": news,
    "famus": famus,
}


def all_leads(name: str) -> list[Lead]:
    """The leads of a set, in order."""
    if name == "ucdp_aec":
        return sorted(aec_leads())
    found: list[Lead] = []
    for keyed in TEXTS[name]():
        annotations, coding = code(keyed.text, day_of(keyed.published))
        found += leads(keyed, coding.accounts, coding.suggested, annotations.acts)
    return sorted(found)


def sampled(found: Iterable[Lead], number: int, seed: int) -> list[Lead]:
    """So many leads of a set at random, in the order drawn: by a hash of each, so that a lead that is mended moves no other."""

    def drawn(lead: Lead) -> str:
        return hashlib.sha256(f"{seed}|{lead.set}|{lead.text}|{lead.act}|{lead.field}".encode()).hexdigest()

    return sorted(found, key=drawn)[:number]


def main() -> None:
    """Print the sample, set by set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--set", choices=LOOKED_AT, action="append")
    parser.add_argument("--texts", action="store_true", help="print the text of each lead too")
    options = parser.parse_args()
    for name in options.set or LOOKED_AT:
        found = all_leads(name)
        texts = _texts(name) if options.texts else {}
        print(f"# {name}: {len(found)} leads")
        for number, lead in enumerate(sampled(found, LOOKED_AT[name], options.seed), 1):
            print(f"{number}. {lead.text} {lead.act} {lead.field}\n   wanted {lead.wanted}\n   said   {lead.said}")
            if lead.text in texts:
                print(f"   text   {texts[lead.text]}")


def _texts(name: str) -> dict[str, str]:
    if name == "ucdp_aec":
        return {str(row["id"]): row["text"] for row in read_rows(DATA / "ucdp_aec" / "dev.jsonl")}
    return {keyed.id: keyed.text for keyed in TEXTS[name]()}


if __name__ == "__main__":
    main()
