"""MUC-4 texts made ready for the coder: what the news agency's desk printed around the words goes, every letter keeps its place."""

from __future__ import annotations

import re

_NOTES = re.compile(
    r"\[(?:BEGIN|END) (?:VIDEO )?RECORDING[^\]]*\]|\[(?:TEXT|EXCERPTS?|REPORT|CONTINUED|COMMENTARY|COMMUNIQUE|EDITORIAL|ARTICLE|INTERVIEW|SPEECH|NO DATE GIVEN)[^\]]*\]"
    r"|\[(?:WORDS?|PASSAGES?|SENTENCE|PORTION|NAME|NAMES|FIGURE|[^\]]{0,20}WORDS) (?:INDISTINCT|OMITTED)[^\]]*\]|\[[^\]]{0,30}AS (?:HEARD|PUBLISHED|RECEIVED|PRINTED)[^\]]*\]",
    re.IGNORECASE,
)
_BODY = re.compile(r"\[(?:TEXT|EXCERPTS?)\]", re.IGNORECASE)
_HEAD_LENGTH = 400  # a dateline with agency, kind of report and speaker


def prepared(text: str, dateline_end: int = 0) -> str:
    """The text with the dateline and editorial notes blank, brackets round, wrapped lines joined; as long as before."""
    body = _BODY.search(text, 0, _HEAD_LENGTH)
    head = max(dateline_end, body.end() if body else 0)
    text = " " * head + text[head:]
    text = _NOTES.sub(lambda found: " " * len(found.group()), text)
    text = re.sub(r"(?<=\S)\n(?=\S)", " ", text)
    text = re.sub(r"(?<=\S) {4}(?=\S)|(?<=\S) {5,}(?=\S)", lambda found: "\n\n" + found.group()[2:], text)
    return text.replace("[", "(").replace("]", ")")
