"""Who a noun phrase is, as a speaker: printed name, role, side, kind; surnames, pronouns and "the agency" led back.

Everything is read off the parse, so that persons and bodies no table knows are named as well; actor mentions add ids.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from tidings.annotate.noun_phrases import LONG_TAIL, NOUNS
from tidings.annotate.person_names import PersonNames, Profile
from tidings.model.mentions import ActorMention
from tidings.model.text import Parse
from tidings.model.values import SpeakerKind
from tidings.reference.outlets import Outlets, load_outlets
from tidings.reference.speech import Speech, load_speech

UNNAMED = "unnamed"
_HE = frozenset({"he", "she", "him", "her", "his", "hers"})
_IT = frozenset({"it", "they", "them", "its", "their"})
_TELLING = frozenset({"report", "document", "record", "publish", "broadcast", "quote", "cite"})
_OURS = frozenset({"us", "i", "me"})
_RELATIVE = frozenset({"WDT", "WP"})
_IN_NAME = frozenset({"of", "for", "and", "the", "de", "la", "al", "el", "bin", "ibn", "abu", "on", "to", "in", "&"})
_BODIES = frozenset({"group", "monitor", "organisation", "organization", "watchdog", "agency", "charity", "newspaper", "paper",
                     "channel", "broadcaster", "station", "network", "outlet", "observatory", "website"})  # fmt: skip
_POLICE_RANKS = frozenset(
    {"sergeant", "sgt", "lieutenant", "lt", "captain", "capt", "officer", "major", "maj", "colonel", "col"}
)
_POLICE = frozenset({"police", "policeman", "policewoman", "sheriff", "detective"})
_SOLDIERING = frozenset(
    {
        "army",
        "soldier",
        "troop",
        "troops",
        "military",
        "brigade",
        "battalion",
        "regiment",
        "militia",
        "rebel",
        "navy",
        "marine",
    }
)
_MEMORY = 4  # sentences a pronoun looks back
_REPLY = 3  # sentences after which "he said" need not be the last speaker
_DOCUMENT = 8  # sentences that "the statement" looks back for whose it is


def _holds(name: str, other: str) -> bool:
    """Whether a name has another as its words: "Islamic State group" and "Islamic State"."""
    return f" {other.casefold()} " in f" {name.casefold()} "


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


class SpeakerReader(PersonNames):
    """Reads speakers off one parse. Made once an article and shared by quotes, cues and gaps; it changes nothing."""

    def __init__(
        self,
        parse: Parse,
        actors: tuple[ActorMention, ...],
        speech: Speech | None = None,
        outlets: Outlets | None = None,
    ) -> None:
        super().__init__(parse, actors, speech or load_speech(), outlets or load_outlets())
        self._read: dict[int, Speaker | None] = {}

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

    def read_words(self, first: int, last: int) -> Speaker | None:
        """The speaker that a few words name, whatever the parser makes of them; ``None`` when they name nobody we know to speak."""
        first = self.skip_leading(first, last)
        if not self.is_plausible(last):
            return None
        kind, side = self.kind_of_noun(first, last, last)
        actor = self.actor_at.get(last)
        identity = actor.id if actor is not None else None
        return self._make(
            last, first, last, self.text(first, last), kind or self.kind_by_tag(last), id=identity, side=side
        )

    def _speaker(self, head: int) -> Speaker | None:
        token = self.tokens[head]
        word = token.text.lower()
        if token.pos == "PRON" or token.tag in ("PRP", "WP", "WDT", "EX"):
            return self._pronoun(head, word)
        if (name := self.person_name(head)) is not None:
            return self._person(head, *name)
        if (named := self._named_before(head) or self._told_before(head)) is not None:
            return self._again(head, named)
        if token.pos not in NOUNS and word not in self.speech.kinds and head not in self.actor_at:
            return None
        return self._body(head)

    def _pronoun(self, head: int, word: str) -> Speaker | None:
        actor = self.actor_at.get(head)
        if word == "we":
            return self._again(head, self._earlier(head, self._authors))
        if word in _HE:
            said = self._earlier(head, self._persons_speaking, _REPLY)
            return self._again(head, said if said is not None else self._person_before(head))
        if word == "it" and self._is_told(head) and (teller := self._earlier(head, self._tellers)) is not None:
            return self._again(head, teller)
        if word in ("it", "they") and (speaking := self._goes_on_speaking(head, word)) is not None:
            return self._again(head, speaking)
        if actor is not None and actor.form == "anaphor":
            return self._as_printed(head, actor) or self._speaker_of_actor(head, actor)
        if word in _IT:
            return self._again(head, self._earlier(head, self._no_single_people))
        if word in _OURS:
            return None
        if self.tokens[head].tag in _RELATIVE or word in ("that", "this", "these", "those", "there"):
            return None
        if word in ("some", "many", "others", "another", "several", "few", "most"):
            return self._make(head, head, head, self.text(head, head), "unnamed")
        return None

    def _person_before(self, head: int) -> int | None:
        """The person last named as a subject; where nobody is named, the last one told of by a single noun ("the old man")."""
        named = self._earlier(head, self._people)
        return named if named is not None else self._earlier(head, self._single_people, _REPLY)

    @cached_property
    def _single_people(self) -> list[int]:
        return [head for head in self._subjects if self.is_role(self.tokens[head]) and self.tokens[head].tag == "NN"]

    def _goes_on_speaking(self, head: int, word: str) -> int | None:
        """ "The committees reported that troops fired. They said ...": who spoke in the sentence before, if number allows."""
        token = self.tokens[head]
        if token.dep != "nsubj" or self.tokens[token.head].lemma not in self.speech.sayings:
            return None
        place = bisect_left(self._speakers_so_far, head) - 1
        earlier = self._speakers_so_far[place] if place >= 0 else None
        if earlier is None or token.sentence - self.tokens[earlier].sentence not in (0, 1):
            return None
        plural = self.tokens[earlier].tag in ("NNS", "NNPS")
        main = self.tokens[self.tokens[earlier].head].dep == "ROOT"
        if not main or self.tokens[earlier].sentence == token.sentence or self.person_name(earlier) is not None:
            return None
        return earlier if plural == (word == "they") else None

    def _named_before(self, head: int) -> int | None:
        """ "The minister": the person last named with that role, when the phrase says nothing more."""
        token = self.tokens[head]
        if not self.is_role(token) or head == 0 or self.first[head] != head - 1 or self.last[head] != head:
            return None
        if self.tokens[head - 1].text.lower() != "the" or token.tag in ("NNS", "NNPS"):
            return None
        holders = self._holders.get(token.lemma, [])
        place = bisect_left(holders, head) - 1
        return holders[place] if place >= 0 else None

    def _told_before(self, head: int) -> int | None:
        """ "The source", "the monitoring group", "sources": the speaker last printed that the noun says again, with less."""
        token, word = self.tokens[head], self.bare(self.tokens[head])
        if (
            token.pos != "NOUN"
            or self.last[head] > head
            or head in self.actor_at
            and self.actor_at[head].id is not None
        ):
            return None
        first = self.core(head)[0]
        definite = any(self.tokens[c].text.lower() in ("the", "this", "these") for c in self.children(head))
        if word in self.speech.speaks_for and first == head and (definite or token.tag == "NNS"):
            for earlier in self._earlier_subjects(head):
                if self.tokens[earlier].lemma == token.lemma and self.tokens[earlier].tag == token.tag:
                    return earlier
        if definite and word in _BODIES:
            kind = self.kind_of_noun(first, head, head)[0]
            for earlier in self._earlier_subjects(head):
                known = self.read(earlier) if self.tokens[earlier].pos == "PROPN" else None
                if known is not None and not known.person:
                    return earlier if known.kind == kind and kind in ("monitor", "media") else None
        return None

    def _earlier_subjects(self, head: int) -> Iterator[int]:
        """Heads of earlier speakers, the last first, within the memory of a reader."""
        place = bisect_left(self._speakers_so_far, head) - 1
        while place >= 0:
            earlier = self._speakers_so_far[place]
            if self.tokens[head].sentence - self.tokens[earlier].sentence > _DOCUMENT:
                return
            yield earlier
            place -= 1

    @cached_property
    def _speakers_so_far(self) -> list[int]:
        return [head for head in self._subjects if self._says(head)]

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
        name = (
            self.text(first, last) if first < last and self.tokens[head].pos in NOUNS else self._printed_before(actor)
        )
        return Speaker(
            name=name, head=head, start=actor.start, end=actor.end, id=actor.id, side=actor.side or actor.id,
            kind=self.kind_of_actor(actor) or "unnamed", role=actor.role,
        )  # fmt: skip

    def _as_printed(self, head: int, actor: ActorMention) -> Speaker | None:
        """Who the pronoun stands for, as the noun phrase is printed where it is the subject of a sentence or a saying."""
        meant = self.actor_at.get(self.token_from(actor.antecedent)) if actor.antecedent is not None else None
        if meant is None or meant.head >= head or meant.head not in self._subject_set:
            return None
        return self._again(head, meant.head)

    @cached_property
    def _subject_set(self) -> frozenset[int]:
        return frozenset(self._subjects)

    def _printed_before(self, actor: ActorMention) -> str:
        """The name of a party; of people whom no table knows, what they are called where "they" leads back to."""
        if actor.id is None and actor.antecedent is not None:
            meant = self.actor_at.get(self.token_from(actor.antecedent))
            if meant is not None and meant.form == "group":
                return self.text(*self.core(meant.head))
        return actor.name

    def _make(self, head: int, first: int, last: int, name: str, kind: SpeakerKind, **known: str | None) -> Speaker:
        start, end = self.tokens[first].start, self.tokens[last].end
        return Speaker(name=name, head=head, start=start, end=end, kind=kind, **known)  # type: ignore[arg-type]

    def _person(self, head: int, first: int, last: int) -> Speaker:
        printed = self.text(first, last)
        name = self.full_name(printed, first)
        here = self.profile(head, first, last)
        known = self._profiles.get(name.casefold()) or here
        actor = self.actor_at.get(last)
        role = here.role or (actor.role if actor else None) or known.role
        side = here.side or (actor.side if actor else None) or known.side
        return Speaker(
            name=name, head=head, start=self.tokens[first].start, end=self.tokens[last].end, person=True, role=role,
            side=side, id=(actor.id if actor else None) or side,
            kind=self._as_police(here, head) or here.kind or known.kind or ("official" if self.has_rank(first) else "unnamed"),
        )  # fmt: skip

    def _as_police(self, profile: Profile, head: int) -> SpeakerKind | None:
        """ "Sergeant Omar Haddad" speaks for the police where he is of it, or where a text tells of police and of no army."""
        actor = self.actor_at.get(head)
        if profile.kind != "party" or profile.side is not None or actor is not None and actor.form != "person":
            return None
        ranked = (profile.role or "").casefold().rstrip(".") in _POLICE_RANKS
        return "official" if ranked and (self._has_own_police(head) or self._tells_of_police) else None

    def _has_own_police(self, head: int) -> bool:
        phrases = [c for c in self.children(head) if self.tokens[c].text in ("of", "from", "with")]
        return any(
            self.tokens[i].lemma.lower() in _POLICE
            for phrase in phrases
            for i in range(phrase, min(self.last[phrase] + 1, phrase + LONG_TAIL))
        )

    @cached_property
    def _tells_of_police(self) -> bool:
        words = {token.lemma.lower() for token in self.tokens}
        return bool(words & _POLICE) and not words & _SOLDIERING

    def _body(self, head: int) -> Speaker | None:
        actor = self.actor_at.get(head)
        if actor is not None and actor.form == "anaphor":
            return self._speaker_of_actor(head, actor)
        if self.bare(self.tokens[head]) in self.speech.documents and (owner := self.owner(head)) is not None:
            if self.tokens[owner].dep in ("compound", "amod") and self.tokens[owner].head == head:
                return self._made_by(head, owner)
            return self._again(head, owner)
        if (outlet := self._outlet_beside(head)) is not None:
            return self.read(outlet)
        first, last = self.core(head)
        if actor is not None and actor.form in ("name", "force", "country"):
            first = max(first, min(head, self.token_from(actor.start)))
            first = self.skip_leading(first, head)
        elif self.tokens[head].text[:1].isupper() and "PROPN" in (
            self.tokens[head].pos,
            self.tokens[max(0, head - 1)].pos,
        ):
            first = self._name_start(first, head)
        if self.tokens[head].entity.endswith("ORG"):
            last = max(last, self.entity(head)[1])
        if actor is not None and actor.form == "name":
            last = max(last, self.token_from(actor.end) - 1)
        if (called := self._called(head)) is not None:
            first, last = called
        name = self._body_name(first, last, head)
        kind, side = self.kind_of_noun(first, last, head)
        kind = self.kind_of_name(name, head) or self.kind_of_maker(head) or kind
        identity = actor.id if actor is not None else None
        return self._make(head, first, last, name, kind or self.kind_by_tag(head), id=identity, side=side)

    def _made_by(self, document: int, maker: int) -> Speaker | None:
        """ "State media reports", "a Boko Haram video": who made it stands before the document."""
        actor = self.actor_at.get(maker)
        first = self.token_from(actor.start) if actor is not None and actor.form == "name" else self.core(document)[0]
        first = min(first, maker)
        kind, side = self.kind_of_noun(first, maker, maker)
        kind = self.kind_of_name(self.text(first, maker), maker) or kind
        identity = actor.id if actor is not None else None
        return self._make(
            maker, first, maker, self.text(first, maker), kind or self.kind_by_tag(maker), id=identity, side=side
        )

    def _called(self, head: int) -> tuple[int, int] | None:
        """ "A group called the Harbour Front": the name that the noun is given."""
        for child in self.children(head):
            token = self.tokens[child]
            if token.dep == "acl" and token.lemma in ("call", "name", "dub") and self.tokens[head].pos == "NOUN":
                for named in self.children(child):
                    if self.tokens[named].dep in ("oprd", "dobj") and self.tokens[named].pos == "PROPN":
                        return self.entity(named) if self.tokens[named].entity else self.name_run(named)
        return None

    def _outlet_beside(self, head: int) -> int | None:
        """ "state news firm Saba": the name beside a body's noun is the name of the body."""
        beside = self.beside(head)
        if (
            beside is None
            or self.tokens[head].pos != "NOUN"
            or self.tokens[beside].pos != "PROPN"
            or not self.is_body(self.tokens[head])
        ):
            return None
        return beside if beside == head + 1 or self.tokens[head + 1].tag == "," else None

    def _name_start(self, first: int, head: int) -> int:
        """Where a proper name begins: after the last common noun, possessor or "London-based" before it."""
        for index in range(head - 1, first - 1, -1):
            token = self.tokens[index]
            if token.tag == "POS" or token.lemma in ("base", "based", "led", "lead") or token.text == "based":
                return index + 1
            if (
                token.text[:1].islower()
                and token.text not in _IN_NAME
                and token.tag not in ("HYPH", "POS")
                and token.pos in ("NOUN", "ADJ", "VERB")
            ):
                joined = self.tokens[index].end == self.tokens[index + 1].start
                if not joined:
                    return index + 1
        return first

    def _body_name(self, first: int, last: int, head: int) -> str:
        """The printed name, or the full one that "the Observatory", "the agency" or "SDF" shortens."""
        printed = self.text(first, last)
        actor = self.actor_at.get(head)
        if actor is not None and actor.id is not None and actor.form == "name":
            if first == last and printed.isupper():
                return self._spelt_out(actor, printed) or printed
            shorter = [name for _, name in self._names_of_parties.get(actor.id, ()) if _holds(printed, name)]
            return min(shorter, key=len, default=printed)
        definite = any(self.tokens[i].text.lower() == "the" for i in range(max(0, first - 1), first))
        if first == last == head and definite:
            earlier = self._long_names.get(printed.casefold(), ())
            place = bisect_left(earlier, (head, "")) - 1
            if place >= 0:
                return earlier[place][1]
        return printed

    def _spelt_out(self, actor: ActorMention, initials: str) -> str | None:
        """The first name of two words or more that a party has in the text, where its initials are printed after it; no "PKK member"."""
        known = self._names_of_parties.get(actor.id or "", ())
        spelt = [(start, name) for start, name in known if initials not in name.split()]
        return spelt[0][1] if spelt and spelt[0][0] < actor.start else None

    @cached_property
    def _names_of_parties(self) -> dict[str, list[tuple[int, str]]]:
        """Id of a party -> where its names of two words or more stand, and the names, in text order."""
        found: dict[str, list[tuple[int, str]]] = {}
        for actor in sorted(set(self.actor_at.values()), key=lambda actor: actor.start):
            if actor.id is None or actor.form != "name":
                continue
            first = self.skip_leading(self.token_from(actor.start), self.token_from(actor.end) - 1)
            name = self.text(first, self.token_from(actor.end) - 1)
            if " " in name and not name.isupper():
                known = found.setdefault(actor.id, [])
                if all(name != other for _, other in known):
                    known.append((actor.start, name))
        return found

    @cached_property
    def _long_names(self) -> dict[str, list[tuple[int, str]]]:
        """Casefolded word -> the names of bodies of two words or more that hold it, in text order."""
        tagged = [self.entity(token.index) for token in self.tokens if token.entity == "B-ORG"]
        spans = {(self.skip_leading(first, last), last) for first, last in tagged}
        spans |= {
            self.core(head)
            for head in self._subjects
            if self.tokens[head].pos == "PROPN" and self.person_name(head) is None
        }
        found: dict[str, list[tuple[int, str]]] = {}
        for first, last in sorted(spans):
            if first < last:
                name = self.text(first, last)
                for word in sorted({word for word in name.casefold().split() if len(word) > 3}):
                    found.setdefault(word, []).append((first, name))
        return found

    def owner(self, document: int) -> int | None:
        """Whose statement it is: possessor, "by X", who issued it, else who spoke last."""
        for child in self.children(document):
            token = self.tokens[child]
            if token.dep == "poss" and token.pos in NOUNS:
                return child
            if token.dep == "poss" and token.tag == "PRP$":
                return self._earlier(document, self._people if token.text.lower() in ("his", "her") else self._bodies)
            if (
                token.dep in ("prep", "agent")
                and token.text in ("by", "from", "of")
                and (made_by := self.object(child)) is not None
            ):
                return made_by if self.is_plausible(made_by) else None
            if token.dep == "acl" and (agent := self.agent(child)) is not None:
                return agent
        named = [c for c in self.children(document) if c < document and self.tokens[c].dep in ("compound", "amod")]
        makers = [c for c in named if self.bare(self.tokens[c]) in self.speech.kinds or self._is_party_at(c)]
        return makers[-1] if makers else self._maker(document)

    def _is_party_at(self, index: int) -> bool:
        """ "a Boko Haram video"."""
        actor = self.actor_at.get(index)
        return actor is not None and actor.form == "name" and self.token_from(actor.end) == index + 1

    def _maker(self, document: int) -> int | None:
        token = self.tokens[document]
        verb = self.tokens[token.head]
        if (
            token.dep in ("dobj", "pobj")
            and verb.pos == "VERB"
            and (subject := self.own_subject(verb.index)) is not None
        ):
            return subject
        modified = any(self.tokens[c].dep in ("compound", "amod") for c in self.children(document))
        definite = any(self.tokens[c].text.lower() in ("the", "this", "that") for c in self.children(document))
        return self._earlier(document, self._speaking, _DOCUMENT) if definite and not modified else None

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
            if token.pos not in NOUNS:
                continue
            above = self.tokens[token.head]
            if token.dep in ("nsubj", "nsubjpass"):
                if above.dep in ("ROOT", "conj", "parataxis") or above.lemma in self.speech.sayings:
                    found.append(token.index)
            elif (
                token.dep == "pobj"
                and above.text == "to"
                and self.tokens[above.head].text.lower() == "according"
                or token.dep == "appos"
                and above.dep in ("nsubj", "nsubjpass")
                and token.entity.endswith("PERSON")
            ):
                found.append(token.index)
        return tuple(found)

    @cached_property
    def _people(self) -> list[int]:
        return [head for head in self._subjects if self.person_name(head) is not None]

    @cached_property
    def _persons_speaking(self) -> list[int]:
        """Single persons who say something, named or not ("a doctor said")."""
        named = set(self._people)
        return [
            h
            for h in self._subjects
            if self._says(h) and (h in named or self.is_role(self.tokens[h]) and self.tokens[h].tag == "NN")
        ]

    def _says(self, head: int) -> bool:
        above = self.tokens[self.tokens[head].head]
        return above.lemma in self.speech.sayings or above.text == "to"

    @cached_property
    def _bodies(self) -> list[int]:
        return [head for head in self._subjects if self.person_name(head) is None and self.is_plausible(head)]

    @cached_property
    def _no_single_people(self) -> list[int]:
        """The bodies that "it" and "they" may be: no "police officer"."""
        return [h for h in self._bodies if not (self.is_role(self.tokens[h]) and self.tokens[h].tag == "NN")]

    def _is_told(self, head: int) -> bool:
        """Whether a pronoun is the subject of a verb of those who pass on news: "it reported"."""
        token = self.tokens[head]
        return token.dep == "nsubj" and self.tokens[token.head].lemma in _TELLING

    @cached_property
    def _tellers(self) -> list[int]:
        """Outlets and monitors named as subjects: who "it reported" is."""
        return [
            h
            for h in self._bodies
            if self.tokens[h].pos in NOUNS
            and (known := self.read(h)) is not None
            and known.kind in ("media", "monitor")
        ]

    @cached_property
    def _authors(self) -> list[int]:
        """Named bodies that main clauses are about: who "we" is in a text of their own."""
        main = ("ROOT", "conj")
        return [
            h for h in self._bodies if self.tokens[h].pos == "PROPN" and self.tokens[self.tokens[h].head].dep in main
        ]

    @cached_property
    def _speaking(self) -> list[int]:
        """Subjects of reporting verbs that are no documents themselves."""
        heads = (*self._people, *self._bodies)
        kept = [
            h
            for h in heads
            if self.tokens[self.tokens[h].head].lemma in self.speech.sayings
            and self.bare(self.tokens[h]) not in self.speech.documents
        ]
        return sorted(kept)
