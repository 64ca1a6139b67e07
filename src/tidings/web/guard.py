"""Before every route: who asks, whether they may, whether the request comes from our own pages, and how often."""

from __future__ import annotations

import secrets
from hmac import compare_digest
from ipaddress import ip_address
from typing import Final

from fastapi import Request
from msgspec import Struct
from msgspec.structs import replace

from tidings.errors import StoreError
from tidings.model.audit import Role
from tidings.review.logbook import CodingSet, DeskState
from tidings.web.answers import ForbiddenError
from tidings.web.audit import log_of
from tidings.web.headers import host_name
from tidings.web.limits import limits_of
from tidings.web.records import record_of
from tidings.web.roles import check_route, is_open_to_the_blind
from tidings.web.sessions import Session, cookie_of, session_in
from tidings.web.settings import LOOPBACK, DeskSettings
from tidings.web.shapes import ArticleTold, Meta

_ASKING: Final = ("GET", "HEAD", "OPTIONS")
_OURS: Final = ("same-origin", "none")  # of Sec-Fetch-Site: our own page, or an address that somebody has typed
_PASSED_ON: Final = (
    "forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto", "x-forwarded-server", "x-real-ip",
    "x-client-ip", "true-client-ip", "cf-connecting-ip",
)  # fmt: skip  # a proxy's marks
_LOGGED: Final = "/exports/"  # asked for with GET, and leaves a line in the audit log all the same


class Asker(Struct, frozen=True, kw_only=True):
    """Who asks. ``name`` is ``None`` while nobody is signed in; ``blind``: names of the open sets they code without the machine's values."""

    name: str | None
    role: Role | None
    csrf: str | None
    session: Session | None
    blind: tuple[str, ...] = ()

    @property
    def who(self) -> str:
        """The name of somebody who is signed in, which every route but two makes sure of."""
        if self.name is None:
            raise ForbiddenError("sign in first")
        return self.name


def guard(request: Request) -> Asker:
    """Let a request through, or refuse it: 401, 403, 429. The dependency of all routes; its answer is in ``request.state.asker``."""
    method, path = request.method, _path_of(request)
    state = log_of(request).state()
    asker = _asker(request, state)
    request.state.asker = asker
    changes = method not in _ASKING
    if asker.session is not None or changes:
        limits_of(request).use(asker.name or address_of(request), changes=changes)
    check_route(asker.role, method, path)
    if asker.blind and not is_open_to_the_blind(method, path):
        raise ForbiddenError(
            f"you code the set {asker.blind[0]!r} blind: what the machine has read is closed to you until the lead closes the set"
        )
    if changes or _LOGGED in path:
        _check_origin(request)
    if changes:
        _check_token(request, asker, path)
        if not record_of(request).store.may_write:
            raise StoreError("this record may only be read: nothing can be changed here")
    return asker


def asker_of(request: Request) -> Asker:
    """Who asks, as a dependency of routes."""
    found = getattr(request.state, "asker", None)
    return found if isinstance(found, Asker) else guard(request)


def _path_of(request: Request) -> str:
    route = request.scope.get("route")
    return str(getattr(route, "path", request.url.path))


# --- who asks ---------------------------------------------------------------------------------------------------------------


def _asker(request: Request, state: DeskState) -> Asker:
    settings: DeskSettings = request.app.state.settings
    if not state.knows_people:
        if is_local(request):
            return _blinded(state, Asker(name=settings.reviewer, role="admin", csrf=_own_csrf(request), session=None))
        return Asker(name=None, role=None, csrf=None, session=None)
    if not record_of(request).store.may_write and is_local(request):
        # No session can be noted in it, and who sits here can read the file anyway.
        return Asker(name=settings.reviewer, role="reader", csrf=_own_csrf(request), session=None)
    return signed_in(state, session_in(record_of(request).store, cookie_of(request, settings)))


def signed_in(state: DeskState, session: Session | None) -> Asker:
    """Whoever has a session, in the role they have now; nobody where they have left."""
    person = state.people.get(session.person) if session else None
    if session is None or person is None or not person.active:
        return Asker(name=None, role=None, csrf=None, session=None)
    return _blinded(state, Asker(name=person.name, role=person.role, csrf=session.csrf, session=session))


def _blinded(state: DeskState, asker: Asker) -> Asker:
    sets = tuple(one.name for one in state.sets.values() if is_blind(one, asker.name))
    return replace(asker, blind=sets) if sets else asker


def is_blind(one: CodingSet, name: str | None) -> bool:
    """Whether somebody may see nothing of the machine's because of a set."""
    return name in one.blind and not one.closed


def is_local(request: Request) -> bool:
    """Whether a request comes from this machine, and by a name of this machine: not through a proxy that lets others in.

    A desk that was started for HTTPS has one before it, which may pass on nothing of whom it lets in: there nobody is local.
    """
    settings: DeskSettings = request.app.state.settings
    if (
        settings.secure
        or host_name(request.headers.get("host", "")) not in LOOPBACK
        or any(name in request.headers for name in _PASSED_ON)
    ):
        return False
    try:
        return ip_address(address_of(request)).is_loopback
    except ValueError:
        return False


def address_of(request: Request) -> str:
    """From where a request came; behind a proxy, the proxy."""
    return request.client.host if request.client else ""


def _own_csrf(request: Request) -> str:
    """The token of a desk without people: one for as long as the process lives."""
    state = request.app.state
    if getattr(state, "csrf", None) is None:
        state.csrf = secrets.token_urlsafe(32)
    return str(state.csrf)


# --- from where -------------------------------------------------------------------------------------------------------------


def _check_origin(request: Request) -> None:
    """Refuse what another site has the browser send; programs that are no browser send neither header."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None and site not in _OURS:
        raise ForbiddenError("this came from another site")
    if origin is not None and origin.partition("://")[2].lower() != request.headers.get("host", "").lower():
        raise ForbiddenError(f"this came from another site: {origin[:100]}")


def _check_token(request: Request, asker: Asker, path: str) -> None:
    """A change needs the token that ``/meta`` gives; signing in comes before one has any."""
    if asker.csrf is None:
        if path.endswith("/session"):
            return
        raise ForbiddenError("sign in first")
    sent = request.headers.get("x-csrf-token", "")
    if not compare_digest(sent.encode(), asker.csrf.encode()):
        raise ForbiddenError("the header X-CSRF-Token is missing or old: /api/v1/meta gives it")


# --- what one may see -------------------------------------------------------------------------------------------------------


def as_seen(meta: Meta, asker: Asker, *, people: bool) -> Meta:
    """What the desk says of itself to whoever asks; to nobody, only that one has to sign in."""
    told = replace(meta, who=asker.name, role=asker.role, people=people, csrf=asker.csrf)
    if asker.name is not None:
        return told
    return replace(told, record="", generation="", events=0, articles=0, first=None, last=None, types=(), exports=())


def text_alone(told: ArticleTold, asker: Asker) -> ArticleTold:
    """An article as somebody may see it: to who codes blind, its text and their own comments."""
    if not asker.blind:
        return told
    return replace(
        told, spans=(), accounts=(), suggested=(), control=(), quotes=(), gaps=(), failures=(), events={}, copies=(),
        comments=tuple(one for one in told.comments if one.by == asker.name),
    )  # fmt: skip
