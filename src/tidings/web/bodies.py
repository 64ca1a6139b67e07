"""What is sent to the desk: JSON of a known shape, not too large and not too slow."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

import msgspec
from fastapi import Request
from msgspec import Struct
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tidings.errors import UsageError
from tidings.web.answers import Problem

LARGEST: Final = 1_000_000  # bytes; a set of 500 events is 20 kB
SLOWEST: Final = 20.0  # seconds between two pieces of a body
Kind = TypeVar("Kind", bound=Struct)


def given(kind: type[Kind]) -> Callable[[Request], Awaitable[Kind]]:
    """A dependency of routes: the body as a value of a shape. UsageError says what is wrong with it."""

    async def read(request: Request) -> Kind:
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type != "application/json":
            raise UsageError("send it as application/json")
        try:
            return msgspec.json.decode(await request.body(), type=kind)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise UsageError(f"this is no {kind.__name__}: {error}") from error

    return read


def takes(kind: type[Struct]) -> dict[str, Any]:
    """``openapi_extra=`` of a route that takes such a body."""
    schema = {"$ref": f"#/components/schemas/{kind.__name__}"}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


class BodyLimits:
    """Refuses a body that is too large (413) or comes too slowly (408), before anything reads it whole."""

    def __init__(self, app: ASGIApp, largest: int = LARGEST, slowest: float = SLOWEST) -> None:
        self._app, self._largest, self._slowest = app, largest, slowest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "0")
        if not length.isdecimal() or int(length) > self._largest:
            await _refusal(413, f"at most {self._largest:,} bytes may be sent")(scope, receive, send)
            return
        try:
            body = await self._read(receive)
        except TimeoutError:
            await _refusal(408, f"nothing came for {self._slowest:g} seconds")(scope, receive, send)
            return
        if body is None:
            await _refusal(413, f"at most {self._largest:,} bytes may be sent")(scope, receive, send)
            return
        await self._app(scope, _replayed(body, receive), send)

    async def _read(self, receive: Receive) -> list[Message] | None:
        """All pieces of a body; ``None`` when they are too many."""
        pieces: list[Message] = []
        size = 0
        while True:
            message = await asyncio.wait_for(receive(), self._slowest)
            pieces.append(message)
            size += len(message.get("body", b""))
            if size > self._largest:
                return None
            if message["type"] != "http.request" or not message.get("more_body", False):
                return pieces


def _replayed(pieces: list[Message], receive: Receive) -> Receive:
    waiting = iter(pieces)

    async def again() -> Message:
        piece = next(waiting, None)
        return await receive() if piece is None else piece

    return again


def _refusal(status: int, told: str) -> Response:
    headers = {"Connection": "close"}
    return Response(
        msgspec.json.encode(Problem(error=told)), status_code=status, media_type="application/json", headers=headers
    )
