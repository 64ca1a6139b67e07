"""Acts that a sentence tells only to place or to name something else: "two days after a bombing", "the suspect in the attack".

What the sentence tells beside an aside (day, place, toll, doer) is not the aside's, and the other way round (RECORD §4: values of the act).
"""

from __future__ import annotations

from tidings.coding import tree
from tidings.model.text import Parse, Token

_ORDER = frozenset({"after", "before", "since", "following"})
_UNITS = frozenset("minute hour day night week weekend fortnight month year decade".split())
_INVOLVING = frozenset(
    "implicate involve want suspect accuse charge convict sentence connect link jail wound hurt orphan".split()
)  # "the men implicated in the bombings", "a boy wounded in the raid"
_INVOLVED = frozenset(
    "suspect mastermind architect perpetrator accused culprit ringleader plotter convict survivor witness investigator".split()
)  # "the suspect in the attack"
_TIES = frozenset({"in", "of", "for", "with", "to", "over", "behind"})
_HOLDING = frozenset("arrest detain hold charge question try sentence jail convict indict extradite hunt".split())


def aside_of(parse: Parse, index: int) -> int | None:
    """The word that opens the aside a word stands in, the innermost; None where it stands in the sentence's own telling."""
    token = parse.tokens[index]
    while True:
        if _is_counted_from(parse, token) or _says_who(parse, token, index) or _says_what_for(parse, token, index):
            return token.index
        if token.head == token.index:
            return None
        token = parse.tokens[token.head]


def _is_counted_from(parse: Parse, token: Token) -> bool:
    """ "Two days after …": the act before or after which time is counted, as a phrase or a clause."""
    marks = [token.index] if token.lemma in _ORDER and token.dep != "mark" else []
    marks += [child for child in tree.children(parse, token.index, "mark") if parse.tokens[child].lemma in _ORDER]
    return any(mark > 0 and is_stretch(parse, mark - 1) for mark in marks)


def is_stretch(parse: Parse, index: int) -> bool:
    """Whether a word is a length of time: "two days", "a week"; "the following day before …" is a day of its own."""
    words = {parse.tokens[child].lemma for child in tree.children(parse, index, "det", "amod")}
    return parse.tokens[index].lemma in _UNITS and not words & {"the", "this", "that", "same", "next", "following"}


def _says_who(parse: Parse, token: Token, index: int) -> bool:
    """The phrase that ties somebody to an act: "implicated in the bombings", "the suspect in the attack"."""
    if token.index == index or token.pos != "ADP" or token.lemma not in _TIES:
        return False
    above = parse.tokens[token.head]
    if above.pos == "VERB":
        return above.lemma in _INVOLVING and above.dep in ("acl", "relcl")
    return above.lemma in _INVOLVED


def _says_what_for(parse: Parse, token: Token, index: int) -> bool:
    """ "Arrested a man over a bombing": what somebody is held for was at its own place and time."""
    if token.index == index or token.pos != "ADP" or token.lemma not in ("over", "for"):
        return False
    return parse.tokens[token.head].lemma in _HOLDING and any(
        parse.tokens[child].pos == "NOUN" and parse.tokens[child].lemma not in _UNITS
        for child in tree.children(parse, token.index, "pobj")
    )
