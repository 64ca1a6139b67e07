"""Rows of the actor table and the table of states, read from YAML and checked; malformed rows say where and why.

A row of ``data/actors/*.yaml``: ``id``, ``name``, ``kind`` and, where known, ``aliases`` (other names; a mapping
``{name, start, end}`` for one that was used for a time), ``weak`` (names that need the actor's country or another of
its names in the text: "SAC"), ``loose`` (words that mean this actor only where the text names it: "Kurdish forces"),
``with`` (ids whose naming also licenses the loose words), ``listed`` (names that lists file it under and news does not
print: found by look-up, never in text), ``country``, ``areas`` (ISO2), ``start``, ``end`` (a year, ``YYYY-MM`` or a day),
``parents`` (ids: ``part_of``), ``relations`` (``{relation, to, start, end}``), ``later_kinds`` (``{kind, start}``: a
movement that became a government), ``ucdp`` (UCDP's names for it; a mapping ``{name, start, end}`` for one of some years),
``see`` (title of the public page, English Wikipedia's unless said otherwise, that a reviewer can check the row by),
``wikidata``, ``note``.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Container, Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, get_args

from msgspec import Struct

from tidings.errors import DataError
from tidings.model.values import ActorKind, Relation

AliasUse = Literal["plain", "weak", "loose", "listed"]
RELATIONS = ("part_of", "led_by", "ally_of", "supported_by", "successor_of", "split_from", "merged_into")
_KINDS = get_args(ActorKind)
_KEYS = {
    "id", "name", "aliases", "weak", "loose", "with", "kind", "later_kinds", "country", "areas", "wikidata", "parents",
    "relations", "start", "end", "note", "listed", "ucdp", "see",
}  # fmt: skip
_STATE_KEYS = {
    "iso", "id", "name", "names", "adjectives", "people", "seats", "not_with", "forces", "government", "ucdp", "in_power",
}  # fmt: skip
_DATED_NAME = {"name", "start", "end"}
_TIE_KEYS = {"relation", "to", "start", "end"}
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Alias(Struct, frozen=True, omit_defaults=True):
    """A name of an actor, how far it can be trusted alone, and the days between which it was in use."""

    name: str
    use: AliasUse = "plain"
    start: dt.date | None = None
    end: dt.date | None = None

    def in_use_on(self, day: dt.date) -> bool:
        """Whether the name was in use on a day."""
        return _holds(self.start, self.end, day)


class LaterKind(Struct, frozen=True):
    """The kind of an actor from a day on."""

    kind: ActorKind
    start: dt.date


class Tenure(Struct, frozen=True, omit_defaults=True):
    """Who was a state's government between two days, where that is an actor of the table ("taliban")."""

    to: str
    start: dt.date | None = None
    end: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        """Whether they were in power on a day."""
        return _holds(self.start, self.end, day)


class ActorRow(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One actor: canonical name, all names, kind, where it acts, its lifetime and its dated ties."""

    id: str
    name: str
    names: tuple[Alias, ...]
    kind: ActorKind
    later_kinds: tuple[LaterKind, ...] = ()
    country: str | None = None
    areas: tuple[str, ...] = ()
    licensed_by: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    start: dt.date | None = None
    end: dt.date | None = None
    ucdp: tuple[Alias, ...] = ()
    see: str | None = None
    wikidata: str | None = None
    note: str | None = None

    def kind_on(self, day: dt.date | None) -> ActorKind:
        """The kind on a day; without one, the first kind."""
        held = [later.kind for later in self.later_kinds if day is not None and later.start <= day]
        return held[-1] if held else self.kind

    def relations_on(self, day: dt.date | None) -> tuple[Relation, ...]:
        """The ties in force on a day; without one, all that have no end."""
        return tuple(tie for tie in self.relations if _holds(tie.start, tie.end, day))

    def alive_on(self, day: dt.date | None) -> bool:
        """Whether the actor existed on a day; without one, whether it is not known to have ended."""
        return _holds(self.start, self.end, day)

    def ucdp_on(self, day: dt.date | None) -> tuple[str, ...]:
        """UCDP's names for the actor on a day, the usual one first; without a day, those of now."""
        return tuple(alias.name for alias in self.ucdp if _holds(alias.start, alias.end, day))


class StateRow(Struct, frozen=True, kw_only=True):
    """A state with the words that name it.

    ``forces`` is the row of its forces, ``government`` a name of its government; ``ucdp`` UCDP's name of the country where it is
    another; ``in_power`` groups of the table that became its government, with the days.
    """

    iso: str
    id: str
    name: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    seats: tuple[str, ...]
    not_with: tuple[str, ...]
    forces: ActorRow | None
    government: str | None
    ucdp: str | None = None
    in_power: tuple[Tenure, ...] = ()


def _holds(start: dt.date | None, end: dt.date | None, day: dt.date | None) -> bool:
    if day is None:
        return end is None
    return (start is None or start <= day) and (end is None or day <= end)


def first_day(value: object) -> dt.date:
    """The first day a date of the table can mean: 2014 -> 1 January, "2014-06" -> 1 June."""
    year, month, day = _parts(value)
    return dt.date(year, month or 1, day or 1)


def last_day(value: object) -> dt.date:
    """The last day a date of the table can mean: 2014 -> 31 December."""
    year, month, day = _parts(value)
    return dt.date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])


def _parts(value: object) -> tuple[int, int | None, int | None]:
    if isinstance(value, dt.date):
        return value.year, value.month, value.day
    found = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", str(value))
    if found is None:
        raise ValueError(f"{value!r} is no date (write 2014, 2014-06 or 2014-06-29)")
    year, month, day = found.groups()
    return int(year), int(month) if month else None, int(day) if day else None


def read_yaml(text: str, file: str) -> list[Mapping[str, Any]]:
    """The rows of a YAML file; DataError when it is no list of mappings."""
    import yaml

    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times as fast
        rows = yaml.load(text, Loader=loader)  # noqa: S506 - both loaders are the safe ones
    except (
        yaml.YAMLError,
        ValueError,
        RecursionError,
    ) as error:  # the latter two: no day such as 2014-13-45, too deep a list
        raise DataError(f"{file} is not YAML: {error}") from error
    if rows is None:
        return []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise DataError(f"{file} should be a list of actors, each a mapping with id, name and kind")
    return rows


def read_actors(path: Path) -> tuple[ActorRow, ...]:
    """The actors of one file, in its order; DataError names file, row and field of the first fault."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"the actor file {path} cannot be read: {error}") from error
    rows = [actor_row(row, f"{path.name}, row {number}") for number, row in enumerate(read_yaml(text, path.name), 1)]
    seen: set[str] = set()
    for row in rows:
        if row.id in seen:
            raise DataError(f"{path.name}: the id {row.id} stands there twice; give each actor its own")
        seen.add(row.id)
    return tuple(rows)


def actor_row(row: Mapping[str, Any], where: str) -> ActorRow:
    """A checked row. ``where`` (file and row number) goes into the DataError."""
    where = f"{where} ({row.get('id', 'no id')})"
    _check_fields(row, _KEYS, where)
    name = _text(row, "name", where)
    start, end = _days(row, where)
    return ActorRow(
        id=_slug(row, where),
        name=name,
        names=_names(row, name, where),
        kind=_kind(row.get("kind"), "kind", where),
        later_kinds=tuple(
            LaterKind(
                _kind(later.get("kind"), "later_kinds", where), _day(later, "start", where, first_day) or dt.date.min
            )
            for later in _mappings(row, "later_kinds", {"kind", "start"}, where)
        ),
        country=_iso(row["country"], "country", where) if row.get("country") is not None else None,
        areas=tuple(_iso(area, "areas", where) for area in _items(row, "areas", where)),
        licensed_by=tuple(map(str, _items(row, "with", where))),
        relations=_relations(row, where),
        start=start,
        end=end,
        ucdp=tuple(_alias(entry, "plain", "ucdp", where) for entry in _items(row, "ucdp", where)),
        see=_text_or_none(row, "see", where),
        wikidata=_text_or_none(row, "wikidata", where),
        note=_text_or_none(row, "note", where),
    )


def _check_fields(row: Mapping[str, Any], known: set[str], where: str) -> None:
    if unknown := sorted(set(map(str, row)) - known):
        raise DataError(f"{where}: unknown field {unknown[0]!r}; fields are {', '.join(sorted(known))}")


def _names(row: Mapping[str, Any], name: str, where: str) -> tuple[Alias, ...]:
    uses: tuple[tuple[str, AliasUse], ...] = (
        ("aliases", "plain"), ("weak", "weak"), ("loose", "loose"), ("listed", "listed"),
    )  # fmt: skip
    found: dict[str, Alias] = {}
    listed = [(_alias(entry, use, field, where), use) for field, use in uses for entry in _items(row, field, where)]
    by_name: dict[str, AliasUse] = {}
    for entry, use in listed:
        alias = entry.name
        if alias in by_name:
            raise DataError(
                f"{where}: the name {alias!r} stands there twice ({by_name[alias]}, {use}); say once how far it can be trusted"
            )
        by_name[alias] = use
    found[name] = Alias(name, by_name.get(name, "plain"))
    found.update((entry.name, entry) for entry, _ in listed)
    return tuple(found.values())


def _alias(entry: object, use: AliasUse, field: str, where: str) -> Alias:
    """A name, or a mapping of a name and the days between which it was in use."""
    if not isinstance(entry, dict):
        return Alias(_name_in(entry, field, where), use)
    _check_fields(entry, _DATED_NAME, f"{where}, {field}")
    return Alias(_text(entry, "name", f"{where}, {field}"), use, *_days(entry, f"{where}, {field}"))


def _name_in(entry: object, field: str, where: str) -> str:
    if not isinstance(entry, str) or not entry.strip():
        raise DataError(f"{where}, {field}: the name {entry!r} is no text; put it in quotation marks")
    return entry


def _relations(row: Mapping[str, Any], where: str) -> tuple[Relation, ...]:
    parents = [
        Relation(relation="part_of", to=str(parent), start=None, end=None) for parent in _items(row, "parents", where)
    ]
    ties = [_tie(tie, f"{where}, relations") for tie in _mappings(row, "relations", _TIE_KEYS, where)]
    return (*parents, *ties)


def _tie(tie: Mapping[str, Any], where: str) -> Relation:
    start, end = _days(tie, where)
    return Relation(relation=_relation(tie, where), to=_text(tie, "to", where), start=start, end=end)


def _relation(tie: Mapping[str, Any], where: str) -> str:
    relation = _text(tie, "relation", where)
    if relation not in RELATIONS:
        raise DataError(f"{where}: the relation {relation!r} is none of {', '.join(RELATIONS)}")
    return relation


def state_row(row: Mapping[str, Any], where: str) -> StateRow:
    """A checked row of ``data/countries.yaml``."""
    where = f"{where} ({row.get('id', 'no id')})"
    _check_fields(row, _STATE_KEYS, where)
    iso, slug, name = _iso(row.get("iso"), "iso", where), _slug(row, where), _text(row, "name", where)
    forces = row.get("forces")
    if forces is not None and not isinstance(forces, dict):
        raise DataError(f"{where}: forces should be a mapping of the fields of an actor, not {forces!r}")
    tie = [{"relation": "part_of", "to": slug}]
    return StateRow(
        iso=iso, id=slug, name=name,
        names=(name, *_texts(row, "names", where)), adjectives=_texts(row, "adjectives", where),
        people=_texts(row, "people", where), seats=_texts(row, "seats", where),
        not_with=_texts(row, "not_with", where),
        forces=None if forces is None else actor_row(
            {"id": f"{slug}-forces", "kind": "state_forces", "country": iso, "relations": tie, **forces}, where),
        government=_text_or_none(row, "government", where), ucdp=_text_or_none(row, "ucdp", where),
        in_power=tuple(
            Tenure(_text(held, "to", where), *_days(held, f"{where}, in_power")) for held in _mappings(row, "in_power", {"to", "start", "end"}, where)
        ),
    )  # fmt: skip


def _items(row: Mapping[str, Any], field: str, where: str) -> list[Any]:
    value = row.get(field) or []
    if not isinstance(value, list):
        raise DataError(f"{where}: {field} should be a list, not {value!r}")
    return value


def _texts(row: Mapping[str, Any], field: str, where: str) -> tuple[str, ...]:
    return tuple(_name_in(entry, field, where) for entry in _items(row, field, where))


def _mappings(row: Mapping[str, Any], field: str, known: set[str], where: str) -> Iterable[Mapping[str, Any]]:
    for entry in _items(row, field, where):
        if not isinstance(entry, dict):
            raise DataError(f"{where}: {field} should hold mappings, not {entry!r}")
        _check_fields(entry, known, f"{where}, {field}")
        yield entry


def _text(row: Mapping[str, Any], field: str, where: str) -> str:
    value = row.get(field)
    if not isinstance(value, str) or not value.strip():
        raise DataError(f"{where}: {field} should be a text, not {value!r}")
    return value.strip()


def _text_or_none(row: Mapping[str, Any], field: str, where: str) -> str | None:
    return None if row.get(field) is None else _text(row, field, where)


def _slug(row: Mapping[str, Any], where: str) -> str:
    value = _text(row, "id", where)
    if _SLUG.fullmatch(value) is None:
        raise DataError(f"{where}: the id {value!r} should be lower-case words joined by hyphens")
    return value


def _kind(value: object, field: str, where: str) -> ActorKind:
    for kind in _KINDS:
        if value == kind:
            return kind  # type: ignore[no-any-return]
    raise DataError(f"{where}: {field} is {value!r}; kinds are {', '.join(_KINDS)}")


def _iso(value: object, field: str, where: str) -> str:
    if not isinstance(value, str) or re.fullmatch("[A-Z]{2}", value) is None:
        raise DataError(
            f"{where}: {field} is {value!r}, not an ISO 3166-1 alpha-2 code (Norway and Iceland need quotation marks)"
        )
    return value


def _days(row: Mapping[str, Any], where: str) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day of a row; DataError when it ends before it begins."""
    start, end = _day(row, "start", where, first_day), _day(row, "end", where, last_day)
    if start and end and start > end:
        raise DataError(f"{where}: it starts on {start} and ends before, on {end}; mend one of them")
    return start, end


def check_ties(rows: Iterable[ActorRow], states: Iterable[StateRow], known: Container[str], file: str) -> None:
    """DataError when a row points to an id that no actor or state has."""
    for row in rows:
        for field, ids in (("relations", [tie.to for tie in row.relations]), ("with", row.licensed_by)):
            _check_ids(ids, known, f"{file} ({row.id}), {field}")
    for state in states:
        _check_ids([held.to for held in state.in_power], known, f"{file} ({state.id}), in_power")


def _check_ids(ids: Iterable[str], known: Container[str], where: str) -> None:
    if missing := [each for each in ids if each not in known]:
        raise DataError(f"{where}: no actor or state has the id {missing[0]!r}; 'tidings actors find NAME' tells ids")


def _day(row: Mapping[str, Any], field: str, where: str, resolve: Callable[[object], dt.date]) -> dt.date | None:
    value = row.get(field)
    if value is None:
        return None
    try:
        return resolve(value)
    except ValueError as error:
        raise DataError(f"{where}: {field}: {error}") from error
