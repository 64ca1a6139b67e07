"""Names as the tagger sees them. The gazetteers of actors and places correct them in their own annotators."""

from __future__ import annotations

from tidings.model.mentions import NameMention
from tidings.model.text import Parse

# Words that begin a sentence in a capital letter and that the tagger takes for a first name: "Near Tal Afar, one strike …".
_LEADS_IN = frozenset(
    {
        "Near",
        "In",
        "At",
        "On",
        "From",
        "Outside",
        "Around",
        "After",
        "Since",
        "Inside",
        "Meanwhile",
        "Yesterday",
        "Additionally",
        "Elsewhere",
        "Across",
        "Over",
    }
)


def tagged_names(parse: Parse) -> tuple[NameMention, ...]:
    """The tagger's names in text order; a name never runs over a line break."""
    found: list[NameMention] = []
    first: int | None = None
    for position, token in enumerate((*parse.tokens, None)):
        goes_on = token is not None and token.entity.startswith("I-") and first is not None
        goes_on = goes_on and token is not None and token.sentence == parse.tokens[first or 0].sentence
        if first is not None and not goes_on:
            while first < position - 1 and parse.tokens[first].text in _LEADS_IN:
                first += 1
            start, end = parse.tokens[first].start, parse.tokens[position - 1].end
            label = parse.tokens[first].entity[2:]
            found.append(NameMention(start=start, end=end, head=parse.head_of(start, end), label=label, layer="tagger"))
            first = None
        if token is not None and token.entity and first is None:
            first = position
    return tuple(found)
