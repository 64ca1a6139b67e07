"""Draw the terminal picture of the README: what ``make demo`` shows, as SVG.

    python scripts/picture.py build/demo.db docs/assets/show.svg

The commands run in a pseudo-terminal, so the picture has the colours that a person sees.
"""

from __future__ import annotations

import io
import os
import pty
import sys
from pathlib import Path

_COLUMNS = 132
_COMMANDS = (
    ["show", "--type", "territory_taken"],
    ["show", "4"],
)


def screen(arguments: list[str]) -> str:
    """What a command prints to a terminal, with its colour codes."""
    os.environ.update(COLUMNS=str(_COLUMNS), TERM="xterm-256color", LINES="200")
    printed = bytearray()

    def keep(descriptor: int) -> bytes:
        content = os.read(descriptor, 65536)
        printed.extend(content)
        return content

    sys.stdout.flush()
    pty.spawn([sys.executable, "-m", "tidings.cli.main", *arguments], keep)
    return printed.decode().replace("\r\n", "\n")


def draw(database: str, target: Path) -> None:
    """Write the picture of the demo's commands over a record."""
    from rich.console import Console
    from rich.text import Text

    console = Console(record=True, width=_COLUMNS, file=io.StringIO(), force_terminal=True)
    for command in _COMMANDS:
        console.print(Text(f"$ tidings {' '.join(command)}", style="bold bright_white"))
        console.print(Text.from_ansi(screen([*command, "--db", database])))
    console.save_svg(str(target), title="tidings")


if __name__ == "__main__":
    draw(sys.argv[1], Path(sys.argv[2]))
