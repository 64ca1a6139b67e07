"""Each ledger value as a W3C Web Annotation on its article (JSON-LD): the words by position and by quotation.

Positions count code points into the article's text as tidings keeps it, which the article's id hashes; the quotation, with a
little of what stands around it, finds the place again in another version of the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from tidings import __version__
from tidings.export.losses import Losses
from tidings.model.article import Article
from tidings.model.event import Bounds, Event, LedgerEntry, View
from tidings.model.text import Evidence
from tidings.reference.safety import load_safety

_AROUND: Final = 32  # characters of prefix and suffix: enough to tell two quotes apart


def write(view: View, losses: Losses) -> Iterator[bytes]:
    """An annotation collection, one annotation a line; a value whose words may not be quoted is noted."""
    found = list(_annotations(view, losses))
    head = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "urn:tidings:annotations",
        "type": "AnnotationCollection",
        "label": "Values of a record of reported events, on the words that bear them out",
        "creator": {"id": "urn:tidings:coder", "type": "Software", "name": f"tidings {__version__}"},
        "total": len(found),
    }
    yield msgspec.json.encode(head)[:-1]
    if found:
        first = {"id": "urn:tidings:annotations:1", "type": "AnnotationPage", "startIndex": 0}
        yield b',"first":' + msgspec.json.encode(first)[:-1] + b',"items":['
        for number, annotation in enumerate(found):
            yield (b",\n" if number else b"\n") + msgspec.json.encode(annotation)
        yield b"\n]}"
    yield b"}\n"


def _annotations(view: View, losses: Losses) -> Iterator[dict[str, Any]]:
    for event in view.events:
        articles = {member.article.id: member.article for member in view.told(event)}
        for entry in event.ledger:
            if entry.evidence:
                yield _annotation(event, entry, articles[entry.article])
            else:
                losses.note(event.id, entry.field, "left out", "an annotation needs words to stand on", _printed(entry))


def _annotation(event: Event, entry: LedgerEntry, article: Article) -> dict[str, Any]:
    body: dict[str, Any] = {"type": "TextualBody", "value": f"{entry.field}={_printed(entry)}", "purpose": "tagging"}
    about = {"type": "SpecificResource", "source": f"urn:tidings:{event.id}", "purpose": "linking"}
    annotation: dict[str, Any] = {
        "id": f"urn:tidings:{entry.claim}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": [body, about],
        "target": [_target(span, article) for span in entry.evidence],
    }
    if entry.speaker is not None:
        said = {"type": "TextualBody", "value": f"said by {entry.speaker}", "purpose": "describing"}
        annotation["body"].append(said)
    return annotation


def _target(span: Evidence, article: Article) -> dict[str, Any]:
    source: dict[str, Any] = {"id": f"urn:tidings:{article.id}", "type": "Text", "language": article.language}
    if article.url is not None:
        source["via"] = article.url
    return {"type": "SpecificResource", "source": source, "selector": list(_selectors(span, article.text))}


def _selectors(span: Evidence, text: str | None) -> Iterator[dict[str, Any]]:
    exact = span.quote[: load_safety().quote_cap]
    end = span.start + len(exact)
    quote: dict[str, Any] = {"type": "TextQuoteSelector", "exact": exact}
    if text is not None:
        quote |= {"prefix": text[max(0, span.start - _AROUND) : span.start], "suffix": text[end : end + _AROUND]}
    yield quote
    yield {"type": "TextPositionSelector", "start": span.start, "end": end}


def _printed(entry: LedgerEntry) -> str:
    """A value as one word: figures as low/best/high with a question mark for what is not printed."""
    if isinstance(entry.value, Bounds):
        found = (entry.value.low, entry.value.best, entry.value.high)
        return "/".join("?" if each is None else str(each) for each in found)
    return "unknown" if entry.value is None else entry.value
