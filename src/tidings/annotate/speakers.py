"""Who a noun phrase is, as a speaker: printed name, role, side, kind; surnames, pronouns and "the agency" led back.

Everything is read off the parse, so that persons and bodies no table knows are named as well; actor mentions add ids.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from tidings.annotate.trees import subtree_edges
from tidings.model.mentions import ActorMention
from tidings.model.text import Parse, Token
from tidings.model.values import SpeakerKind
from tidings.reference.outlets import Outlets
from tidings.reference.speech import Speech

UNNAMED = "unnamed"
_HE = frozenset({"he", "she", "him", "her", "his", "hers"})
_IT = frozenset({"it", "they", "them", "its", "their"})
_WE = frozenset({"us", "i", "me"})
_RELATIVE = frozenset({"WDT", "WP"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_IN_NAME = frozenset({"of", "for", "and", "the", "de", "la", "al", "el", "bin", "ibn", "abu", "on", "to", "in", "&"})
_LEADING = frozenset({"DT", "PDT", "PRP$", "CD", "WP$", ",", "``", "-LRB-", ":", "HYPH", "RB", "WRB", "IN", "CC"})
_BINDING = frozenset({"of", "for", "in", "at", "from", "with", "to", "on"})
_OF_NAME = frozenset({"of", "for"})
_WHEN = frozenset({"DATE", "TIME"})
_HONORIFICS = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "sir", "lady", "lord", "dame", "rev"})
_FACELESS = frozenset({"group", "unnamed", "anaphor"})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "appos", "conj"})
_LONG_TAIL = 8  # tokens: what follows a noun and still says who it is ("for the northern military region")
_MEMORY = 4  # sentences a pronoun looks back
_REPLY = 3  # sentences after which "he said" need not be the last speaker
_DOCUMENT = 8  # sentences that "the statement" looks back for whose it is


class Speaker(Struct, frozen=True, kw_only=True):
    """A speaker: ``name`` as printed or as printed in full earlier; ``[start, end)`` what is printed here."""

    name: str
    head: int
    start: int
    end: int
    kind: SpeakerKind
    id: str | None = None
    role: str | None = None
    side: str | None = None
    person: bool = False


class _Profile(Struct, frozen=True):
    """What the text says of a person somewhere: role, side, kind."""

    role: str | None
    side: str | None
    kind: SpeakerKind | None


class SpeakerReader:
    """Reads speakers off one parse. Made once an article; holds nothing but what follows from its arguments."""

    def __init__(self, parse: Parse, actors: tuple[ActorMention, ...], speech: Speech, outlets: Outlets) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.speech = speech
        self.outlets = outlets
        self.first, self.last = subtree_edges(parse)
        self.starts = [token.start for token in parse.tokens]
        self.actor_at = self._actors_by_token(actors)
        self._read: dict[int, Speaker | None] = {}

    def _actors_by_token(self, actors: tuple[ActorMention, ...]) -> dict[int, ActorMention]:
        found: dict[int, ActorMention] = {}
        for actor in actors:
            for index in range(self.token_from(actor.start), self.token_from(actor.end)):
                found.setdefault(index, actor)
        return found

    def token_from(self, offset: int) -> int:
        """Index of the first token that starts at or after an offset."""
        return bisect_left(self.starts, offset)

    def text(self, first: int, last: int) -> str:
        """The printed words from one token to another, both included, on one line."""
        return " ".join(self.parse.text[self.tokens[first].start : self.tokens[last].end].split())

    # --- reading -------------------------------------------------------------------------------------------------

    def read(self, head: int) -> Speaker | None:
        """The speaker whose noun phrase has this head; ``None`` when it is nobody (an expletive, a lost pronoun)."""
        if head not in self._read:
            self._read[head] = None  # a pronoun that leads back to itself is nobody
            self._read[head] = self._speaker(head)
        return self._read[head]

    def read_span(self, start: int, end: int) -> Speaker | None:
        """The speaker printed at ``[start, end)``."""
        inside = range(self.token_from(start), self.token_from(end))
        head = next((index for index in inside if self.tokens[index].head not in inside), inside.start)
        return self.read(head) if inside else None

    def named_for(self, head: int) -> int:
        """"One of these groups, the Harbour Front": the head of the name that a bare number stands before."""
        beside = self._beside(head) if self.tokens[head].tag in ("CD", "DT") else None
        return head if beside is None else beside

    def _speaker(self, head: int) -> Speaker | None:
        token = self.tokens[head]
        word = token.text.lower()
        if token.pos == "PRON" or token.tag in ("PRP", "WP", "WDT", "EX"):
            return self._pronoun(head, word)
        if (name := self.person_name(head)) is not None:
            return self._person(head, *name)
        if (named := self._named_before(head)) is not None:
            return self._again(head, named)
        if token.pos not in _NOUNS and word not in self.speech.kinds and head not in self.actor_at:
            return None
        return self._body(head)

    def _pronoun(self, head: int, word: str) -> Speaker | None:
        actor = self.actor_at.get(head)
        if word == "we":
            return self._again(head, self._earlier(head, [body for body in self._bodies if self.tokens[body].pos == "PROPN"]))
        if word in _HE:
            said = self._earlier(head, self._persons_speaking, _REPLY)
            return self._again(head, said if said is not None else self._earlier(head, self._people))
        if actor is not None and actor.form == "anaphor":
            return self._speaker_of_actor(head, actor)
        if word in _IT:
            return self._again(head, self._earlier(head, self._bodies))
        if word in _WE:
            return None
        if self.tokens[head].tag in _RELATIVE or word in ("that", "this", "these", "those", "there"):
            return None
        if word in ("some", "many", "others", "another", "several", "few", "most"):
            return self._make(head, head, head, self.text(head, head), "unnamed")
        return None

    def _named_before(self, head: int) -> int | None:
        """"The minister": the person last named with that role, when the phrase says nothing more."""
        token = self.tokens[head]
        if not self._is_role(token) or head == 0 or self.first[head] != head - 1 or self.last[head] != head:
            return None
        if self.tokens[head - 1].text.lower() != "the" or token.tag in ("NNS", "NNPS"):
            return None
        holders = self._holders.get(token.lemma, [])
        place = bisect_left(holders, head) - 1
        return holders[place] if place >= 0 else None

    @cached_property
    def _holders(self) -> dict[str, list[int]]:
        """Role noun -> heads of the persons named with it, in text order."""
        found: dict[str, list[int]] = {}
        for head, first, last in self._people_named:
            for begin, end, _ in self._role_spans(head, first, last):
                for index in range(begin, end + 1):
                    if self._is_role(self.tokens[index]):
                        found.setdefault(self.tokens[index].lemma, []).append(head)
        return {noun: sorted(heads) for noun, heads in found.items()}

    def _again(self, head: int, antecedent: int | None) -> Speaker | None:
        """The same speaker, printed here as another word."""
        known = self.read(antecedent) if antecedent is not None else None
        if known is None:
            return None
        token = self.tokens[head]
        return Speaker(
            name=known.name, head=head, start=token.start, end=token.end, kind=known.kind, id=known.id,
            role=known.role, side=known.side, person=known.person,
        )  # fmt: skip

    def _speaker_of_actor(self, head: int, actor: ActorMention) -> Speaker:
        """Who a pronoun or "the group" stands for; a fuller phrase ("US-backed forces") keeps its own words."""
        first, last = self.core(head)
        name = self.text(first, last) if first < last and self.tokens[head].pos in _NOUNS else actor.name
        return Speaker(
            name=name, head=head, start=actor.start, end=actor.end, id=actor.id, side=actor.side or actor.id,
            kind=self._kind_of_actor(actor) or "unnamed", role=actor.role,
        )  # fmt: skip

    def _make(self, head: int, first: int, last: int, name: str, kind: SpeakerKind, **known: str | None) -> Speaker:
        start, end = self.tokens[first].start, self.tokens[last].end
        return Speaker(name=name, head=head, start=start, end=end, kind=kind, **known)  # type: ignore[arg-type]

    # --- persons -------------------------------------------------------------------------------------------------

    def person_name(self, head: int) -> tuple[int, int] | None:
        """First and last token of the person's name in the phrase with this head; ``None`` when it names no person."""
        token = self.tokens[head]
        if token.pos not in _NOUNS:
            return None
        if token.entity.endswith("PERSON") and not self._is_known_body(head):
            return self._trimmed(*self._entity(head))
        if (actor := self.actor_at.get(head)) is not None and actor.form == "person":
            return self._trimmed(self.token_from(actor.start), self.token_from(actor.end) - 1)
        if self._is_role(token) and (named := self._named_beside(head)) is not None:
            return named
        if self._is_known_body(head):
            return None
        if token.pos == "PROPN":
            return self._titled(head) or self._with_role_beside(head) or self._known_surname(head)
        return self._known_surname(head) if token.text[:1].isupper() else None

    def _entity(self, index: int) -> tuple[int, int]:
        first = last = index
        while first and self.tokens[first].entity.startswith("I-") and self.tokens[first].sentence == self.tokens[index].sentence:
            first -= 1
        while last + 1 < len(self.tokens) and self.tokens[last + 1].entity.startswith("I-"):
            last += 1
            if self.tokens[last].sentence != self.tokens[index].sentence:
                return first, last - 1
        return first, last

    def _trimmed(self, first: int, last: int) -> tuple[int, int] | None:
        """A name without the titles before it and without what is not part of a name after it."""
        while first <= last and (self._is_title(self.tokens[first]) and first < last or self.tokens[first].pos in ("DET", "PUNCT")):
            first += 1
        while last > first and self.tokens[last].tag in ("POS", ",", "VBD", "VBZ", "''", ":"):
            last -= 1
        return (first, last) if first <= last else None

    def _titled(self, head: int) -> tuple[int, int] | None:
        """The name after a title: "Col. Omar Haddad", where the tagger sees no person."""
        first = head
        while first > self.first[head] and self.tokens[first - 1].pos == "PROPN" and not self._is_title(self.tokens[first - 1]):
            first -= 1
        before = self.tokens[first - 1] if first > self.first[head] else None
        if before is None or not self._is_title(before) or self._is_body(before) or self._is_title(self.tokens[head]):
            return None
        return first, head

    def _with_role_beside(self, head: int) -> tuple[int, int] | None:
        """A name explained by a role: "Ciya Kobani, an SDF commander"."""
        beside = self._beside(head)
        if beside is None or self.tokens[head].entity.endswith(("GPE", "NORP")) or not self._is_role(self.tokens[beside]):
            return None
        return self._trimmed(*self._name_run(head))

    def _known_surname(self, head: int) -> tuple[int, int] | None:
        first, last = self._name_run(head)
        full = self._full_names.get(self.text(first, last).casefold())
        return (first, last) if full and full[0][0] < head else None

    def _name_run(self, head: int) -> tuple[int, int]:
        first = head
        while first > self.first[head] and self.tokens[first - 1].pos == "PROPN":
            first -= 1
        return first, head

    def _beside(self, head: int) -> int | None:
        return next((child for child in self.parse.children(head) if self.tokens[child].dep == "appos" and child > head), None)

    def _named_beside(self, head: int) -> tuple[int, int] | None:
        """The person a role noun is about: "the spokesman, Omar Haddad", "Minister of Information Omar Haddad"."""
        beside = self._beside(head)
        if beside is not None and self.tokens[beside].pos == "PROPN" and not self._is_known_body(beside):
            run = self._name_run(beside)
            return self._trimmed(*(self._entity(beside) if self.tokens[beside].entity.endswith("PERSON") else run))
        return self._after_comma(head) or self._after_title(head)

    def _after_comma(self, head: int) -> tuple[int, int] | None:
        """"The manager of Harbour Radio, Omar Haddad": the parser hangs the name from the radio."""
        for index in range(head + 1, min(self.last[head] + 1, head + 2 * _LONG_TAIL)):
            token, above = self.tokens[index], self.tokens[self.tokens[index].head]
            if token.dep != "appos" or token.pos != "PROPN" or above.dep != "pobj" or self._is_known_body(index):
                continue
            binds = self.tokens[above.head].text in ("for", "to") or not above.entity.endswith("PERSON")
            if binds and self.tokens[above.head].head == head and index > above.index + 1:
                return self._trimmed(*(self._entity(index) if token.entity.endswith("PERSON") else self._name_run(index)))
        return None

    def _after_title(self, head: int) -> tuple[int, int] | None:
        """"Minister of Information Omar Haddad": a title that runs into the name."""
        if not self.tokens[head].text[:1].isupper() or self.last[head] - head > _LONG_TAIL:
            return None
        for index in range(head + 1, self.last[head] + 1):
            token = self.tokens[index]
            begins = token.entity == "B-PERSON" or token.entity[:2] == "B-" and self.tokens[index - 1].entity != "" and index > head + 1
            if begins and (token.entity == "B-PERSON" or 1 <= self._entity(index)[1] - index <= 2):
                return self._trimmed(*self._entity(index))
            if token.tag == "," or not (token.text[:1].isupper() or token.text in ("of", "and", "for", "-", "to", "the")):
                return None
        return None

    def _person(self, head: int, first: int, last: int) -> Speaker:
        printed = self.text(first, last)
        name = self._full_name(printed, first)
        here = self._profile(head, first, last)
        known = self._profiles.get(name.casefold()) or here
        actor = self.actor_at.get(last)
        role = here.role or (actor.role if actor else None) or known.role
        side = here.side or (actor.side if actor else None) or known.side
        return Speaker(
            name=name, head=head, start=self.tokens[first].start, end=self.tokens[last].end, person=True, role=role,
            side=side, id=(actor.id if actor else None) or side, kind=here.kind or known.kind or "witness",
        )  # fmt: skip

    def _full_name(self, printed: str, index: int) -> str:
        """The latest fuller name printed before that ends in this one: "Haddad" is "Omar Haddad"."""
        earlier = self._full_names.get(printed.casefold(), ())
        place = bisect_left(earlier, (index, "")) - 1
        return earlier[place][1] if place >= 0 else printed

    @cached_property
    def _people_named(self) -> tuple[tuple[int, int, int], ...]:
        """Head, first and last token of each person's name of two words or more, in text order."""
        found = []
        for token in self.tokens:
            if token.entity == "B-PERSON":
                first, last = self._entity(token.index)
                head = next((i for i in range(first, last + 1) if not first <= self.tokens[i].head <= last), last)
                name = None if self._is_known_body(head) else self._trimmed(first, last)
            elif token.pos == "PROPN" and token.dep in _ARGUMENTS and not token.entity.endswith("PERSON"):
                head, name = token.index, self._named_by_role(token.index)
            else:
                continue
            if name and name[0] < name[1]:
                found.append((head, *name))
        return tuple(sorted(found, key=lambda person: person[1]))

    def _named_by_role(self, head: int) -> tuple[int, int] | None:
        """The name in a phrase that the tagger took for no person's, where a title or a role says it is one."""
        if self._is_known_body(head):
            return None
        above = self.tokens[head].head
        if self.tokens[head].dep == "appos" and above < head and self._is_role(self.tokens[above]):
            return self._trimmed(*self._name_run(head))
        return self._titled(head) or self._with_role_beside(head)

    @cached_property
    def _full_names(self) -> dict[str, list[tuple[int, str]]]:
        """Casefolded last word (or last two) of a name -> where the full name stands, in text order."""
        found: dict[str, list[tuple[int, str]]] = {}
        spoken = [(self.starts_at(actor), actor) for actor in self._person_actors]
        named = [(first, self.text(first, last)) for _, first, last in self._people_named]
        for index, name in sorted(named + [(index, self._actor_text(actor)) for index, actor in spoken]):
            words = name.split()
            for size in range(1, len(words)):
                found.setdefault(" ".join(words[-size:]).casefold(), []).append((index, name))
        return found

    @cached_property
    def _person_actors(self) -> tuple[ActorMention, ...]:
        people = {actor.start: actor for actor in self.actor_at.values() if actor.form == "person"}
        return tuple(people[start] for start in sorted(people))

    def starts_at(self, actor: ActorMention) -> int:
        """Index of an actor mention's first token."""
        return self.token_from(actor.start)

    def _actor_text(self, actor: ActorMention) -> str:
        span = self._trimmed(self.token_from(actor.start), max(self.token_from(actor.start), self.token_from(actor.end) - 1))
        return self.text(*span) if span else actor.name

    @cached_property
    def _profiles(self) -> dict[str, _Profile]:
        """What is told of each named person where the name first comes with a role."""
        found: dict[str, _Profile] = {}
        for head, first, last in self._people_named:
            name = self.text(first, last).casefold()
            if name not in found or found[name].role is None:
                found[name] = self._profile(head, first, last)
        return found

    def _profile(self, head: int, first: int, last: int) -> _Profile:
        """Role, side and kind from the words before the name and the apposition around it."""
        for begin, end, noun in self._role_spans(head, first, last):
            kind, side = self.kind_of_noun(begin, end, noun)
            return _Profile(self.text(begin, end), side, kind)
        outlet = any(self.tokens[c].dep == "poss" and self.outlets.find(self.tokens[c].text) for c in self.parse.children(head))
        return _Profile(None, None, "media" if outlet else None)

    def _role_spans(self, head: int, first: int, last: int) -> Iterator[tuple[int, int, int]]:
        """First token, last token and noun of each phrase that says what the person is."""
        for child in self.parse.children(head):
            told = self.tokens[child].pos == "NOUN" or self._is_role(self.tokens[child])
            if self.tokens[child].dep == "appos" and child > last and told:
                yield (*self.core(child), child)
        if head < first and self.tokens[head].pos in _NOUNS:
            begin, end = self.core(head)
            yield begin, min(end, first - 1) if end < first else self._before(first), head
        above = self._explained(head)
        if above is not None and above < first:
            yield (*self.core(above), above)
        if (titles := self._titles_before(head, first)) is not None:
            yield titles
        for child in self.parse.children(head):
            if self.tokens[child].dep == "relcl" and self.tokens[child].pos == "AUX":
                for told in self.parse.children(child):
                    if self.tokens[told].dep == "attr" and told > child and self._is_role(self.tokens[told]):
                        yield (*self.core(told), told)

    def _explained(self, head: int) -> int | None:
        """The role noun that a name in apposition explains: "the manager of Harbour Radio, Omar Haddad"."""
        if self.tokens[head].dep != "appos":
            return None
        above = self.tokens[head].head
        if self.tokens[above].dep == "pobj" and self._is_role(self.tokens[self.tokens[self.tokens[above].head].head]):
            above = self.tokens[self.tokens[above].head].head
        return above if self._is_role(self.tokens[above]) else None

    def _before(self, first: int) -> int:
        return first - 1 if self.tokens[first - 1].tag not in (",", "``") else first - 2

    def _titles_before(self, head: int, first: int) -> tuple[int, int, int] | None:
        """"French President" before a name. Mere "Mr" or "Dr" is no role."""
        begin = first
        floor = max(self.first[head], first - _LONG_TAIL)
        while begin > floor and self.tokens[begin - 1].tag not in (",", "``", "''", ":", "CC", "VBD", "VBZ", "VBP"):
            begin -= 1
        begin = self._skip_leading(self._over_of(begin), first - 1)
        titles = [i for i in range(begin, first) if self._is_role(self.tokens[i]) or self._is_title(self.tokens[i])]
        if not titles or all(self._bare(self.tokens[i]) in _HONORIFICS for i in titles):
            return None
        end = first - 1 if self.tokens[first - 1].tag != "." else first - 1
        return begin, end, next((i for i in reversed(titles) if self._is_role(self.tokens[i])), titles[-1])

    def _over_of(self, begin: int) -> int:
        """"Minister of Information Omar Haddad": back to the title before the "of"."""
        if begin < 2 or self.tokens[begin - 1].text not in ("of", "for") or not self._is_role(self.tokens[begin - 2]):
            return begin
        begin -= 2
        while begin and self.tokens[begin - 1].pos in ("PROPN", "ADJ") and self.tokens[begin - 1].sentence == self.tokens[begin].sentence:
            begin -= 1
        return begin

    # --- bodies, nouns -------------------------------------------------------------------------------------------

    def core(self, head: int) -> tuple[int, int]:
        """First and last token of a noun phrase without determiners, numbers, appositions and clauses."""
        first = max(self.first[head], head - 12)
        for index in range(head - 1, first - 1, -1):
            if self.tokens[index].tag in (",", "``", "''", ":", "-LRB-", "-RRB-") or self.tokens[index].pos == "VERB" and (
                self.tokens[index].head != head
            ):
                first = index + 1
                break
        return self._skip_leading(first, head), self._tail(head)

    def _skip_leading(self, first: int, head: int) -> int:
        """Past determiners, numbers, "several", and "London-based"."""
        for index in range(first + 1, min(head, first + 6)):
            if self.tokens[index].text.lower() == "based" or self.tokens[index].text.lower().endswith("-based"):
                first = index + 1
        if first < head and self.tokens[first].text.lower().endswith("-based"):
            first += 1
        while first < head and (self.tokens[first].tag in _LEADING or self.tokens[first].lemma in ("several", "many", "some", "other", "most")):
            first += 1
        return first

    def _tail(self, head: int) -> int:
        """Last token of the short phrases after a noun that say which one it is ("journalists in Baghouz")."""
        end = head
        for child in self.parse.children(head):
            token = self.tokens[child]
            if child <= end:
                continue
            binding = _BINDING if self.tokens[head].pos == "NOUN" or self._is_title(self.tokens[head]) else _OF_NAME
            if token.dep not in ("prep", "agent") or token.text not in binding or child != end + 1:
                break
            stop = self._phrase_end(child)
            if stop is None:
                break
            end = stop
        return end

    def _phrase_end(self, preposition: int) -> int | None:
        """Last token of a short phrase that names somebody or some place; ``None`` for a time, a clause, a long one."""
        for index in range(preposition + 1, self.last[preposition] + 1):
            token = self.tokens[index]
            if token.tag in ("``", "''", ",", ":", "-LRB-", "WDT", "WP", "CC") and not (token.tag == "CC" and token.entity):
                return index - 1 if index > preposition + 1 else None
            if token.entity[2:] in _WHEN or token.pos in ("VERB", "AUX") or index - preposition > _LONG_TAIL:
                return None
        return self.last[preposition]

    def _body(self, head: int) -> Speaker | None:
        actor = self.actor_at.get(head)
        if actor is not None and actor.form == "anaphor":
            return self._speaker_of_actor(head, actor)
        if self._bare(self.tokens[head]) in self.speech.documents and (owner := self.owner(head)) is not None:
            return self._again(head, owner)
        if (outlet := self._outlet_beside(head)) is not None:
            return self.read(outlet)
        first, last = self.core(head)
        if actor is not None and actor.form in ("name", "force", "country"):
            first = max(first, min(head, self.token_from(actor.start)))
            first = self._skip_leading(first, head)
        elif self.tokens[head].pos == "PROPN":
            first = self._name_start(first, head)
        if self.tokens[head].entity.endswith("ORG"):
            last = max(last, self._entity(head)[1])
        name = self._body_name(first, last, head)
        kind, side = self.kind_of_noun(first, last, head)
        kind = self._kind_of_name(name, head) or self._kind_of_maker(head) or kind
        identity = actor.id if actor is not None else None
        return self._make(head, first, last, name, kind or self._kind_by_tag(head), id=identity, side=side)

    def _outlet_beside(self, head: int) -> int | None:
        """"state news firm Saba": the name beside a body's noun is the name of the body."""
        beside = self._beside(head)
        if beside is None or self.tokens[head].pos != "NOUN" or self.tokens[beside].pos != "PROPN" or not self._is_body(self.tokens[head]):
            return None
        return beside if beside == head + 1 or self.tokens[head + 1].tag == "," else None

    def _name_start(self, first: int, head: int) -> int:
        """Where a proper name begins: after the last common noun, possessor or "London-based" before it."""
        for index in range(head - 1, first - 1, -1):
            token = self.tokens[index]
            if token.tag == "POS" or token.lemma in ("base", "based", "led", "lead") or token.text == "based":
                return index + 1
            if token.text[:1].islower() and token.text not in _IN_NAME and token.tag not in ("HYPH", "POS") and token.pos in ("NOUN", "ADJ", "VERB"):
                joined = self.tokens[index].end == self.tokens[index + 1].start
                if not joined:
                    return index + 1
        return first

    def _body_name(self, first: int, last: int, head: int) -> str:
        """The printed name, or the full one that "the Observatory" or "the agency" shortens."""
        printed = self.text(first, last)
        definite = any(self.tokens[i].text.lower() == "the" for i in range(max(0, first - 1), first))
        if first == last == head and definite:
            earlier = self._long_names.get(printed.casefold(), ())
            place = bisect_left(earlier, (head, "")) - 1
            if place >= 0:
                return earlier[place][1]
        return printed

    @cached_property
    def _long_names(self) -> dict[str, list[tuple[int, str]]]:
        """Casefolded word -> the names of bodies of two words or more that hold it, in text order."""
        found: dict[str, list[tuple[int, str]]] = {}
        for token in self.tokens:
            if token.entity == "B-ORG":
                first, last = self._entity(token.index)
                first = self._skip_leading(first, last)
                if first < last:
                    name = self.text(first, last)
                    for word in name.casefold().split():
                        if len(word) > 3:
                            found.setdefault(word, []).append((first, name))
        return found

    def owner(self, document: int) -> int | None:
        """Whose statement it is: possessor, "by X", who issued it, else who spoke last."""
        for child in self.parse.children(document):
            token = self.tokens[child]
            if token.dep == "poss" and token.pos in _NOUNS:
                return child
            if token.dep == "poss" and token.tag == "PRP$":
                return self._earlier(document, self._people if token.text.lower() in ("his", "her") else self._bodies)
            if token.dep in ("prep", "agent") and token.text in ("by", "from", "of") and (made_by := self._object(child)) is not None:
                return made_by if self.is_plausible(made_by) else None
            if token.dep == "acl" and (agent := self.agent(child)) is not None:
                return agent
        return self._maker(document)

    def _maker(self, document: int) -> int | None:
        token = self.tokens[document]
        verb = self.tokens[token.head]
        if token.dep in ("dobj", "pobj") and verb.pos == "VERB" and (subject := self.own_subject(verb.index)) is not None:
            return subject
        modified = any(self.tokens[c].dep in ("compound", "amod") for c in self.parse.children(document))
        definite = any(self.tokens[c].text.lower() in ("the", "this", "that") for c in self.parse.children(document))
        return self._earlier(document, self._speaking, _DOCUMENT) if definite and not modified else None

    def own_subject(self, verb: int, *, passive: bool = False) -> int | None:
        """Head of a verb's own subject, also where the parser cut the sentence between the two."""
        deps = ("nsubj", "nsubjpass") if passive else ("nsubj",)
        own = [child for child in self.parse.children(verb) if self.tokens[child].dep in deps]
        if len(own) > 1 and self.tokens[own[1]].pos == "PROPN" and self.first[own[1]] == own[0] + 1:
            return own[1]  # "The news agency AFP said": the parser makes two subjects of it
        if own:
            return own[0]
        if (clausal := self._name_with_verb(verb)) is not None:
            return clausal
        finite = self.tokens[verb].tag in ("VBD", "VBZ", "VBP") or any(self.tokens[c].dep == "aux" for c in self.parse.children(verb))
        return self._lost_noun(verb) if self.tokens[verb].dep == "ROOT" and finite else None

    def _name_with_verb(self, verb: int) -> int | None:
        """"The Committee to Protect Journalists says": a name that the parser reads as a clause."""
        for child in self.parse.children(verb):
            if self.tokens[child].dep == "csubj" and self.tokens[child].entity.endswith("ORG"):
                first, last = self._entity(child)
                return next((i for i in range(first, last + 1) if self.tokens[i].pos == "PROPN"), None)
        return None

    def _lost_noun(self, verb: int) -> int | None:
        """The noun that is the root of the fragment before a verb without subject, where the parser cut a sentence in two."""
        end = self.first[verb]
        for place in range(end - 1, max(-1, end - 3 * _LONG_TAIL), -1):
            token = self.tokens[place]
            if token.text in (".", "?", "!", ":", "”", '"') or "\n" in self.parse.text[token.end : self.tokens[place + 1].start]:
                return None
            if token.head == place and token.pos != "PUNCT":
                return place if token.pos in _NOUNS else None
        return None

    def _object(self, preposition: int) -> int | None:
        return next((c for c in self.parse.children(preposition) if self.tokens[c].dep in ("pobj", "pcomp")), None)

    def agent(self, verb: int) -> int | None:
        """Head of the by-phrase of a passive."""
        for child in self.parse.children(verb):
            if self.tokens[child].dep == "agent" or self.tokens[child].text == "by" and self.tokens[child].dep == "prep":
                return self._object(child)
        return None

    # --- kinds ---------------------------------------------------------------------------------------------------

    def kind_of_noun(self, first: int, last: int, head: int) -> tuple[SpeakerKind | None, str | None]:
        """Kind of speaker by the noun, the words before it and the actors named with it; and the side they give."""
        around = [self.actor_at[i] for i in range(first, last + 1) if i in self.actor_at and self.actor_at[i].form not in _FACELESS]
        actor = next((a for a in around if a.id is not None), around[0] if around else None)
        side = actor.id if actor is not None else None
        name = self.text(first, last)
        if (named := self._kind_of_name(name, head)) is not None:
            return named, side
        word = self._bare(self.tokens[head])
        before = self._modifier_kind(first, last, head)
        if word in self.speech.speaks_for:
            by_actor = self._kind_of_actor(actor) if actor is not None else None
            return before or by_actor or self.speech.speaks_for[word], side
        if word in self.speech.kinds:
            return self.speech.kinds[word], side
        at_head = self.actor_at.get(head)
        if at_head is not None and (kind := self._kind_of_actor(at_head)) is not None:
            return kind, at_head.id
        return self._kind_in_name(first, last), side

    def _kind_of_name(self, name: str, head: int) -> SpeakerKind | None:
        bare = name.casefold().removeprefix("the ")
        if (outlet := self.outlets.find(name)) is not None:
            return "party" if outlet.party else "official" if outlet.kind == "government" else "media"
        if self.tokens[head].pos == "PROPN" and bare in self.speech.names:
            return self.speech.names[bare]
        return None

    def _modifier_kind(self, first: int, last: int, head: int) -> SpeakerKind | None:
        for index in (*range(head - 1, first - 1, -1), *range(head + 1, last + 1)):
            token = self.tokens[index]
            for word in (token.text.lower(), token.lemma):
                kind = self.speech.modifiers.get(word)
                if kind is not None:
                    return kind
            if token.text.casefold() in self.speech.names and token.pos == "PROPN":
                return self.speech.names[token.text.casefold()]
        return None

    def _kind_of_actor(self, actor: ActorMention) -> SpeakerKind | None:
        if actor.form == "country":
            return "official"
        if actor.kind in ("civilians", "protesters", "rioters"):
            return "witness"
        if actor.kind == "unknown":
            return "party" if actor.form == "unnamed" else None
        bare = actor.name.casefold()
        return self.speech.names.get(bare, "party")

    def _kind_of_maker(self, head: int) -> SpeakerKind | None:
        """A "US statement" is official."""
        if self._bare(self.tokens[head]) not in self.speech.documents:
            return None
        made = any(self.tokens[c].entity[2:] in ("GPE", "NORP") for c in self.reporting_modifiers(head))
        return "official" if made else None

    def reporting_modifiers(self, head: int) -> list[int]:
        """The adjectives and nouns right before a noun."""
        return [c for c in self.parse.children(head) if self.tokens[c].dep in ("compound", "amod", "nmod") and c < head]

    def _kind_in_name(self, first: int, last: int) -> SpeakerKind | None:
        """By the words of a name: "Defence Ministry", "Al-Noor Hospital"."""
        for index in range(last, first - 1, -1):
            word = self._bare(self.tokens[index])
            if word in self.speech.kinds:
                return self.speech.kinds[word]
        return None

    def _kind_by_tag(self, head: int) -> SpeakerKind:
        return "official" if self.tokens[head].entity.endswith(("GPE", "NORP")) else "unnamed"

    def is_plausible(self, head: int) -> bool:
        """Whether the noun with this head can speak at all: a person, a body, a group, not "the attack"."""
        token = self.tokens[head]
        word = self._bare(token)
        if word in self.speech.mute:
            return False
        if head in self.actor_at or token.pos in ("PRON", "PROPN") or token.entity[2:] in ("PERSON", "ORG", "GPE", "NORP"):
            return token.entity[2:] not in ("DATE", "TIME", "MONEY", "PERCENT")
        return word in self.speech.kinds or word in self.speech.speaks_for or word in self.speech.documents

    def _bare(self, token: Token) -> str:
        """The word our tables know: as printed ("media"), else its lemma; joined to the word before a hyphen."""
        word = token.text.lower().rstrip(".")
        if token.index > 1 and self.tokens[token.index - 1].text == "-" and self.tokens[token.index - 1].end == token.start:
            joined = f"{self.tokens[token.index - 2].text.lower()}-{word}"
            if joined in self.speech.kinds:
                return joined
        if word in self.speech.roles or token.pos != "NOUN":
            return word
        return token.lemma

    def _is_role(self, token: Token) -> bool:
        word = self._bare(token)
        return token.pos in _NOUNS and word in self.speech.roles and word not in self.speech.bodies

    def _is_title(self, token: Token) -> bool:
        word = token.text.lower().rstrip(".")
        known = word in self.speech.titles or token.text.lower() in self.speech.titles
        return known or token.pos == "NOUN" and token.lemma in self.speech.roles and token.text[:1].islower()

    def _is_body(self, token: Token) -> bool:
        return self._bare(token) in self.speech.bodies

    def _is_known_body(self, head: int) -> bool:
        """A table's actor, an outlet or a body's noun that the tagger took for a person."""
        actor = self.actor_at.get(head)
        if actor is not None:
            return actor.form != "person"
        return self._is_body(self.tokens[head]) or self.outlets.find(self.text(*self._name_run(head))) is not None

    # --- who was spoken of before ----------------------------------------------------------------------------------

    def _earlier(self, index: int, salient: list[int], memory: int = _MEMORY) -> int | None:
        place = bisect_left(salient, index) - 1
        if place < 0 or self.tokens[index].sentence - self.tokens[salient[place]].sentence > memory:
            return None
        return salient[place]

    @cached_property
    def _subjects(self) -> tuple[int, ...]:
        """Heads of the subjects of main and reporting clauses, and whom "according to" names."""
        found = []
        for token in self.tokens:
            if token.pos not in _NOUNS:
                continue
            above = self.tokens[token.head]
            if token.dep in ("nsubj", "nsubjpass"):
                if above.dep in ("ROOT", "conj", "parataxis") or above.lemma in self.speech.cues:
                    found.append(token.index)
            elif token.dep == "pobj" and above.text == "to" and self.tokens[above.head].text.lower() == "according":
                found.append(token.index)
            elif token.dep == "appos" and above.dep in ("nsubj", "nsubjpass") and token.entity.endswith("PERSON"):
                found.append(token.index)
        return tuple(found)

    @cached_property
    def _people(self) -> list[int]:
        return [head for head in self._subjects if self.person_name(head) is not None]

    @cached_property
    def _persons_speaking(self) -> list[int]:
        """Single persons who say something, named or not ("a doctor said")."""
        named = set(self._people)
        return [h for h in self._subjects if self._says(h) and (h in named or self._is_role(self.tokens[h]) and self.tokens[h].tag == "NN")]

    def _says(self, head: int) -> bool:
        above = self.tokens[self.tokens[head].head]
        return above.lemma in self.speech.cues or above.text == "to"

    @cached_property
    def _bodies(self) -> list[int]:
        return [head for head in self._subjects if self.person_name(head) is None and self.is_plausible(head)]

    @cached_property
    def _speaking(self) -> list[int]:
        """Subjects of reporting verbs that are no documents themselves."""
        heads = (*self._people, *self._bodies)
        kept = [h for h in heads if self.tokens[self.tokens[h].head].lemma in self.speech.cues and self._bare(self.tokens[h]) not in self.speech.documents]
        return sorted(kept)
