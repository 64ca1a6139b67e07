"""The dossier: all that is known of one event in one HTML file that opens without a server and without a network.

Articles are hostile input. Every value goes through the template's escaping, letters that steer the direction of writing
are shown as their code, addresses become links only when they are plain web addresses, and a content security policy
allows nothing but the page's own style, by its hash. There is no script.
"""

from __future__ import annotations

import base64
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from tidings import __version__
from tidings.export import dossier_map, dossier_tolls
from tidings.export.dossier_passages import excerpt, room
from tidings.export.events import figure
from tidings.export.sentence import sentence
from tidings.export.sentence_tolls import is_vague
from tidings.export.sentence_words import country_name, when
from tidings.export.summary import counted
from tidings.fusion.rules import DEFAULT_RULE, Rule
from tidings.model.coding import Account
from tidings.model.event import Bounds, Event, Figures, LedgerEntry, Member, View
from tidings.model.values import DENYING, Actor, Attribution, Place, PlacePrecision
from tidings.reference.ontology import load_ontology

if TYPE_CHECKING:
    from jinja2 import Template

EXCERPT: Final = 600  # code points of an article that a dossier quotes at most; half of a shorter one
_QUOTE: Final = 160  # the same, of words repeated in a table
_LONG: Final = 300  # code points of a title, name or address
_DATA: Final = files("tidings.export") / "data"
#: Controls, and what turns the direction of writing, shows nothing or is half a letter. Line feed and tab stay.
_STEERING: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
_RULES: Final[dict[str, str]] = {
    "lowest": "the lowest current figure of whoever is no party to the fighting.",
    "low-best-high": "from the lowest current figure of whoever is no party to the highest of all.",
    "min-max": "from the lowest to the highest current figure of whoever is no party.",
}  # fmt: skip
_NOTICES: Final = {
    "planned": "Planned. Nothing in the record says that it happened.",
    "threatened": "Threatened. Nothing in the record says that it happened.",
    "hypothetical": "Spoken of as possible. Nothing in the record says that it happened.",
    "ongoing": "A practice or a state of things that goes on, not one event.",
}  # fmt: skip
_STANCES: Final = {
    "asserts": "says so", "claims": "claims it", "confirms": "confirms it", "suspects": "suspects it", "denies": "denies it", "doubts": "doubts it",
}  # fmt: skip
_PRECISIONS: Final = {"few_days": "a few days", "unresolved": "not settled", "more": "more than a year"}

_KNOWN: Final[dict[PlacePrecision, str]] = {
    "exact": "the place itself", "near": "near it", "admin2": "known to the district", "admin1": "known to the province or state",
    "region": "known to a wider area", "country": "known to the country", "unresolved": "not settled",
}  # fmt: skip

Fields = dict[str, Any]


def dossier(
    event: Event, view: View, *, rule: Rule = DEFAULT_RULE, merged: Mapping[tuple[str, str], str] | None = None,
    originals: Mapping[str, Sequence[str]] | None = None, manifests: Sequence[str] = (), excerpt_chars: int = EXCERPT,
) -> str:  # fmt: skip
    """The page of an event.

    ``merged``: for pairs of its accounts by id, why they are one event. ``originals``: SHA-256 of the bytes behind each
    article, by its id. ``manifests``: ids of the runs that coded them. ``excerpt_chars``: how many code points of one
    article are quoted at most (never more than half of it, but for briefs of a few lines).
    """
    members = view.told(event)
    anchors = {one.account.id: f"account-{number}" for number, one in enumerate(members, 1)}
    numbers = {one.account.id: number for number, one in enumerate(members, 1)}
    place, standing = event.values.place, event.standing
    known = load_ontology().types.get(event.type)
    style = (_DATA / "dossier.css").read_text(encoding="utf-8")
    places = [one for member in members for one in (member.account.place, *member.account.other_places) if one]
    fields: Fields = {
        "event": event, "version": __version__, "manifests": manifests, "style": style, "style_hash": _hash(style),
        "title": _title(event), "sentence": sentence(event, view, rule), "rule": rule, "rule_said": _RULES[rule],
        "notice": "Denied, or told as not having happened." if standing.polarity == "denied" else _NOTICES.get(standing.reality),
        "kind": event.type.replace("_", " "), "definition": known.definition if known else "a type that this version does not know",
        "date": _date(event), "place": _place(place), "candidates": _candidates(place),
        "actors": [_actor(one) for one in event.values.actors], "recipients": [_actor(one) for one in event.values.recipients],
        "groups": len(event.wire_groups), "voices": event.voices, "disputed": ", ".join(_field(one) for one in event.disputed),
        "accounts": list(_accounts(members, anchors, excerpt_chars)), "excerpt_cap": excerpt_chars, "quote_cap": _QUOTE,
        "charts": dossier_tolls.charts(event), "chart_width": dossier_tolls.WIDTH, "chart_right": dossier_tolls.RIGHT,
        "map": dossier_map.event_map(event, view.members.values()), "map_width": dossier_map.WIDTH, "map_height": dossier_map.HEIGHT,
        "claims_for": list(_claims(members, anchors, against=False)), "claims_against": list(_claims(members, anchors, against=True)),
        "ledger": _ledger(event, anchors, numbers), "merged": list(_merged(merged or {}, anchors, numbers)), "links": event.links,
        "articles": list(_articles(members, originals or {})), "has_hashes": bool(originals),
        "geonames": any((one.id or "").startswith("gn:") or one.geoname_id for one in places),
    }  # fmt: skip
    return _template().render(fields)


@cache
def _template() -> Template:
    """The page with every value escaped, and every letter that steers the text made visible."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("tidings.export", "data"), autoescape=True, undefined=StrictUndefined, finalize=_finalised,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    made.filters["cut"] = cut
    made.globals["counted"] = lambda number, noun: f"{number} {noun}" if number == 1 else f"{number} {noun}s"
    return made.get_template("dossier.html.jinja")


def _finalised(value: Any) -> Any:
    """A value as printed: plain texts with their steering letters shown, markup of our own as it is."""
    return visible(value) if type(value) is str else value


def visible(text: str) -> str:
    r"""A text whose controls, bidirectional marks and half letters are printed as their code.

    >>> visible(f"abc{chr(0x202E)}def")
    'abc⟨U+202E⟩def'
    """
    return _STEERING.sub(lambda found: f"⟨U+{ord(found.group()):04X}⟩", text)


def cut(text: str, most: int = _LONG) -> str:
    """A text of at most ``most`` code points, the last of them "…" where it was longer."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def safe_href(url: str | None) -> str | None:
    """The address when it is a plain web address with a host, else ``None``: no script, no data, no local file.

    >>> safe_href("https://courier.example/a?b=1"), safe_href("javascript:alert(1)"), safe_href(" https:evil")
    ('https://courier.example/a?b=1', None, None)
    """
    if (
        url is None
        or len(url) > 2000
        or not url.isprintable()
        or any(sign.isspace() for sign in url)
        or _STEERING.search(url)
    ):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc else None


def _hash(style: str) -> str:
    return f"sha256-{base64.b64encode(sha256(style.encode()).digest()).decode()}"


# --- what stands at the head ------------------------------------------------------------------------------------------------


def _title(event: Event) -> str:
    place, days = event.values.place, when(event.values.date)
    named = event.type.replace("_", " ").capitalize()
    return ", ".join(filter(None, [named, cut(place.name, 120) if place else None, days.removeprefix("on ")]))


def _date(event: Event) -> Fields:
    date = event.values.date
    said = when(date) or "not known"
    return {
        "said": said,
        "words": date.words and cut(date.words),
        "precision": _PRECISIONS.get(date.precision, date.precision),
    }


def _place(place: Place | None) -> Fields | None:
    if place is None:
        return None
    is_area = place.precision in ("admin1", "country", "unresolved")
    radius = f"{place.radius_km:g}" if place.radius_km and not is_area else None
    return {"named": _named(place), "precision": _KNOWN[place.precision], "radius": radius}


def _named(place: Any) -> str:
    country = country_name(place.country) or place.country if place.country else None
    parts = dict.fromkeys(filter(None, [place.name, getattr(place, "admin2", None), place.admin1, country]))
    return cut(", ".join(parts))


def _candidates(place: Place | None) -> list[Fields]:
    rivals = place.candidates if place and (len(place.candidates) > 1 or place.precision == "unresolved") else ()
    return [{"named": _named(one), "reasons": cut("; ".join(one.reasons)) or "no reason given"} for one in rivals[:5]]


def _actor(actor: Actor) -> Fields:
    return {"name": cut(actor.name), "kind": actor.kind.replace("_", " "), "by": cut(", ".join(actor.attributed_by))}


# --- accounts, claims, ledger -----------------------------------------------------------------------------------------------


def _accounts(members: Sequence[Member], anchors: Mapping[str, str], most: int) -> Iterator[Fields]:
    beside: dict[str, int] = {}
    for one in members:
        beside[one.article.id] = beside.get(one.article.id, 0) + 1
    for number, one in enumerate(members, 1):
        text, account = one.article.text or "", one.account
        shown = excerpt(text, account, room(text, most, beside[one.article.id])) if text else None
        yield {
            "number": number, "anchor": anchors[account.id], "id": account.id, "length": len(text), **_article(one),
            "passages": shown.passages if shown else (), "left_out": shown.left_out if shown else 0,
            "standing": ", ".join([account.type.replace("_", " "), account.polarity, account.reality, *["background"] * account.background]),
        }  # fmt: skip


def _article(member: Member) -> Fields:
    article = member.article
    return {
        "title": cut(article.title or "No title"), "outlet": cut(article.outlet or "outlet not known"), "day": _day(article.published),
        "file": cut(article.file),
    }  # fmt: skip


def _day(day: dt.date | None) -> str:
    return str(day) if day else "day not known"


def _claims(members: Sequence[Member], anchors: Mapping[str, str], *, against: bool) -> Iterator[Fields]:
    for number, one in enumerate(members, 1):
        for said in one.account.attribution:
            if (said.stance in DENYING) == against:
                yield {
                    "speaker": cut(said.speaker), "kind": said.kind, "stance": _STANCES[said.stance], "what": _covered(one.account, said),
                    "quote": _telling(said), "anchor": anchors[one.account.id], "number": number, "day": _day(one.article.published),
                }  # fmt: skip


def _covered(account: Account, said: Attribution) -> str:
    """What a speaker stands behind, in words: "“9 people” killed; Port Halden"; empty for the whole account."""
    return cut("; ".join(dict.fromkeys(_named_cover(account, cover) for cover in said.covers)))


def _named_cover(account: Account, cover: str) -> str:
    name, _, number = cover.partition(".")
    if name == "type":
        return account.type.replace("_", " ")
    if name == "place" and account.place:
        return account.place.name
    values = getattr(account, name, ()) if number else ()
    if not number.isdecimal() or int(number) >= len(values):
        return name
    value = values[int(number)]
    return f"“{value.words}” {value.kind}" if name == "counts" else str(value.name)


def _telling(said: Attribution) -> str:
    """The words that say who says it."""
    return " … ".join(dict.fromkeys(span.quote for span in sorted(said.evidence)))


def _ledger(event: Event, anchors: Mapping[str, str], numbers: Mapping[str, int]) -> list[Fields]:
    rows = {entry.claim: number for number, entry in enumerate(event.ledger, 1)}
    return [
        {
            "number": number, "field": _field(entry.field), "value": _value(entry), "words": entry.words, "speaker": entry.speaker and cut(entry.speaker),
            "interest": entry.interest, "day": _day(entry.asserted_on), "account": numbers[entry.account], "anchor": anchors[entry.account],
            "group": entry.wire_group.removeprefix("w1:")[:8], "by": rows.get(entry.superseded_by or ""),
            "gone": entry.superseded_by is not None or entry.field.endswith(".superseded"),
        }
        for number, entry in enumerate(event.ledger, 1)
    ]  # fmt: skip


def _field(field: str) -> str:
    """A field of the ledger in words: "killed: civilians, a part"."""
    name, *parts = field.split(".")
    if name != "counts":
        return name
    kind, group, *marks = parts
    return ", ".join([f"{kind}: {counted(group)}", *(_MARKS.get(mark, mark) for mark in marks)])


_MARKS: Final = {"subset": "a part", "joint": "with other events"}


def _value(entry: LedgerEntry) -> str:
    value = entry.value
    if isinstance(value, Bounds):
        return (
            "no figure"
            if is_vague(entry)
            else figure(Figures(low=value.low, best=value.best, high=value.high, rule=""))
        )
    if entry.field == "date" and value:
        first, _, last = value.partition("/")
        return first if first == last else f"{first} to {last}"
    return cut(value.replace("_", " ") if entry.field == "type" and value else value or "not known")


def _merged(
    merged: Mapping[tuple[str, str], str], anchors: Mapping[str, str], numbers: Mapping[str, int]
) -> Iterator[Fields]:
    for (left, right), why in sorted(merged.items(), key=lambda each: sorted(numbers.get(one, 0) for one in each[0])):
        if left in anchors and right in anchors:
            ends = sorted((numbers[one], anchors[one]) for one in (left, right))
            first, second = ({"number": number, "anchor": anchor} for number, anchor in ends)
            yield {"left": first, "right": second, "why": cut(why, 1000)}


def _articles(members: Sequence[Member], originals: Mapping[str, Sequence[str]]) -> Iterator[Fields]:
    for one in {member.article.id: member for member in members}.values():
        article = one.article
        yield {
            **_article(one),
            "id": article.id,
            "url": article.url,
            "href": safe_href(article.url),
            "hashes": originals.get(article.id, ()),
        }
