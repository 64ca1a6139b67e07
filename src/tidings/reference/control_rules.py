"""How reports become who held what: rates, trust and likelihoods as the data file says (``control_rules.yaml``)."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, get_args

import msgspec
from msgspec import Struct

from tidings.errors import DataError
from tidings.model.control import EvidenceKind, Voice

_FILE: Final = "control_rules.yaml"
ROLES: Final = ("named", "against", "others", "contested", "none")  # of a state, as one piece of evidence sees it


class Rates(Struct, frozen=True, kw_only=True):
    """Moves a day out of a state, by where they lead: ``held`` to ``contested``, ``taken`` (by another party) or ``none``; ``contested``
    ``back`` to who held it before, ``taken`` or to ``none``; ``none`` to ``held`` or ``contested``.
    """

    held: dict[str, float]
    contested: dict[str, float]
    none: dict[str, float]


class Change(Struct, frozen=True, kw_only=True):
    """A kind of evidence that tells of a change, by roles of states: what it leads to, which it ends, how well each before it fits."""

    to: dict[str, float]
    moves: tuple[str, ...]
    was: dict[str, float]


class Again(Struct, frozen=True, kw_only=True):
    """Days within which one voice that says the same counts once; what is left of the trust in each further voice."""

    days: int
    next: float


class Weaker(Struct, frozen=True, kw_only=True):
    """What is left of the trust in a statement on an area around, on a part, or without a date."""

    area: float
    extent: float
    undated: float


class Report(Struct, frozen=True, kw_only=True):
    """When a state is reported: least posterior, days without evidence after which nothing is, and how far back a word tells."""

    least: float
    stale_days: int
    back_days: int


class ControlRules(Struct, frozen=True, kw_only=True, dict=True):
    """The whole table; ``digest`` is the sha256 of its file."""

    version: int
    rates: Rates
    prior: dict[str, float]
    trust: dict[EvidenceKind, dict[Voice, float]]
    changes: dict[EvidenceKind, Change]
    statements: dict[EvidenceKind, dict[str, float]]
    again: Again
    weaker: Weaker
    temper: float
    report: Report
    digest: str = ""


@cache
def load_control_rules(file: Path | None = None) -> ControlRules:
    """The shipped rules, or those of a file; DataError names what is wrong in it."""
    shipped = files("tidings.reference") / "data" / _FILE
    try:
        content = shipped.read_bytes() if file is None else file.read_bytes()
    except OSError as error:
        raise DataError(f"{file}: {error.strerror}") from error
    name = _FILE if file is None else str(file)
    return build_control_rules(content, name)


def build_control_rules(content: bytes, name: str = _FILE) -> ControlRules:
    """Rules from YAML, checked: every kind has its trust by voice and is a change or a statement; rates are not negative."""
    import yaml

    try:
        raw: Any = yaml.safe_load(content)
        rules = msgspec.convert({**raw, "digest": sha256(content).hexdigest()}, ControlRules)
    except (yaml.YAMLError, msgspec.ValidationError, TypeError) as error:
        raise DataError(f"{name}: {error}") from error
    kinds = set(get_args(EvidenceKind))
    if missing := sorted(kinds - set(rules.trust)) + sorted(kinds - set(rules.changes) - set(rules.statements)):
        raise DataError(f"{name}: nothing on {', '.join(missing)}")
    for kind, by_voice in rules.trust.items():
        if set(by_voice) != set(get_args(Voice)) or not all(0 <= trust < 1 for trust in by_voice.values()):
            raise DataError(
                f"{name}: the trust of {kind} wants a figure from 0 to below 1 for each of {', '.join(get_args(Voice))}"
            )
    tables = dict(rules.statements) | {kind: row.was for kind, row in rules.changes.items()}
    for kind, row in tables.items():
        if set(row) != set(ROLES) or not all(0 < value <= 1 for value in row.values()):
            raise DataError(f"{name}: {kind} wants a figure above 0 and at most 1 for each of {', '.join(ROLES)}")
    if any(rate <= 0 for row in (rules.rates.held, rules.rates.contested, rules.rates.none) for rate in row.values()):
        raise DataError(f"{name}: rates are moves a day and above 0")
    return rules
