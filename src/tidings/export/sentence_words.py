"""Names, places and days as a sentence says them, and the words it is made of (``data/sentence.yaml``)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, Literal

import msgspec
from msgspec import Struct

from tidings.errors import DataError
from tidings.model.values import Actor, Place, When

_DATA = files("tidings.export") / "data"
_LONGEST_NAME: Final = 120
_BEFORE = re.compile(r"\s(?:at|of|in|for|from|with|who|near|to|on)\s")
_PARTICLE = re.compile(
    r"(?:a[a-z]{1,2}|el|ul|bin|ibn|van|von|de|d['’])[-–]?(?=[A-Z])"
)  # "al-Assad", "ash-Sham", "d'Arc"
_OWNED = re.compile(r"[A-Z][\w.-]*(?: [A-Z][\w.-]*)*['’]s ")
_QUOTES = re.compile('[“”"]')
_PLURAL = re.compile(r"(?:men|people|police|children|(?<!s)(?<!')s)$")
_BAD = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u061c\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


class TypeWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How an event type is told; the data file says what each key means."""

    act: str
    going_on: str
    place: str = "in"
    of_place: str | None = None
    between: bool = False
    on: str | None = None
    happened: str = "took place"
    same_as: frozenset[str] = frozenset()
    own: bool = False
    subject: Literal["place"] | None = None
    told: str | None = None


class KindWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is said of those counted: in a sentence of their own, and in short."""

    verb: str
    short: str


class Words(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All words of the sentence."""

    version: int
    types: dict[str, TypeWords]
    kinds: dict[str, KindWords]
    groups: dict[str, tuple[str, str]]
    units: frozenset[str]
    counted_in_units: frozenset[str]
    not_neutral: frozenset[str]
    not_nouns: frozenset[str]
    bare: frozenset[str]
    bodies: frozenset[str]
    many: frozenset[str]
    nobody: frozenset[str]
    one_of_several: frozenset[str]
    divisions: dict[str, tuple[str, ...]]
    says_division: frozenset[str]
    the_country: frozenset[str]


@cache
def words() -> Words:
    """The shipped words, read once; DataError on a damaged file."""
    import yaml

    content = (_DATA / "sentence.yaml").read_bytes()
    raw = yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 safe loaders both
    try:
        return msgspec.convert(raw, Words)
    except msgspec.ValidationError as error:
        raise DataError(f"sentence.yaml: {error}; install tidings again") from error


def type_words(event_type: str) -> TypeWords:
    """The words of a type; one that the file does not know is told by its name."""
    named = event_type.replace("_", " ")
    return words().types.get(event_type) or TypeWords(act=f"an event of the type {named}", going_on=named)


# --- names ------------------------------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """A printed text on one line, without signs that steer a terminal or turn the direction of writing, of bearable length."""
    line = " ".join(_BAD.sub("", text).split())
    return line if len(line) <= _LONGEST_NAME else line[: _LONGEST_NAME - 1].rstrip() + "…"


def named(name: str) -> str:
    """A speaker or an actor with the article it needs: "the army", "a doctor at the clinic", "Edvard Strand", "rebels".

    >>> named("nurse at the town's clinic"), named("Police"), named("Reach Liberation Front"), named("aid worker")
    ("a nurse at the town's clinic", 'police', 'the Reach Liberation Front', 'an aid worker')
    >>> named("Omar al-Hadi; Valley's state radio"), named("unnamed")
    ("Omar al-Hadi and Valley's state radio", 'unnamed sources')
    """
    if "; " in name:  # who say it together
        return listed([named(one) for one in several(name)])
    known, name = words(), plain(name)
    first, _, _ = name.partition(" ")
    if not name or name.startswith("["):  # a name that was withheld
        return name
    if (as_told := worded(name)) != name:
        return as_told
    if name.casefold() in known.nobody:
        return "unnamed sources"
    if first.casefold() in ("the", "a", "an", "one", "two", "some", "several"):
        return name[0].lower() + name[1:]
    if _OWNED.match(name) and not is_proper(head_of(name)):  # "Yemen's state news agency" has its article already
        return name
    head = head_of(name)
    if name[:1].isupper() and first == head and first.lower() in _common():
        name, head = name[:1].lower() + name[1:], head.lower()  # it stood at the head of a sentence
    if head.casefold() in known.one_of_several:
        return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"
    if not is_proper(head):
        return name if is_many(name) else f"the {name}"
    return f"the {name}" if head.casefold() in known.bodies else name


@lru_cache(maxsize=8192)
def worded(name: str) -> str:
    """A name as it is shown: in quotation marks where it judges (``not_neutral`` of the data file), for it is the report's word and not ours.

    >>> worded("terrorists"), worded("Army"), worded("Qadran Martyrs Brigade")
    ('“terrorists”', 'Army', 'Qadran Martyrs Brigade')
    """
    head = head_of(name)
    if is_proper(head) or not words().not_neutral & set(re.findall(r"\w+", name.casefold())):
        return name
    return f"“{head if head == name.casefold() else _QUOTES.sub('', name)}”"


@cache
def _common() -> frozenset[str]:
    """Plain words for people who speak, one and several."""
    from tidings.reference.speech import load_speech

    kinds = load_speech().kinds
    return frozenset(f"{noun}s" for noun in kinds) | kinds.keys()


def head_of(name: str) -> str:
    """The noun of a name: the last word before "at", "of", "in"; of two words, where it needs both ("aid worker").

    A word that judges is a noun also with the capital of a sentence's head ("Terrorists").
    """
    if name.casefold() in words().not_neutral:
        return name.casefold()
    own = _BEFORE.split(name, maxsplit=1)[0].split()
    pair = " ".join(own[-2:])
    return pair if pair.casefold() in words().one_of_several else own[-1] if own else name


def several(name: str) -> list[str]:
    """The speakers that one entry names together ("a; b"), each once."""
    return list({one.casefold(): one for one in name.split("; ")}.values())


def is_proper(head: str) -> bool:
    """Whether a noun is a name: with a capital, also behind a particle ("al-Assad")."""
    return not head[:1].islower() or bool(_PARTICLE.match(head))


def is_many(name: str) -> bool:
    """Whether a verb behind the name is in the plural: "rebels say", "the army says"."""
    if " and " in name or len(several(name)) > 1 or name.casefold() in words().nobody:
        return True
    head = head_of(name).split()[-1:] or [name]
    if head[0][:1].isupper():
        return head[0].casefold() in words().many
    return bool(_PLURAL.search(head[0]))


def is_person(name: str) -> bool:
    """Whether the name is of one person, as far as its form tells: capitals, and no body."""
    head = head_of(name)
    return is_proper(head) and head.casefold() not in words().bodies | words().many


def listed(names: list[str], most: int = 3) -> str:
    """Names as one reads them: "A, B and C"; beyond ``most`` they are counted."""
    if len(names) > most + 1:
        return f"{', '.join(names[:most])} and {len(names) - most} others"
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def capital(text: str) -> str:
    """The text with a capital at its head, behind an opening quotation mark too."""
    at = 1 if text[:1] == "“" else 0
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]


def by_whom(
    actors: tuple[Actor, ...], telling: Collection[str] = (), *, claims: bool = True, verb: bool = False
) -> str:
    """The words " by X", " claimed by X", " attributed to X by S"; empty when nobody is named.

    ``telling``: who tells the whole sentence, and need not be named again. ``claims``: whether owning up to it is a claim;
    of a threat or a plan it is not. ``verb``: it follows a verb ("was taken by X, according to S,").
    """
    if not actors:
        return ""
    told = {speaker.casefold() for speaker in telling}
    said = {speaker.casefold(): speaker for actor in actors for speaker in actor.attributed_by}
    who = listed(list(dict.fromkeys(named(actor.name) for actor in actors)))
    own = {text.casefold() for actor in actors for text in (actor.name, actor.mention)}
    if said.keys() <= told:
        return f" by {who}"
    if said.keys() <= own:
        return f" claimed by {who}" if claims else f" by {who}"
    tellers = listed([named(speaker) for speaker in said.values()])
    return f" by {who}, according to {tellers}," if verb else f" attributed to {who} by {tellers}"


# --- where ------------------------------------------------------------------------------------------------------------------


@cache
def _countries() -> dict[str, str]:
    text = (files("tidings.reference") / "data" / "countries.tsv").read_text(encoding="utf-8")
    return {cells[0]: cells[2] for line in text.splitlines()[1:] if len(cells := line.split("\t")) > 2}


def country_name(code: str) -> str | None:
    """The English name of a country by its ISO code, with its article: "the Philippines"."""
    name = _countries().get(code)
    return f"the {name}" if name and code in words().the_country else name


def where(place: Place, preposition: str = "in") -> str:
    """The place, no narrower than it is known: "near X", "in X province", "in X, Nigeria"."""
    name, known = plain(place.name), words()
    if place.precision == "country":
        return f"{preposition} {country_name(place.country or '') or name}"
    if place.precision == "unresolved":
        return f"{preposition} a place called “{name}”"
    if place.precision == "region":
        return f"{preposition} the wider {name} area"
    if place.precision in ("admin1", "admin2"):
        said = {word.casefold() for word in name.split()}
        if not said & known.says_division:
            name += f" {_division(place)}"
    near = place.precision == "near"
    said_near = f"{preposition} a place near {name}" if preposition == "of" else f"near {name}"
    begun = said_near if near else f"{preposition} {name}"
    country = country_name(place.country) if place.country else None
    return f"{begun}, {country}" if country else begun


def _division(place: Place) -> str:
    if place.precision == "admin2":
        return "district"
    kinds = words().divisions
    return next((kind for kind, codes in kinds.items() if place.country in codes), "province")


# --- when -------------------------------------------------------------------------------------------------------------------


def day(date: dt.date, *, year: bool = True) -> str:
    """A day as "14 May 2019".

    >>> day(dt.date(2019, 5, 14)), day(dt.date(2019, 5, 14), year=False)
    ('14 May 2019', '14 May')
    """
    month = _MONTHS[date.month - 1]
    return f"{date.day} {month} {date.year}" if year else f"{date.day} {month}"


_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def when(date: When) -> str:
    """The days on which it can have been: "on 14 May 2019", "in the week to …", "between 1 and 31 July 2012", "by …"."""
    first, last = date.start, date.end
    if first is None:
        return f"by {day(last)}" if last else ""
    if last is None:
        return f"on or after {day(first)}"
    days = (last - first).days + 1
    if days == 1:
        return f"on {day(first)}"
    if days == 7:
        return f"in the week to {day(last)}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return f"in {first.year}"
    if first.year != last.year:
        return f"{'on' if days == 2 else 'between'} {day(first)} {'or' if days == 2 else 'and'} {day(last)}"
    start = str(first.day) if first.month == last.month else day(first, year=False)
    return f"on {start} or {day(last)}" if days == 2 else f"between {start} and {day(last)}"
