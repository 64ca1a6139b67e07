"""A user's own table of how reports become who held what: held against the shipped one, each fault said in a line."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from tidings.errors import DataError
from tidings.reference.control_rules import ROLES, ControlRules, load_control_rules

_MOST_SHOWN: Final = 60  # characters of a wrong value


class Range(Struct, frozen=True, kw_only=True):
    """Which figures make sense in a part of the table. ``least`` itself does where ``with_least``, ``most`` where ``with_most``."""

    what: str
    least: float
    most: float
    with_least: bool = False
    with_most: bool = True
    whole: bool = False

    def holds(self, value: float) -> bool:
        """Whether a figure is within the range."""
        above = value >= self.least if self.with_least else value > self.least
        below = value <= self.most if self.with_most else value < self.most
        return math.isfinite(value) and above and below and (not self.whole or float(value).is_integer())


#: By the beginning of a figure's place in the table; the longest that fits counts.
_RANGES: Final[dict[str, Range]] = {
    "version": Range(what="the version of the table", least=1, most=1, with_least=True, whole=True),
    "rates": Range(what="a rate is moves a day, above 0 and at most 10", least=0, most=10),
    "prior": Range(what="a weight is above 0 and at most 1000", least=0, most=1000),
    "trust": Range(what="trust is from 0 to below 1", least=0, most=1, with_least=True, with_most=False),
    "changes.*.to": Range(what="a share is from 0 to 1", least=0, most=1, with_least=True),
    "changes.*.was": Range(what="a likelihood is above 0 and at most 1", least=0, most=1),
    "statements": Range(what="a likelihood is above 0 and at most 1", least=0, most=1),
    "again.days": Range(what="days are whole and 0 or more", least=0, most=36_500, with_least=True, whole=True),
    "again.next": Range(what="what is left of trust is from 0 to 1", least=0, most=1, with_least=True),
    "weaker": Range(what="what is left of trust is from 0 to 1", least=0, most=1, with_least=True),
    "temper": Range(what="the temper is above 0 and at most 10", least=0, most=10),
    "report.least": Range(what="a posterior is above 0 and at most 1", least=0, most=1),
    "report.stale_days": Range(what="days are whole and 1 or more", least=1, most=36_500, with_least=True, whole=True),
    "report.back_days": Range(what="days are whole and 0 or more", least=0, most=36_500, with_least=True, whole=True),
}  # fmt: skip


def own_control_rules(file: Path | None) -> ControlRules:
    """The rules of a file, or the shipped ones; DataError names the file, the place in it and what stands there, in one line."""
    import yaml

    if file is None:
        return load_control_rules()
    try:
        raw = yaml.safe_load(file.read_bytes())
    except OSError as error:
        raise DataError(f"{file}: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DataError(f"{file} is no YAML: {' '.join(str(error).split())}") from error
    fault = next(faults(raw), None)
    if fault is not None:
        raise DataError(f"{file}: {fault}")
    return load_control_rules(file)


def faults(raw: Any) -> Iterator[str]:
    """What is wrong with a table as read from YAML, a line each: what is missing, what is not known, which figure makes no sense."""
    import yaml

    shipped = yaml.safe_load((files("tidings.reference") / "data" / "control_rules.yaml").read_text(encoding="utf-8"))
    yield from _compared(raw, shipped, ())


def _compared(raw: Any, shipped: Any, path: tuple[str, ...]) -> Iterator[str]:
    where = ".".join(path) or "the file"
    if path[:1] == ("changes",) and path[-1] == "moves":
        yield from _roles(raw, where)
    elif not isinstance(shipped, Mapping):
        yield from _figure(raw, where)
    elif not isinstance(raw, Mapping):
        yield f"{where} is {_shown(raw)}: a table of {', '.join(map(str, shipped))} is wanted"
    else:
        may_lack = path[:1] == ("changes",) and path[-1] == "to"
        known = ROLES if may_lack else tuple(shipped)
        for key in raw:
            if key not in known:
                yield f"{where} has {key!r}, which nothing reads: there are {', '.join(known)}"
        if may_lack and not any(isinstance(value, int | float) and value > 0 for value in raw.values()):
            yield f"{where} leads nowhere: give one of {', '.join(ROLES)} a share above 0"
        for key in known:
            if key in raw:
                yield from _compared(raw[key], shipped.get(key, 0.0), (*path, key))
            elif not may_lack:
                yield f"{where} says nothing of {key}"


def _shown(value: Any) -> str:
    """A value as YAML read it, no more than its beginning: a file of another kind is one long text."""
    shown = repr(value)
    return shown if len(shown) <= _MOST_SHOWN else f"{shown[:_MOST_SHOWN]}…"


def _figure(value: Any, where: str) -> Iterator[str]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield f"{where} is {value!r}: a number is wanted"
        return
    wanted = _range_of(where)
    if not wanted.holds(value):
        yield f"{where} is {value}: {wanted.what}"


def _range_of(where: str) -> Range:
    path = where.split(".")
    plain = ".".join((path[0], "*", *path[2:]) if path[0] == "changes" else path)
    return _RANGES[max((key for key in _RANGES if plain == key or plain.startswith(f"{key}.")), key=len)]


def _roles(value: Any, where: str) -> Iterator[str]:
    if not isinstance(value, list) or not value or any(role not in ROLES for role in value):
        yield f"{where} is {value!r}: a list of some of {', '.join(ROLES)} is wanted"
