"""Who may ask what, read off the table of routes (``reference/data/desk/routes.yaml``)."""

from __future__ import annotations

from tidings.model.audit import Role
from tidings.model.judgement import Verb
from tidings.reference.desk_rules import Least, at_least, load_desk_rules, route_name
from tidings.web.answers import ForbiddenError, NotSignedInError

API = "/api/v1"


def least_for(method: str, path: str) -> Least | None:
    """The least role for a route by its path under ``/api/v1``; ``None`` for one that the table does not know."""
    return load_desk_rules().routes.get(route_name(method, path.removeprefix(API)))


def is_open_to_the_blind(method: str, path: str) -> bool:
    """Whether a route tells nothing of what the machine has read."""
    return route_name(method, path.removeprefix(API)) in load_desk_rules().open_to_the_blind


def check_route(role: Role | None, method: str, path: str) -> None:
    """Refuse a route to whoever may not have it. A route that stands in no table is refused to everybody."""
    least = least_for(method, path)
    if least is None:
        raise ForbiddenError(f"{method} {path} stands in no table of roles")
    if at_least(role, least):
        return
    if role is None:
        raise NotSignedInError("sign in first")
    raise ForbiddenError(f"this wants the role {least}, and yours is {role}")


def check_verb(role: Role | None, verb: Verb, *, is_own: bool = True) -> None:
    """Refuse a kind of judgement to whoever may not make it; ``is_own``: of an undo, whether it takes back one's own."""
    rules = load_desk_rules()
    least = rules.verbs[verb] if is_own else rules.undo_of_others
    if not at_least(role, least):
        what = verb if is_own else "undo what somebody else has ruled"
        raise ForbiddenError(f"to {what} wants the role {least}, and yours is {role}")
