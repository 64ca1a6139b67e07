"""The scorers of ../shared/tools, run as the programs they are."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from evals.common import SHARED
from tidings.errors import TidingsError

TOOLS = SHARED / "tools"


def printed(program: str, *arguments: object) -> str:
    """What a scorer prints. One that fails raises TidingsError with what it said; lines left out are passed on to standard error."""
    command = [sys.executable, str(TOOLS / program), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise TidingsError(f"{program} ended with exit code {done.returncode}: {done.stderr.strip()[-500:]}")
    if done.stderr.strip():
        print(f"{program}: {done.stderr.strip()}", file=sys.stderr)
    return done.stdout


def json_printed(program: str, *arguments: object) -> Any:
    """The JSON that a scorer prints with ``--json``."""
    return json.loads(printed(program, *arguments, "--json"))


def json_written(program: str, *arguments: object) -> Any:
    """The JSON that a scorer writes with ``--json OUT``."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "scored.json"
        printed(program, *arguments, "--json", out)
        return json.loads(out.read_text(encoding="utf-8"))
