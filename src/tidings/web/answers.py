"""Answers of the API: immutable values as JSON with an ETag, and their schemas in the OpenAPI document."""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import Callable, Iterable
from hashlib import sha256
from threading import Lock
from typing import Any, Final

import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from msgspec import Struct

from tidings import __version__
from tidings.errors import StoreError, TidingsError, UsageError
from tidings.web import shapes

_REF: Final = "#/components/schemas/{name}"
_TYPES: Final[dict[str, Any]] = {}


class Problem(Struct, frozen=True, kw_only=True):
    """What went wrong, in a sentence."""

    error: str


class NotFoundError(UsageError):
    """What was asked for is not there: 404."""


class NotSignedInError(UsageError):
    """Nobody is signed in, and somebody must be: 401."""


class ForbiddenError(UsageError):
    """Whoever asks may not: 403."""


class WrongMethodError(UsageError):
    """An address that is there, asked in a way that it is not: 405."""


class ConflictError(UsageError):
    """Somebody was there before: 409."""


class TooLargeError(UsageError):
    """What was sent is larger than anything the desk takes: 413."""


class TooManyError(UsageError):
    """Too many tries: 429."""


def told(kind: Any, name: str | None = None, *, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """``responses=`` of a route whose answer is a value of this type; refusals are :class:`Problem`."""
    answer = {"description": "the answer", "content": {"application/json": {"schema": _schema(kind, name)}}}
    return {status: answer, **refusals()}


def told_bytes(media_type: str, about: str) -> dict[int | str, dict[str, Any]]:
    """``responses=`` of a route whose answer is a file."""
    answer = {"description": about, "content": {media_type: {"schema": {"type": "string", "format": "binary"}}}}
    return {200: answer, **refusals()}


def refusals() -> dict[int | str, dict[str, Any]]:
    """What any route may say in place of its answer."""
    problem = {"content": {"application/json": {"schema": _schema(Problem, "Problem")}}}
    return {
        code: {"description": words, **problem}
        for code, words in (
            (400, "wrong usage"), (401, "nobody is signed in"), (403, "not allowed"), (404, "not there"), (409, "somebody was there before"),
            (413, "too large"), (422, "wrong usage"), (429, "too many tries"),
        )
    }  # fmt: skip


def _schema(kind: Any, name: str | None) -> dict[str, Any]:
    label = name or getattr(kind, "__name__", None)
    if label is None:
        raise TypeError(f"{kind} needs a name for the OpenAPI document")
    _TYPES[label] = kind
    (schema,), _ = msgspec.json.schema_components([kind], ref_template=_REF)
    return dict(schema)


def answer(request: Request, value: Any, *, status: int = 200) -> Response:
    """A value as JSON, with an ETag; 304 where whoever asks has it already."""
    return answer_bytes(request, msgspec.json.encode(value), "application/json", status=status)


def answer_bytes(
    request: Request, content: bytes, media_type: str, *, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """Any bytes, in the same way."""
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    known = {**_kept(etag), **(headers or {})}
    if status == 200 and has_already(request, etag):
        return Response(status_code=304, headers=known)
    return Response(content, status_code=status, media_type=media_type, headers=known)


def fresh(request: Request, generation: str, make: Callable[[], Any]) -> Response:
    """What follows from the record alone: made once for each state of it and address, and not at all for whoever has it already.

    Over a network a long answer is sent compressed; on one machine that would only take longer.
    """
    asked = f"{generation} {_seen_by(request)} {request.url.path}?{request.url.query}"
    etag = f'"{sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'
    if has_already(request, etag):
        return Response(status_code=304, headers=_kept(etag))
    content = _made.get(etag, lambda: msgspec.json.encode(make()))
    headers = _kept(etag)
    if len(content) > _LONG and _is_far(request):
        content = _made.get(f"{etag} gzip", lambda: gzip.compress(content, 1, mtime=0))
        headers["Content-Encoding"] = "gzip"
    return Response(content, media_type="application/json", headers=headers)


_LONG: Final = 20_000  # bytes from which on compressing is worth it


def _is_far(request: Request) -> bool:
    """Whether whoever asks is on another machine and takes gzip."""
    here = request.client is None or request.client.host in ("127.0.0.1", "::1")
    return not here and "gzip" in request.headers.get("accept-encoding", "")


def has_already(request: Request, etag: str) -> bool:
    """Whether whoever asks has an answer already."""
    return etag in request.headers.get("if-none-match", "")


def _kept(etag: str) -> dict[str, str]:
    return {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Cookie, Accept-Encoding"}


def _seen_by(request: Request) -> str:
    """Whose answers differ from others': somebody who codes blind is told less."""
    asker: Any = getattr(request.state, "asker", None)
    return str(asker.name) if asker is not None and asker.blind else ""


class _Answers:
    """The answers made last, up to a number of bytes."""

    def __init__(self, most: int) -> None:
        self._most, self._size, self._lock = most, 0, Lock()
        self._held: OrderedDict[str, bytes] = OrderedDict()

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The answer kept under a key, else the one that is made now."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        content = make()
        with self._lock:
            self._size += len(content) - len(self._held.pop(key, b""))
            self._held[key] = content
            while self._size > self._most:
                _, gone = self._held.popitem(last=False)
                self._size -= len(gone)
        return content


_made: Final = _Answers(64_000_000)


def problem(error: Exception) -> Response:
    """The answer to an expected error: a sentence, and the status that fits."""
    status = 500
    for kind, code in (
        (NotFoundError, 404),
        (NotSignedInError, 401),
        (ForbiddenError, 403),
        (WrongMethodError, 405),
        (ConflictError, 409),
        (TooLargeError, 413),
        (TooManyError, 429),
        (UsageError, 422),
        (StoreError, 503),
    ):
        if isinstance(error, kind):
            status = code
            break
    else:
        if isinstance(error, TidingsError):
            status = 422
    return Response(msgspec.json.encode(Problem(error=str(error))), status_code=status, media_type="application/json")


def with_schemas(app: FastAPI) -> None:
    """Put the schemas of all answers into the OpenAPI document of an app."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            found = get_openapi(
                title="tidings", version=__version__, routes=app.routes,
                description="A record of reports of armed conflict: events, accounts, claims, articles, places, control, changes.",
            )  # fmt: skip
            components = found.setdefault("components", {}).setdefault("schemas", {})
            components.update(_components([*_TYPES.values(), *_shapes()]))
            app.openapi_schema = found
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _shapes() -> list[type[Struct]]:
    """All shapes: those of routes that take them as a body included."""
    return [
        kind
        for kind in vars(shapes).values()
        if isinstance(kind, type) and issubclass(kind, Struct) and kind is not Struct
    ]


def _components(kinds: Iterable[Any]) -> dict[str, Any]:
    _, components = msgspec.json.schema_components(list(kinds), ref_template=_REF)
    return components
