"""One account for one happening told several times: drafts of one article that tell the same act are joined.

Two drafts tell the same act when their types can be one act's, nothing they state contradicts (place, day, who did it,
to whom, standing), and something ties them: a shared participant, place or day, or words that point back ("the attack").
Words such as "another", "a second", "separate" keep them apart.
"""

from __future__ import annotations

import datetime as dt

from msgspec import Struct
from msgspec.structs import replace

from tidings.coding import tree
from tidings.coding.asides import aside_of
from tidings.coding.draft import Draft
from tidings.coding.scene import Scene
from tidings.model.mentions import ActorMention, PlaceMention
from tidings.reference.distance import distance_km
from tidings.reference.placenames import loose_key

_LETHAL = frozenset(
    {"chemical_attack", "suicide_bombing", "air_strike", "shelling", "explosion", "attack_on_civilians", "armed_clash"}
)
_GENERIC = frozenset({"killing", "attack_on_civilians", "destruction"})
_NO_REVISION = 4
_QUARTER_KM = 10.0
_LEAD = 2
_ZERO_REACH = 3
_VAGUE_PRECISION = frozenset({"country", "region", "admin1", "unresolved"})


class Joined(Struct, frozen=True, kw_only=True):
    """Drafts that tell one act, in text order; ``lead`` is the one that says most."""

    drafts: tuple[Draft, ...]

    @property
    def type(self) -> str:
        """The type by precedence among those told, a generic one only when nothing better is told."""
        specific = [draft for draft in self.drafts if not is_generic(draft)] or list(self.drafts)
        return min(
            specific, key=lambda draft: draft.happening.main.rank if draft.type == draft.happening.main.type else 50
        ).type


def is_generic(draft: Draft) -> bool:
    """Told by a word that fits many acts ("the attack", "killed"), or by one of unsure type: another draft may name the act better."""
    main, pattern = draft.happening.main, draft.happening.main.pattern
    return (
        (main.by == "heads" and main.effect)
        or draft.type in _GENERIC
        or bool(pattern.by_target or pattern.article_means)
    )


def join_drafts(scene: Scene, drafts: tuple[Draft, ...]) -> tuple[Joined, ...]:
    """The accounts of an article, in the order of their first draft; each draft joins the likest earlier account."""
    accounts: list[list[Draft]] = []
    for draft in drafts:
        if _is_zero_toll(draft):
            _add_to_last(accounts, draft)
            continue
        if draft.reading.polarity == "denied" and _add_denial(scene, accounts, draft):
            continue
        scored = [(tie, -position) for position, told in enumerate(accounts) if (tie := _tie(scene, told, draft)) > 0]
        if scored:
            accounts[-max(scored)[1]].append(draft)
        else:
            accounts.append([draft])
    return tuple(Joined(drafts=tuple(told)) for told in accounts)


def _add_denial(scene: Scene, accounts: list[list[Draft]], draft: Draft) -> bool:
    """ "The group denied carrying out the bombing": the denier speaks on the bombing told before; it does not act in it."""
    if not draft.cues:
        return False
    affirmed = replace(draft, reading=replace(draft.reading, polarity="affirmed"), actors=(), recipients=())
    scored = [(tie, -position) for position, told in enumerate(accounts) if (tie := _tie(scene, told, affirmed)) > 0]
    if not scored:
        return False
    told = accounts[-max(scored)[1]]
    counts = tuple(replace(count, polarity="denied") for count in draft.counts)
    told.append(replace(affirmed, reading=told[0].reading, type=told[0].type, counts=counts, date=None, place=None))
    return True


def _goes_on(scene: Scene, draft: Draft) -> bool:
    """ "fighting", "the battle": one long act told by a mass noun, with no place or day of its own."""
    lemma = scene.parse.tokens[draft.happening.main.token].lemma
    return (
        lemma in scene.ontology.groups["long_acts"] and (draft.place is None or draft.inherited) and draft.date is None
    )


def _both_count_dead(left: Draft, right: Draft) -> bool:
    """Two tolls, one of them with no place of its own: rival figures of one act rather than two acts."""
    placeless = any(
        draft.place is None or draft.inherited or draft.place.place.precision == "country" for draft in (left, right)
    )
    kinds = [{count.kind for count in draft.counts} & {"killed", "casualties", "injured"} for draft in (left, right)]
    return placeless and bool(kinds[0] & kinds[1])


def _of_others(told: list[Draft], draft: Draft) -> bool:
    """The toll is of people, or by somebody, that the act was not told of."""
    if draft.actors:
        return True
    before = {mention.key for earlier in told for mention in earlier.recipients}
    return bool(before and draft.recipients) and not any(mention.key in before for mention in draft.recipients)


def _is_coarse(draft: Draft) -> bool:
    """Told with no place, or only a country: the way leads and headlines tell what the body tells again."""
    return draft.place is None or draft.inherited or draft.place.place.precision == "country"


def _is_zero_toll(draft: Draft) -> bool:
    """ "No troops were injured": nothing that happened, but a figure of what did."""
    return (
        bool(draft.counts)
        and all(trigger.effect for trigger in draft.happening.triggers)
        and all(count.high == 0 for count in draft.counts)
    )


def _add_to_last(accounts: list[list[Draft]], draft: Draft) -> None:
    """Give a zero toll to the act last told, when it is near; where there is none it tells nothing."""
    for told in sorted(accounts, key=lambda each: -each[-1].sentence):
        if (
            draft.sentence - told[-1].sentence <= _ZERO_REACH
            and not _elsewhere(told[-1], draft)
            and told[-1].reading.reality == "actual"
        ):
            told.append(replace(draft, reading=told[-1].reading, type=told[0].type))
            return


def _tie(scene: Scene, told: list[Draft], draft: Draft) -> float:
    """How strongly a draft is tied to an account; 0 when they may not be one act."""
    if any(_contradict(scene, earlier, draft) for earlier in told):
        return 0.0
    if not any(_types_agree(scene, earlier, draft) for earlier in told):
        return 0.0
    if _says_apart(scene, draft) or any(_says_apart(scene, earlier) for earlier in told):
        return 0.0
    same_type = any(earlier.type == draft.type or _kin(scene, earlier, draft) for earlier in told)
    tie = 1.0 if same_type else 0.5
    if same_type and scene.ontology.types[draft.type].verbal and draft.type != "threat":
        tie += 1.0
    tie += 1.0 * _share(scene, told, draft, "recipients") + 0.5 * _share(scene, told, draft, "actors")
    same_place = not draft.inherited and any(
        not earlier.inherited and _same_place(earlier.place, draft.place) for earlier in told
    )
    same_day = any(_same_day(earlier, draft) for earlier in told)
    tie += 1.0 * same_place + 1.0 * same_day
    points_back = _points_back(scene, draft)
    tie += (2.0 if is_generic(draft) else 1.0) * points_back
    same_toll = any(_same_toll(earlier, draft) for earlier in told)
    tie += 1.5 * same_toll
    tie += 1.0 * (same_type and _goes_on(scene, draft))
    tie += 0.5 * any(_both_count_dead(earlier, draft) for earlier in told)
    near = draft.sentence - told[-1].sentence
    tie += 0.5 * (near <= 2)
    only_effect = all(trigger.effect for trigger in draft.happening.triggers)
    tie += 1.0 * (near == 0 and only_effect)
    tie += 1.0 * (
        near <= 2 and only_effect and {count.kind for count in draft.counts} == {"injured"} and draft.date is None
    )
    tie += 1.0 * draft.points_back
    tie += 1.5 * (near <= _ZERO_REACH and _counts_victims(scene, draft))
    tie += 0.5 * (same_type and told[0].sentence <= _LEAD and _is_coarse(told[0]))
    tie += 1.0 * (
        near <= 1
        and only_effect
        and (draft.place is None or draft.inherited)
        and draft.date is None
        and not _of_others(told, draft)
    )
    if near > 12 and not (same_place or same_day):
        tie -= 0.5
    return tie if tie >= (2.0 if same_type or same_toll or only_effect else 2.5) else 0.0


def _contradict(scene: Scene, left: Draft, right: Draft) -> bool:
    if (left.reading.reality, left.reading.polarity) != (right.reading.reality, right.reading.polarity):
        return True
    if left.reading.background != right.reading.background:
        return True
    if left.sentence == right.sentence and (
        _different_victims(left, right) or _aside(scene, left) != _aside(scene, right)
    ):
        return True
    if _claims_responsibility(left) != _claims_responsibility(right) and "declaration" in (left.type, right.type):
        return True
    if not (left.inherited or right.inherited) and _elsewhere(left, right) and not _is_its_quarter(scene, left, right):
        return True
    if _tolls_apart(left, right):
        return True
    if not _days_agree(left, right) or _other_strikes(left, right):
        return True
    same_sort = left.type == right.type or not (left.cues or right.cues)
    return _opposed(left.actors, right.actors) and same_sort or _opposed(left.recipients, right.recipients)


def _aside(scene: Scene, draft: Draft) -> int | None:
    return aside_of(scene.parse, draft.happening.main.token)


def _elsewhere(left: Draft, right: Draft) -> bool:
    return left.place is not None and right.place is not None and not _places_agree(left.place, right.place)


def _is_its_quarter(scene: Scene, left: Draft, right: Draft) -> bool:
    """ "The blasts in the Zahra district", after blasts in Homs: words that point back, and a place that is part of the other or beside it."""
    if left.place is None or right.place is None or not _points_back(scene, right):
        return False
    a, b = left.place.place, right.place.place
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None or "country" in (a.precision, b.precision):
        return False
    return distance_km(a.lat, a.lon, b.lat, b.lon) <= _QUARTER_KM


def _tolls_apart(left: Draft, right: Draft) -> bool:
    """Exact tolls of the same sort of people that no revision explains: "killed 34" and "killed three"."""
    a, b = _dead(left), _dead(right)
    return any(
        min(a[group], b[group]) > 1 and max(a[group], b[group]) >= _NO_REVISION * min(a[group], b[group])
        for group in sorted(a.keys() & b.keys())
    )


def _dead(draft: Draft) -> dict[str, int]:
    """The largest figure of the dead by group; parts of other figures aside."""
    found: dict[str, int] = {}
    for count in draft.counts:
        if count.kind == "killed" and count.subset_of is None:
            found[count.group] = max(found.get(count.group, 0), count.best or count.low or 0)
    return found


def _other_strikes(left: Draft, right: Draft) -> bool:
    """ "15 strikes" and "five strikes" are not the same strikes; tolls may differ, this may not."""
    a, b = (
        {count.best for count in draft.counts if count.kind in ("strikes", "munitions") and count.best is not None}
        for draft in (left, right)
    )
    return bool(a and b and not a & b)


def _different_victims(left: Draft, right: Draft) -> bool:
    """Two acts of one sentence on different people: "beheaded journalists and burned alive a pilot"."""
    a, b = ({mention.key for mention in draft.recipients} for draft in (left, right))
    return bool(a and b and not a & b) and left.happening.main.verb and right.happening.main.verb


def _claims_responsibility(draft: Draft) -> bool:
    return (
        "=responsibility" in draft.happening.main.pattern.object
        and draft.happening.main.pattern.companion == "responsibility"
    )


def _opposed(left: tuple[ActorMention, ...], right: tuple[ActorMention, ...]) -> bool:
    """Both name known parties and share none; a force and the state or alliance it is part of are one party here."""
    a, b = (_parties(mentions) for mentions in (left, right))
    return bool(a and b and not a & b)


def _parties(mentions: tuple[ActorMention, ...]) -> set[str]:
    named = {mention.id for mention in mentions if mention.id is not None}
    return named | {
        tie.to
        for mention in mentions
        if mention.id is not None
        for tie in mention.relations
        if tie.relation in ("part_of", "forces_of", "led_by", "branch_of")
    }


def _places_agree(left: PlaceMention, right: PlaceMention) -> bool:
    if left.place.id is not None and left.place.id == right.place.id:
        return True
    if _spelt(left.place.name) == _spelt(right.place.name):
        return True
    a, b = left.place, right.place
    if a.country and b.country and a.country != b.country:
        return False
    if "country" in (a.precision, b.precision):
        return True
    if (a.precision in _VAGUE_PRECISION) != (b.precision in _VAGUE_PRECISION):
        return a.admin1 is None or b.admin1 is None or a.admin1 == b.admin1
    return False


def _spelt(name: str) -> str:
    """A name without its article and in a loose spelling: "al-Zahraa" and "Zahraa" are one place of an article."""
    return loose_key(name) or name.lower()


def _days_agree(left: Draft, right: Draft) -> bool:
    a, b = _days(left), _days(right)
    return a is None or b is None or (a[0] <= b[1] and b[0] <= a[1])


def _days(draft: Draft) -> tuple[dt.date, dt.date] | None:
    if draft.date is None or draft.date.last is None:
        return None
    return draft.date.first or dt.date.min, draft.date.last


def _types_agree(scene: Scene, left: Draft, right: Draft) -> bool:
    """One type, or one of the two told by a word that fits many acts, or two names for one act."""
    if left.type == right.type or _kin(scene, left, right):
        return True
    return (is_generic(left) or is_generic(right)) and {left.type, right.type} <= _LETHAL | _GENERIC


def _kin(scene: Scene, left: Draft, right: Draft) -> bool:
    """Types that two tellers may give one act: an air strike and "a bomb hit a house", a withdrawal told twice."""
    pair = {left.type, right.type}
    if pair == {"deployment", "territory_ceded"}:
        return all(
            draft.type == "territory_ceded" or draft.happening.main.pattern.noun & scene.ontology.groups["leavings"]
            for draft in (left, right)
        )
    if pair == {"air_strike", "explosion"}:
        return any(draft.type == "explosion" and _is_bare_bomb(draft) for draft in (left, right))
    return pair == {"explosion", "suicide_bombing"}


def _is_bare_bomb(draft: Draft) -> bool:
    """ "a bomb hit", "a bomb exploded": the words do not say whether it was planted or dropped."""
    pattern = draft.happening.main.pattern
    return pattern.does or "explosive" in pattern.subject + pattern.object


def _counts_victims(scene: Scene, draft: Draft) -> bool:
    """ "Other victims included X": who else an act told before has hit."""
    return scene.parse.tokens[draft.happening.main.token].lemma in ("victim", "casualty", "fatality")


def _says_apart(scene: Scene, draft: Draft) -> bool:
    """ "another attack", "the previous bombing": told as one of its own, whatever else points back."""
    strong, weak = scene.ontology.groups["apart"], scene.ontology.groups["beside"]
    if _counts_victims(scene, draft):
        return False  # "other victims": other people, the same act
    if _is_next(scene, draft):
        return True
    marks = _marks(scene, draft)
    return bool(marks & strong) or (bool(marks & weak) and not _points_back(scene, draft))


def _is_next(scene: Scene, draft: Draft) -> bool:
    """ "Two hours later they burned a village", "that night gunmen attacked": counted from the act before, it is another."""
    date = draft.date
    if date is None or date.kind != "anaphoric" or not draft.happening.main.verb:
        return False
    words = scene.parse.text[date.start : date.end].lower().split()
    return "later" in words or "night" in words


def _marks(scene: Scene, draft: Draft) -> set[str]:
    """Adjectives, determiners and adverbs that hang from the triggers, as lemmas."""
    parse = scene.parse
    return {
        parse.tokens[child].lemma
        for trigger in draft.happening.triggers
        for child in tree.children(parse, trigger.token, "amod", "det", "advmod")
    }


def _points_back(scene: Scene, draft: Draft) -> bool:
    """A definite noun: "the attack", "the blasts", "last night's attack"."""
    words, parse = scene.ontology.groups["points_back"], scene.parse
    marks = [
        parse.tokens[child]
        for trigger in draft.happening.triggers
        if not trigger.verb
        for child in tree.children(parse, trigger.token, "det", "amod", "poss", "nummod")
    ]
    return any(
        mark.text.lower() in words or (mark.dep == "poss" and mark.entity.endswith(("DATE", "TIME"))) for mark in marks
    )


def _share(scene: Scene, told: list[Draft], draft: Draft, field: str) -> bool:
    before = {mention.key for earlier in told for mention in getattr(earlier, field)}
    return any(mention.key in before for mention in getattr(draft, field))


def _same_place(left: PlaceMention | None, right: PlaceMention | None) -> bool:
    return (
        left is not None
        and right is not None
        and left.place.precision != "country"
        and (left.place.id, left.place.name) == (right.place.id, right.place.name)
    )


def _same_day(left: Draft, right: Draft) -> bool:
    """The same day, or nights and days that meet."""
    a, b = _days(left), _days(right)
    if a is None or b is None or max((a[1] - a[0]).days, (b[1] - b[0]).days) > 1:
        return False
    return a[0] <= b[1] and b[0] <= a[1]


def _same_toll(left: Draft, right: Draft) -> bool:
    tolls = [
        {
            (count.kind, count.low, count.best, count.high)
            for count in draft.counts
            if count.best is not None and count.best > 1
        }
        for draft in (left, right)
    ]
    return bool(tolls[0] & tolls[1])
