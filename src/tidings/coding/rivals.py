"""What two tellings cannot both say of one act: other days, places, parties, victims, numbers; another standing."""

from __future__ import annotations

from tidings.coding.telling import Telling
from tidings.model.values import Place
from tidings.reference.distance import distance_km

_LEVELS = {"region": 2, "admin1": 1, "unresolved": -1}  # the finer places are of one level
_NO_REVISION = 4
_QUARTER_KM = 10.0
_QUARTERS = frozenset({"quarter", "district", "neighbourhood", "neighborhood", "suburb", "area"})
_ONE_ACT_DAYS = 7
_DONE_IN_RAIDS = frozenset({"abduction", "sexual_violence"})
_HARMS = frozenset({"killed", "injured"})
_UNHELD = frozenset(
    {"school", "college", "dormitory", "hostel", "orphanage", "church", "mosque", "hospital", "wedding"}
)


def contradict(left: Telling, right: Telling) -> bool:
    """Whether two tellings, the later one right, cannot be of one act."""
    a, b = left.draft, right.draft
    if (a.reading.reality, a.reading.polarity) != (b.reading.reality, b.reading.polarity):
        return True
    if a.reading.background != b.reading.background and not _dates_it(left, right):
        return True
    raid = is_raid(left, right) or is_raid(right, left)
    if a.sentence == b.sentence and not raid and (_different_victims(left, right) or left.aside != right.aside):
        return True
    if left.claims != right.claims and "declaration" in (a.type, b.type):
        return True
    if left.own_place and right.own_place and elsewhere(left, right) and not is_its_quarter(left, right):
        return True
    if not days_agree(left, right) or left.summed != right.summed and _is_short(left if right.summed else right):
        return True
    if (not (right.of_wounded or right.too or right.rival) and _tolls_apart(left, right)) or (
        left.strikes and right.strikes and left.strikes.isdisjoint(right.strikes)
    ):
        return True
    if none_and_some(left, right):
        return True
    return _opposed(left, right) or _turned(left, right) or _others_came_free(left, right)


def none_and_some(left: Telling, right: Telling) -> bool:
    """ "The blasts killed 20. … No one was hurt": in the report's own voice nobody, and somebody; who says "nobody" may be a rival."""
    return _denies_harm(left, right) or _denies_harm(right, left)


def _denies_harm(none: Telling, some: Telling) -> bool:
    if none.draft.voices:
        return False
    harmed = {
        (kind, group)
        for count in some.draft.counts
        if count.polarity == "affirmed" and (count.best or count.low or 0) > 0
        for kind in (count.kind, "casualties" if count.kind in _HARMS else None)
        for group in (count.group, "unknown")
    }
    return any(count.high == 0 and (count.kind, count.group) in harmed for count in none.draft.counts)


def is_raid(left: Telling, right: Telling) -> bool:
    """ "234 girls were kidnapped … Monday's attack", "overran a school and abducted": an attack in which nobody is said to have died, and
    what was done in it.
    """
    apart = left.own_place and left.draft.sentence != right.draft.sentence  # told as an act with a place of its own
    if right.draft.type not in _DONE_IN_RAIDS or left.harms or apart:
        return False
    entered = left.draft.type == "territory_taken" and not left.nouns.isdisjoint(_UNHELD)
    return left.draft.type == "attack_on_civilians" or entered


def _others_came_free(left: Telling, right: Telling) -> bool:
    """ "Four commanders were freed in exchange for the 21 girls. Dozens of girls had escaped": other people, or another way out."""
    if not left.out or not right.out or left.out & right.out:
        return False
    one, other = ({group for group, _, _ in each.out if group != "unknown"} for each in (left, right))
    return left.escaped != right.escaped or bool(one and other and not one & other)


def _dates_it(left: Telling, right: Telling) -> bool:
    """ "Another raid in the village. … the attack, which took place on May 24": an act told without a day is as old as its day says.

    So is that of "Nurse abducted by rebels freed. … a nurse who was abducted last month".
    """
    same = left.draft.type == right.draft.type and not left.victims.isdisjoint(right.victims)
    return (
        right.draft.reading.background
        and (right.back and (left.draft.sentence == 0 or not right.told_whole) or same)
        and left.days is None
        and right.days is not None
        and not (left.own_place and right.own_place and (left.draft.sentence > 0 or elsewhere(left, right)))
    )


def _is_short(telling: Telling) -> bool:
    """Told of a day or a few, or of no day: one act, no sum of many."""
    return telling.days is None or (telling.days[1] - telling.days[0]).days <= _ONE_ACT_DAYS


def elsewhere(left: Telling, right: Telling) -> bool:
    """Whether two tellings name places that cannot be one; a loose spelling ("al-Zahraa", "Zahraa") is one place of an article."""
    one, other = left.draft.place, right.draft.place
    if one is None or other is None or left.place_key == right.place_key:
        return False
    if one.relation == other.relation == "near" and "unresolved" in (one.place.precision, other.place.precision):
        return True  # a list: "Near Palmyra, two strikes …", "Near Qalat Umzar, five strikes …"
    return not _can_be_one(one.place, other.place)


def _can_be_one(a: Place, b: Place) -> bool:
    if a.id is not None and a.id == b.id:
        return True
    if a.country and b.country and a.country != b.country:
        return False
    if "country" in (a.precision, b.precision):
        return True
    if _LEVELS.get(a.precision, 0) != _LEVELS.get(b.precision, 0):
        return a.admin1 is None or b.admin1 is None or a.admin1 == b.admin1
    return False


def is_its_quarter(left: Telling, right: Telling) -> bool:
    """ "The blasts in the Zahra district", after blasts in Homs; "six were killed in the city's X quarter": a place that is part of the other."""
    if left.draft.place is None or right.draft.place is None or not (right.back or right.effect and _is_part(right)):
        return False
    a, b = left.draft.place.place, right.draft.place.place
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None or "country" in (a.precision, b.precision):
        return False
    return distance_km(a.lat, a.lon, b.lat, b.lon) <= _QUARTER_KM


def _is_part(telling: Telling) -> bool:
    """ "The X quarter": a place called part of a town."""
    place = telling.draft.place
    return place is not None and place.place.name.split()[-1].lower() in _QUARTERS


def days_agree(left: Telling, right: Telling) -> bool:
    """Whether the days of two tellings meet, or one has none."""
    a, b = left.days, right.days
    return a is None or b is None or (a[0] <= b[1] and b[0] <= a[1])


def _tolls_apart(left: Telling, right: Telling) -> bool:
    """Exact tolls of the same sort of people that no revision explains: "killed 34" and "killed three"."""
    if not left.dead or not right.dead:
        return False
    a, b = dict(left.dead), dict(right.dead)
    return any(
        min(a[group], b[group]) > 1 and max(a[group], b[group]) >= _NO_REVISION * min(a[group], b[group])
        for group in sorted(a.keys() & b.keys())
    )


def _different_victims(left: Telling, right: Telling) -> bool:
    """Two acts of one sentence on different people: "beheaded journalists and burned alive a pilot"."""
    a, b = ({mention.key for mention in each.draft.recipients} for each in (left, right))
    return bool(a and b and not a & b) and left.draft.happening.main.verb and right.draft.happening.main.verb


def _opposed(left: Telling, right: Telling) -> bool:
    """Both name known parties and share none; in a clash either side may be told of as acting."""
    if left.draft.type == right.draft.type == "armed_clash":
        return _share_none(left.acting | left.hit, right.acting | right.hit)
    same_sort = left.draft.type == right.draft.type or not (left.draft.cues or right.draft.cues)
    return _share_none(left.acting, right.acting) and same_sort or _share_none(left.hit, right.hit)


def _turned(left: Telling, right: Telling) -> bool:
    """ "Gunmen killed 20 villagers. … the army killed 11 of the attackers": who acted is hit, and it is no clash of both."""
    if left.draft.type == right.draft.type == "armed_clash":
        return False
    one, other = left.doers - left.victims, right.victims - right.doers
    return bool(right.acting) and not one.isdisjoint(other) and right.acting.isdisjoint(left.acting)


def _share_none(left: frozenset[str], right: frozenset[str]) -> bool:
    return bool(left and right) and left.isdisjoint(right)
