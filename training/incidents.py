"""MUC-4 texts for the incident heads: spans with role, types and effect, and the types of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from tokenizers import Tokenizer

from training.corpora import SHARED, Row, rows
from training.heads import EFFECTS, INCIDENT_ROLES, INCIDENT_TYPES
from training.pieces import Pieces, in_pieces

_DESCRIPTION = INCIDENT_ROLES.index("VictimDescription")
_VICTIM = INCIDENT_ROLES.index("Victim")


class Span(Struct, frozen=True, kw_only=True):
    """A filler: first and last piece, role, types of the incidents it belongs to, what became of it (or None)."""

    first: int
    last: int
    role: int
    types: tuple[int, ...]
    effect: int | None


class Text(Struct, frozen=True, kw_only=True):
    """A text of MUC-4 with its key."""

    id: str
    text: str
    pieces: Pieces
    spans: tuple[Span, ...]
    types: tuple[int, ...]


def texts(split: str, made: Tokenizer) -> Iterator[Text]:
    """The texts of a split; a filler is marked wherever its words stand, as the keys give no place."""
    folder = SHARED / "muc4"
    for row, rich in zip(rows(folder / f"{split}.jsonl"), rows(folder / f"{split}.rich.jsonl"), strict=True):
        text = row["text"].lower()
        pieces = in_pieces(text, made)
        first = {offset[0]: number for number, offset in reversed(list(enumerate(pieces.offsets)))}
        last = {offset[1]: number for number, offset in enumerate(pieces.offsets)}
        found = _fillers(row, rich, text)
        effects = _effects(rich)
        spans = tuple(
            Span(
                first=first[start], last=last[end], role=role, types=tuple(sorted(types)),
                effect=effects.get(" ".join(text[start:end].split())) if role in (_VICTIM, _DESCRIPTION) else None,
            )
            for (role, start, end), types in sorted(found.items())
            if start in first and end in last
        )  # fmt: skip
        kinds = {_type(kind) for template in row["templates"] for kind in template["incident_type"].split("/")}
        yield Text(id=row["docid"], text=text, pieces=pieces, spans=spans, types=tuple(sorted(kinds)))


def _type(name: str) -> int:
    return INCIDENT_TYPES.index(name.strip().lower())


def _fillers(row: Row, rich: Row, text: str) -> dict[tuple[int, int, int], set[int]]:
    found: dict[tuple[int, int, int], set[int]] = {}
    for template in row["templates"]:
        types = {_type(kind) for kind in template["incident_type"].split("/")}
        for role, entities in template["roles"].items():
            for mention in (mention for entity in entities for mention in entity):
                for start, end in mention["all_spans"]:
                    found.setdefault((INCIDENT_ROLES.index(role), start, end), set()).update(types)
    for template in rich["templates"]:
        types = {_type(kind) for kind in template["incident_type"]}
        for words in (words for entry in template["hum_tgt_description"] for words in entry["values"]):
            pattern = r"\b" + r"\s+".join(map(re.escape, words.lower().split())) + r"\b"
            for match in re.finditer(pattern, text):
                found.setdefault((_DESCRIPTION, match.start(), match.end()), set()).update(types)
    return found


def _effects(rich: Row) -> dict[str, int]:
    """What became of whom, by the words of each mention; those with rival effects are left out."""
    told: dict[str, set[str]] = {}
    for template in rich["templates"]:
        for victim in template["victims"]:
            for words in victim["mentions"]:
                told.setdefault(" ".join(words.lower().split()), set()).update(victim["effect"])
    return {words: EFFECTS.index(next(iter(effects))) for words, effects in told.items() if len(effects) == 1 and effects <= set(EFFECTS)}  # fmt: skip
