"""Who is signed in: a token in a cookie that scripts cannot read, of which the record keeps the hash only."""

from __future__ import annotations

import datetime as dt
import secrets
from hashlib import sha256
from typing import Final

from fastapi import Request, Response
from msgspec import Struct

from tidings.model.audit import SignedIn, SignedOut
from tidings.store import clock, desk_tables
from tidings.store.store import Store
from tidings.web.answers import NotSignedInError
from tidings.web.audit import DeskLog
from tidings.web.passwords import is_right
from tidings.web.settings import DeskSettings

IDLE: Final = dt.timedelta(hours=2)  # without a request
LONGEST: Final = dt.timedelta(hours=12)  # a working day; then one signs in again
_TOUCH: Final = dt.timedelta(minutes=1)  # how exactly it is noted when a session was last used


class Session(Struct, frozen=True, kw_only=True):
    """Somebody signed in. ``token`` is the hash of what the cookie holds."""

    token: str
    person: str
    csrf: str


class Begun(Struct, frozen=True, kw_only=True):
    """A session that has begun, with what goes into the cookie."""

    session: Session
    cookie: str


def sign_in(store: Store, log: DeskLog, name: str, password: str, old: Session | None = None) -> Begun:
    """A new session for a name and its password. NotSignedInError for anything else, which takes as long and says no more.

    The session that the cookie held before is ended: a token is never carried over a sign-in.
    """
    known = log.state().people.get(name)
    with store.transaction(writing=False) as connection:
        secret = desk_tables.secret_of(connection, name)
    if not is_right(password, secret) or known is None or not known.active:
        raise NotSignedInError("the name or the password is wrong")
    cookie, csrf, now = secrets.token_urlsafe(32), secrets.token_urlsafe(32), clock.now()
    session = Session(token=hashed_token(cookie), person=name, csrf=csrf)
    row = {
        "token": session.token,
        "person": name,
        "made": now,
        "seen": now,
        "expires": _later(now, LONGEST),
        "csrf": csrf,
    }
    with store.transaction(writing=True) as connection:
        desk_tables.end_sessions(connection, expired=now)
        if old is not None:
            desk_tables.end_session(connection, old.token)
        desk_tables.add_session(connection, row)
        desk_tables.add_entry(connection, name, SignedIn())
    return Begun(session=session, cookie=cookie)


def sign_out(store: Store, session: Session) -> None:
    """End a session."""
    with store.transaction(writing=True) as connection:
        desk_tables.end_session(connection, session.token)
        desk_tables.add_entry(connection, session.person, SignedOut())


def session_in(store: Store, cookie: str | None) -> Session | None:
    """The session of a cookie; ``None`` for one that is not known, was not used for too long, or is too old."""
    if not cookie:
        return None
    token, now = hashed_token(cookie), clock.now()
    with store.transaction(writing=False) as connection:
        row = desk_tables.session_of(connection, token)
    if row is None or row.expires <= now or _later(row.seen, IDLE) <= now:
        return None
    if store.may_write and _later(row.seen, _TOUCH) <= now:
        with store.transaction(writing=True) as connection:
            desk_tables.touch_session(connection, token, now)
    return Session(token=token, person=row.person, csrf=row.csrf)


def hashed_token(cookie: str) -> str:
    """What the record keeps of a token: it is long and random, so a plain hash hides it."""
    return sha256(cookie.encode("utf-8", "surrogatepass")).hexdigest()


def _later(moment: str, by: dt.timedelta) -> str:
    return (dt.datetime.strptime(moment, clock.FORM) + by).strftime(clock.FORM)


# --- the cookie -------------------------------------------------------------------------------------------------------------


def cookie_name(settings: DeskSettings) -> str:
    """``__Host-`` where HTTPS is there: the browser then takes it from no other host, path or plain connection."""
    return "__Host-tidings" if settings.secure else "tidings"


def cookie_of(request: Request, settings: DeskSettings) -> str | None:
    """What the cookie of a request holds."""
    return request.cookies.get(cookie_name(settings))


def give_cookie(response: Response, settings: DeskSettings, cookie: str) -> None:
    """Have the browser keep the token until it is closed or the session is over."""
    response.set_cookie(
        cookie_name(settings), cookie, max_age=int(LONGEST.total_seconds()), path="/", secure=settings.secure, httponly=True,
        samesite="strict",
    )  # fmt: skip


def take_cookie(response: Response, settings: DeskSettings) -> None:
    """Have the browser forget it."""
    response.delete_cookie(cookie_name(settings), path="/", secure=settings.secure, httponly=True, samesite="strict")
