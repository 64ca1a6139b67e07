"""The desk's pages: built files of the package, and one page for all addresses a person may open or send on."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.staticfiles import StaticFiles

STATIC: Final = Path(__file__).parent / "static"
_NOT_BUILT: Final = "The pages of the desk are not built. In a working copy: make desk. An installed tidings has them; this one is damaged."


def page() -> Response:
    """The one page; it reads the address itself."""
    index = STATIC / "index.html"
    if not index.is_file():
        return PlainTextResponse(_NOT_BUILT, status_code=503)
    return FileResponse(index, media_type="text/html", headers={"Cache-Control": "no-cache"})


def static_files() -> StaticFiles:
    """The built files."""
    return StaticFiles(directory=STATIC, check_dir=False)
