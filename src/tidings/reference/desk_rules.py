"""Who may do what at the desk, and why a lead settles a disagreement, as the data files say (``data/desk``)."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final, Literal, TypeVar

import msgspec
from msgspec import Struct

from tidings.errors import DataError

Made = TypeVar("Made")
Least = Literal["nobody", "reader", "coder", "lead", "admin"]
RANKS: Final[tuple[Least, ...]] = ("nobody", "reader", "coder", "lead", "admin")


class DeskRules(Struct, frozen=True, kw_only=True):
    """The least role for each route (``GET /events/{}``) and kind of judgement, and the routes open to who codes blind."""

    routes: dict[str, Least]
    open_to_the_blind: tuple[str, ...]
    verbs: dict[str, Least]
    undo_of_others: Least


def at_least(role: str | None, least: Least) -> bool:
    """Whether a role (``None``: nobody is signed in) is as much as what is wanted.

    >>> at_least("lead", "coder"), at_least(None, "reader"), at_least(None, "nobody")
    (True, False, True)
    """
    ranks: tuple[str, ...] = RANKS
    return ranks.index("nobody" if role is None else role) >= ranks.index(least)


def route_name(method: str, path: str) -> str:
    """A route as the data file names it, whatever its parameters are called.

    >>> route_name("GET", "/events/{key:path}/claims")
    'GET /events/{}/claims'
    """
    return f"{method} {re.sub(r'{[^}]*}', '{}', path)}"


@cache
def load_desk_rules() -> DeskRules:
    """The table of routes and roles."""
    return _loaded("routes.yaml", DeskRules)


@cache
def load_settling_reasons() -> dict[str, str]:
    """Reason codes of a settlement with their words, in the order of the file."""
    return _loaded("settling_reasons.yaml", _Reasons).reasons


class _Reasons(Struct, frozen=True):
    reasons: dict[str, str]


def _loaded(name: str, kind: type[Made]) -> Made:
    import yaml

    content = (files("tidings.reference") / "data" / "desk" / name).read_text(encoding="utf-8")
    try:
        return msgspec.convert(yaml.safe_load(content), kind)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise DataError(f"{name}: {error}") from error
