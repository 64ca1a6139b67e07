"""The files of hard sentences as people wrote them: cases are moved with their comments, under the heading that they stood under."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

from tidings.errors import DataError

_HEADING = "# --- "


class Block(Struct, frozen=True, kw_only=True):
    """A case as it is printed, the comments over it included, and the heading it stands under."""

    heading: str
    lines: tuple[str, ...]

    @property
    def case(self) -> dict[str, Any]:
        """The case that is printed."""
        found: dict[str, Any] = yaml.safe_load("\n".join(self.lines))[0]
        return found


class Sheet(Struct, frozen=True, kw_only=True):
    """A file: the comment at its head, then its cases in order."""

    head: tuple[str, ...]
    blocks: tuple[Block, ...]

    def with_more(self, blocks: Iterable[Block]) -> Sheet:
        """The sheet with cases more, each after the last one under its heading; a heading that is new comes last."""
        return Sheet(head=self.head, blocks=(*self.blocks, *blocks))

    def without(self, gone: Iterable[Block]) -> Sheet:
        """The sheet without some of its cases."""
        taken = set(gone)
        return Sheet(head=self.head, blocks=tuple(block for block in self.blocks if block not in taken))

    def printed(self) -> str:
        """The file's text; headings in the order of their first case."""
        under: dict[str, list[Block]] = {}
        for block in self.blocks:
            under.setdefault(block.heading, []).append(block)
        parts = ["\n".join(self.head)]
        for heading, blocks in under.items():
            parts.append("\n".join([f"{_HEADING}{heading}", "", *(line for block in blocks for line in block.lines)]))
        return "\n\n".join(parts) + "\n"


def read_sheet(path: Path) -> Sheet:
    """A file taken apart by its lines. What would be lost on the way back raises DataError."""
    text = path.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip()]
    first = next((number for number, line in enumerate(lines) if line.startswith((_HEADING, "- "))), len(lines))
    sheet = Sheet(head=tuple(lines[:first]), blocks=tuple(_blocks(lines[first:])))
    if [block.case for block in sheet.blocks] != (yaml.safe_load(text) or []):
        raise DataError(
            f"{path}: not every case stands in lines of its own; write each as '- text: …' with its comments above"
        )
    return sheet


def _blocks(lines: Iterable[str]) -> Iterable[Block]:
    heading, held = "", list[str]()
    for line in lines:
        starts = line.startswith(("#", "- "))
        if starts and any(one.startswith("- ") for one in held):
            yield Block(heading=heading, lines=tuple(held))
            held = []
        if line.startswith(_HEADING):
            heading = line.removeprefix(_HEADING)
        else:
            held.append(line)
    if held:
        yield Block(heading=heading, lines=tuple(held))
