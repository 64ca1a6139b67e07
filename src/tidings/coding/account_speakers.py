"""Who says so, of an account's act: its attributions and what each stands behind, who names the doer, whose a figure is (RECORD §4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from tidings.coding.draft import Draft
from tidings.model.coding import Account
from tidings.model.mentions import ActorMention, CueMention, PlaceMention
from tidings.model.text import evidence
from tidings.model.values import DENYING, Actor, Attribution, Count, Place

_TELLING = ("type", "actors", "date", "counts")  # whoever only names the place or the people may tell of something else
_IN_FULL = frozenset({"name", "force", "country", "person"})


class _Voice(Struct):
    """One speaker with one stance: the cue that comes first, and the paths of all values within what they say."""

    cue: CueMention
    covered: set[str]


def said_by(text: str, drafts: tuple[Draft, ...], account: Account) -> tuple[Attribution, ...]:
    """Each speaker once for each stance, in the order of the drafts; who says nothing of the act or its values is left out."""
    found: dict[tuple[str, str], _Voice] = {}
    for draft in drafts:
        for cue in draft.voices:
            covered = set(_covered(draft, cue, account))
            if cue.speaker and (cue in draft.cues or any(path.startswith(_TELLING) for path in covered)):
                found.setdefault((cue.speaker.lower(), cue.stance), _Voice(cue, set())).covered |= covered
    borrowed = _borrowed(drafts, account)
    order = [path for path in _paths(account) if path not in borrowed]
    return tuple(_said(text, voice, order) for voice in found.values())


def _said(text: str, voice: _Voice, order: list[str]) -> Attribution:
    """The attribution; a speaker who stands behind every value stands behind the whole account."""
    cue = voice.cue
    spans = {(cue.start, cue.end)}
    if cue.speaker_start is not None and cue.speaker_end is not None:
        spans.add((cue.speaker_start, cue.speaker_end))
    whole = voice.covered.issuperset(order)
    return Attribution(
        speaker=cue.speaker, id=cue.speaker_id, kind=cue.speaker_kind, cue=cue.cue, stance=cue.stance,
        covers=() if whole else tuple(path for path in order if path in voice.covered),
        evidence=tuple(evidence(text, start, end) for start, end in sorted(spans) if end > start),
    )  # fmt: skip


# --- what a speaker stands behind --------------------------------------------------------------------------------------------


def _paths(account: Account) -> Iterator[str]:
    """The paths of all values of an account that are printed, in the order of its fields."""
    yield "type"
    yield from (f"actors.{number}" for number in range(len(account.actors)))
    yield from (f"recipients.{number}" for number in range(len(account.recipients)))
    if account.place is not None:
        yield "place"
    yield from (f"other_places.{number}" for number in range(len(account.other_places)))
    if account.date.words is not None:
        yield "date"
    yield from (f"counts.{number}" for number in range(len(account.counts)))
    yield from (f"means.{number}" for number in range(len(account.means)))


def _borrowed(drafts: tuple[Draft, ...], account: Account) -> set[str]:
    """The place, when the account only has it from acts told before: it is nobody's to say here."""
    own = any(draft.place is not None and not draft.inherited for draft in drafts)
    return set() if own or account.place is None else {"place"}


def _covered(draft: Draft, cue: CueMention, account: Account) -> Iterator[str]:
    """The paths of a draft's values that stand within what a cue's speaker says; whoever only blames stands behind the doer."""
    told = cue in draft.cues
    blames = cue in draft.blames
    doers = set(_of_actors(draft.actors, cue, account.actors, "actors", told=told or blames))
    if blames and (doers or not told):
        yield from doers or (_all_doers(account) if cue.stance == "claims" else ()) or ("type",)
        return
    if told:
        yield "type"
    yield from doers
    yield from _of_actors(draft.recipients, cue, account.recipients, "recipients", told=False)
    yield from _of_places(draft, cue, account)
    if draft.date is not None and _holds(cue, draft.date.start):
        if (draft.date.first, draft.date.last) == (account.date.start, account.date.end):
            yield "date"
    yield from _of_counts(draft, cue, account.counts)
    for number, means in enumerate(account.means):
        if any(name == means.name and _holds(cue, span.start) for name, span in draft.means):
            yield f"means.{number}"


def _of_actors(
    mentions: tuple[ActorMention, ...], cue: CueMention, actors: tuple[Actor, ...], field: str, *, told: bool
) -> Iterator[str]:
    """Those who are named in what is said; a speaker who tells an act of its own is named by speaking."""
    keys = {actor.key: number for number, actor in enumerate(actors)}
    for mention in mentions:
        number = keys.get(mention.key)
        if number is not None and (_holds(cue, mention.start) or told and _speaks(mention, cue)):
            yield f"{field}.{number}"


def _of_places(draft: Draft, cue: CueMention, account: Account) -> Iterator[str]:
    mentions = [place for place in (draft.place, *draft.other_places) if place is not None and not draft.inherited]
    said = [mention for mention in mentions if _holds(cue, mention.start)]
    if account.place is not None and any(_is_there(mention, account.place) for mention in said):
        yield "place"
    for number, place in enumerate(account.other_places):
        if any(_is_there(mention, place) for mention in said):
            yield f"other_places.{number}"


def _is_there(mention: PlaceMention, place: Place) -> bool:
    return (mention.place.id, mention.place.name) == (place.id, place.name)


def _of_counts(draft: Draft, cue: CueMention, counts: tuple[Count, ...]) -> Iterator[str]:
    printed = {(count.kind, count.low, count.best, count.high) for count in draft.counts if _holds(cue, count.start)}
    named = {mention.start for mention in draft.recipients if _holds(cue, mention.start)}
    for number, count in enumerate(counts):
        told = (count.kind, count.low, count.best, count.high) in printed
        denied = told and cue.stance in DENYING  # as told and as denied, it is the denier who speaks of it
        if denied or told and _is_whose(count, cue, draft) or count.evidence[0].start in named:
            yield f"counts.{number}"


def _is_whose(count: Count, cue: CueMention, draft: Draft) -> bool:
    """Two speakers may give one figure: each is a count of its own, under the innermost of those who say it."""
    if count.speaker is None or count.speaker == cue.speaker:
        return count.speaker is not None
    return any(voice.speaker == count.speaker and _overlap(voice, cue) for voice in draft.voices)


def _overlap(one: CueMention, other: CueMention) -> bool:
    return one.content_start < other.content_end and other.content_start < one.content_end


def _holds(cue: CueMention, start: int) -> bool:
    return cue.content_start <= start < cue.content_end


def _speaks(mention: ActorMention, cue: CueMention) -> bool:
    if cue.speaker_start is None or cue.speaker_end is None:
        return False
    same = cue.speaker_id is not None and cue.speaker_id == mention.id
    return same or mention.start < cue.speaker_end and cue.speaker_start < mention.end


def _all_doers(account: Account) -> list[str]:
    """ "Similar accusations were made by the minister": the doers that were named before."""
    return [f"actors.{number}" for number in range(len(account.actors))]


# --- who names the doer, and whose a figure is -----------------------------------------------------------------------------------


def blamers(text: str, drafts: tuple[Draft, ...]) -> dict[str, tuple[str, ...]]:
    """Who says that an actor did it, by the actor's id or name; a party that owns up names itself, and a denial names nobody.

    Nobody where a sentence of the article says it by itself, in full words: then it is told, not attributed.
    """
    blamed: dict[str, dict[str, None]] = {}
    asserted = set[str]()
    for draft in drafts:
        for mention in draft.actors:
            key = mention.key
            told = [
                cue
                for cue in draft.voices
                if _holds(cue, mention.start) or _speaks(mention, cue) and (cue in draft.cues or cue in draft.blames)
            ]
            named = innermost([cue for cue in told if cue.stance not in DENYING])
            blamed.setdefault(key, {}).update(dict.fromkeys(cue.speaker for cue in named))
            if not told and not draft.cues and mention.form in _IN_FULL and not _is_headline(text, draft):
                asserted.add(key)
    return {key: tuple(speakers) for key, speakers in blamed.items() if speakers and key not in asserted}


def _is_headline(text: str, draft: Draft) -> bool:
    """Whether it is told in a line with no full stop: headlines leave out who says so."""
    end = text.find("\n", draft.evidence.end)
    end = len(text) if end < 0 else end
    return text[max(0, end - 8) : end].rstrip("\"'”’) ")[-1:] not in (".", "!", "?", "…")


def speaker_at(draft: Draft, start: int) -> str | None:
    """Who says the words at an offset; None when the article says them itself. A denier only where nobody else says them."""
    told = [cue for cue in draft.voices if _holds(cue, start) and cue not in draft.blames]
    found = innermost([cue for cue in told if cue.stance not in DENYING]) or innermost(told)
    return found[0].speaker if found else None


def innermost(cues: Iterable[CueMention]) -> list[CueMention]:
    """Whose words they are first of all: of those who say them the ones with the narrowest stretch, not who passes them on.

    "A source told Reuters that the ministry believed X": the ministry. "Police told AFP": police. Several when they speak as one.
    """
    ranked = sorted(cues, key=_rank)
    return [cue for cue in ranked if _rank(cue)[:4] == _rank(ranked[0])[:4]]


def _rank(cue: CueMention) -> tuple[bool, int, bool, int, int]:
    """Named before unnamed, narrow before wide, a voice before an outlet that quotes it."""
    width = cue.content_end - cue.content_start
    return cue.speaker_start is None, width, cue.speaker_kind == "media", cue.start, cue.speaker_start or 0
