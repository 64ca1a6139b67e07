"""Persons in the parse: where a name begins and ends, the full name behind a surname, and what the text says they are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from tidings.annotate.noun_phrases import LONG_TAIL, NOUNS
from tidings.annotate.speaker_kinds import SpeakerKinds
from tidings.model.mentions import ActorMention
from tidings.model.values import SpeakerKind

_ARTICLE = re.compile(r"^(?:al|el|as|ad|ar|an|az|ash)-")
_HONORIFICS = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "sir", "lady", "lord", "dame", "rev"})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "appos", "conj"})
_OF_BODY = frozenset({"of", "from", "with", "for", "at"})
_HEADING = frozenset({"head", "lead", "run", "direct", "found", "work", "volunteer"})
_TITLE_WORDS = 6  # words of a title before "of": "Deputy Prime Minister and Minister of ..."


class Profile(Struct, frozen=True):
    """What the text says of a person somewhere: role, side, kind."""

    role: str | None
    side: str | None
    kind: SpeakerKind | None


class PersonNames(SpeakerKinds):
    """Reads persons off one parse."""

    def person_name(self, head: int) -> tuple[int, int] | None:
        """First and last token of the person's name in the phrase with this head; ``None`` when it names no person."""
        token = self.tokens[head]
        if token.pos not in NOUNS:
            return None
        if token.entity.endswith("PERSON") and not self.is_known_body(head):
            return self.trimmed(*self.entity(head))
        if (actor := self.actor_at.get(head)) is not None and actor.form == "person":
            return self.trimmed(self.token_from(actor.start), self.token_from(actor.end) - 1)
        if self.is_role(token) and (named := self._named_beside(head)) is not None:
            return named
        if self.is_known_body(head):
            return None
        if token.pos == "PROPN":
            named = self._titled(head) or self._with_role_beside(head) or self._of_outlet(head)
            return named or self._known_surname(head)
        return self._known_surname(head) if token.text[:1].isupper() else None

    def trimmed(self, first: int, last: int) -> tuple[int, int] | None:
        """A name without the titles before it and without what is not part of a name after it."""
        while first <= last and (
            self.is_title(self.tokens[first]) and first < last or self.tokens[first].pos in ("DET", "PUNCT")
        ):
            first += 1
        while last > first and self.tokens[last].tag in ("POS", ",", "VBD", "VBZ", "''", ":"):
            last -= 1
        return (first, last) if first <= last else None

    def _titled(self, head: int) -> tuple[int, int] | None:
        """The name after a title: "Col. Omar Haddad", where the tagger sees no person."""
        first, floor = head, max(self.first[head], head - LONG_TAIL)
        while first > floor and self.tokens[first - 1].pos == "PROPN" and not self.is_title(self.tokens[first - 1]):
            first -= 1
        before = self.tokens[first - 1] if first > self.first[head] else None
        if before is None or not self.is_title(before) or self.is_body(before) or self.is_title(self.tokens[head]):
            return None
        return first, head

    def _with_role_beside(self, head: int) -> tuple[int, int] | None:
        """A name explained by a role: "Ciya Kobani, an SDF commander"."""
        beside = self.beside(head)
        if (
            beside is None
            or self.tokens[head].entity.endswith(("GPE", "NORP"))
            or not self.is_role(self.tokens[beside])
        ):
            return None
        return self.trimmed(*self.name_run(head))

    def _of_outlet(self, head: int) -> tuple[int, int] | None:
        """ "NPR's Ofeibea Quist-Arcton": whoever belongs to an outlet and has two names is a person."""
        owners = [c for c in self.children(head) if self.tokens[c].dep == "poss"]
        if not any(self.outlets.find(self.tokens[c].text) for c in owners):
            return None
        first, last = self.name_run(head)
        return (first, last) if first < last else None

    def _known_surname(self, head: int) -> tuple[int, int] | None:
        first, last = self.name_run(head)
        full = self._full_names.get(self.text(first, last).casefold())
        return (first, last) if full and full[0][0] < head else None

    def _named_beside(self, head: int) -> tuple[int, int] | None:
        """The person a role noun is about: "the spokesman, Omar Haddad", "Minister of Information Omar Haddad"."""
        beside = self.beside(head)
        if beside is not None and self.tokens[beside].pos == "PROPN" and not self.is_known_body(beside):
            run = self.name_run(beside)
            return self.trimmed(*(self.entity(beside) if self.tokens[beside].entity.endswith("PERSON") else run))
        return self._after_comma(head) or self._after_title(head)

    def _after_comma(self, head: int) -> tuple[int, int] | None:
        """ "The manager of Harbour Radio, Omar Haddad": the parser hangs the name from the radio."""
        for index in range(head + 1, min(self.last[head] + 1, head + 2 * LONG_TAIL)):
            token, above = self.tokens[index], self.tokens[self.tokens[index].head]
            if token.dep != "appos" or token.pos != "PROPN" or above.dep != "pobj" or self.is_known_body(index):
                continue
            binds = self.tokens[above.head].text in ("for", "to") or not above.entity.endswith("PERSON")
            if binds and self.tokens[above.head].head == head and index > above.index + 1:
                return self.trimmed(*(self.entity(index) if token.entity.endswith("PERSON") else self.name_run(index)))
        return None

    def _after_title(self, head: int) -> tuple[int, int] | None:
        """ "Minister of Information Omar Haddad": a title that runs into the name."""
        if not self.tokens[head].text[:1].isupper() or self.last[head] - head > LONG_TAIL:
            return None
        for index in range(head + 1, self.last[head] + 1):
            token = self.tokens[index]
            begins = (
                token.entity == "B-PERSON"
                or token.entity[:2] == "B-"
                and self.tokens[index - 1].entity != ""
                and index > head + 1
            )
            if begins and (token.entity == "B-PERSON" or 1 <= self.entity(index)[1] - index <= 2):
                return self.trimmed(*self.entity(index))
            if token.tag == "," or not (
                token.text[:1].isupper() or token.text in ("of", "and", "for", "-", "to", "the")
            ):
                return None
        return None

    @cached_property
    def _people_named(self) -> tuple[tuple[int, int, int], ...]:
        """Head, first and last token of each person's name of two words or more, in text order."""
        found = []
        for token in self.tokens:
            if token.entity == "B-PERSON":
                first, last = self.entity(token.index)
                head = next((i for i in range(first, last + 1) if not first <= self.tokens[i].head <= last), last)
                name = None if self.is_known_body(head) else self.trimmed(first, last)
            elif token.pos == "PROPN" and token.dep in _ARGUMENTS and not token.entity.endswith("PERSON"):
                head, name = token.index, self._named_by_role(token.index)
            elif token.pos in NOUNS and token.dep == "nsubj" and self.is_role(token):
                head, name = token.index, self._named_beside(token.index)
            else:
                continue
            if name and name[0] < name[1]:
                found.append((head, *name))
        return tuple(sorted(found, key=lambda person: person[1]))

    def _named_by_role(self, head: int) -> tuple[int, int] | None:
        """The name in a phrase that the tagger took for no person's, where a title or a role says it is one."""
        if self.is_known_body(head):
            return None
        above = self.tokens[head].head
        if self.tokens[head].dep == "appos" and above < head and self.is_role(self.tokens[above]):
            return self.trimmed(*self.name_run(head))
        return self._titled(head) or self._with_role_beside(head) or self._of_outlet(head)

    def full_name(self, printed: str, index: int) -> str:
        """The latest fuller name printed before that ends in this one: "Haddad" is "Omar Haddad"."""
        earlier = self._full_names.get(printed.casefold(), ())
        place = bisect_left(earlier, (index, "")) - 1
        return earlier[place][1] if place >= 0 else printed

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
            bare = _ARTICLE.sub("", words[-1].casefold())
            if len(words) > 1 and bare != words[-1].casefold():
                found.setdefault(bare, []).append((index, name))  # "Assad" is "Bashar al-Assad"
        return found

    @cached_property
    def _person_actors(self) -> tuple[ActorMention, ...]:
        people = {actor.start: actor for actor in self.actor_at.values() if actor.form == "person"}
        return tuple(people[start] for start in sorted(people))

    def starts_at(self, actor: ActorMention) -> int:
        """Index of an actor mention's first token."""
        return self.token_from(actor.start)

    def _actor_text(self, actor: ActorMention) -> str:
        span = self.trimmed(
            self.token_from(actor.start), max(self.token_from(actor.start), self.token_from(actor.end) - 1)
        )
        return self.text(*span) if span else actor.name

    @cached_property
    def _profiles(self) -> dict[str, Profile]:
        """What is told of each named person where the name first comes with a role."""
        found: dict[str, Profile] = {}
        for head, first, last in self._people_named:
            name = self.text(first, last).casefold()
            if name not in found or found[name].role is None:
                found[name] = self.profile(head, first, last)
        return found

    def profile(self, head: int, first: int, last: int) -> Profile:
        """Role, side and kind from the words before the name and the apposition around it."""
        for begin, end, noun in self._role_spans(head, first, last):
            kind, side = self.kind_of_noun(begin, end, noun)
            return Profile(self.text(begin, end), side, kind)
        outlet = any(
            self.tokens[c].dep == "poss" and self.outlets.find(self.tokens[c].text) for c in self.children(head)
        )
        return Profile(None, None, "media" if outlet else self._kind_of_employer(head, last))

    def _kind_of_employer(self, head: int, last: int) -> SpeakerKind | None:
        """The kind of the body that a person without a role is of: "Omar Haddad of Harbour Watch", "who heads a rights group"."""
        bodies = []
        for child in self.children(head):
            token = self.tokens[child]
            if child > last and token.dep == "prep" and token.text in _OF_BODY:
                bodies.append(self.object(child))
            elif child > last and token.dep == "relcl" and token.lemma in _HEADING:
                bodies += [c for c in self.children(child) if self.tokens[c].dep == "dobj"]
                bodies += [self.object(c) for c in self.children(child) if self.tokens[c].text in _OF_BODY]
        for body in bodies:
            if body is not None and body > last and self.tokens[body].pos in NOUNS:
                first, end = self.core(body)
                kind = self.kind_of_noun(first, end, body)[0] or self._modifier_kind(first, end, body)
                if kind in ("monitor", "media", "medical", "party"):
                    return kind
        return None

    def _role_spans(self, head: int, first: int, last: int) -> Iterator[tuple[int, int, int]]:
        """First token, last token and noun of each phrase that says what the person is."""
        for child in self.children(head):
            common = self.tokens[child].pos == "NOUN" or self.is_role(self.tokens[child])
            if self.tokens[child].dep == "appos" and child > last and common:
                yield (*self.core(child), child)
        if head < first and self.tokens[head].pos in NOUNS:
            begin, end = self.core(head)
            yield begin, min(end, first - 1) if end < first else self._before(first), head
        above = self._explained(head)
        if above is not None and above < first:
            yield (*self.core(above), above)
        if (titles := self._titles_before(head, first)) is not None:
            yield titles
        for child in self.children(head):
            if self.tokens[child].dep == "relcl" and self.tokens[child].pos == "AUX":
                for told in self.children(child):
                    if self.tokens[told].dep == "attr" and told > child and self.is_role(self.tokens[told]):
                        yield (*self.core(told), told)

    def _explained(self, head: int) -> int | None:
        """The role noun that a name in apposition explains: "the manager of Harbour Radio, Omar Haddad"."""
        if self.tokens[head].dep != "appos":
            return None
        above = self.tokens[head].head
        if self.tokens[above].dep == "pobj" and self.is_role(self.tokens[self.tokens[self.tokens[above].head].head]):
            above = self.tokens[self.tokens[above].head].head
        return above if self.is_role(self.tokens[above]) else None

    def _before(self, first: int) -> int:
        return first - 1 if self.tokens[first - 1].tag not in (",", "``") else first - 2

    def _titles_before(self, head: int, first: int) -> tuple[int, int, int] | None:
        """ "French President" before a name. Mere "Mr" or "Dr" is no role."""
        begin = first
        floor = max(self.first[head], first - LONG_TAIL)
        while begin > floor and self.tokens[begin - 1].tag not in (",", "``", "''", ":", "CC", "VBD", "VBZ", "VBP"):
            begin -= 1
        begin = self.skip_leading(self._over_of(begin), first - 1)
        titles = [i for i in range(begin, first) if self.is_role(self.tokens[i]) or self.is_title(self.tokens[i])]
        if not titles or all(self.bare(self.tokens[i]) in _HONORIFICS for i in titles):
            return None
        return begin, first - 1, next((i for i in reversed(titles) if self.is_role(self.tokens[i])), titles[-1])

    def has_rank(self, first: int) -> bool:
        """Whether a title of office stands right before a name: "Pope Anselm"; "Mr" and "Dr" are none."""
        before = self.tokens[first - 1] if first else None
        if before is None or before.sentence != self.tokens[first].sentence or not before.text[:1].isupper():
            return False
        return self.bare(before) in self.speech.titles and self.bare(before) not in _HONORIFICS

    def _over_of(self, begin: int) -> int:
        """ "Minister of Information Omar Haddad": back to the title before the "of"."""
        if begin < 2 or self.tokens[begin - 1].text not in ("of", "for") or not self.is_role(self.tokens[begin - 2]):
            return begin
        begin -= 2
        floor = begin - _TITLE_WORDS
        while (
            begin > max(0, floor)
            and self.tokens[begin - 1].pos in ("PROPN", "ADJ")
            and self.tokens[begin - 1].sentence == self.tokens[begin].sentence
        ):
            begin -= 1
        return begin

    @cached_property
    def _holders(self) -> dict[str, list[int]]:
        """Role noun -> heads of the persons named with it, in text order."""
        found: dict[str, list[int]] = {}
        for head, first, last in self._people_named:
            for begin, end, _ in self._role_spans(head, first, last):
                for index in range(begin, end + 1):
                    if self.is_role(self.tokens[index]):
                        found.setdefault(self.tokens[index].lemma, []).append(head)
        return {noun: sorted(heads) for noun, heads in found.items()}
