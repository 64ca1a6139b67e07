"""Headers of every answer, and the names by which the desk may be asked: articles are hostile, and so is the rest of the web."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Nothing but the desk's own files runs, loads or frames; no inline script or style, no form to elsewhere.
CONTENT_POLICY: Final = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
#: Of every answer, also of one that nobody expected.
ALWAYS: Final = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}


class SafeHeaders:
    """Adds the headers to every answer that does not set them itself, and refuses requests by another name."""

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...], *, secure: bool) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._headers = {**ALWAYS, "Strict-Transport-Security": "max-age=31536000"} if secure else ALWAYS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        host = Headers(scope=scope).get("host", "")
        if host_name(host) not in self._hosts:
            refusal = PlainTextResponse(f"this desk is not called {host!r}: start it with --host NAME", status_code=421)
            await refusal(scope, receive, with_headers)
            return
        await self._app(scope, receive, with_headers)


def host_name(host: str) -> str:
    """A ``Host`` header without its port, in small letters.

    >>> host_name("LOCALHOST:8765"), host_name("[::1]:80")
    ('localhost', '[::1]')
    """
    name = host.lower()
    if name.startswith("["):
        return name.partition("]")[0] + "]"
    return name.partition(":")[0]
