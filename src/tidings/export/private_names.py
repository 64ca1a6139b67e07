"""Names of private persons in a record, found without a parse: victims, witnesses, and whoever else has a name in a quote.

Two nets. Persons that the record itself knows: named recipients, named actors who bear no arms, named speakers who hold no
office and speak for no party. And whatever else in an article's words begins with a capital and is known for nothing else:
no place of the record, no party or state, no body, no title, no word that opens a sentence. The second net takes too
much rather than too little; a list of names to keep gives it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

from msgspec import Struct

from tidings.annotate.casing import Lexicon
from tidings.export.redact import Names, as_data
from tidings.model.event import View
from tidings.model.values import Actor, Attribution, Place
from tidings.reference.actors import ActorTable, NameMatch, fold, singular_of
from tidings.reference.outlets import load_outlets
from tidings.reference.safety import SafetyWords, load_safety
from tidings.reference.speech import load_speech

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*\.?")
_SMALL = re.compile(r"(?<![^\W\d_])[a-z][a-z'’]+")
_JOIN = re.compile(r"['’]?[ \u00a0\n]?[-‐–]?[ \u00a0\n]?")
_SENTENCE_END = re.compile(r"(?:^|[.!?:;\n“”\"«»‘(\[—–])[\s“”\"«»‘(\[]*$")
_HEADLINE: Final = 4  # words: in fewer, two capitals are a name
_SHORT: Final = 3  # letters: a shorter part of a name is no name by itself ("Al", "Bo")
#: Fields whose words are an article's own.
_PRINTED: Final = frozenset({"quote", "words", "mention", "name", "speaker", "attributed_by", "title", "value"})


class Withheld(Struct, frozen=True, kw_only=True):
    """What is withheld from a release: names found or listed, protected sources, and the longest run of an article's words.

    ``listed`` are the names of the user's list and of the persons that the record knows, to be looked for in every file;
    ``everywhere`` adds what the second net took out of quotes, to be looked for in the data. ``names`` are all of them as
    printed, for the eyes of whoever publishes and for no file of a release.
    """

    everywhere: Names
    listed: Names
    protected: Names
    names: tuple[str, ...] = ()


class _Token(Struct, frozen=True):
    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        return fold(self.text).rstrip(".").removesuffix("'s")


class Known:
    """What stands for places, parties, states, bodies and named officials of a record.

    ``words`` stand for these one by one; an official is known by the whole name or the surname alone, so that a victim who
    shares a given name with a minister is not known by it. ``shared`` are the words of officials' names.
    """

    def __init__(self, view: View, keep: Iterable[str]) -> None:
        self._safety = load_safety()
        speech = load_speech()
        self._titles = {fold(title) for title in speech.titles}
        self._bodies = self._safety.bodies | {fold(body) for body in speech.bodies}
        self._table = ActorTable.load()
        self.words = set(self._safety.plain)
        self.words |= {name for name in load_outlets().by_name if " " not in name}
        self.words |= {fold(name) for name in self._table.nouns.peoples}
        for name in (*keep, *speech.names, *_place_names(view), *_parties(view, self.is_body)):
            self.words.update(_keys(name))
        public = set[str]()
        for name in _offices(view):
            if self.is_body(_keys(name)):
                self.words.update(_keys(name))
            else:
                public.add(name)
        self._public = Names(public)
        self.surnames = {_keys(name)[-1] for name in public if _keys(name)}
        self.shared = {key for name in public for key in _keys(name)}
        self._in_texts = {word for text in _texts(view) for word in _SMALL.findall(text)}

    def is_small(self, word: str) -> bool:
        """Whether a folded word is one that news writes in small letters; the record's own articles count as news."""
        if word in self._in_texts or _lexicon().form(word) == "l":
            return True
        single = singular_of(word)
        return single != word and _lexicon().form(single) in ("l", "r")

    def is_body(self, words: Iterable[str]) -> bool:
        """Whether a run of folded words names an organisation or a thing: "Ministry of Health", "Tolmen Farmers' Union"."""
        return any(word in self._bodies for word in words)

    def named(self, text: str) -> Iterator[str]:
        """The names of a text that are known for nothing else.

        >>> view = View(events=(), members={})
        >>> list(Known(view, []).named("Shells fell when Leila al-Rashid, a nurse, left the Health Ministry."))
        ['Leila al-Rashid']
        """
        tokens = [_Token(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]
        matches = self._table.matches(text)
        headline = _is_headline(tokens)
        for run in self._runs(text, tokens):
            if self.is_body(token.key for token in run) or self._names_site(text, tokens, run):
                continue
            covered = [(match.start, match.end) for match in matches if len(run) == 1 or _is_sure(match, text)]
            covered += self._public.spans(text)
            for part in self._unknown(text, run, covered, headline=headline):
                yield text[part[0].start : part[-1].end].rstrip(".").removesuffix("'s").removesuffix("’s")

    def _names_site(self, text: str, tokens: list[_Token], run: list[_Token]) -> bool:
        """ "St Anna hospital", "in Harbour Road": a run that a noun after it or a word of place before it makes no person."""
        first, last = tokens.index(run[0]), tokens.index(run[-1])
        after = tokens[last + 1] if last + 1 < len(tokens) else None
        if after is not None and after.key in self._safety.bodies and text[run[-1].end : after.start] == " ":
            return True
        placed = first > 0 and tokens[first - 1].key in self._safety.before_sites
        return placed and any(token.key in self._safety.site_names for token in run)

    def _runs(self, text: str, tokens: list[_Token]) -> Iterator[list[_Token]]:
        """Words with capitals in a row, with the small words that stand inside a name."""
        run: list[_Token] = []
        waiting: list[_Token] = []
        for token in tokens:
            before = (waiting or run)[-1:]
            joined = bool(before) and _JOIN.fullmatch(text, before[0].end, token.start) is not None
            if (
                before
                and before[0].text.endswith(".")
                and len(before[0].key) > _SHORT
                and before[0].key not in self._titles
            ):
                joined = False  # the end of a sentence
            if not joined:
                if run:
                    yield run
                run, waiting = [], []
            if token.text[0].isupper():
                run, waiting = [*run, *waiting, token], []
            elif token.key in self._safety.particles:
                waiting.append(token)
            else:
                if run:
                    yield run
                run, waiting = [], []
        if run:
            yield run

    def _unknown(
        self, text: str, run: list[_Token], covered: list[tuple[int, int]], *, headline: bool
    ) -> Iterator[list[_Token]]:
        """The parts of a run between words that are known, without particles at their edges."""
        part: list[_Token] = []
        for number, token in enumerate(run):
            small = not token.text[0].isupper()  # "bin", "al": a part of whatever name stands around it
            if not small and (self._is_known(text, run, number, covered) or (headline and self.is_small(token.key))):
                yield from self._trimmed(part)
                part = []
            else:
                part.append(token)
        yield from self._trimmed(part)

    def _trimmed(self, part: list[_Token]) -> Iterator[list[_Token]]:
        while part and part[-1].key in self._safety.particles and not part[-1].text[0].isupper():
            part = part[:-1]
        if any(token.text[0].isupper() for token in part):
            yield part

    def _is_known(self, text: str, run: list[_Token], number: int, covered: list[tuple[int, int]]) -> bool:
        token = run[number]
        if token.key in self._safety.openers or token.key in self._titles:
            return True
        if token.key in self.words or token.key.removesuffix("s") in self.words:
            return True
        if any(start <= token.start and token.end <= end + 2 for start, end in covered):
            return True
        beside = self._titles | self._safety.particles
        if token.key in self.surnames and all(each.key in beside for each in run if each is not token):
            return True
        if len(run) == 1 and token.text.isupper():  # RLF, IED; a name in capitals has two words
            return True
        opens = number == 0 and _SENTENCE_END.search(text[: token.start][-8:]) is not None
        return opens and len(run) == 1 and self.is_small(token.key)


def _is_sure(match: NameMatch, text: str) -> bool:
    """A state or its people, or a name of several words; "Amal" may be a party or the first name of somebody."""
    return " " in text[match.start : match.end] or any(meaning.sort != "actor" for meaning in match.meanings)


def _is_headline(tokens: list[_Token]) -> bool:
    """Whether most words have a capital, so that a capital says nothing."""
    capitals = sum(token.text[0].isupper() for token in tokens)
    return len(tokens) >= _HEADLINE and capitals / len(tokens) > 0.6


def withheld_names(view: View, *, listed: Iterable[str], keep: Iterable[str], protected: Iterable[str]) -> Withheld:
    """What to withhold from a view: the user's list, the persons the record knows, and the unknown names of its words."""
    known = Known(view, keep)
    persons = {*listed, *_persons(view, known)}
    kept = {" ".join(_keys(name)) for name in keep}
    persons = {name for name in persons if " ".join(_keys(name)) not in kept}
    seen = {name for text in _printed(view) for name in known.named(text)}
    return Withheld(
        everywhere=_names({*persons, *seen}, known),
        listed=_names(persons, known),
        protected=Names(protected),
        names=tuple(sorted({*persons, *seen})),
    )


def _names(persons: Iterable[str], known: Known) -> Names:
    """Names whole and in parts, "Haddad" of "Amal Haddad"; a part that is a common word counts only with its capital."""
    folded: set[str] = set()
    exact: set[str] = set()
    for name in persons:
        keys = _keys(name)
        folded.update([name] if len(keys) > 1 else [])
        for word in _WORD.findall(name):
            key = fold(word).rstrip(".").removesuffix("'s")
            if (
                len(key) < _SHORT
                or key in load_safety().particles
                or (len(keys) > 1 and key in known.words | known.shared)
            ):
                continue
            if known.is_small(key):
                exact.add(word[:1].upper() + word[1:].rstrip("."))
            else:
                folded.add(key)
    return Names(folded, exact)


# --- persons the record knows -----------------------------------------------------------------------------------------


def _persons(view: View, known: Known) -> Iterator[str]:
    for actor in _private_actors(view, known._safety):
        for text in (actor.mention, actor.name, *(span.quote for span in actor.evidence)):
            yield from known.named(text)
    for said in _attributions(view):
        if not _may_stand(said):
            yield from known.named(said.speaker)


def _private_actors(view: View, safety: SafetyWords) -> Iterator[Actor]:
    for account in (member.account for member in view.members.values()):
        yield from account.recipients
        yield from (actor for actor in account.actors if actor.kind in safety.private_actors)


def _attributions(view: View) -> Iterator[Attribution]:
    return (said for member in view.members.values() for said in member.account.attribution)


def _may_stand(said: Attribution) -> bool:
    """Officials, parties, and bodies known by name."""
    return (
        said.kind in load_safety().public_speakers
        or said.id is not None
        or load_outlets().find(said.speaker) is not None
    )


# --- words that are known ---------------------------------------------------------------------------------------------


def _offices(view: View) -> Iterator[str]:
    """Speakers whose names may stand, and the outlets."""
    yield from (said.speaker for said in _attributions(view) if _may_stand(said))
    yield from (member.article.outlet for member in view.members.values() if member.article.outlet)


def _parties(view: View, is_body: Any) -> Iterator[str]:
    """Actors of the table by its names for them, and armed actors by theirs; a victim's name is nobody's but hers."""
    for account in (member.account for member in view.members.values()):
        for actor in account.recipients:
            if actor.id is not None and is_body(_keys(actor.name)):
                yield actor.name
        for actor in account.actors:
            if actor.id is not None or actor.kind not in load_safety().private_actors:
                yield from (actor.name, actor.mention)


def _place_names(view: View) -> Iterator[str]:
    for account in (member.account for member in view.members.values()):
        for place in (account.place, *account.other_places):
            if place is not None:
                yield from _names_of(place)


def _names_of(place: Place) -> Iterator[str]:
    yield from (name for name in (place.name, place.admin1, place.admin2) if name)
    yield from (span.quote for span in place.evidence)


@cache
def _lexicon() -> Lexicon:
    return Lexicon.load()


def _keys(name: str) -> list[str]:
    return [fold(word).rstrip(".").removesuffix("'s") for word in _WORD.findall(name)]


def _texts(view: View) -> Iterator[str]:
    seen = set()
    for member in view.members.values():
        if member.article.id not in seen:
            seen.add(member.article.id)
            yield member.article.text or ""


def _printed(view: View) -> set[str]:
    """All strings of a view that are an article's words."""
    members = [{"title": one.article.title, "account": as_data(one.account)} for one in view.members.values()]
    return set(_strings([as_data(view.events), members], ""))


def _strings(node: Any, leaf: str) -> Iterator[str]:
    if isinstance(node, str):
        if leaf in _PRINTED:
            yield node
    elif isinstance(node, dict):
        for key, value in node.items():
            if key not in ("candidates", "means", "relations", "place", "other_places", "reasons"):
                yield from _strings(value, key)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value, leaf)
