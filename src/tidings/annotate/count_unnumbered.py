"""Counts that no numeral gives: one person in the singular ("killed the mayor"), nobody at all ("without casualties"), nobody
knows how many ("heavy casualties").

RECORD §4 knows no value without its words: the words are the noun phrase, which is singular, or the phrase that says none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from tidings.annotate.counted import Reading, group_of
from tidings.annotate.happened import denied
from tidings.model.mentions import CountMention
from tidings.model.text import Token
from tidings.model.values import CountKind
from tidings.reference.counting import Cue

_ONE_VICTIM: frozenset[CountKind] = frozenset({"killed", "injured", "abducted", "died"})
_NO_ONE = frozenset(
    {"no", "any", "every", "each", "another", "what", "which", "neither", "either", "a", "an", "one", "not", "such"}
)
_LONGEST_PHRASE = 10
_DEPTH = 4
_PREDICATIVE = frozenset({"hostage", "captive", "prisoner"})
_HOLDING = frozenset({"take", "hold", "seize", "keep", "make", "have"})
_KILLING_NOUNS = frozenset({"murder", "assassination", "killing", "slaying", "execution", "beheading", "lynching"})
_PLURAL = frozenset({"are", "were", "have"})
# Nouns for many in the singular, or for nobody in particular.
_MANY = frozenset({"police", "militia", "staff", "family", "household", "army", "infantry", "crew", "force", "personnel", "people", "couple", "victim",
                   "enemy", "taliban", "other", "figure", "name", "life", "body", "corpse", "soul", "remains", "dead", "wounded", "injured", "missing",
                   "casualty", "fatality", "human", "being", "national", "group", "leader ship"})  # fmt: skip
_WITHOUT_FILLERS = frozenset(
    {"any", "causing", "suffering", "inflicting", "taking", "loss", "of", "a", "single", "civilian", "human"}
)
_NONE_OF: dict[str, CountKind] = {
    "casualty": "casualties", "injury": "injured", "death": "killed", "fatality": "killed", "victim": "casualties", "loss": "casualties",
}  # fmt: skip


# -- nobody ------------------------------------------------------------------------------------------------------------


def none_at_all(reading: Reading, known: Iterable[CountMention]) -> list[CountMention]:
    """ "without casualties", "without causing any injuries", "without loss of life": zero, as told."""
    covered = {mention.noun_token for mention in known}
    found = []
    for token in reading.tokens:
        if token.text.lower() != "without":
            continue
        hit = _what_there_is_none_of(reading, token.index)
        if hit is not None and hit[0] not in covered:
            found.append(_none(reading, token, *hit))
    return found


def _what_there_is_none_of(reading: Reading, without: int) -> tuple[int, CountKind] | None:
    """The noun behind "without" and what it would have been."""
    end = reading.bounds(without)[1]
    for at in range(without + 1, min(without + 6, end)):
        token = reading.tokens[at]
        if token.text.lower() == "loss" and reading.lower[at + 1 : at + 3] in {("of", "life"), ("of", "lives")}:
            return at, "killed"
        if token.lemma in _NONE_OF and token.pos == "NOUN" and token.text.lower() != "loss":
            return at, _NONE_OF[token.lemma]
        if token.text.lower() not in _WITHOUT_FILLERS:
            return None
    return None


def _none(reading: Reading, without: Token, noun: int, kind: CountKind) -> CountMention:
    last = noun + 2 if reading.lower[noun] == "loss" else noun
    return CountMention(
        start=without.start, end=reading.tokens[last].end, head=noun, low=0, best=0, high=0, noun=reading.tokens[noun].lemma, noun_token=noun,
        kind=kind, governor=noun, group="unknown",
    )  # fmt: skip


# -- one victim --------------------------------------------------------------------------------------------------------


def single_victims(reading: Reading, known: Iterable[CountMention]) -> list[CountMention]:
    """ "killed the mayor", "Soldier killed in blast", "his driver was wounded": one each, where the noun is not said again of somebody
    told before.
    """
    covered = {index for mention in known for index in _tokens_of(reading, mention)}
    seen: set[str] = set()
    found = []
    for token in reading.tokens:
        if token.tag not in {"NN", "NNP"} or not reading.is_person(token.index):
            continue
        lemma = reading.lemma(token.index)
        new = lemma not in seen
        seen.add(lemma)
        if token.index in covered or lemma in _MANY or token.entity.endswith(("DATE", "TIME", "ORG", "GPE", "PERSON")):
            continue
        first = _phrase_start(reading, token.index)
        if first is None or (reading.lower[first] in {"the", "that", "this"} and not new):
            continue
        cue = _what_happened(reading, token)
        if cue is not None:
            found.append(_one(reading, first, token.index, *cue))
    return [_as_prisoner(reading, mention) for mention in found]


def none_of_any(reading: Reading, known: Iterable[CountMention]) -> list[CountMention]:
    """ "Denied that any civilians were killed": no figure, and somebody who says no to every one."""
    covered = {index for mention in known for index in _tokens_of(reading, mention)}
    found = []
    for token in reading.tokens:
        if token.index in covered or token.tag not in {"NN", "NNS"} or not reading.is_person(token.index):
            continue
        any_of = next(
            (child for child in reading.parse.children(token.index)[:4] if reading.lower[child] == "any"), None
        )
        cue = None if any_of is None else _done_to(reading, token)
        if any_of is not None and cue is not None and denied(reading, cue[1]):
            found.append(CountMention(
                start=reading.tokens[any_of].start, end=token.end, head=token.index, low=None, best=None, high=None,
                noun=reading.lemma(token.index), noun_token=token.index, kind=cue[0], governor=cue[1],
                group=group_of(reading, (token.index,), any_of) or "unknown", polarity="denied",
            ))  # fmt: skip
    return found


def _done_to(reading: Reading, noun: Token) -> tuple[CountKind, int] | None:
    """What a verb does to the noun that is its object or passive subject."""
    if noun.dep not in {"dobj", "nsubjpass"}:
        return None
    rows = reading.lexicon.cues.by_lemma.get(reading.tokens[noun.head].lemma, ())
    return next(((row.kind, noun.head) for row in rows if _fits(reading, row, "object", noun.head)), None)


def _as_prisoner(reading: Reading, mention: CountMention) -> CountMention:
    """ "Captured the commander": fighters who are captured are detained, civilians abducted."""
    seized = (
        mention.kind == "abducted"
        and mention.governor is not None
        and reading.tokens[mention.governor].lemma in {"capture", "seize"}
    )
    return replace(mention, kind="detained") if seized and mention.group == "combatants_unknown" else mention


def _tokens_of(reading: Reading, mention: CountMention) -> range:
    first = reading.token_at(mention.start)
    return range(first, max(reading.token_from(mention.end), first + 1))


def _phrase_start(reading: Reading, noun: int) -> int | None:
    """The first token of a singular phrase; None where its words count ("two", "a") or name nobody ("no", "every"), or a name follows."""
    tokens, (begin, end) = reading.tokens, reading.bounds(noun)
    if noun + 1 < end and (tokens[noun + 1].pos in {"NOUN", "PROPN", "NUM"} or tokens[noun + 1].tag in {"POS", "HYPH"}):
        return None
    first = noun
    while first > begin and noun - first < _LONGEST_PHRASE and _hangs_from(reading, first - 1, noun):
        first -= 1
    if first == noun and reading.lower[noun] in _PREDICATIVE:
        return None  # "five people are taken hostage"
    inside = tokens[first:noun]
    if tokens[first].pos == "PUNCT" or any(
        token.pos in {"NUM", "SCONJ"} or (token.pos == "VERB" and token.tag != "VBN") for token in inside
    ):
        return None
    return None if _NO_ONE.intersection(reading.lower[first:noun]) else first


def _hangs_from(reading: Reading, index: int, noun: int) -> bool:
    """Whether a token hangs from the noun, a few steps below it at most."""
    for _ in range(_DEPTH):
        index = reading.tokens[index].head
        if index == noun:
            return True
    return False


def _what_happened(reading: Reading, token: Token) -> tuple[CountKind, int] | None:
    """The verb that the phrase is object or passive subject of, or dies by; coordinated phrases share it."""
    tokens, index = reading.tokens, token.index
    stands_beside = False
    for _ in range(4):
        above = tokens[tokens[index].head]
        if tokens[index].dep not in {"conj", "appos"} or above.pos not in {"NOUN", "PROPN"}:
            break
        if tokens[index].dep == "appos" and stands_beside:
            return None  # "Ruiz, leader and former minister, was shot": one man
        stands_beside = True
        index = above.index
    if tokens[index].dep == "ROOT":
        return _in_headline(reading, index)
    dep, verb = tokens[index].dep, tokens[tokens[index].head]
    if dep == "pobj" and verb.lemma == "of":
        return _in_event(reading, verb.head)
    if reading.lower[token.index] in _PREDICATIVE and verb.lemma in _HOLDING:
        return None  # "held several ambassadors hostage"
    if verb.pos not in {"VERB", "AUX"} or _is_unreal(reading, verb.index):
        return None
    if index == token.index and dep.startswith("nsubj") and _is_of_many(reading, index, verb.index):
        return None
    role = {"dobj": "object", "nsubjpass": "object", "nsubj": "subject"}.get(dep)
    if dep == "nsubj" and verb.tag in {"VBN", "VBD"} and _is_bare(reading, token.index, verb.index):
        role = "object"  # a headline: "Soldier killed in blast"
    row = next(
        (row for row in reading.lexicon.cues.by_lemma.get(verb.lemma, ()) if _fits(reading, row, role, verb.index)),
        None,
    )
    return (row.kind, verb.index) if row is not None else None


def _in_event(reading: Reading, event: int) -> tuple[CountKind, int] | None:
    """ "the murder of the colonel": of killing nouns alone, and not of what is threatened."""
    token = reading.tokens[event]
    modifiers = {reading.lower[child] for child in reading.parse.children(event)[:8]}
    if token.pos != "NOUN" or token.lemma not in _KILLING_NOUNS or modifiers & {"attempted", "alleged", "planned"}:
        return None
    return "killed", event


def _in_headline(reading: Reading, noun: int) -> tuple[CountKind, int] | None:
    """ "Soldier killed in blast": the noun stands above its participle."""
    for child in reading.parse.children(noun)[:8]:
        token = reading.tokens[child]
        if token.dep == "acl" and token.tag == "VBN" and child == noun + 1:
            row = next(
                (
                    row
                    for row in reading.lexicon.cues.by_lemma.get(token.lemma, ())
                    if _fits(reading, row, "object", child)
                ),
                None,
            )
            return (row.kind, child) if row is not None else None
    return None


def _fits(reading: Reading, row: Cue, role: str | None, verb: int) -> bool:
    if row.role != role or row.kind not in _ONE_VICTIM or row.of != "people":
        return False
    begin, end = reading.bounds(verb)
    window = range(max(begin, verb - 4), min(end, verb + 10))
    near = {reading.tokens[at].lemma for at in window} | {reading.lower[at] for at in window}
    return (not row.near or not row.near.isdisjoint(near)) and row.not_near.isdisjoint(near)


def _is_bare(reading: Reading, noun: int, verb: int) -> bool:
    """Whether a subject has no article, and its verb no object but a phrase."""
    tokens, behind = reading.tokens, reading.tokens[verb + 1 : verb + 2]
    articles = any(tokens[child].dep in {"det", "poss"} for child in reading.parse.children(noun)[:8])
    return not articles and not _has_object(reading, verb) and bool(behind) and behind[0].pos == "ADP"


def _has_object(reading: Reading, verb: int) -> bool:
    return any(reading.tokens[child].dep in {"dobj", "obj"} for child in reading.parse.children(verb)[:16])


def _is_unreal(reading: Reading, verb: int) -> bool:
    """Whether the verb is denied, wished, or only one that may be: "did not kill", "would kill the hostage", "to kill the king"."""
    return any(
        reading.tokens[child].dep == "neg"
        or (reading.tokens[child].tag in {"MD", "TO"} and reading.lower[child] != "to have")
        for child in _left_children(reading, verb)
    )


def _is_of_many(reading: Reading, noun: int, verb: int) -> bool:
    """ "Our youth are being maimed": the verb is plural and nobody stands beside the noun."""
    joined = any(reading.tokens[child].dep == "conj" for child in reading.parse.children(noun))
    return not joined and any(reading.lower[child] in _PLURAL for child in _left_children(reading, verb))


def _left_children(reading: Reading, verb: int) -> Iterator[int]:
    yield from (child for child in reading.parse.children(verb)[:16] if child < verb)


def _one(reading: Reading, first: int, noun: int, kind: CountKind, governor: int) -> CountMention:
    return CountMention(
        start=reading.tokens[first].start, end=reading.tokens[noun].end, head=noun, low=1, best=1, high=1, noun=reading.lemma(noun), noun_token=noun,
        kind=kind, governor=governor, group=group_of(reading, (noun,), first) or "unknown",
        polarity="denied" if denied(reading, governor) else "affirmed",
    )  # fmt: skip


# -- casualties with no figure -----------------------------------------------------------------------------------------


def bare_casualties(reading: Reading, known: Iterable[CountMention]) -> list[CountMention]:
    """ "suffered heavy casualties": the one plural that counts with no number, where it is suffered, caused or reported."""
    covered = {token for mention in known for token in _noun_and_governor(mention)}
    found = []
    for token in reading.tokens:
        if (
            token.lemma != "casualty"
            or token.tag != "NNS"
            or token.index in covered
            or not _is_suffered(reading, token.index)
        ):
            continue
        start = _adjectives_start(reading, token.index)
        found.append(_BARE | {"start": reading.tokens[start].start, "end": token.end, "head": token.index, "noun_token": token.index,
                              "governor": token.index, "group": group_of(reading, (token.index,), start) or "unknown"})  # fmt: skip
    return [CountMention(**fields) for fields in found]  # type: ignore[arg-type]


_BARE: dict[str, object] = {"low": None, "best": None, "high": None, "noun": "casualty", "kind": "casualties"}


def _noun_and_governor(mention: CountMention) -> tuple[int | None, int | None]:
    return mention.noun_token, mention.governor


def _adjectives_start(reading: Reading, noun: int) -> int:
    begin, index = reading.bounds(noun)[0], noun
    while (
        index > begin
        and reading.tokens[index - 1].pos in {"ADJ", "NOUN", "PROPN"}
        and reading.tokens[index - 1].head >= noun
    ):
        index -= 1
    return index


def _is_suffered(reading: Reading, noun: int) -> bool:
    """Whether a verb says, without a no, that there were casualties."""
    cues, tokens = reading.lexicon.cues, reading.tokens
    index = noun
    for _ in range(3):
        if any(reading.lower[i] in {"no", "any", "not", "without"} for i in reading.parse.children(index)[:8]):
            return False
        token = tokens[index]
        if token.dep not in {"dobj", "nsubj", "nsubjpass", "pobj", "conj", "prep", "attr"} or tokens[token.head].lemma in cues.not_reported and (
            tokens[token.head].pos == "NOUN"
        ):  # fmt: skip
            return False
        index = token.head
        if tokens[index].pos == "VERB" and tokens[index].lemma in cues.suffered:
            if any(
                reading.lower[i] in {"neither", "none", "no", "nobody"}
                for child in reading.parse.children(index)[:12]
                for i in (child, child - 1)
            ):
                return False
            negated = any(
                tokens[i].dep in {"neg", "aux"} and tokens[i].tag != "VBD" and tokens[i].lemma not in {"have", "be"}
                for i in reading.parse.children(index)[:12]
            )
            return not negated
        if tokens[index].pos not in {"ADP", "NOUN"}:
            return False
    return False
