"""Noun phrases of people and forces: where they start, who owns them, what they may point back to."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from tidings.annotate.actor_names import Named, Reading, ties_of
from tidings.annotate.trees import leader
from tidings.model.text import Parse, Token
from tidings.model.values import ActorKind, Relation
from tidings.reference.actors import singular_of

Form = Literal["name", "force", "country", "person", "group", "anaphor", "unnamed"]

_LEADING_TAGS = frozenset({"DT", "PDT", "PRP$", "CD", "IN", "RB", "RBR", "RBS", "JJR", "JJS", "WDT", "WP$", "``", "''", ":", ",", "HYPH", "UH", "VBD", "VBZ", "POS", "WRB", "LS", "$", "SYM"})  # fmt: skip
_LEADING_WORDS = frozenset(
    "several many few some other others hundreds dozens scores thousands more most fellow own same such certain various "
    "numerous first second third another dead wounded injured innocent unarmed least all both each every much additional "
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty dozen "
    "late former so-called captured old year aged young elderly".split()
)
_BULLETS = frozenset("|•·»›*¦")
_CAPTIONS = frozenset(
    {"caption", "captions"}
)  # "image caption Federal troops": a web page's label and the words under it
_REMOVALS = frozenset(
    "withdraw pull drive expel evacuate remove push oust dislodge clear force recall flee retreat leave depart flush evict move bring send".split()
)
_REACH = 12  # words before a head that can still belong to its phrase


class Refers(Struct, frozen=True):
    """What a draft may point back to: kinds, the noun that does it, and the owner's token for "its fighters"."""

    kinds: tuple[ActorKind, ...]
    noun: str
    definite: bool
    owner: int | None = None
    plural: bool = True


class Draft(Struct, frozen=True, kw_only=True):
    """A mention in the making: tokens ``[first, last)`` with head ``head``; ``refers`` when it may stand for another."""

    first: int
    last: int
    head: int
    name: str
    id: str | None
    kind: ActorKind
    form: Form
    relations: tuple[Relation, ...] = ()
    role: str | None = None
    side: str | None = None
    refers: Refers | None = None
    noun: str = ""


class Phrase(Struct, frozen=True, kw_only=True):
    """A noun phrase up to its head: ``[first, head]`` without determiners and numbers, its noun and what modifies it."""

    first: int
    noun_first: int
    head: int
    noun: str
    definite: bool
    words: frozenset[str]
    actor: Named | None
    state: Named | None
    owner: int | None
    ties: tuple[Relation, ...]
    ethnic: bool
    last: int


def singular(token: Token) -> str:
    """The singular of a noun, as the noun lists have it."""
    word = token.text.lower()
    if token.tag in ("NNS", "NNPS") or token.pos in ("NOUN", "PROPN") or word.endswith(("men", "children")):
        return singular_of(word)
    return word


def phrase(reading: Reading, head: int, noun: str, width: int) -> Phrase:
    """The noun phrase that a token heads, to the left of it."""
    parse = reading.parse
    left = _left_edge(reading, head - width + 1, head)
    first, definite, owner = _strip(reading, left, head - width + 1)
    inside = range(left, head)
    names = [reading.by_token[index] for index in inside if index in reading.by_token and index >= first]
    last, after = _after(reading, head)
    actor = next(
        (name for name in reversed(names) if name.row and name.last <= head), after if after and after.row else None
    )
    state = next((name for name in reversed(names) if name.state), after if after and after.state else None)
    words = frozenset(_hyphened(parse, index) for index in range(first, head))
    ethnic = any(
        parse.tokens[i].text[:1].isupper()
        and i not in reading.by_token
        and i not in reading.bound_tokens
        and parse.tokens[i].entity[2:] in ("NORP", "GPE", "ORG", "LOC")
        for i in range(first, head - width + 1)
    )
    return Phrase(
        first=first, noun_first=head - width + 1, head=head, noun=noun, definite=definite, words=words, actor=actor, state=state,
        owner=owner, ties=(*ties_of(reading, range(left, head)), *_backers(reading, head)), ethnic=ethnic, last=last,
    )  # fmt: skip


def _hyphened(parse: Parse, index: int) -> str:
    """A word with what a hyphen ties to it: "anti-government" is one word here."""
    word = parse.tokens[index].text.lower()
    if (
        index >= 2
        and parse.tokens[index - 1].text in ("-", "‑")
        and parse.tokens[index - 1].start == parse.tokens[index - 2].end
    ):
        return f"{parse.tokens[index - 2].text.lower()}-{word}"
    return word


def _left_edge(reading: Reading, noun_first: int, head: int) -> int:
    """The first token of the unbroken run before a noun that hangs from it, or that names an owner next to it."""
    parse = reading.parse
    stop = max(parse.sentences[parse.tokens[head].sentence].first, head - _REACH)
    left = noun_first
    while left > stop:
        index = left - 1
        token = parse.tokens[index]
        if token.text in _BULLETS or token.text.lower() in _CAPTIONS:
            break
        if token.text == "," and parse.tokens[index - 1].pos not in ("ADJ", "VERB"):
            break
        named = reading.by_token.get(index)
        long_name = named is not None and named.row is not None and named.last - named.first > 1
        if named is not None and (long_name or token.dep not in ("nsubj", "pobj", "dobj")) and left == noun_first:
            left = named.first  # "al-Qaeda in Iraq gunmen": the name is one, whatever hangs from what inside it
        elif token.tag in ("HYPH", "POS") or _hangs_from(parse, index, head):
            left = index
        else:
            break
    return max(left, stop)


def _hangs_from(parse: Parse, index: int, head: int) -> bool:
    token = parse.tokens[index]
    if (
        token.dep in ("cc", "preconj", "relcl", "acl")
        or token.tag in ("VB", "VBD", "VBP", "VBZ", "TO", "MD", "WP$", "WDT", "WP")
        or token.pos in ("ADP", "SCONJ")
        and token.text.lower() not in ("than", "least")
    ):
        return False
    for _ in range(_REACH):
        if token.head == head:
            return True
        if token.head == token.index or not index <= token.head <= head:
            return False
        token = parse.tokens[token.head]
    return False


def _strip(reading: Reading, left: int, noun_first: int) -> tuple[int, bool, int | None]:
    """Where a phrase starts without determiners, numbers and foreign possessors; whether it is definite; its owner's token."""
    parse, first, definite, owner = reading.parse, left, False, None
    while first < noun_first:
        token = parse.tokens[first]
        word = token.text.lower()
        if first in reading.by_token or first in reading.bound_tokens:
            break
        if token.entity.endswith(("DATE", "TIME")) and token.pos == "PROPN":
            pass  # "On Friday rebels took": no part of who did
        elif word in ("the", "these", "those", "this", "that", "all", "both"):
            definite = True
        elif token.tag == "PRP$":
            definite, owner = True, first
        elif _possessor(parse, first, noun_first) is not None and not token.text[:1].isupper():
            stop = _possessor(parse, first, noun_first) or first
            definite, owner, first = True, stop - 1, stop
        elif token.tag == "CD" and parse.tokens[first + 1].tag == "HYPH" and first + 3 <= noun_first:
            first += 2  # "an 80-member convoy"
        elif not (token.tag in _LEADING_TAGS or word in _LEADING_WORDS or not any(map(str.isalnum, word))):
            break
        first += 1
    return first, definite, owner


def _possessor(parse: Parse, first: int, noun_first: int) -> int | None:
    """The index of the possessive mark that follows within the phrase, when all before it is one possessor."""
    for index in range(first + 1, min(noun_first, first + 4)):
        if parse.tokens[index].tag == "POS":
            return index
    return None


def _after(reading: Reading, head: int) -> tuple[int, Named | None]:
    """The end of a phrase and the owner named after its head: "members of Boko Haram", "forces loyal to Haftar"."""
    parse, tokens = reading.parse, reading.parse.tokens
    sentence = parse.sentences[tokens[head].sentence]
    index = head + 1
    if index + 1 < sentence.last and tokens[index].text.lower() == "loyal" and tokens[index + 1].text.lower() == "to":
        index += 2
    elif (
        index < sentence.last
        and tokens[index].text.lower() in ("of", "from")
        and singular(tokens[head]) not in ("fire",)
        and not (tokens[index].text.lower() == "from" and _is_taken_away(parse, head))
    ):
        index += 1
    else:
        return head + 1, None
    if index < sentence.last and tokens[index].text.lower() == "the":
        index += 1
    named = reading.by_token.get(index)
    if named is None or named.sort in ("adjective", "people"):
        return head + 1, None
    last = named.last
    if named.row and last < sentence.last and tokens[last].text.lower() in reading.table.nouns.organisations:
        last += 1  # "of the Islamic State group"
    return last, named


def _is_taken_away(parse: Parse, head: int) -> bool:
    """ "withdrew its troops from Mali", "drove fighters from the town": where they go from, not whose they are."""
    token = leader(parse, head)
    return token.dep in ("dobj", "nsubj", "nsubjpass") and parse.tokens[token.head].lemma in _REMOVALS


def _backers(reading: Reading, head: int) -> tuple[Relation, ...]:
    """Ties printed after the noun: "rebels backed by Turkey"."""
    parse, words = reading.parse, reading.table.nouns.support_words
    found: list[Relation] = []
    for child in parse.children(head):
        tie = words.get(parse.tokens[child].text.lower())
        if tie is None or parse.tokens[child].dep != "acl":
            continue
        for agent in parse.children(child):
            if parse.tokens[agent].text.lower() in ("by", "with", "to"):
                names = [reading.by_token[i] for i in parse.children(agent) if i in reading.by_token]
                found.extend(Relation(relation=tie, to=name.owner_id, start=None, end=None) for name in names)
    return tuple(found)


def printed(reading: Reading, first: int, last: int) -> str:
    """The words of tokens ``[first, last)`` as printed, on one line."""
    tokens = reading.parse.tokens
    return " ".join(reading.parse.text[tokens[first].start : tokens[last - 1].end].split())


def in_mid_sentence(reading: Reading, first: int, last: int) -> str:
    """The words as they stand inside a sentence: "Gunmen" at its head is "gunmen", "Yazidi women" stays."""
    words, token = printed(reading, first, last), reading.parse.tokens[first]
    proper = token.pos == "PROPN" or first in reading.by_token or bool(token.entity) or words[:2].isupper()
    opens = all(not other.text[:1].isalnum() or other.text.isdigit() for other in _before(reading.parse, first))
    common = token.pos == "NOUN" or (opens and not proper)
    return words[:1].lower() + words[1:] if common and not words[:2].isupper() else words


def _before(parse: Parse, index: int) -> tuple[Token, ...]:
    """The last words of the sentence before a token; a number or quotation mark or two can stand before its first noun."""
    return parse.tokens[max(parse.sentences[parse.tokens[index].sentence].first, index - 5) : index]


def name_head(parse: Parse, first: int, last: int) -> int:
    """The token that governs a name: its last noun where that hangs from outside, else as the parse has it."""
    end = parse.tokens[last - 1]
    if not first <= end.head < last or end.head == end.index:
        return end.index
    return parse.head_of(parse.tokens[first].start, end.end)


def merged(known: tuple[Relation, ...], said: tuple[Relation, ...]) -> tuple[Relation, ...]:
    """Known ties and those the text prints, each once."""
    return (
        *known,
        *(tie for tie in said if not any((tie.relation, tie.to) == (old.relation, old.to) for old in known)),
    )
