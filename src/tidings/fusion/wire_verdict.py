"""What two articles are to each other, from what they share and what differs: copy, rewrite, one form filled twice, or nothing."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from tidings.fusion.wire_align import Carried, Changes, Pair, ascending, carried, changes, partners
from tidings.fusion.wire_text import WireText
from tidings.reference.wire_agencies import load_wire_words

Relation = Literal["copy", "rewrite", "template"]

# Days between two prints of one text; later ones are told apart from anniversaries only by being word for word.
LONGEST_GAP = 10

_LEAST = 8  # words; "More soon." is no text that anybody copies
_NOTHING, _STRANGE = 0.2, 0.3  # below both, no rule here finds anything
_OTHER = 0.6  # share of names and figures in common below which one form may tell of two places
_SOON = 2  # days within which one text is brought up to date
_LEAD = 2  # sentences that carry the news
_WHOLE = 0.8  # share of the words of a lead from which on it is told as it was
_FEW = 5  # sentences: a brief finds a partner for each of its sentences in any report of the same event


class Measures(Struct, frozen=True, kw_only=True):
    """What is measured between the shorter and the longer of two texts; shares are of the shorter and lie in [0, 1].

    ``carried``: of its words, those that stand in a run of five (three in a brief) that the longer has too; ``lead`` the same
    of the first two sentences, of whichever has more. ``share`` and ``head``: the same of all the words and of the first two
    sentences of the longer. ``told``: of its words, those in sentences that have a partner in the longer; ``back`` the same of
    the longer. ``top``: the news of one stands near the top of the other. ``row``: how many partners come one after the other in
    both, ``order`` their share. ``wording``: of the words of partners, those in one order. ``facts``: of its names and figures,
    those that the longer has. ``quotes``: passages quoted in both. ``denied``: one denies what the other tells. ``gap``: days between
    the publications.
    """

    sentences: int
    carried: float
    lead: float
    share: float
    head: float
    told: float
    back: float
    top: bool
    row: int
    order: float
    wording: float
    facts: float
    quotes: int
    denied: bool
    credit: str | None
    chain: str | None
    gap: int | None
    changes: Changes
    periodic: bool


class Finding(Struct, frozen=True, kw_only=True):
    """A relation, the share of the shorter text that it rests on, and why in one sentence."""

    relation: Relation
    share: float
    why: str


def compare(one: WireText, other: WireText) -> Finding | None:
    """What two texts are to each other; ``None``: each stands for itself, or says too little (a notice without a name or a figure)."""
    if min(len(one.words), len(other.words)) < _LEAST or not (one.facts and other.facts):
        return None
    found = measure(one, other)
    return None if found is None else verdict(found)


def measure(one: WireText, other: WireText) -> Measures | None:
    """The measures of a pair, the same whichever comes first; ``None`` where they have too little in common to look further."""
    short, long = sorted((one, other), key=lambda text: (len(text.words), text.words, text.id))
    forth, back = carried(short, long), carried(long, short)
    facts = len(short.facts & long.facts) / max(1, len(short.facts))
    chain = _chain(short, long)
    if forth.share() < _NOTHING and facts < _STRANGE and not chain:
        return None
    pairs, backwards = partners(short, long), partners(long, short)
    head = back.share(_lead(long))
    return Measures(
        sentences=len(short.sentences),
        carried=forth.share(),
        lead=max(forth.share(_lead(short)), head),
        share=back.share(),
        head=head,
        told=_told(short, pairs),
        back=_told(long, backwards),
        top=_is_top(pairs, len(short.sentences), long) or _is_top(backwards, len(long.sentences), short),
        row=(row := ascending(pairs)),
        order=row / max(1, len(pairs)),
        wording=sum(pair.order for pair in pairs) / max(1, len(pairs)),
        facts=facts,
        quotes=len(short.quotes & long.quotes),
        denied=_denies(short, long, back) or _denies(long, short, forth),
        credit=min(short.credits & long.credits, default=None),
        chain=chain,
        gap=abs((short.published - long.published).days) if short.published and long.published else None,
        changes=changes(short, long, pairs),
        periodic=short.periodic and long.periodic,
    )


def _told(text: WireText, pairs: list[Pair]) -> float:
    return sum(len(text.sentences[pair.left].words) for pair in pairs) / max(1, len(text.words))


def _denies(one: WireText, other: WireText, kept: Carried) -> bool:
    """Whether one opens with a denial that the other does not have, and does not tell the news of the other as that tells it (``kept``).

    It is the word of another side, in words of the first; where the news stands in it whole, the denial was added to it.
    """
    return 0 in one.denials and not other.denials and kept.share(_lead(other)) < _WHOLE


def _lead(text: WireText) -> int:
    """How many words the lead has."""
    return sum(len(one.words) for one in text.sentences[:_LEAD])


def _is_top(pairs: list[Pair], ours: int, other: WireText) -> bool:
    """Whether one of the first two sentences (of a long text, of its first quarter) has a partner in the first two fifths of the other."""
    first = max(_LEAD, (ours + 2) // 4)
    last = max(2 * _LEAD, len(other.sentences) * 2 // 5)
    return any(pair.left < first and pair.right < last for pair in pairs)


def _chain(short: WireText, long: WireText) -> str | None:
    """The outlet of one that the other says it has its news from."""
    words = load_wire_words()
    for teller, told in ((short, long), (long, short)):
        if told.outlet and told.outlet != teller.outlet and words.cites(teller.text, told.outlet):
            return told.outlet
    return None


def verdict(found: Measures) -> Finding | None:
    """The relation that the measures speak for."""
    if found.gap is not None and found.gap > LONGEST_GAP and not _is_verbatim(found):
        return None
    moved = _moved(found)
    if moved and (found.carried >= 0.3 or (found.told >= 0.7 and found.wording >= 0.65)):
        return _finding("template", found.carried, f"{_wording(found)}, but {moved}")
    if not moved:
        if _is_copy(found):
            return _finding("copy", found.carried, f"{_wording(found)}{_dates(found)}")
        if because := _rewritten(found):
            return _finding("rewrite", found.told, f"{_telling(found)}; {because}{_dates(found)}")
    return None


def _finding(relation: Relation, share: float, why: str) -> Finding:
    return Finding(relation=relation, share=round(share, 4), why=why)


def _is_verbatim(found: Measures) -> bool:
    return found.carried >= 0.95


def _moved(found: Measures) -> str | None:
    """What says that one form tells of different happenings: another day, other places, other figures all through."""
    told = found.changes
    days = told.days > 0 and told.days * 2 >= told.dated
    numbers = told.numbers > 0 and told.numbers * 5 >= told.counted * 2
    names = told.names > 0 and told.names * 5 >= told.named * 2
    if days and (numbers or names) and (found.gap is not None or told.numbers + told.names > 1):
        return f"they tell of different days, and {_kinds(names, numbers)} differ in sentences of one form"
    if names and numbers and found.facts < _OTHER:
        return "names and figures differ in sentences of one form"
    if numbers and told.numbers * 2 >= told.counted and told.numbers > 1 and found.gap != 0 and found.periodic:
        return (
            f"{told.numbers} of {told.counted} sentences of one form have other figures, each for its own day or week"
        )
    return None


def _kinds(names: bool, numbers: bool) -> str:
    return "names and figures" if names and numbers else "names" if names else "figures"


def _is_copy(found: Measures) -> bool:
    """Whether two texts are prints of one: most of it word for word, and the news of one in the other.

    Background that is carried over to another day's news can be two thirds of a text; it does not carry the lead. What is a small part
    of a longer text without its lead is an item of a digest, or old paragraphs, and no print of it.
    """
    if found.share < 0.4 and found.head < 0.3:
        return False
    if found.denied:
        return False
    if found.carried >= 0.8:
        return True
    soon = found.gap is None or found.gap <= _SOON
    if found.lead >= 0.3 and soon:
        return found.carried >= 0.5 or (found.lead >= 0.8 and found.carried >= 0.2)
    return found.carried >= 0.65 and (found.gap == 0 or found.lead >= 0.6)


def _rewritten(found: Measures) -> str | None:
    """Why the shorter tells the longer in other words; ``None`` when two desks may have told it by themselves.

    Reports of one event share names, figures and often a statement. What they do not share is a row of sentences that tell the
    same, one after the other; the shorter a text, the less its few sentences say of that.
    """
    told = found.changes
    if found.denied or not found.top or (told.days and told.days * 2 >= told.dated):
        return None
    if (
        found.carried >= 0.5
    ):  # no rewriting: what is word for word and still no copy is old paragraphs, or an item of a digest
        return None
    both = found.told + found.facts
    if found.chain and found.told >= 0.5 and both >= 1.1:
        return f"one says that it has this from {found.chain}"
    if found.sentences < _FEW:
        alike = found.wording >= 0.65 and min(found.carried, found.share) >= 0.3
        near = alike and found.facts >= 0.9 and min(found.told, found.back) >= 0.8
        return "nearly the same words, moved" if near else None
    if found.order < 0.6:
        return None
    long_row = found.row >= _FEW - (found.quotes > 0)
    if long_row and found.credit and found.told >= 0.6 and both >= 1.35:
        return f"both credit {found.credit}"
    if long_row and found.told >= 0.7 and both >= (1.45 if found.quotes > 1 else 1.6):
        return "told in the same order" if not found.quotes else "told in the same order with the same quotes"
    if found.row >= 3 and found.carried >= 0.3 and found.wording >= 0.6 and found.told >= 0.75 and both >= 1.4:
        return f"{found.carried:.0%} word for word" if told.names * 5 < told.named * 2 else None
    return None


def _wording(found: Measures) -> str:
    return f"{found.carried:.0%} of the words of one stand in the other in the same order"


def _telling(found: Measures) -> str:
    return (
        f"{found.told:.0%} of one is told in the other in other words, with {found.facts:.0%} of its names and figures"
    )


def _dates(found: Measures) -> str:
    if found.gap is None:
        return ""
    return "; both of one day" if found.gap == 0 else f"; {found.gap} day{'s' * (found.gap > 1)} apart"
