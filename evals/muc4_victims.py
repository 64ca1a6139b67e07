"""Victims of an incident as MUC-4 asks for them: who, how many, and what became of them.

A victim is who undergoes a word of harm in the words that tell the incident: object of an active verb, subject of a
passive, the "of" phrase of a noun ("the murder of X"), also coordinated ("X, Y and two bodyguards") or apposed ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from evals.common import Row
from evals.muc4_heads import Filler
from tidings.coding import tree
from tidings.model.mentions import ActorMention, Annotations, CountMention, PlaceMention
from tidings.model.text import Token

DEATH, INJURY, FREED, UNHARMED = "DEATH", "INJURY", "REGAINED FREEDOM", "NO INJURY OR DEATH"
_WORDS = {
    DEATH: "kill murder assassinate slay execute massacre behead slaughter lynch slaying killing assassination massacre execution death die perish dead body corpse victim life fatality live decapitate assasination assassin",
    INJURY: "wound injure hurt maim wounding injury injured wounded injuring casualty",
    FREED: "release free rescue liberate release rescue liberation",
    UNHARMED: "unhurt unscathed unharmed uninjured unwounded",
    "": "kidnap abduct kidnapping abduction hijack attack shoot ambush machinegun target bomb dynamite fire threaten hostage seize beat torture attempt capture intercept disappearance disappear",
}  # fmt: skip
EFFECT_OF = {word: effect for effect, words in _WORDS.items() for word in words.split()}
_UNHARMED = frozenset("unhurt unscathed unharmed uninjured unwounded".split())
_SUBJECT_SUFFERS = frozenset({"die", "perish", "disappear"})
_TARGET_OF = frozenset({"attack", "shoot", "ambush", "fire", "threaten", "bomb", "attempt", "machinegun", "target"})
_THINGS = frozenset(
    "attack bomb bombing explosion building house office embassy headquarters vehicle car truck bus tower bridge pipeline facility place town city country property plant "
    "home residence shot people's building newspaper bank station post garrison base barracks position convoy patrol operation act action crime case plan incident fire"
    " structure installation system line store shop plane helicopter airport university school church campus hotel restaurant center road pylon violence rocket "
    "mortar grenade dynamite bullet weapon war life lives way time leg arm chest back side death murder ".split()
)
_ALONG = frozenset({"including", "along", "with", "besides", "plus", "as"})
_GROUPS = frozenset({"wounded", "injured", "dead", "victim", "injure", "wound", "fatality", "casualty"})
_NO_PERSON = ("GPE", "LOC", "FAC", "DATE", "TIME", "EVENT", "LAW", "NORP")
_ABSTRACT = ("ing", "tion", "ment", "ity", "ism", "age")
_DONE_TO = frozenset({"commit", "perpetrate", "carry", "stage", "launch", "make", "direct"})
_PARTS = frozenset(
    "one two three four five some several many group number dozen hundred thousand majority most".split()
)
_GENERIC = frozenset("person people victim other one individual body casualty man".split())
FIGHTERS = frozenset(
    "soldier guerrilla rebel troop insurgent subversive terrorist extremist combatant militiaman fighter unit battalion army force paratrooper contra sicario gunman assailant attacker criminal".split()
)
_NOBODY = frozenset(
    "one two three four five six seven eight nine ten other another gmt km those many more some several none everyone number seizure movement institute community".split()
)
_LARGE = 300  # people; more are the toll of a war
_SUMMED = 2  # named people that a figure sums up
PLURAL: Row = {"low": None, "high": None, "approx": None}
ONE: Row = {"low": 1, "high": 1, "approx": False}
_EFFECT_ORDER = (DEATH, FREED, INJURY, UNHARMED, None)
LEAST_OF_HEADS = 0.1  # chance from which words that no harm is told of count as people
_TELLING = 3  # people told by one exact figure of at least so many are the same people
_DROPPED_DEPS = frozenset({"det", "nummod", "poss", "punct", "predet", "cc", "case"})


class People(Struct, kw_only=True):
    """A row in the making: head tokens, the words of harm told of them, mentions, how many, and what became of them."""

    heads: list[int]
    words: list[int]
    mentions: list[str]
    name: str | None
    lemma: str
    number: Row | None
    effect: str | None

    fillers: list[Filler] = []

    @property
    def key(self) -> tuple[int, int]:
        """What tells these people from others of the text: where they are first told of, and by which word."""
        return self.heads[0], self.words[0] if self.words else -1

    def row(self) -> Row:
        """The row of the answer."""
        return {"mentions": self.mentions, "number": self.number, "effect": self.effect}


class VictimReader:
    """Finds the victims that the words of a text tell of."""

    def __init__(self, annotations: Annotations) -> None:
        self.annotations, self.parse = annotations, annotations.parse
        self.actor_at: dict[int, ActorMention] = {}
        for mention in annotations.actors:
            if mention.head >= 0:
                self.actor_at[mention.head] = mention
        self.place_at: dict[int, PlaceMention] = {
            mention.head: mention for mention in annotations.places if mention.head >= 0
        }
        self.count_at: dict[int, CountMention] = {}
        for count in annotations.counts:
            for index in (count.noun_token, count.head):
                if index is not None and index >= 0:
                    self.count_at.setdefault(index, count)

    def people(self, fillers: Sequence[Filler]) -> list[People]:
        """Everybody who undergoes a word of harm anywhere in the text, and whoever the heads take for a victim, each once."""
        told = [
            people
            for token in self.parse.tokens
            if token.lemma in EFFECT_OF
            for head in self._all_of(self._undergoers(token))
            if (people := self._people(head, token)) is not None and is_wanted(people)
        ]
        told_heads = {head for people in told for head in people.heads}
        by_head: dict[int, list[Filler]] = {}
        for filler in fillers:
            if filler.role in ("Victim", "VictimDescription"):
                by_head.setdefault(self.parse.head_of(filler.start, filler.end), []).append(filler)
        for head, several in sorted(by_head.items()):
            if head < 0 or head in told_heads or max(filler.chance for filler in several) < LEAST_OF_HEADS:
                continue
            people = self._described(head, None)
            if is_wanted(people):
                told.append(people)
        for people in told:
            people.fillers = [filler for head in people.heads for filler in by_head.get(head, ())]
        return merged(told)

    def _all_of(self, heads: Iterable[int]) -> Iterator[int]:
        """Heads with those coordinated with them: "X, a leader, and Y", "three journalists: A, B and C", "X along with Y"."""
        tokens, seen, stack = self.parse.tokens, set[int](), list(heads)
        while stack:
            head = stack.pop(0)
            if head in seen:
                continue
            seen.add(head)
            yield head
            for child in self.parse.children(head):
                token = tokens[child]
                nominal = token.pos in ("NOUN", "PROPN", "NUM") or child in self.actor_at
                if token.dep in ("conj", "dep") and nominal:
                    stack.append(child)
                elif token.dep == "appos" and nominal:
                    stack += [child] if self._is_one_more(head, child) else self._named_after(child)
                elif token.dep in ("prep", "cc") and token.text.lower() in _ALONG:
                    stack += [inner for name, inner in tree.phrases(self.parse, head) if name in _ALONG]
                    stack += [inner for name, inner in tree.phrases(self.parse, child)]

    def _is_one_more(self, head: int, child: int) -> bool:
        """Whether an apposition is somebody else: a name after a name or a plural, "a judge" in a list of several."""
        tokens = self.parse.tokens
        if tokens[child].tag == "NNP" and self._name(child):
            return tokens[head].tag in ("NNS", "NNPS") or tokens[head].tag == "NNP" or bool(self._named_after(child))
        listed = any(tokens[each].dep == "conj" for each in self.parse.children(head))
        articles = [
            any(tokens[each].text.lower() in ("a", "an") for each in self.parse.children(one)) for one in (head, child)
        ]
        return listed and all(articles)

    def _named_after(self, index: int) -> list[int]:
        """Who is coordinated with an apposition: in "X, a leader, and Y" Y is one more victim."""
        return [
            child
            for child in self.parse.children(index)
            if self.parse.tokens[child].dep == "conj"
            and self.parse.tokens[child].tag in ("NNP", "NNS", "NN")
            and (self.parse.tokens[child].tag == "NNP" or child in self.actor_at)
        ]

    def _undergoers(self, token: Token) -> Iterator[int]:
        parse, index = self.parse, token.index
        if token.lemma in _UNHARMED:
            yield from self._subject_above(token)
        elif token.dep == "amod":
            yield token.head
        elif self._is_group_of_victims(token):
            yield from self._listed(token)
        elif tree.is_verb(parse, index):
            yield from self._of_verb(token)
            if token.dep == "relcl" and parse.tokens[token.head].lemma in ("those", "that"):
                yield from self._listed(parse.tokens[token.head])
        elif token.lemma == "hostage":
            yield from tree.children(parse, index, "compound")
            verb = tree.governing_verb(parse, index)
            yield from (each for each in tree.undergoers(parse, verb) if each != index) if verb is not None else ()
            yield from tree.children(parse, index, "appos")
        elif token.lemma == "life":
            yield from self._of_lives(token)
        elif token.pos in ("NOUN", "PROPN") or token.tag.startswith("NN"):
            wanted = ("on", "against", "of", "upon") if token.lemma in _TARGET_OF else ("of", "to", "against")
            yield from (inner for name, inner in self._phrases_near(index) if name in wanted)
            yield from (each for each in tree.children(parse, index, "poss") if token.lemma not in _TARGET_OF)
            done = [
                each for each in tree.children(parse, index, "acl", "relcl") if parse.tokens[each].lemma in _DONE_TO
            ]
            above = tree.governing_verb(parse, index)
            done += [above] if above is not None and parse.tokens[above].lemma in _DONE_TO else []
            yield from (
                inner for verb in done for name, inner in tree.phrases(parse, verb) if name in ("against", "on", "upon")
            )
        elif token.pos == "ADJ" and token.dep in ("acomp", "oprd", "ccomp", "advcl"):
            yield from self._subject_above(token)

    def _of_lives(self, token: Token) -> Iterator[int]:
        """ "claimed the lives of X", "took Y's life": whose life it was."""
        verb = tree.governing_verb(self.parse, token.index)
        if verb is not None and self.parse.tokens[verb].lemma in ("claim", "take", "cost"):
            yield from (inner for name, inner in tree.phrases(self.parse, token.index) if name == "of")
            yield from tree.children(self.parse, token.index, "poss")

    def _of_verb(self, token: Token) -> Iterator[int]:
        parse, index = self.parse, token.index
        if token.lemma in _SUBJECT_SUFFERS:
            yield from tree.doers(parse, index)
            return
        yield from tree.undergoers(parse, index)
        yield from (inner for name, inner in tree.phrases(parse, index) if name == "including")
        for child in tree.children(parse, index, "prep"):
            if parse.tokens[child].text.lower() == "including":
                yield from tree.children(parse, child, "pobj")
        if token.lemma in _TARGET_OF:
            yield from (inner for name, inner in tree.phrases(parse, index) if name in ("at", "on", "upon", "against"))

    def _phrases_near(self, noun: int) -> Iterator[tuple[str, int]]:
        """Phrases of an event noun, also those that hang from the one before: "the assassination on 22 March of X"."""
        found = list(tree.phrases(self.parse, noun))
        yield from found
        if not any(
            name in ("of", "on", "against") and inner not in self.place_at and not self._is_time(inner)
            for name, inner in found
        ):
            for _, inner in found:
                yield from tree.phrases(self.parse, inner)

    def _is_time(self, index: int) -> bool:
        return self.parse.tokens[index].entity.endswith(("DATE", "TIME"))

    def _is_group_of_victims(self, token: Token) -> bool:
        """ "the wounded", "the dead": people named by what became of them."""
        return (
            token.lemma in _GROUPS
            and token.dep in ("nsubj", "nsubjpass", "pobj", "attr")
            and any(self.parse.tokens[child].dep == "det" for child in self.parse.children(token.index))
        )

    def _listed(self, token: Token) -> Iterator[int]:
        """Who the wounded are: "the wounded include X", "among the dead is Y", "one of the injured was Z"."""
        verb = next(
            (
                above
                for above in tree.ancestors(self.parse, token.index)
                if self.parse.tokens[above].pos in ("VERB", "AUX")
            ),
            None,
        )
        if verb is None or self.parse.tokens[verb].lemma not in ("be", "include", "identify", "name"):
            return
        inside = {token.index, *tree.ancestors(self.parse, token.index)}
        for child in self.parse.children(verb):
            if child not in inside and self.parse.tokens[child].dep in ("attr", "dobj", "nsubj", "oprd"):
                yield child
        yield from (inner for name, inner in tree.phrases(self.parse, verb) if name == "as")

    def _subject_above(self, token: Token) -> Iterator[int]:
        """Of whom an adjective is said: object of "left … dead", else the subject."""
        verb = token.head
        objects = (
            tree.direct_objects(self.parse, verb) if self.parse.tokens[verb].lemma in ("leave", "find", "shoot") else ()
        )
        subject = tree.grammatical_subject(self.parse, verb)
        yield from objects or (() if subject is None else (subject,))

    def _people(self, head: int, word: Token) -> People | None:
        """The victim at a head, as a word of harm tells it; nothing for things, places and bodies of people that are no victims."""
        token, effect = self.parse.tokens[head], EFFECT_OF[word.lemma]
        actor, count = self.actor_at.get(head), self.count_at.get(head)
        if (
            token.lemma in _PARTS
            and (inner := next((each for name, each in tree.phrases(self.parse, head) if name == "of"), None))
            is not None
        ):
            whole = self._people(inner, word)
            if whole is not None and token.lemma == "one" and whole.name is None:
                whole.number = ONE
            return whole
        if token.pos == "PRON" or (
            token.pos not in ("NOUN", "PROPN", "NUM", "ADJ") and count is None and actor is None
        ):
            return None
        if (
            token.lemma in _THINGS
            or token.lemma in EFFECT_OF
            and actor is None
            and count is None
            or (head in self.place_at and actor is None)
            or self._is_time(head)
        ):
            return None
        if actor is not None and actor.form in ("name", "country") and actor.kind != "civilians":
            return None
        if count is not None and actor is None and count.group == "things":
            return None
        if (
            actor is None
            and count is None
            and not self._is_person(token)
            and (word.lemma in _TARGET_OF or token.tag not in ("NN", "NNS", "NNP", "NNPS"))
        ):
            return None
        people = self._described(head, effect or None)
        people.words.append(word.index)
        if count is not None and count.high == 0:
            people.number, people.effect = None, UNHARMED
        return people

    def _described(self, head: int, effect: str | None) -> People:
        """The people at a head: their names or words, and how many they are."""
        token, name = self.parse.tokens[head], self._name(head)
        lemma = token.lemma if name is None else name.split()[-1].lower()
        mentions = [name] if name else [self._phrase(head)]
        mentions += (
            self._descriptions(head)
            if name
            else [other for each in tree.children(self.parse, head, "appos") if (other := self._name(each))]
        )
        if name is None and len(mentions) > 1 and token.tag == "NN":
            name = mentions[1]
        return People(
            heads=[head],
            words=[],
            mentions=mentions,
            name=name,
            lemma=lemma,
            number=self._number(head, name),
            effect=effect,
        )

    def _is_person(self, token: Token) -> bool:
        """Whether a noun may name a person: a proper noun that is no place, body of several words or people, or a title."""
        if token.tag in ("NNP", "NNPS"):
            alone = not any(self.parse.tokens[child].dep == "compound" for child in self.parse.children(token.index))
            return not token.entity.endswith(_NO_PERSON + (("ORG",) if alone else ()))
        return token.lemma in TITLES

    def _name(self, head: int) -> str | None:
        """The name of a person: the proper nouns that end in the head."""
        tokens = self.parse.tokens
        actor = self.actor_at.get(head)
        if tokens[head].tag not in ("NNP",) and not (actor is not None and actor.form == "person"):
            return None
        if actor is not None and actor.form not in ("person", "group"):
            return None
        first = head
        while first > 0 and self._goes_on(first - 1, head):
            first -= 1
        words = self.parse.text[tokens[first].start : tokens[head].end]
        if tokens[head].lemma in TITLES or not words[:1].isupper():
            return None
        return words

    def _goes_on(self, index: int, head: int) -> bool:
        """Whether a token is an earlier part of the name that ends in the head."""
        token = self.parse.tokens[index]
        if token.sentence != self.parse.tokens[head].sentence or token.lemma.lower() in TITLES:
            return False
        if token.text in ("de", "del", "la", "y"):
            return index > 0 and self.parse.tokens[index - 1].text[:1].isupper()
        return (
            token.text[:1].isupper() and token.text.replace("'", "").isalpha() and token.pos in ("PROPN", "NOUN", "ADJ")
        )

    def _descriptions(self, head: int) -> list[str]:
        """What is said beside a name: the title before it, the apposition after it."""
        tokens, found = self.parse.tokens, []
        for child in self.parse.children(head):
            token = tokens[child]
            if (
                token.dep == "appos"
                and token.pos == "NOUN"
                or token.dep in ("compound", "nmod")
                and (token.pos == "NOUN" or token.lemma in TITLES)
                and child < head
            ):
                found.append(self._phrase(child))
        above = tokens[tokens[head].head]
        if tokens[head].dep == "appos" and above.pos == "NOUN":
            found.append(self._phrase(above.index))
        return found

    def _number(self, head: int, name: str | None) -> Row:
        if name is not None:
            return ONE
        count = self.count_at.get(head)
        if count is not None and (count.low, count.best, count.high) != (None, None, None):
            if count.low is None and count.high is None:
                return {"low": count.best, "high": count.best, "approx": True}
            if count.best is None and count.low is not None and count.approximate:
                return PLURAL
            return {"low": count.low, "high": count.high, "approx": False}
        token = self.parse.tokens[head]
        if count is not None or token.tag in ("NNS", "NNPS"):
            return PLURAL
        return ONE

    def _phrase(self, head: int) -> str:
        """A noun with the nouns and adjectives before it, without articles and numbers."""
        tokens, first = self.parse.tokens, head
        while (
            first > 0
            and tokens[first - 1].dep in ("compound", "amod", "nmod", "punct")
            and self._is_part(first - 1, head)
        ):
            first -= 1
        while tokens[first].dep == "punct" and first < head:
            first += 1
        return self.parse.text[tokens[first].start : tokens[head].end]

    def _is_part(self, index: int, head: int) -> bool:
        """Whether a token belongs to the phrase of a head and is no mark that breaks it off."""
        return head in tuple(tree.ancestors(self.parse, index)) and self.parse.tokens[index].text not in (
            ",",
            "(",
            ")",
            '"',
            "--",
        )


TITLES = frozenset(
    "president minister general colonel major captain lieutenant sergeant father bishop archbishop senator deputy governor mayor ambassador judge justice doctor "
    "head chief director commander admiral brigadier monsignor msgr dr mr mrs ms leader councilman attorney secretary magistrate candidate priest sister engineer businessman journalist "
    "congressman chief inspector corporal agent officer policeman comrade citizen student professor lawyer rancher cattleman industrialist peasant rector reverend".split()
)


def is_wanted(people: People) -> bool:
    """Whether the keys would hold such a row: fighters, bare figures and tolls of whole wars they leave out."""
    low = (people.number or {}).get("low") or 0
    worded = any(any(map(str.isalpha, words)) for words in people.mentions)
    return worded and people.lemma not in FIGHTERS | _NOBODY and low < _LARGE


def merged(found: Iterable[People]) -> list[People]:
    """People told of several times, once: death counts before all else, then freedom regained."""
    kept: list[People] = []
    for each in found:
        known = next((other for other in kept if same(other, each)), None)
        if known is None:
            kept.append(each)
            continue
        known.mentions += [words for words in each.mentions if words not in known.mentions]
        known.heads += each.heads
        known.words += each.words
        known.fillers = [*known.fillers, *each.fillers]
        known.name = known.name or each.name
        known.effect = min((known.effect, each.effect), key=_EFFECT_ORDER.index)
        known.number = each.number if known.number in (None, PLURAL) else known.number
    return kept


def without_sums(found: list[People]) -> list[People]:
    """Without a row that only sums up named people: "two leaders" beside their two names."""
    named = sum(people.name is not None for people in found)
    return [people for people in found if people.name or named < _SUMMED or (people.number or {}).get("low") != named]


def same(one: People, other: People) -> bool:
    """Whether two rows may be the same people: by name, by title, or by noun or exact number."""
    if set(one.heads) & set(other.heads):
        return True
    if one.name and other.name:
        left, right = _name_words(one.name), _name_words(other.name)
        shared = set(left) & set(right)
        return bool(shared) and (shared in (set(left), set(right)) or len(shared) > 1)
    if one.name or other.name:
        named, told = (one, other) if one.name else (other, one)
        return told.number == named.number and any(told.lemma in words.lower().split() for words in named.mentions[1:])
    exact = [each.number["low"] for each in (one, other) if each.number and each.number.get("low") is not None]
    if len(exact) == 2:
        if exact[0] != exact[1] or one.effect != other.effect:
            return False
        return (
            one.lemma == other.lemma
            or exact[0] >= _TELLING
            or (exact[0] > 1 and bool({one.lemma, other.lemma} & _GENERIC))
        )
    if PLURAL not in (one.number, other.number) or ONE in (one.number, other.number):
        return False
    return one.lemma == other.lemma or bool(_stems(one) & _stems(other))


def _name_words(name: str) -> list[str]:
    return [word for word in name.lower().replace("'", "").split() if word not in TITLES]


def _stems(people: People) -> set[str]:
    return (
        {word.lower().removesuffix("s") for words in people.mentions for word in words.split()} - _GENERIC - {"other"}
    )
