"""Whoever can act or be acted on in a text: named groups, forces, states, persons, people, unnamed attackers, pronouns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec.structs import replace

from tidings.annotate.actor_anaphora import resolve
from tidings.annotate.actor_groups import group_drafts
from tidings.annotate.actor_names import Named, Reading, abbreviation_after, read_names
from tidings.annotate.actor_persons import person_drafts
from tidings.annotate.actor_phrases import Draft, Refers, printed, singular
from tidings.model.mentions import ActorMention, NameMention
from tidings.model.text import Parse, Token
from tidings.model.values import ActorKind
from tidings.reference.actors import ActorTable

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_PRONOUNS = frozenset({"it", "they", "he", "she"})
_ORDINALS = frozenset({"first", "second", "third", "latest", "last"})
_OBJECTS = frozenset({"dobj", "iobj", "dative"})
_JOINERS = frozenset({"of", "the", "for", "and", "in", "-", "–", "'s", "’s", "’", "'"})
_STOPS = frozenset({".", "!", "?", '"', "”"})
_REGULAR = frozenset(
    {"infantry", "armoured", "armored", "mechanized", "mechanised", "airborne", "mountain", "republican"}
)
_NO_GROUP = frozenset(
    {"ministry", "department", "minister", "secretary", "university", "agency", "court", "bank", "street", "committee"}
)


def find_actors(
    parse: Parse,
    names: tuple[NameMention, ...],
    table: ActorTable,
    *,
    published: dt.date | None = None,
    grounds: Mapping[str, float] | None = None,
) -> tuple[ActorMention, ...]:
    """All mentions of those who can act or be acted on, in text order and without overlaps (RECORD §4, Actor).

    ``published`` decides who bore a shared name ("IS") and which ties hold; ``grounds``, the votes of the places named by country code
    (:mod:`tidings.annotate.country_votes`), whose "the army" is. A state after a preposition of place
    ("killed in Ukraine") is no mention; a group that cannot be told between two is left unresolved.
    """
    if not parse.tokens:
        return ()
    reading = read_names(parse, names, table, published, grounds or {})
    drafts = group_drafts(reading)
    taken = {index for draft in drafts for index in range(draft.first, draft.last)}
    for more in (
        _unlisted(reading, taken),
        person_drafts(reading, taken),
        _states(reading, taken),
        _pronouns(reading, taken),
    ):
        drafts.extend(more)
        taken.update(index for draft in more for index in range(draft.first, draft.last))
    return resolve(reading, sorted(drafts, key=lambda draft: draft.first))


def _states(reading: Reading, taken: set[int]) -> list[Draft]:
    """States named as such where they can act: not after a preposition of place, not before another noun."""
    found = []
    for named in reading.named:
        if named.state is None or any(index in taken for index in range(named.first, named.last)):
            continue
        if _acts(reading, named):
            start, end = reading.parse.tokens[named.first].start, reading.parse.tokens[named.last - 1].end
            first = named.first + (
                reading.parse.tokens[named.first].text.lower() == "the" and named.last - named.first > 1
            )
            many = named.sort == "people" and reading.parse.tokens[first - 1 if first else 0].text.lower() != "the"
            found.append(Draft(
                first=first, last=named.last, head=reading.parse.head_of(start, end),
                name=printed(reading, first, named.last) if many else named.state.name, id=None if many else named.state.id,
                kind="civilians" if many else "state_forces", form="group" if many else "country",
            ))  # fmt: skip
    return found


def _acts(reading: Reading, named: Named) -> bool:
    parse, nouns = reading.parse, reading.table.nouns
    head = parse.tokens[parse.head_of(parse.tokens[named.first].start, parse.tokens[named.last - 1].end)]
    if named.first in reading.person_tokens:
        return False
    if _parent_place(reading, named):
        return False
    above = parse.tokens[head.head]
    if named.sort == "adjective" or head.dep in ("compound", "amod", "nmod"):
        acts = above.index > head.index and singular(above) in nouns.acts
        return acts and (named.sort == "adjective" or _whose_act(parse, head, above))
    if head.dep == "poss" and _is_ranked(parse, above):
        return False  # "Kabul's deadliest attack" is one in Kabul
    owned = reading.by_token.get(above.index)
    if head.dep == "poss" and owned is not None and owned.row is not None:
        return False  # "Colombia's ELN": where the group is from
    if named.sort == "people":
        return False if head.dep == "compound" else _in_role(reading, head, named)
    if named.sort == "seat":
        return head.dep in _SUBJECTS or (head.dep == "poss" and singular(above) in nouns.acts)
    return _in_role(reading, head, named)


def _whose_act(parse: Parse, name: Token, act: Token) -> bool:
    """ "US strikes", "Pakistan strikes on Afghan soil": who did it; in "the Beirut bombings" the name says where."""
    return name.text.isupper() or any(
        parse.tokens[child].text.lower() in ("on", "against") for child in parse.children(act.index)
    )


def _is_ranked(parse: Parse, act: Token) -> bool:
    """Whether an act is the first or worst of its place."""
    modifiers = [parse.tokens[child] for child in parse.children(act.index)]
    return any(token.tag == "JJS" or token.text.lower() in _ORDINALS for token in modifiers)


def _parent_place(reading: Reading, named: Named) -> bool:
    """ "Sanaa, Yemen": the state only says where the town is. In a list of states it is one of them."""
    tokens, first = reading.parse.tokens, named.first
    if first < 2 or tokens[first - 1].text != "," or tokens[first - 2].sentence != tokens[first].sentence:
        return False
    before = tokens[first - 2]
    return before.pos == "PROPN" and before.index not in reading.by_token and before.entity[2:] not in ("PERSON", "ORG")


def _in_role(reading: Reading, head: Token, named: Named) -> bool:
    """Whether a state's name stands where someone acts or suffers, rather than where something happens."""
    parse = reading.parse
    token = head
    for _ in range(4):
        if token.dep in ("pobj", "pcomp"):
            preposition = parse.tokens[token.head].text.lower()
            if named.last < len(parse.tokens) and parse.tokens[named.last].tag == "VBG":
                return True  # "spoke of Turkey sending troops"
            return preposition not in reading.table.nouns.place_prepositions
        if token.dep in ("conj", "appos") and token.head != token.index:
            token = parse.tokens[token.head]
            continue
        break
    before = parse.tokens[named.first - 1] if named.first else None
    if before is not None and before.pos == "ADP" and before.text.lower() in reading.table.nouns.place_prepositions:
        return False
    return token.dep in (*_SUBJECTS, "dobj", "poss", "agent", "iobj", "dative", "ROOT", "conj", "attr", "oprd")


def _unlisted(reading: Reading, taken: set[int]) -> list[Draft]:
    """Named armed groups that the table lacks, told by the word in their name: "Ogun River Liberation Front"."""
    found = []
    for start, last in _capital_runs(reading, taken):
        first = start - _ordinal_before(reading.parse, start)
        tokens = reading.parse.tokens[first:last]
        words = [token.text.lower() for token in tokens]
        kinds: dict[str, ActorKind] = reading.table.nouns.group_words
        ends = [word for word in (words[-1], words[0] if {"of", "for"} & set(words[1:2]) else "") if word in kinds]
        if not ends or len(tokens) < 2 or _NO_GROUP & set(words):
            continue
        head = reading.parse.head_of(tokens[0].start, tokens[-1].end)
        kind: ActorKind = "state_forces" if _REGULAR & set(words) else kinds[ends[0]]
        name = printed(reading, first, last)
        found.append(Draft(first=first, last=last, head=head, name=name, id=None, kind=kind, form="name"))
    return [*found, *_short_names(reading, found, taken)]


def _ordinal_before(parse: Parse, index: int) -> bool:
    """Whether "11th" stands before "Infantry Division"."""
    before = parse.tokens[index - 1].text if index else ""
    return before[:1].isdigit() and before.endswith(("st", "nd", "rd", "th"))


def _short_names(reading: Reading, named: list[Draft], taken: set[int]) -> list[Draft]:
    """Where a text names "X (ABBR)", the abbreviation is X from then on."""
    short: dict[str, Draft] = {}
    for draft in named:
        defined = abbreviation_after(reading.parse, draft.last)
        if defined is not None:
            short.setdefault(defined, draft)
    return [
        replace(short[token.text], first=token.index, last=token.index + 1, head=token.index)
        for token in reading.parse.tokens
        if token.text in short and token.index not in taken and token.index not in reading.by_token
    ]


def _capital_runs(reading: Reading, taken: set[int]) -> list[tuple[int, int]]:
    """Runs of capitalised words that nothing else has taken, joined by "of the" and the like; none in title-case lines."""
    runs, tokens = [], reading.parse.tokens
    for sentence in reading.parse.sentences:
        words = [token for token in tokens[sentence.first : sentence.last] if token.text[:1].isalpha()]
        if (
            sum(token.text[:1].isupper() for token in words) > 0.6 * len(words)
            and len(words) > 3
            and tokens[sentence.last - 1].text not in _STOPS
        ):
            continue
        first = None
        last = 0
        for index in range(sentence.first, sentence.last):
            token = tokens[index]
            capital = token.text[:1].isupper() and token.pos in ("PROPN", "NOUN", "ADJ") and index not in taken
            if capital and index not in reading.by_token:
                first = index if first is None else first
                last = index + 1
            elif first is not None and not (token.text.lower() in _JOINERS and index not in taken and index - last < 2):
                if not (index in reading.by_token and index not in taken):
                    runs.append((first, last))
                    first = None
        if first is not None:
            runs.append((first, last))
    return runs


def _pronouns(reading: Reading, taken: set[int]) -> list[Draft]:
    """Subject pronouns that may stand for an actor, and "them"; an expletive "it" is none."""
    found = []
    for token in reading.parse.tokens:
        word = token.text.lower()
        if word in _PRONOUNS and token.dep in _SUBJECTS and token.index not in taken and not _expletive(reading, token):
            found.append(Draft(
                first=token.index, last=token.index + 1, head=token.index, name=word, id=None, kind="unknown", form="anaphor",
                refers=Refers(("unknown",), word, True, None, word == "they"),
            ))  # fmt: skip
        elif word == "them" and token.dep in _OBJECTS and token.index not in taken:
            found.append(Draft(
                first=token.index, last=token.index + 1, head=token.index, name=word, id=None, kind="unknown", form="anaphor",
                refers=Refers(("unknown",), word, True, None, True),
            ))  # fmt: skip
    return found


def _expletive(reading: Reading, token: Token) -> bool:
    """ "It is not clear who": an "it" whose verb is none that an actor does."""
    verb = reading.parse.tokens[token.head]
    return token.text.lower() == "it" and (
        token.dep == "nsubjpass" or verb.lemma not in reading.table.nouns.agent_verbs
    )
