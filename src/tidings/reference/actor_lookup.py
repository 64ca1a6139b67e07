"""Who a name means, asked by itself: ranked answers with reasons, on a day, in a country; and UCDP's names both ways.

Names of the table come first. A name that it lacks is taken apart: "the junta", "Kyiv's forces", "Nigerian Air Force" are a state's
forces, "ISIS cells" and "TTP fighters" their group, "villagers" civilians; of "PKK/YPG" each half is looked up.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from tidings.reference.actor_rows import ActorRow, Alias, StateRow
from tidings.reference.actors import ActorTable, fold, singular_of

_TRUST = {"plain": 0.9, "listed": 0.8, "weak": 0.75, "loose": 0.5}
_SPLIT = re.compile(r"[/(),]| and ")
_LONGEST = (
    300  # letters; the longest name of the table has 113, and longer texts are no name but would be searched for parts
)
_LEADS = ("the ", "a ", "an ", "local ", "suspected ", "armed ", "several ", "some ")
# Words that leave "forces" a state's own: none of them says whose else they are.
_GENERIC = frozenset(
    "pro government pro-government regime junta national federal joint special security armed state loyalist republican ruling ousted interim transitional internationally recognized"
    " recognised legitimate coalition ground air naval border defence defense coast elite and of the force forces".split()
)
_PEOPLE = frozenset("public community women children idps idp prisoners detainees".split())
CIVILIANS = ActorRow(
    id="civilians", name="civilians", names=(Alias("civilians"),), kind="civilians", ucdp=(Alias("Civilians"),)
)


class Answer(Struct, frozen=True, kw_only=True):
    """One answer to "who is this?": an actor, a score in [0, 1] and the reasons for it."""

    row: ActorRow
    score: float
    reasons: tuple[str, ...]


def find_actor(
    table: ActorTable, name: str, on: dt.date | None = None, country: str | None = None
) -> tuple[Answer, ...]:
    """Ranked answers to "who is this?": the names of the table, UCDP's names, words for a state's forces, parts of the words asked for.

    ``on`` prefers who bore the name that day; ``country`` (ISO 3166-1 alpha-2) who is at home there, and says whose "the army" is.
    """
    name = " ".join(name.split())
    if len(name) > _LONGEST:
        return ()
    asked = fold(name)
    bare, stated = _with_bracket(asked)
    known = table.meanings_of(asked) or asked in table.by_ucdp_name
    if bare and not known and (state := table.state_called(stated)):
        return find_actor(table, bare, on, state.iso)  # "al-Shabaab (Mozambique)"
    found: dict[str, Answer] = {}
    for answer in (
        *_exact(table, asked, on, country), *_ucdp(table, asked, on, country), *_of_state(table, asked, on, country), *_with_noun(table, asked, on, country),
    ):  # fmt: skip
        if answer.row.id not in found or found[answer.row.id].score < answer.score:
            found[answer.row.id] = answer
    if not found:
        parts = [part.strip() for part in _SPLIT.split(name)]
        for part in dict.fromkeys(part for part in parts if part and fold(part) != asked):
            for answer in find_actor(table, part, on, country)[:1]:
                reason = f"{part!r} is a part of {name!r}"
                found.setdefault(
                    answer.row.id, replace(answer, score=0.8 * answer.score, reasons=(reason, *answer.reasons))
                )
    return tuple(
        sorted((*found.values(), *_containing(table, asked, set(found))), key=lambda one: (-one.score, one.row.id))
    )


def _exact(table: ActorTable, asked: str, on: dt.date | None, country: str | None) -> Iterator[Answer]:
    """Rows that bear the name itself, singular or plural, with or without "the"."""
    for form in _forms(asked):
        for meaning in table.meanings_of(form):
            if meaning.actor:
                yield _answer(table, meaning.actor, meaning.alias, on, country)
            elif meaning.state and meaning.sort in ("state", "seat", "people"):
                score = 0.5 if meaning.sort == "people" else 0.8
                yield _state_answer(
                    table, meaning.state, on, f"{meaning.alias.name!r} names the state or its people", score
                )


def _forms(asked: str) -> tuple[str, ...]:
    bare = asked
    for lead in _LEADS:
        bare = bare.removeprefix(lead)
    forms = (
        asked,
        bare,
        bare[:-1] if bare.endswith("s") else f"{bare}s",
        bare.removesuffix(" group"),
        _with_bracket(bare)[0],
    )
    return tuple(dict.fromkeys(form for form in forms if len(form) > 1))


def _with_bracket(words: str) -> tuple[str, str]:
    """Words without the bracket they end in, and what stands in it: "al-shabaab (mozambique)" gives "al-shabaab" and "mozambique"."""
    if not words.endswith(")"):
        return words, ""
    before, _, inside = words[:-1].rpartition("(")
    return before.rstrip(), inside.strip()


def _answer(table: ActorTable, row: ActorRow, alias: Alias, on: dt.date | None, country: str | None) -> Answer:
    reasons = [f"{alias.name!r} is {'its name' if alias.name == row.name else f'a name of {row.name}'}"]
    score = _TRUST[alias.use]
    if alias.use == "weak":
        reasons.append("a short name that others share: read it with the country")
    if alias.use == "loose":
        reasons.append("words that mean this actor only where the text names it")
    if not row.alive_on(on):
        score -= 0.3 if on else 0.1
        reasons.append(f"it existed {row.start or 'from an unknown day'} to {row.end or 'now'}")
    elif on and not alias.in_use_on(on):
        score -= 0.2
        reasons.append(f"the name was in use {alias.start or 'from an unknown day'} to {alias.end or 'now'}")
    elif on:
        reasons.append(f"it existed on {on}")
    shift, said = _at_home(row, country)
    return Answer(row=row, score=round(min(1.0, max(score + shift, 0.05)), 3), reasons=(*reasons, *said))


def _at_home(row: ActorRow, country: str | None) -> tuple[float, tuple[str, ...]]:
    places = {row.country, *row.areas} - {None}
    if country is None or not places:
        return 0.0, ()
    if country in places:
        return 0.1, (f"at home in {country}, as asked",)
    return -0.4, (f"at home in {'|'.join(sorted(filter(None, places)))}, not {country}",)


def _ucdp(table: ActorTable, asked: str, on: dt.date | None, country: str | None) -> Iterator[Answer]:
    for row, alias in table.by_ucdp_name.get(asked, ()):
        shift, said = _at_home(row, country)
        fits = on is None or alias.in_use_on(on)
        primary = fold(row.name) == asked or len(table.by_ucdp_name[asked]) == 1
        score = 0.85 + 0.05 * primary - (0.0 if fits else 0.3) - (0.0 if row.alive_on(on) else 0.1) + min(shift, 0.0)
        yield Answer(
            row=row, score=round(max(score, 0.05), 3), reasons=(f"{alias.name!r} is what UCDP calls it", *said)
        )


def _of_state(table: ActorTable, asked: str, on: dt.date | None, country: str | None) -> Iterator[Answer]:
    """ "Government of X", "Nigerian Air Force", "Kyiv's forces", and with a country "the army"."""
    bare = asked.removeprefix("the ")
    if bare.startswith("government of ") and (
        state := table.state_called(bare.removeprefix("government of ").removeprefix("the "))
    ):
        yield _state_answer(table, state, on, f"the government of {state.name}")
        return
    owner, rest = _owner_of(table, bare)
    state = owner or (table.state_by_iso.get(country) if country else None)
    if state is not None and _is_force(table, rest):
        said = f"{asked!r} are forces of {state.name}"
        yield _state_answer(
            table, state, on, said if owner else f"{said}, the country asked for", 0.8 if owner else 0.7
        )


def _owner_of(table: ActorTable, words: str) -> tuple[StateRow | None, str]:
    """The state that words begin with, by name, adjective or seat, and the words after it."""
    tokens = words.split()
    for length in range(min(4, len(tokens) - 1), 0, -1):
        start = re.sub(r"'s?$", "", " ".join(tokens[:length]))
        for meaning in table.meanings_of(start):
            if meaning.state is not None:
                return meaning.state, " ".join(tokens[length:])
    return None, words


def _is_force(table: ActorTable, words: str) -> bool:
    """Whether words end in a noun for a state's forces or government, and hold nothing that says they are somebody else's."""
    tokens = words.split()
    if not tokens:
        return False
    nouns = table.nouns
    own = (
        nouns.government
        | nouns.army
        | nouns.troops
        | nouns.machines
        | {"state", "security force", "armed force", "defence force", "defense force"}
    )
    tails = {" ".join((*tokens[-length:-1], singular_of(tokens[-1]))) for length in range(1, min(3, len(tokens)) + 1)}
    generic = own | nouns.state_modifiers | _GENERIC
    plain = all(token in generic or singular_of(token) in generic for token in tokens)
    return bool(tails & own) and plain


def _with_noun(table: ActorTable, asked: str, on: dt.date | None, country: str | None) -> Iterator[Answer]:
    """ "ISIS cells", "Boko Haram terrorists": the group before the noun; "villagers": civilians."""
    nouns = table.nouns
    bare = re.sub(r"^(the|local|suspected|armed|unarmed) ", "", asked)
    tokens = bare.split()
    if not tokens:
        return
    last = singular_of(tokens[-1])
    followers = set(nouns.fighters) | nouns.members | nouns.organisations | nouns.troops | nouns.attackers
    if len(tokens) > 1 and last in followers:
        for meaning in table.meanings_of(" ".join(tokens[:-1])):
            if meaning.actor:
                answer = _answer(table, meaning.actor, meaning.alias, on, country)
                yield replace(answer, score=round(answer.score - 0.05, 3))
    pair = " ".join((*tokens[-2:-1], last))
    person = nouns.people.get(pair) or nouns.people.get(last)
    if (person and person[0] in ("civilians", "protesters", "unknown")) or bare in _PEOPLE:
        yield Answer(row=CIVILIANS, score=0.6, reasons=(f"{tokens[-1]!r} is a word for people who do not fight",))


def _state_answer(table: ActorTable, state: StateRow, on: dt.date | None, said: str, score: float = 0.8) -> Answer:
    row = table.forces_on(state, on)
    return Answer(row=row, score=score, reasons=(said, f"its forces then: {row.name}"))


def _containing(table: ActorTable, asked: str, known: set[str]) -> Iterable[Answer]:
    """Rows whose name holds the words asked for."""
    if len(asked) < 4:
        return ()
    return (
        Answer(row=row, score=0.3, reasons=(f"its name {row.name!r} contains the words asked for",))
        for row, name in table.folded_names
        if row.id not in known and f" {asked} " in name
    )


def ucdp_names(table: ActorTable, row: ActorRow, on: dt.date | None) -> tuple[str, ...]:
    """What UCDP calls an actor on a day, the usual name first; a state's forces, and services that are part of them, are its government."""
    seen: set[str] = set()
    above: ActorRow | None = row
    while above is not None and above.id not in seen:  # a user's rows may be part of each other
        seen.add(above.id)
        if own := above.ucdp_on(on):
            return own
        if (state := table.state_of_forces(above)) is not None:
            return (f"Government of {state.ucdp or state.name}",)
        above = _part_of(table, above, on, seen)
    return ()


def _part_of(table: ActorTable, row: ActorRow, on: dt.date | None, seen: set[str]) -> ActorRow | None:
    """What an actor is part of on a day: another actor, or a state; none that has been ``seen``."""
    for tie in row.relations_on(on) or row.relations:
        if (
            tie.relation == "part_of"
            and tie.to not in seen
            and (above := table.by_id.get(tie.to) or table.state_rows.get(tie.to))
        ):
            return above
    return None
