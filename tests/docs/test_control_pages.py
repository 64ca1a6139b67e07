"""What is printed on control and what may be edited is documented, each by its name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import msgspec
import yaml

from tidings.control.answer import Answer
from tidings.export.control import COLUMNS
from tidings.model.control import EvidenceKind, Voice

ROOT = Path(__file__).resolve().parents[2]


def named(page: str, heading: str | None = None) -> set[str]:
    """What the first cells of a page's tables name, after a heading."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.*?) \|", text[text.index(heading) if heading else 0 :], re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([a-z_0-9]+)`", row)}


def test_every_column_and_key_stands_in_the_record_page() -> None:
    fields = {field.name for field in msgspec.structs.fields(Answer)}
    assert named("reference/record.md", "## Control") == fields | set(COLUMNS)


def test_every_part_of_the_rules_stands_in_their_page() -> None:
    raw = yaml.safe_load((ROOT / "src/tidings/reference/data/control_rules.yaml").read_text(encoding="utf-8"))
    assert named("reference/control-rules.md") == set(raw)


def test_every_kind_of_evidence_and_every_voice_stands_in_the_method() -> None:
    assert named("method/control.md") == set(get_args(EvidenceKind)) | set(get_args(Voice))
