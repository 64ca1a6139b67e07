"""The coder: annotations of one article in, its accounts, control statements, quotes and gaps out (RECORD §§3-5)."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct
from msgspec.structs import replace

from tidings.coding import tree
from tidings.coding.allot import allot_counts
from tidings.coding.assemble import assemble
from tidings.coding.control import find_control
from tidings.coding.draft import Draft, make_draft
from tidings.coding.echoes import with_echoes
from tidings.coding.happenings import find_happenings
from tidings.coding.merge import Joined, join_drafts
from tidings.coding.relevance import conflict_level, is_grounded, is_told_as_news
from tidings.coding.retrospect import set_back
from tidings.coding.scene import Scene
from tidings.coding.score import RULES, TOLLS
from tidings.coding.telling import LETHAL
from tidings.coding.tolls import with_orphan_tolls
from tidings.coding.triggers import find_triggers
from tidings.model.article import Article
from tidings.model.coding import Account, ControlStatement, Gap, Quote, account_id
from tidings.model.mentions import Annotations, PlaceMention
from tidings.model.text import evidence
from tidings.reference.ontology import Ontology

_STRUCK = frozenset(
    {
        "air_strike",
        "shelling",
        "explosion",
        "suicide_bombing",
        "territory_taken",
        "territory_ceded",
        "attack_on_civilians",
        "siege",
        "deployment",
        "chemical_attack",
        "destruction",
    }
)
_PLACED_BY_THEMSELVES = frozenset({"aid", "protest", "deployment", "riot"})
_PLACEFUL_REACH = 2  # sentences between two acts that share a place without saying so
_SPOKEN_OF_REACH = 4
# From which score an account that the heads alone found stands in the record, with a toll and without; one below is only suggested.
# Chosen on gold and the test part of our own sentences. What a pattern finds always stands: the score is fitted on hard
# sentences, and in plain news patterns are right more often than it says.
LEAST_SCORE, LEAST_WITH_TOLL = 0.66, 0.2


class Coded(Struct, frozen=True, kw_only=True):
    """What an article says, before it becomes a :class:`tidings.model.coding.Coding`."""

    accounts: tuple[Account, ...]
    suggested: tuple[Account, ...]
    control: tuple[ControlStatement, ...]
    quotes: tuple[Quote, ...]
    gaps: tuple[Gap, ...]


def code_article(article: Article, annotations: Annotations, ontology: Ontology, level: int | None = None) -> Coded:
    """The coding of one article; pure, and the same for the same input.

    ``level``: how much the article is about conflict (:func:`conflict_level`), where it is known beforehand.
    """
    scene = Scene(annotations=annotations, ontology=ontology, published=article.published)
    told = [(joined, accounts_of(scene, article, joined)) for joined in told_acts(scene, level)]
    accounts = _distinct(article, tuple(account for _, several in told for account in several))
    ruled = tuple(joined for joined, _ in told if any(draft.happening.is_ruled for draft in joined.drafts))
    return Coded(
        accounts=tuple(account for account in accounts if _stands(account)),
        suggested=tuple(account for account in accounts if not _stands(account)),
        control=find_control(scene, ruled),
        quotes=_quotes(scene),
        gaps=_gaps(scene),
    )


def _stands(account: Account) -> bool:
    """Whether an account is sure enough for the record."""
    toll = any(count.kind in TOLLS and count.polarity == "affirmed" for count in account.counts)
    return account.producer == RULES or account.score >= (LEAST_WITH_TOLL if toll else LEAST_SCORE)


def told_acts(scene: Scene, level: int | None = None) -> tuple[Joined, ...]:
    """The acts that a text tells, each with all that is told of it."""
    return with_echoes(scene, join_drafts(scene, drafts(scene, level)))


def drafts(scene: Scene, level: int | None = None) -> tuple[Draft, ...]:
    """What each sentence tells, grounded and with the places of the discourse, in text order."""
    triggers = find_triggers(scene)
    level = conflict_level(scene, triggers) if level is None else level
    happenings = tuple(each for each in find_happenings(scene, triggers) if is_told_as_news(scene, each))
    happenings = with_orphan_tolls(scene, happenings)
    made = [
        make_draft(scene, happening, counts)
        for happening, counts in zip(happenings, allot_counts(scene, happenings), strict=True)
    ]
    grounded = [
        draft
        for position, draft in enumerate(made)
        if is_grounded(scene, draft, level) or (level > 1 and _bears_toll(draft, made[position + 1 : position + 2]))
    ]
    return tuple(_placed(scene, _completed(scene, set_back(scene, grounded))))


def _bears_toll(draft: Draft, after: list[Draft]) -> bool:
    """ "A checkpoint near Qamishli was attacked. Three policemen were killed": the next sentence has the toll of an attack."""
    violent = draft.type in LETHAL and draft.place is not None
    return violent and any(
        one.sentence == draft.sentence + 1
        and all(trigger.effect for trigger in one.happening.triggers)
        and one.place is None
        and any(count.kind in TOLLS for count in one.counts)
        for one in after
    )


def _completed(scene: Scene, made: list[Draft]) -> list[Draft]:
    """Items of a list take day, actors and targets that they leave out from the sentence that sums them up.

    "On Jan. 8, the coalition conducted 34 strikes against the group. Near X, one strike destroyed a bunker."
    """
    done: list[Draft] = []
    for draft in made:
        summary = next((earlier for earlier in reversed(done) if _sums_up(earlier, draft)), None)
        done.append(draft if summary is None else _filled_from(summary, draft))
    return done


def _filled_from(summary: Draft, draft: Draft) -> Draft:
    return replace(
        draft,
        date=draft.date or summary.date,
        actors=draft.actors or summary.actors,
        recipients=draft.recipients or summary.recipients,
    )


def _sums_up(earlier: Draft, draft: Draft) -> bool:
    if (
        earlier.type != draft.type
        or draft.place is None
        or earlier.reading != draft.reading
        or earlier.sentence == draft.sentence
    ):
        return False
    coarse = earlier.place is None or earlier.place.place.precision == "country"
    return coarse and draft.place.place.precision != "country" and earlier.date is not None


def _placed(scene: Scene, made: list[Draft]) -> list[Draft]:
    """Drafts with no place of their own take the place last spoken of, if that is near and the act is not verbal."""
    placed: list[Draft] = []
    for draft in made:
        lacks_one = draft.place is None and not scene.ontology.types[draft.type].verbal
        place = _place_of_discourse(scene, draft, placed) if lacks_one else None
        placed.append(draft if place is None else replace(draft, place=place, inherited=True))
    return placed


def _in_perfect(scene: Scene, draft: Draft) -> bool:
    """ "tens of thousands have been displaced": sums up; the place last spoken of is not its place."""
    helpers = {
        scene.parse.tokens[child].text.lower()
        for child in tree.children(scene.parse, draft.happening.main.token, "aux")
    }
    return bool(helpers & {"has", "have"})


def _place_of_discourse(scene: Scene, draft: Draft, before: list[Draft]) -> PlaceMention | None:
    """The fine place of a nearby earlier draft of the same standing; a blank is better than a far one."""
    if (
        draft.reading.background
        or draft.reading.reality != "actual"
        or draft.nameless
        or draft.points_back
        or draft.type in _PLACED_BY_THEMSELVES
    ):
        return None
    if _in_perfect(scene, draft):
        return None
    if _names_other_place(scene, draft):
        return None
    for earlier in reversed(before):
        if draft.sentence - earlier.sentence > _PLACEFUL_REACH:
            break
        if (
            earlier.place is not None
            and earlier.reading.reality == "actual"
            and earlier.reading.background == draft.reading.background
            and _lends(scene, draft, earlier.place)
        ):
            return earlier.place
    return None


def _lends(scene: Scene, draft: Draft, place: PlaceMention) -> bool:
    """A fine place, spoken of a few sentences before at most."""
    since = draft.sentence - scene.parse.sentence_at(place.start)
    return place.place.precision in ("exact", "near", "admin2") and since <= _SPOKEN_OF_REACH


def _names_other_place(scene: Scene, draft: Draft) -> bool:
    """The sentence names a place that cannot be the act's: then the place last spoken of is not it either."""
    return any(
        mention.place.precision in ("exact", "near", "admin2") and mention.use != "dateline"
        for mention in scene.annotations.places
        if scene.parse.sentence_at(mention.start) == draft.sentence
    )


def accounts_of(scene: Scene, article: Article, joined: Joined) -> list[Account]:
    """One account, or one for each of several places struck side by side."""
    place, others = _settled_place(joined)
    if others and joined.type in _STRUCK and all(_is_fine(mention) for mention in (place, *others) if mention):
        return [_told_at(article, assemble(scene, article, joined, each, (), shared=True)) for each in (place, *others)]
    return [assemble(scene, article, joined, place, others)]


def _told_at(article: Article, account: Account) -> Account:
    """The account of one of several places of an act: its place's words join the evidence, so that the ids differ."""
    if account.place is None:
        return account
    spans = tuple(sorted({*account.evidence, *account.place.evidence}))
    return replace(account, id=account_id(article.id, account.type, spans), evidence=spans)


def _is_country(draft: Draft) -> bool:
    return draft.place is not None and draft.place.place.precision == "country"


def _is_fine(mention: PlaceMention | None) -> bool:
    return mention is not None and mention.place.precision in ("exact", "near", "admin2", "admin1")


def _settled_place(joined: Joined) -> tuple[PlaceMention | None, tuple[PlaceMention, ...]]:
    """The finest place told by the drafts themselves, before one taken from the discourse; most often told wins.

    A whole country where the heads alone took something for a telling comes last.
    """
    placed = [draft for draft in joined.drafts if draft.place is not None]
    sure = [draft for draft in placed if draft.happening.is_ruled or not _is_country(draft)] or placed
    own = [draft for draft in sure if not draft.inherited] or sure
    if not own:
        return None, ()
    told = Counter(draft.place.place.name for draft in own if draft.place is not None)
    order = {"exact": 0, "near": 1, "admin2": 2, "admin1": 3, "unresolved": 4, "region": 4, "country": 5}

    def rank(draft: Draft) -> tuple[int, int, int]:
        assert draft.place is not None
        return order[draft.place.place.precision], -told[draft.place.place.name], draft.place.start

    best = min(own, key=rank)
    return best.place, best.other_places


def _distinct(article: Article, accounts: tuple[Account, ...]) -> tuple[Account, ...]:
    """Accounts in text order, each id once; of two that one clause tells, the second takes its own words for its id."""
    found: dict[str, Account] = {}
    for account in sorted(accounts, key=lambda account: (account.evidence[0].start, account.id)):
        each = account if account.id not in found else _told_by_its_values(article, account)
        found.setdefault(each.id, each)
    return tuple(found.values())


def _told_by_its_values(article: Article, account: Account) -> Account:
    """ "Tikrit fell in June after the capture of Mosul": place, day and counts tell the second act of a clause from the first."""
    values = [*account.date.evidence, *(each for count in account.counts for each in count.evidence)]
    values += account.place.evidence if account.place is not None else ()
    spans = tuple(sorted({*account.evidence, *values}))
    return replace(account, id=account_id(article.id, account.type, spans), evidence=spans)


def _quotes(scene: Scene) -> tuple[Quote, ...]:
    text = scene.parse.text
    return tuple(
        Quote(
            speaker=found.speaker,
            role=found.role,
            side=found.side,
            cue=found.cue,
            content=found.content,
            evidence=(evidence(text, found.start, found.end),),
        )
        for found in scene.annotations.quotes
        if not found.scare
    )


def _gaps(scene: Scene) -> tuple[Gap, ...]:
    return tuple(
        Gap(
            entity=found.entity, property=found.property, evidence=(evidence(scene.parse.text, found.start, found.end),)
        )
        for found in scene.annotations.gaps
    )
