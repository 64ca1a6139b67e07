"""The actor table: who is meant by a name on a day, and a fast matcher of all names over a text.

Rows are YAML under ``data/actors``, states in ``data/countries.yaml``, nouns in ``data/actor_nouns.yaml``. A compiled
copy (``data/actors.json``, by ``python -m tidings.reference.actors``) is used while it carries the digest of these files.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from msgspec import Struct

from tidings.errors import DataError
from tidings.model.values import ActorKind
from tidings.reference.actor_rows import ActorRow, Alias, StateRow, check_ties, read_actors, read_yaml, state_row

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

DATA = Path(__file__).parent / "data"
_COMPILED = DATA / "actors.json"
_DOTTED = {"US": "U.S.", "UN": "U.N.", "UK": "U.K.", "UAE": "U.A.E."}


class ActorNouns(Struct, frozen=True, kw_only=True):
    """Common nouns for those who act and are acted on; the classes are described in ``data/actor_nouns.yaml``."""

    government: frozenset[str]
    army: frozenset[str]
    troops: frozenset[str]
    machines: frozenset[str]
    acts: frozenset[str]
    assets: frozenset[str]
    losses: frozenset[str]
    fighters: dict[str, ActorKind]
    members: frozenset[str]
    organisations: frozenset[str]
    attackers: frozenset[str]
    people: dict[str, tuple[ActorKind, str]]
    peoples: frozenset[str]
    state_modifiers: frozenset[str]
    rebel_modifiers: frozenset[str]
    unnamed_modifiers: frozenset[str]
    support_words: dict[str, str | None]
    group_words: dict[str, ActorKind]
    holds: frozenset[str]
    titles: frozenset[str]
    agent_verbs: frozenset[str]
    command_roles: frozenset[str]
    place_prepositions: frozenset[str]
    common_word_abbreviations: frozenset[str]


class Meaning(Struct, frozen=True):
    """What a matched name may stand for: an actor under an alias, or a state by name, adjective, people or seat."""

    sort: Literal["actor", "state", "adjective", "people", "seat"]
    alias: Alias
    actor: ActorRow | None = None
    state: StateRow | None = None


class NameMatch(Struct, frozen=True):
    """A name of the table at ``[start, end)`` of a text, with all it may stand for."""

    start: int
    end: int
    meanings: tuple[Meaning, ...]


class _Compiled(Struct, frozen=True):
    sources: str
    rows: tuple[ActorRow, ...]
    states: tuple[StateRow, ...]


class ActorTable(Struct, frozen=True, dict=True):
    """All actors and states we know, with the nouns that stand for unnamed ones. Later rows win over earlier ones of the same id."""

    rows: tuple[ActorRow, ...]
    states: tuple[StateRow, ...]
    nouns: ActorNouns
    digest: str

    @classmethod
    def load(cls, extra: Path | None = None) -> ActorTable:
        """The shipped table; with ``extra``, a user's file in the same format whose rows and names win.

        Raises DataError naming file, row and field where the user's file is malformed.
        """
        shipped = _shipped_table()
        if extra is None:
            return shipped
        own = read_actors(extra)
        rows = _with_own(shipped.rows, own)
        check_ties(own, (), _ids(rows, shipped.states), extra.name)
        sources = hashlib.sha256(shipped.digest.encode() + extra.read_bytes()).hexdigest()
        return cls(rows, shipped.states, shipped.nouns, sources)

    @cached_property
    def by_id(self) -> dict[str, ActorRow]:
        """Rows by id, the forces of states included."""
        return {row.id: row for row in self.everyone}

    @cached_property
    def everyone(self) -> tuple[ActorRow, ...]:
        """All rows and the forces of all states."""
        return (*(state.forces for state in self.states if state.forces), *self.rows)

    @cached_property
    def folded_names(self) -> tuple[tuple[ActorRow, str], ...]:
        """Each row with its own name, folded (:func:`fold`), a space at either end."""
        return tuple((row, f" {fold(row.name)} ") for row in self.everyone)

    @cached_property
    def state_by_id(self) -> dict[str, StateRow]:
        """States by id."""
        return {state.id: state for state in self.states}

    @cached_property
    def state_by_iso(self) -> dict[str, StateRow]:
        """States by ISO 3166-1 alpha-2 code."""
        return {state.iso: state for state in self.states}

    @cached_property
    def _meanings(self) -> dict[str, tuple[Meaning, ...]]:
        found: dict[str, list[Meaning]] = {}
        for meaning in self._all_meanings():
            for spelling in _spellings(meaning.alias.name):
                _add(found.setdefault(fold(spelling), []), meaning)
        return {name: tuple(meanings) for name, meanings in found.items()}

    def _all_meanings(self) -> Iterator[Meaning]:
        for row in self.everyone:
            yield from (Meaning("actor", alias, actor=row) for alias in row.names)
        for state in self.states:
            yield from (Meaning("state", Alias(name), state=state) for name in state.names)
            yield from (Meaning("adjective", Alias(name), state=state) for name in state.adjectives)
            yield from (Meaning("people", Alias(name), state=state) for name in state.people)
            yield from (Meaning("seat", Alias(name), state=state) for name in state.seats)

    @cached_property
    def _automaton(self) -> tuple[AhoCorasick, tuple[str, ...]]:
        from ahocorasick_rs import AhoCorasick

        names = tuple(
            name for name, meanings in self._meanings.items() if any(m.alias.use != "listed" for m in meanings)
        )
        return AhoCorasick(list(names)), names

    def matches(self, text: str) -> tuple[NameMatch, ...]:
        """Every name of the table that stands in a text as whole words with fitting case, overlapping ones too.

        In a text without a single capital, case says nothing and only names of three letters and more count.
        """
        strict = text != text.lower()
        automaton, names = self._automaton
        folded = fold(text)
        found = []
        for index, start, end in automaton.find_matches_as_indexes(folded, overlapping=True):
            if _whole_words(folded, start, end) and (strict or end - start > 2):
                printed = text[start:end]
                meanings = tuple(
                    m
                    for m in self._meanings[names[index]]
                    if m.alias.use != "listed" and fits_case(m.alias.name, printed, strict=strict)
                )
                if meanings:
                    found.append(NameMatch(start, end, meanings))
        return tuple(sorted(found, key=lambda match: (match.start, -match.end)))

    def meanings_of(self, name: str) -> tuple[Meaning, ...]:
        """All that a folded name (:func:`fold`) may stand for."""
        return self._meanings.get(name, ())

    @cached_property
    def by_ucdp_name(self) -> dict[str, tuple[tuple[ActorRow, Alias], ...]]:
        """Rows by UCDP's folded names for them, in the order of the table."""
        found: dict[str, tuple[tuple[ActorRow, Alias], ...]] = {}
        for row in self.everyone:
            for alias in row.ucdp:
                found[fold(alias.name)] = (*found.get(fold(alias.name), ()), (row, alias))
        return found

    def state_called(self, name: str) -> StateRow | None:
        """The state with this name, or with this name at UCDP."""
        return next((m.state for m in self.meanings_of(name) if m.state and m.sort == "state"), None) or next(
            (state for state in self.states if state.ucdp and fold(state.ucdp) == name), None
        )

    def forces_on(self, state: StateRow, on: dt.date | None) -> ActorRow:
        """Who a state's forces are on a day: who holds power by then, its forces, else the state itself as a row."""
        for tenure in state.in_power:
            if on is not None and tenure.holds_on(on) and tenure.to in self.by_id:
                return self.by_id[tenure.to]
        if state.forces is not None and (on is None or state.forces.alive_on(on)):
            return state.forces
        return self.state_rows[state.id]

    @cached_property
    def state_rows(self) -> dict[str, ActorRow]:
        """Each state as an actor of its own, for those whose forces have no row."""
        return {
            state.id: ActorRow(
                id=state.id,
                name=state.name,
                names=tuple(map(Alias, state.names)),
                kind="state_forces",
                country=state.iso,
            )
            for state in self.states
        }

    def state_of_forces(self, row: ActorRow) -> StateRow | None:
        """The state whose forces, or which itself, a row is."""
        return self.state_by_id.get(row.id) or next(
            (state for state in self.states if state.forces and state.forces.id == row.id), None
        )


def _add(known: list[Meaning], meaning: Meaning) -> None:
    """File a meaning; of two spellings of one name the better trusted stays, and of those the one that fits more ways of printing it."""
    for number, other in enumerate(known):
        if (other.sort, other.actor, other.state) == (meaning.sort, meaning.actor, meaning.state):
            if _rank(meaning.alias) < _rank(other.alias):
                known[number] = meaning
            return
    known.append(meaning)


def _rank(alias: Alias) -> tuple[int, bool, bool]:
    return (
        ("plain", "weak", "loose", "listed").index(alias.use),
        alias.name != alias.name.lower(),
        is_abbreviation(alias.name),
    )


def singular_of(word: str) -> str:
    """The singular of an English noun in lower case, as the noun lists have it: "gunmen" -> "gunman", "militias" -> "militia"."""
    if (singular := _odd_plurals().get(word)) is not None:
        return singular
    for ending, made in (("men", "man"), ("children", "child")):
        if word.endswith(ending):
            return word.removesuffix(ending) + made
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us")) else word


@cache
def _odd_plurals() -> dict[str, str]:
    """Words that do not follow the rules, with their singular: ``data/odd_plurals.tsv``."""
    lines = (DATA / "odd_plurals.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if not line.startswith("#"))


def fold(text: str) -> str:
    """Text for comparing names, as long as the original: lower case, no accents, hyphens and dashes as spaces.

    >>> fold("Al-Shabaab’s Séléka")
    "al shabaab's seleka"
    """
    return text.translate({ord(char): _fold_char(char) for char in set(text)})


def _fold_char(char: str) -> str:
    if char in "-‐‑‒–—/":
        return " "
    if char in "’‘`ʼʿʾ´":
        return "'"
    if char in "\u00a0\u202f\n\t":
        return " "
    lowered = char.lower()
    plain = unicodedata.normalize("NFD", lowered)[:1]
    return plain if len(plain) == 1 and ord(char) < 0x250 else (lowered if len(lowered) == 1 else char)


def fits_case(alias: str, printed: str, *, strict: bool = True) -> bool:
    """Whether printed words can be this name: abbreviations letter by letter, names with a capital somewhere.

    >>> fits_case("IS", "is"), fits_case("al-Shabaab", "Al-Shabaab"), fits_case("Tigers", "tigers")
    (False, True, False)
    """
    if not strict or alias == alias.lower():
        return True
    if is_abbreviation(alias):
        return printed.replace(".", "") == alias.replace(".", "")
    return printed != printed.lower()


def is_abbreviation(name: str) -> bool:
    """Whether a name is a short run of capitals, with at most digits, hyphens, slashes or points between them."""
    letters = [char for char in name if char.isalpha()]
    return (
        0 < len(letters) <= 9
        and " " not in name
        and sum(char.isupper() for char in letters) >= max(1, len(letters) - 1)
        and len(letters) > 1
    )


def _spellings(name: str) -> Iterator[str]:
    """A name as it may be printed: "US military" is "U.S. military" too, and "al-Nusra" is "Al Nusra"."""
    yield name
    words = name.replace("-", " ").split(" ")
    if any(word in _DOTTED for word in words):
        yield " ".join(_DOTTED.get(word, word) for word in words)


def _whole_words(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() or after.isalnum() or (before == "." and text[start - 2 : start - 1].isalpha() and start > 1
                                                        and text[start - 3 : start - 2] == "."))  # fmt: skip


def _with_own(rows: tuple[ActorRow, ...], own: tuple[ActorRow, ...]) -> tuple[ActorRow, ...]:
    """The user's rows first; ours lose their row where the id is the same, and any name that a user's row claims."""
    ids = {row.id for row in own}
    claimed = {fold(alias.name) for row in own for alias in row.names}
    kept = []
    for row in rows:
        if row.id not in ids:
            names = tuple(alias for alias in row.names if fold(alias.name) not in claimed)
            ucdp = tuple(alias for alias in row.ucdp if fold(alias.name) not in claimed)
            kept.append(msgspec.structs.replace(row, names=names, ucdp=ucdp))
    return (*own, *kept)


def _sources() -> tuple[Path, ...]:
    return (*sorted((DATA / "actors").glob("*.yaml")), DATA / "countries.yaml", DATA / "actor_nouns.yaml")


def _sources_digest() -> str:
    digest = hashlib.sha256()
    for path in _sources():
        digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def _shipped_table() -> ActorTable:
    """The shipped table, one for all who ask: its index of names takes a third of a second and 15 MB."""
    compiled, nouns = _shipped()
    return ActorTable(compiled.rows, compiled.states, nouns, compiled.sources)


def _shipped() -> tuple[_Compiled, ActorNouns]:
    digest = _sources_digest()
    if _COMPILED.exists():
        stored = msgspec.json.decode(_COMPILED.read_bytes(), type=dict[str, msgspec.Raw])
        if msgspec.json.decode(stored["sources"], type=str) == digest:
            rows = msgspec.json.decode(stored["rows"], type=tuple[ActorRow, ...])
            states = msgspec.json.decode(stored["states"], type=tuple[StateRow, ...])
            return _Compiled(digest, rows, states), msgspec.json.decode(stored["nouns"], type=ActorNouns)
    return _from_sources(digest), _nouns()


def _from_sources(digest: str) -> _Compiled:
    files = _sources()
    rows = tuple(row for path in files[:-2] for row in read_actors(path))
    ids = [row.id for row in rows]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise DataError(f"the actor table has {twice[0]} in two files")
    listed = read_yaml((DATA / "countries.yaml").read_text(encoding="utf-8"), "countries.yaml")
    states = tuple(state_row(row, f"countries.yaml, row {number}") for number, row in enumerate(listed, 1))
    known = _ids(rows, states)
    check_ties(rows, (), known, "data/actors")
    check_ties((state.forces for state in states if state.forces), states, known, "countries.yaml")
    return _Compiled(digest, rows, states)


def _ids(rows: Iterable[ActorRow], states: Iterable[StateRow]) -> frozenset[str]:
    """The ids of all actors, states and their forces."""
    of_states = (each for state in states for each in (state.id, state.forces.id if state.forces else state.id))
    return frozenset((*(row.id for row in rows), *of_states))


def _nouns() -> ActorNouns:
    return msgspec.convert(_plain_nouns(), ActorNouns)


def _plain_nouns() -> Any:
    import yaml

    return yaml.safe_load((DATA / "actor_nouns.yaml").read_text(encoding="utf-8"))


def compile_table() -> bytes:
    """The compiled table as JSON, with the digest of the files it was made from."""
    compiled = _from_sources(_sources_digest())
    return msgspec.json.encode({**msgspec.structs.asdict(compiled), "nouns": _plain_nouns()}) + b"\n"


if __name__ == "__main__":
    _COMPILED.write_bytes(compile_table())
