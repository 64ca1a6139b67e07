"""One account for one happening told several times: drafts of one article that tell the same act are joined.

Two drafts tell the same act when their types can be one act's, nothing they state contradicts (place, day, who did it,
to whom, standing), and something ties them: a shared participant, place or day, or words that point back ("the attack").
Words such as "another", "a second", "separate" keep them apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from tidings.coding.draft import Draft
from tidings.coding.rivals import contradict, elsewhere, is_its_quarter, is_raid, none_and_some
from tidings.coding.scene import Scene
from tidings.coding.telling import GENERIC, LETHAL, Telling, is_generic, read_telling

_LEAD = 2
_ZERO_REACH = 3
_WORD = 4  # letters
_NEAR = 2
_FAR = 12  # sentences after which an act with no place or day in common is rather another


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


class _Account:
    """The tellings joined so far, with what they share at hand."""

    def __init__(self, first: Telling) -> None:
        self.told: list[Telling] = []
        self.doers, self.victims, self.people = set[str](), set[str](), set[str]()
        self.add(first)

    def add(self, telling: Telling) -> None:
        self.told.append(telling)
        self.doers |= telling.doers
        self.victims |= telling.victims
        self.people |= {mention.key for mention in telling.draft.recipients}
        self.apart = any(one.apart for one in self.told)

    @property
    def last(self) -> Draft:
        return self.told[-1].draft


def join_drafts(scene: Scene, drafts: tuple[Draft, ...]) -> tuple[Joined, ...]:
    """The accounts of an article, in the order of their first draft; each draft joins the likest earlier account."""
    accounts: list[_Account] = []
    for draft in drafts:
        telling = read_telling(scene, draft)
        if _is_zero_toll(telling):
            _add_to_last(scene, accounts, telling)
            continue
        if draft.reading.polarity == "denied" and _add_denial(scene, accounts, draft):
            continue
        likest = _likest(scene, accounts, telling)
        if likest is None:
            accounts.append(_Account(telling))
        else:
            likest.add(telling)
    standing = [account for account in accounts if not _is_denied_of_next(scene, accounts, account)]
    return tuple(Joined(drafts=tuple(one.draft for one in account.told)) for account in standing)


def _is_denied_of_next(scene: Scene, accounts: list[_Account], account: _Account) -> bool:
    """ "The ministry denied that any civilians were killed in Tuesday's bombing": what is denied of an act that is told behind it goes
    to that act.
    """
    told = [one.draft for one in account.told]
    if any(draft.reading.polarity != "denied" or not draft.cues for draft in told):
        return False
    end = told[-1].sentence
    behind = [
        one for one in accounts if one is not account and end - _LEAD <= one.told[0].draft.sentence <= end + _LEAD
    ]
    return bool(behind) and all(_add_denial(scene, behind, draft) for draft in told)


def _likest(scene: Scene, accounts: list[_Account], telling: Telling) -> _Account | None:
    """The account that a telling is tied to most, the earliest of several; None where it is an act of its own."""
    best, most = None, 0.0
    for account in accounts:
        tie = _tie(scene, account, telling)
        if tie and tie - _lean(account, telling) > most:
            best, most = account, tie - _lean(account, telling)
    return best


def _lean(account: _Account, telling: Telling) -> float:
    """What is taken off where another act is as near: the dead are rather those of an attack than of a fire."""
    return 0.75 if telling.harms and all(one.draft.type == "destruction" for one in account.told) else 0.0


def _add_denial(scene: Scene, accounts: list[_Account], draft: Draft) -> bool:
    """ "The group denied carrying out the bombing": the denier speaks on the bombing told before; it does not act in it."""
    if not draft.cues:
        return False
    affirmed = replace(draft, reading=replace(draft.reading, polarity="affirmed"), actors=(), recipients=())
    account = _likest(scene, accounts, read_telling(scene, affirmed))
    if account is None:
        return False
    first = account.told[0].draft
    counts = tuple(replace(count, polarity="denied") for count in draft.counts)
    denial = replace(affirmed, reading=first.reading, type=first.type, counts=counts, date=None, place=None)
    account.add(read_telling(scene, denial))
    return True


def _is_zero_toll(telling: Telling) -> bool:
    """ "No troops were injured": nothing that happened, but a figure of what did."""
    counts = telling.draft.counts
    return telling.effect and bool(counts) and all(count.high == 0 for count in counts)


def _add_to_last(scene: Scene, accounts: list[_Account], telling: Telling) -> None:
    """Give a zero toll to the act last told, when it is near; where there is none it tells nothing."""
    for account in sorted(accounts, key=lambda each: -each.last.sentence):
        last = account.last
        if telling.draft.sentence - last.sentence > _ZERO_REACH:
            return
        harmed = any(none_and_some(one, telling) for one in account.told)
        if last.reading.reality == "actual" and not (harmed or elsewhere(account.told[-1], telling)):
            own = replace(telling.draft, reading=last.reading, type=account.told[0].draft.type)
            account.add(read_telling(scene, own))
            return


def _tie(scene: Scene, account: _Account, telling: Telling) -> float:
    """How strongly a telling is tied to an account; 0 when they may not be one act."""
    told = account.told
    if telling.apart or account.apart or not any(_types_agree(scene, one, telling) for one in told):
        return 0.0
    if any(contradict(one, telling) for one in told):
        return 0.0
    if telling.spoken_of is not None and telling.spoken_of > account.last.sentence:
        return 0.0  # "Mortar bombs have become frequent. The bombs killed 15": those, not the car bomb told of before
    same_type = any(one.draft.type == telling.draft.type or _kin(scene, one, telling) for one in told)
    same_toll = any(one.figures & telling.figures for one in told)
    explains = _explains(account, telling)
    tie = sum(_signs(scene, account, telling, same_type=same_type)) + 1.5 * same_toll + 1.0 * explains
    return tie if tie >= (2.0 if same_type or same_toll or telling.effect or explains else 2.5) else 0.0


def _signs(scene: Scene, account: _Account, telling: Telling, *, same_type: bool) -> Iterator[float]:
    """What ties a telling to an account, each with its weight."""
    told, draft = account.told, telling.draft
    near = draft.sentence - account.last.sentence
    same_place = telling.own_place and any(_same_place(one, telling) for one in told)
    same_day = any(_same_day(one, telling) for one in told)
    placeless = draft.place is None or draft.inherited or any(is_its_quarter(one, telling) for one in told)
    yield 1.0 if same_type else 0.5
    if same_type and scene.ontology.types[draft.type].verbal and draft.type != "threat":
        yield 1.0
    yield 1.0 * any(_are_the_same(known, mention.key) for mention in draft.recipients for known in account.people)
    same_doers = not account.doers.isdisjoint(telling.doers)
    yield 0.5 * same_doers
    yield 1.0 * any(_sides_swapped(one, telling) for one in told)
    yield 1.0 * same_place + 1.0 * same_day
    yield (2.0 if telling.generic else 1.0) * telling.back
    yield 0.25 * (near <= 1 and telling.back)  # of two acts that "the strike" may be, the one told last
    yield 1.0 * (same_type and telling.goes_on)
    yield 0.5 * any(_both_count_dead(one, telling) for one in told)
    yield 0.5 * (near <= _NEAR)
    yield 1.0 * (near == 0 and telling.effect)
    yield 1.0 * (near <= _NEAR and telling.effect and telling.harms == {"injured"} and draft.date is None)
    yield 1.0 * draft.points_back
    yield 1.5 * (near <= _ZERO_REACH and telling.victim_noun)
    yield 0.5 * (same_type and told[0].draft.sentence <= _LEAD and told[0].coarse)
    yield 1.0 * (near <= 1 and telling.effect and placeless and telling.is_undated and not _of_others(account, telling))
    yield 1.5 * (near <= _NEAR and (telling.itself or telling.of_wounded))
    yield 1.5 * (near <= _NEAR and telling.one_victim and any(one.dead for one in told))
    yield 1.0 * (
        near <= _NEAR and telling.same_doers and placeless and draft.date is None and _shares_doers(account, telling)
    )
    yield 1.5 * (near <= 1 and _is_part(account, telling))
    yield 0.5 * (near <= _ZERO_REACH and any(one.nouns & telling.things for one in told))
    yield 1.5 * (near <= 1 and telling.detail)
    yield 1.5 * (near <= 1 and telling.too)
    yield 1.5 * (near <= _NEAR and telling.rival and any(one.dead for one in told))
    yield 1.0 * (same_type and len(told) == 1 and _is_bare_headline(told[0]))
    yield 1.0 * (near <= 1 and any(is_raid(telling, one) for one in told))
    of_its_own = draft.date is not None and telling.harms  # "The bombs killed 15 on 28 March", after those of February
    yield 1.0 * (near <= _ZERO_REACH and telling.by_known and not of_its_own and not _of_others(account, telling))
    yield 0.5 * (near <= 1 and same_type and draft.type in LETHAL and _has_nothing_of_its_own(account, telling))
    recalled = telling.before_that and same_doers and _has_nothing_of_its_own(account, telling)
    yield 1.0 * (same_type and near <= _FAR and recalled)
    if near > _FAR and not (same_place or same_day):
        yield -0.5


def _has_nothing_of_its_own(account: _Account, telling: Telling) -> bool:
    """ "Rockets hit a market, killing 40. Three rockets fell among the pens": no place, day, toll, or party not told of before (RECORD §3)."""
    own = telling.own_place or telling.draft.date is not None or telling.harms
    parties = telling.acting <= account.doers and telling.hit <= account.victims
    return not own and (parties or telling.before_that and not account.doers)


def _are_the_same(known: str, key: str) -> bool:
    """The same people: "the girls" after "276 schoolgirls"."""
    return known == key or (len(key) >= _WORD and known.endswith(key) and " " not in known)


def _is_bare_headline(told: Telling) -> bool:
    """ "Velmar kidnapping: what we know": a headline that names the act and the country at most; the text tells it."""
    draft = told.draft
    return (
        draft.sentence == 0
        and told.coarse
        and draft.date is None
        and not (draft.counts or draft.actors or draft.recipients)
    )


def _explains(account: _Account, telling: Telling) -> bool:
    """ "Ten people were killed on Sunday. Soldiers shot at mourners": after a bare toll, the act with no day, place or toll of its own."""
    draft, bare = telling.draft, account.told
    return (
        not telling.effect
        and draft.sentence - account.last.sentence == 1
        and all(one.effect and not one.draft.actors for one in bare)
        and not (telling.own_place or draft.date is not None or draft.counts)
        and draft.type in LETHAL
    )


def _is_part(account: _Account, telling: Telling) -> bool:
    """ "Fighters stormed a hotel. A car bomb was set off first", "houses were set on fire": a part of a complex attack with nothing of its
    own (RECORD §3).
    """
    draft = telling.draft
    own = telling.own_place or telling.back or draft.date is not None
    told = {one.draft.type for one in account.told}
    if own or draft.recipients or draft.actors or any(count.best is not None for count in draft.counts):
        return False
    if draft.type == "destruction":
        return bool(told & {"armed_clash", "attack_on_civilians", "abduction"})
    return draft.type in ("explosion", "suicide_bombing") and bool(told & {"armed_clash", "attack_on_civilians"})


def _sides_swapped(left: Telling, right: Telling) -> bool:
    """A clash told from the other side: "the army said it had lost four soldiers", after rebels clashed with the army."""
    both = left.draft.type == right.draft.type == "armed_clash"
    return both and not (left.acting.isdisjoint(right.hit) and left.hit.isdisjoint(right.acting))


def _shares_doers(account: _Account, telling: Telling) -> bool:
    """Whether "they" are those who acted before, as far as both are told."""
    return not account.doers or not telling.doers or not account.doers.isdisjoint(telling.doers) or not telling.acting


def _both_count_dead(left: Telling, right: Telling) -> bool:
    """Two tolls, one of them with no place of its own: rival figures of one act rather than two acts."""
    return bool(left.harms & right.harms) and any(
        one.draft.place is None or one.draft.inherited or one.draft.place.place.precision == "country"
        for one in (left, right)
    )


def _of_others(account: _Account, telling: Telling) -> bool:
    """The toll is of people, or by somebody, that the act was not told of."""
    if telling.draft.actors:
        return not (telling.same_doers and _shares_doers(account, telling))
    return bool(account.victims and telling.victims) and account.victims.isdisjoint(telling.victims)


def _types_agree(scene: Scene, left: Telling, right: Telling) -> bool:
    """One type, or one of the two told by a word that fits many acts, or two names for one act."""
    if left.draft.type == right.draft.type or _kin(scene, left, right) or _is_set_alight(left, right):
        return True
    if is_raid(left, right) or is_raid(right, left):
        return True
    return (left.generic or right.generic) and {left.draft.type, right.draft.type} <= LETHAL | GENERIC


def _is_set_alight(left: Telling, right: Telling) -> bool:
    """What burned while people were taken away: :func:`_is_part` says whether it was in that raid."""
    return left.draft.type == "abduction" and right.draft.type == "destruction"


def _kin(scene: Scene, left: Telling, right: Telling) -> bool:
    """Types that two tellers may give one act: an air strike and "a bomb hit a house", a withdrawal told twice."""
    pair = {left.draft.type, right.draft.type}
    if pair == {"deployment", "territory_ceded"}:
        leavings = scene.ontology.groups["leavings"]
        return all(
            one.draft.type == "territory_ceded" or one.draft.happening.main.pattern.noun & leavings
            for one in (left, right)
        )
    if pair == {"air_strike", "shelling"}:
        return right.by_known and right.draft.type == "shelling"  # "a drone strike … the missile hit a courtyard"
    if pair == {"air_strike", "explosion"}:
        return any(one.draft.type == "explosion" and _is_bare_bomb(one.draft) for one in (left, right))
    if pair == {"abduction", "detention"}:
        return right.same_doers  # "they locked the guards in"
    return pair == {"explosion", "suicide_bombing"}


def _is_bare_bomb(draft: Draft) -> bool:
    """ "a bomb hit", "a bomb exploded": the words do not say whether it was planted or dropped."""
    pattern = draft.happening.main.pattern
    noun = "blast" in pattern.noun and not pattern.mod  # "the bombing", "the blast"
    return noun or pattern.does or "explosive" in pattern.subject + pattern.object


def _same_place(left: Telling, right: Telling) -> bool:
    a, b = left.draft.place, right.draft.place
    return (
        left.own_place
        and a is not None
        and b is not None
        and a.place.precision != "country"
        and (a.place.id, a.place.name) == (b.place.id, b.place.name)
    )


def _same_day(left: Telling, right: Telling) -> bool:
    """The same day, or nights and days that meet."""
    a, b = left.days, right.days
    if a is None or b is None or max((a[1] - a[0]).days, (b[1] - b[0]).days) > 1:
        return False
    return a[0] <= b[1] and b[0] <= a[1]
