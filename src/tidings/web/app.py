"""The desk as an ASGI application: the API, the pages, and what holds for every request."""

from __future__ import annotations

from typing import Any

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.requests import Request
from starlette.responses import Response

from tidings import __version__
from tidings.errors import TidingsError, UsageError
from tidings.web.answers import NotFoundError, WrongMethodError, problem, with_schemas
from tidings.web.api import (
    articles,
    audit,
    changes,
    comments,
    control,
    events,
    exports,
    judgements,
    meta,
    names,
    people,
    queue,
    session,
    sets,
)
from tidings.web.bodies import BodyLimits
from tidings.web.guard import guard
from tidings.web.headers import ALWAYS, SafeHeaders
from tidings.web.known import Names
from tidings.web.records import DeskRecord
from tidings.web.settings import DeskSettings
from tidings.web.static_files import page, static_files

API = "/api/v1"
ROUTERS = (
    meta.router, events.router, articles.router, names.router, control.router, changes.router, exports.router, session.router, people.router, audit.router, judgements.router, comments.router, queue.router, sets.router,
)  # fmt: skip
#: Addresses of pages; each is the one page, which reads the address itself.
PAGES = (
    "/", "/events/{key}", "/articles/{key}", "/places/{key}", "/queue", "/queue/{key}", "/sets", "/sets/{key}", "/sets/{key}/adjudicate",
    "/people", "/audit", "/changes", "/sign-in",
)  # fmt: skip


def make_app(settings: DeskSettings) -> FastAPI:
    """The application over one record. It is opened at once: StoreError says why it cannot be, DataError what is wrong with a table of names."""
    app = _api()
    app.state.names = Names(settings)
    app.state.record = DeskRecord(settings)
    app.state.settings = settings
    for address in PAGES:
        app.add_api_route(address, page, methods=["GET", "HEAD"], include_in_schema=False)
    app.mount("/static", static_files(), name="static")
    app.add_middleware(BodyLimits)
    app.add_middleware(SafeHeaders, hosts=settings.hosts, secure=settings.secure)
    return app


def openapi() -> dict[str, Any]:
    """The OpenAPI document of the API, without any record."""
    return _api().openapi()


def _api() -> FastAPI:
    app = FastAPI(
        title="tidings", version=__version__, openapi_url=f"{API}/openapi.json", docs_url=None, redoc_url=None
    )
    for router in ROUTERS:
        app.include_router(router, prefix=API, dependencies=[Depends(guard)])
    app.add_exception_handler(TidingsError, _expected)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(Exception, _unexpected)
    app.add_exception_handler(404, _not_there)
    app.add_exception_handler(405, _not_so)
    with_schemas(app)
    return app


def _expected(_: Request, error: Exception) -> Response:
    return problem(error)


def _unexpected(_: Request, __: Exception) -> Response:
    """A fault of the desk itself: what it was stands where the desk was started. It is answered outside of all else, headers too."""
    told = problem(RuntimeError("something went wrong in the desk: where it was started, it says what"))
    told.headers.update(ALWAYS)
    return told


def _malformed(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    told = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
    return problem(UsageError(told))


def _not_there(request: Request, _: Exception) -> Response:
    """A person who has mistyped an address gets the page, which says so; a program gets a sentence."""
    is_person = "text/html" in request.headers.get("accept", "")
    if is_person and not request.url.path.startswith(("/api/", "/static/")):
        shown = page()
        shown.status_code = 404 if shown.status_code == 200 else shown.status_code
        return shown
    return problem(NotFoundError(f"there is nothing at {request.url.path}"))


def _not_so(request: Request, _: Exception) -> Response:
    return problem(WrongMethodError(f"{request.url.path} is not asked with {request.method}"))
