"""The conditions that an act is told under, read off the dependency tree: negated, planned, feared, tried, asked, told as done.

One reading for all who ask whether something happened. From the word of the act the reader climbs towards the root and
yields what it meets; :func:`standing` folds that into polarity and reality. Labels are those of spaCy's English models.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Literal

from msgspec import Struct

from tidings.model.coding import Reality
from tidings.model.text import Parse, Token
from tidings.model.values import Polarity
from tidings.reference.factuality import Factuality

Kind = Literal[
    "negated", "denied", "failed", "prevented", "staged", "future", "would", "would_have", "possible", "obliged", "able",
    "conditional", "when_it_comes", "judged", "question", "command", "purpose", "tried", "planned", "wanted",
    "threatened", "feared", "doubted", "ended", "done", "said", "factive",
]  # fmt: skip
_REALITY: dict[Kind, Reality] = {
    "staged": "hypothetical", "future": "planned", "would": "planned", "would_have": "hypothetical", "possible": "hypothetical",
    "obliged": "hypothetical", "able": "hypothetical", "conditional": "hypothetical", "when_it_comes": "hypothetical",
    "judged": "hypothetical", "question": "hypothetical", "command": "planned", "purpose": "planned", "tried": "hypothetical",
    "planned": "planned", "wanted": "planned", "threatened": "threatened", "feared": "hypothetical", "doubted": "hypothetical",
}  # fmt: skip
_REACH = 24  # heads looked up through; no real sentence is deeper
_WIDTH = 40  # children of a word looked at; longer lists are no clauses
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_HELPERS = ("aux", "auxpass")
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_PAST_HELPERS = frozenset({"was", "were", "had"})
_BEFORE_COMMAND = frozenset({"punct", "advmod", "intj", "advcl", "cc", "prep", "neg", "npadvmod"})
_PRECEDING = frozenset({"after", "since", "following", "despite", "amid"})
_ENDS = frozenset({"end", "halt", "cessation", "stop"})
_PROOFS = frozenset({"evidence", "proof", "sign", "indication"})
_EARLIER = frozenset({"recent", "earlier", "previous", "latest", "last", "past"})
_OCCURRING = frozenset({"take", "occur", "happen", "be", "come", "begin", "start", "exist", "succeed"})
_TIMES_AHEAD = frozenset({"tomorrow", "soon", "tonight"})
_ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "last", "latest", "next", "only"})
_OBJECTS = frozenset({"dobj", "nsubjpass", "attr", "oprd", "dative", "npadvmod"})
_COMPLEMENTS = frozenset({"xcomp", "ccomp", "pcomp", "acl", "relcl", "advcl", "acomp"})


class Condition(Struct, frozen=True):
    """Something that holds for an act, and the token that says so."""

    kind: Kind
    token: int


class Standing(Struct, frozen=True):
    """Whether an act happened, and the condition that decided; ``None`` where it is simply told as done."""

    polarity: Polarity
    reality: Reality
    by: Condition | None


def standing(parse: Parse, index: int, words: Factuality) -> Standing:
    """Whether the act that a verb or noun tells has happened.

    "Not" and words of failing turn it about and cancel each other out ("did not hesitate to fire", "failed to prevent
    gunmen from storming"); the first condition that leaves it open decides.
    """
    return fold(conditions(parse, index, words))


def fold(found: Iterable[Condition]) -> Standing:
    """The standing under conditions, innermost first."""
    turned: list[Condition] = []
    for each in found:
        if each.kind in ("negated", "failed", "prevented"):
            turned.append(each)
        elif each.kind == "denied":
            return Standing("denied", "actual", each)
        elif each.kind in ("said", "factive", "ended"):
            return _turned(turned, each)
        elif (reality := _REALITY.get(each.kind)) is not None:
            if len(turned) % 2 == 0:
                return Standing("affirmed", reality, each)
            return (
                Standing("denied", reality, each)
                if _is_plain(turned)
                else Standing("affirmed", "hypothetical", turned[0])
            )
    return _turned(turned, None)


def _turned(turned: list[Condition], last: Condition | None) -> Standing:
    """The standing of what nothing leaves open."""
    if len(turned) % 2 == 0:
        return Standing("affirmed", "actual", last)
    return (
        Standing("denied", "actual", turned[0])
        if _is_plain(turned)
        else Standing("affirmed", "hypothetical", turned[0])
    )


def _is_plain(turned: list[Condition]) -> bool:
    """Whether it is negated, rather than failed or kept from happening."""
    return all(each.kind == "negated" for each in turned)


def conditions(parse: Parse, index: int, words: Factuality) -> Iterator[Condition]:
    """What stands over the act, innermost first; it ends where a clause stands for itself."""
    reader = _Reader(parse, words)
    yield from reader.of_itself(index)
    below, token = None, parse.tokens[index]
    for _ in range(_REACH):
        if below is not None:
            effect = reader.effect(below, token)
            if effect is not None:
                yield from reader.through(effect, below, token)
                if effect in ("said", "factive") or (effect == "believed"):
                    return
        if reader.is_predicate(token) and (below is None or reader.shares(below, token)):
            untouched = below is not None and reader.is_spared(below, token)
            yield from (each for each in reader.of_predicate(token) if not (untouched and each.kind == "negated"))
        if token.head == token.index or reader.stands_alone(token, index):
            return
        below, token = token, parse.tokens[token.head]


def is_denied(parse: Parse, index: int, words: Factuality, through: Container[str] = ()) -> bool:
    """Whether somebody says no to what this word tells: "denied that 30 were killed", "rejected reports of 30 deaths".

    ``through``: nouns between that are part of what is told ("denied the killing of 30"); other nouns end the way up.
    """
    token = parse.tokens[index]
    for _ in range(_REACH // 2):
        if token.head == token.index or token.dep in ("relcl", "advcl", "nsubj", "nsubjpass", "parataxis"):
            return False
        token = parse.tokens[token.head]
        if token.pos == "VERB" and token.lemma in words.rejecting:
            return True
        if token.pos == "NOUN" and token.lemma not in words.deniable and token.lemma not in through:
            return False
    return False


class _Reader:
    """The questions put to each word on the way up."""

    def __init__(self, parse: Parse, words: Factuality) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.words = words

    def children(self, index: int, *labels: str) -> Iterator[Token]:
        """Children with one of these labels (all, when none is given), left to right."""
        for child in self.parse.children(index)[:_WIDTH]:
            if not labels or self.tokens[child].dep in labels:
                yield self.tokens[child]

    # -- the act's own words -----------------------------------------------------------------------------------------

    def of_itself(self, index: int) -> Iterator[Condition]:
        """What its own modifiers say of an act told by a noun: "a foiled attack", "no attack", "a possible strike"."""
        token = self.tokens[index]
        if self.is_predicate(token):
            return
        for child in self.children(index):
            word = child.text.lower()
            if child.dep in ("amod", "compound", "nmod") and (effect := self.words.modifiers.get(word)) is not None:
                yield Condition(effect, child.index)  # type: ignore[arg-type]
            elif child.dep in ("det", "neg", "preconj") and word in ("no", "neither", "nor"):
                yield Condition("negated", child.index)

    def is_predicate(self, token: Token) -> bool:
        """Whether a token is a verb in use, no adjective."""
        return (token.tag.startswith("VB") or token.pos in ("VERB", "AUX")) and token.dep not in (
            "aux", "auxpass", "amod", "compound", "nmod",
        )  # fmt: skip

    # -- what a verb's own helpers say -------------------------------------------------------------------------------

    def of_predicate(self, verb: Token) -> Iterator[Condition]:
        """Negation, modals, conditions, questions and commands of a verb."""
        helpers = [(child, child.text.lower()) for child in self.children(verb.index, *_HELPERS)]
        no = self.negator(verb)
        modal = next(((child, word) for child, word in helpers if word in self.words.modals), None)
        if verb.head == verb.index and self.is_infinitive(verb):  # a headline: "Army to launch an offensive"
            yield Condition("future", verb.index)
        if modal is None and (ahead := self.lies_ahead(verb)) is not None:
            yield Condition("future", ahead)
        if no is not None:
            yield Condition("negated", no)
        perfect = any(word in ("have", "'ve", "’ve") for _, word in helpers)
        if modal is not None and not (no is not None and modal[1] in self.words.abilities):
            kind = self.words.modals[modal[1]]
            if perfect and (kind == "would" or modal[1] == "could"):
                yield Condition("would_have", modal[0].index)
            else:
                yield Condition(kind, modal[0].index)
        yield from self.of_clause(verb, helpers, modal is not None)

    def lies_ahead(self, verb: Token) -> int | None:
        """The word that puts a present into the future: "is going to attack", "leaves tomorrow", "begin next week"."""
        if (
            verb.lemma == "go"
            and verb.tag == "VBG"
            and any(self.is_infinitive(each) for each in self.children(verb.index, "xcomp"))
        ):
            return verb.index
        if verb.tag not in ("VBG", "VBZ", "VBP"):
            return None
        for child in self.children(verb.index, "npadvmod", "advmod"):
            if child.lemma in _TIMES_AHEAD or any(
                inner.lemma == "next" for inner in self.children(child.index, "amod")
            ):
                return child.index
        return None

    def is_infinitive(self, verb: Token) -> bool:
        """Whether "to" stands before the verb."""
        return any(child.tag == "TO" for child in self.children(verb.index, "aux"))

    def negator(self, verb: Token) -> int | None:
        """The word that says no: "did not", "never", "no group", "at no point"; "not only" says yes."""
        for child in self.children(verb.index):
            word = child.text.lower()
            if word in self.words.negators and child.dep in ("neg", "det", "preconj", "advmod", "cc"):
                follows = self.beside(child, 1)
                if follows not in ("only", "just", "least", "until") and not (word == "no" and follows == "doubt"):
                    return child.index
            elif child.dep in ("nsubj", "nsubjpass") and self.is_nobody(child):
                return child.index
            elif child.dep == "prep" and child.index < verb.index:
                for inner in self.children(child.index, "pobj"):
                    if inner.lemma in ("point", "time", "way", "circumstance", "case") and self.says_no(inner):
                        return child.index
        return None

    def says_no(self, noun: Token) -> bool:
        """ "no soldiers", "neither side"."""
        return any(
            child.text.lower() in ("no", "neither")
            for child in self.children(noun.index, "det", "preconj", "neg", "cc")
        )

    def is_nobody(self, noun: Token) -> bool:
        """ "nobody", "no one", "none of its aircraft", "no group"; "no civilians were hurt" is a figure and not meant here."""
        if noun.lemma in self.words.nobodies or noun.text.lower() in ("no one", "none", "nobody"):
            return True
        return self.says_no(noun) and (noun.lemma in self.words.groups or noun.text.lower() == "one")

    def of_clause(self, verb: Token, helpers: list[tuple[Token, str]], modal: bool) -> Iterator[Condition]:
        """What the clause as a whole is: conditional, question, command."""
        marks = list(self.children(verb.index, "mark", "advmod"))
        if (
            mark := next((one for one in marks if one.text.lower() in ("if", "unless", "whether", "lest")), None)
        ) is not None:
            if not self.is_concession(mark):
                yield Condition("conditional", mark.index)
        elif self.is_inverted(verb, helpers):
            yield Condition("conditional", helpers[0][0].index)
        elif verb.dep in ("csubj", "nsubj") and verb.tag == "VBG":
            head = self.tokens[verb.head]
            if head.lemma in ("be", "mean", "require", "remain", "prove"):
                yield Condition("judged", head.index)
        elif verb.dep == "advcl" and self.awaits(verb, marks):
            yield Condition("when_it_comes", verb.head)
        if not modal and verb.head == verb.index:
            yield from self.of_sentence(verb, helpers)
        elif verb.dep in ("ccomp", "parataxis", "advcl") and self.opens_quote(verb) and self.is_command(verb, helpers):
            yield Condition("command", verb.index)

    def is_concession(self, mark: Token) -> bool:
        """ "as if", "even if it had to", "whether or not": no condition of what the main clause tells."""
        return self.beside(mark, -1) == "as"

    def is_inverted(self, verb: Token, helpers: list[tuple[Token, str]]) -> bool:
        """ "Had the bomb gone off", "Should Russia attack": the helper stands before the subject, and no question is asked."""
        if not helpers or helpers[0][1] not in ("had", "should", "were"):
            return False
        subject = next(self.children(verb.index, "nsubj", "nsubjpass"), None)
        if subject is None or helpers[0][0].index > subject.index or self.asks(verb):
            return False
        return not any(
            child.index < helpers[0][0].index and child.pos != "PUNCT" for child in self.children(verb.index)
        )

    def awaits(self, verb: Token, marks: list[Token]) -> bool:
        """ "will resume once they have left": a clause of time beside a verb of the future."""
        if not any(mark.text.lower() in ("after", "before", "until", "once", "when", "till") for mark in marks):
            return False
        head = self.tokens[verb.head]
        if self.has_modal(head):
            return not (
                verb.tag == "VBD" and self.has_helper(head, ("have",))
            )  # "would have been aboard when it hit a mine"
        return verb.tag in ("VBP", "VBZ") and head.tag == "VB"

    def of_sentence(self, verb: Token, helpers: list[tuple[Token, str]]) -> Iterator[Condition]:
        """A question that asks whether it is so, or a command. "Who shelled the town?" asks for something else."""
        if self.asks(verb):
            if not any(child.tag in ("WP", "WRB", "WDT", "WP$") for child in self.below(verb)):
                yield Condition("question", verb.index)
        elif self.is_command(verb, helpers):
            yield Condition("command", verb.index)

    def is_command(self, verb: Token, helpers: list[tuple[Token, str]]) -> bool:
        """ "Kill them all", "please call", "if it stops, leave": a bare verb of a main clause with nobody who does it."""
        if verb.tag != "VB" or helpers or self.has(verb, *_SUBJECTS):
            return False
        return all(child.index > verb.index or child.dep in _BEFORE_COMMAND for child in self.children(verb.index))

    def opens_quote(self, verb: Token) -> bool:
        """Whether a quotation mark stands right before the verb."""
        return self.beside(verb, -1) in ('"', "“", "‘", "``", "'")

    def asks(self, verb: Token) -> bool:
        """Whether the sentence ends in a question mark, closing quotes aside."""
        last = self.parse.sentences[verb.sentence].last
        return any(self.tokens[at].text.startswith("?") for at in range(max(0, last - 2), last))

    def below(self, verb: Token) -> Iterator[Token]:
        """The children of a verb and their children."""
        for child in self.children(verb.index):
            yield child
            yield from self.children(child.index)

    # -- the way up --------------------------------------------------------------------------------------------------

    def effect(self, below: Token, head: Token) -> str | None:
        """What the governing word makes of its complement; ``None`` where it says nothing of it."""
        if below.dep in ("prep", "agent"):
            return self.by_phrase(below, head)
        if below.dep == "nsubj":
            return self.of_subject(below, head)
        if self.is_loose(below):
            return None
        found = self.words.governors.get(head.lemma)
        if below.dep in ("compound", "nmod"):
            return (
                found
                if head.pos in ("NOUN", "PROPN") and found in ("planned", "tried", "threatened", "feared", "denied")
                else None
            )
        if below.dep in _OBJECTS:
            return self.of_object(below, head, found)
        if below.dep in _COMPLEMENTS:
            return self.of_complement(below, head, found)
        return None

    def of_object(self, noun: Token, head: Token, found: str | None) -> str | None:
        """ "foiled an attack", "plans a strike", "the attack was condemned"."""
        if noun.dep == "attr" or (noun.dep == "oprd" and found not in ("failed", "prevented", "staged")):
            return None
        if (
            noun.dep == "nsubjpass"
            and found == "planned"
            and self.is_definite(noun)
            and self.has_helper(head, _PAST_HELPERS)
        ):
            return "said"  # "the bombing had been planned for months"
        if head.lemma in self.words.clausal:
            return None
        if head.lemma == "announce":
            return "planned" if noun.lemma in self.words.announced else "said"
        if found == "ended":
            return "prevented" if head.lemma == "stop" else "ended"
        if head.lemma in self.words.rejecting:
            return "denied" if not self.is_definite(noun) or noun.lemma in self.words.deniable else "factive"
        if found in ("done", "said", "believed", "able"):
            return "said" if found == "said" and self.negator(head) is None else None
        return found

    def of_subject(self, noun: Token, head: Token) -> str | None:
        """ "An attack is likely", "the killing would be a blow": a known act is not undone by what is said of it."""
        for child in self.children(head.index, "acomp"):
            found = self.words.governors.get(child.lemma)
            if found in ("feared", "planned", "doubted", "failed"):
                return found
            if child.lemma in ("imminent", "possible"):
                return "feared"
        if self.is_definite(noun) and head.lemma not in self.words.existing:
            return "factive"
        if self.is_dated(noun) and self.is_definite(noun):
            return "factive"
        return None

    def of_complement(self, below: Token, head: Token, found: str | None) -> str | None:
        """What a clause is that hangs from a word: "plans to attack", "said that", "in order to attack", "killing 12"."""
        to = self.is_infinitive(below)
        if head.lemma in _PROOFS and not to and (self.says_no(head) or self.is_lacking(head)):
            return "doubted"
        if below.dep in ("acl", "relcl", "advcl") and not to:
            return (
                found if below.dep == "acl" and below.tag == "VBG" and head.pos == "NOUN" and found in _OPEN else None
            )
        if below.dep == "ccomp" and not to and head.lemma in ("be", "true"):
            return self.of_truth(head if head.lemma == "be" else self.tokens[head.head])
        if below.dep == "ccomp" and found is None and not to:
            return None if below.tag == "VB" else "said"
        if found == "tried" and below.tag == "VBG" and below.dep == "xcomp":
            return "done"
        if not to:
            if (
                found in ("wanted", "planned")
                and below.dep == "ccomp"
                and below.tag != "VB"
                and not self.is_bare(below)
            ):
                return (
                    "said"
                    if head.lemma not in ("hope", "expect", "wish", "propose", "demand", "want", "anticipate")
                    else found
                )
            return found
        return self.of_infinitive(below, head, found)

    def is_lacking(self, noun: Token) -> bool:
        """ "without evidence that", "found no proof that"."""
        above = self.tokens[noun.head]
        return (
            noun.dep == "pobj"
            and above.text.lower() == "without"
            or noun.dep == "dobj"
            and self.negator(above) is not None
        )

    def of_truth(self, verb: Token) -> str:
        """ "The lie is that …", "it is false that …", "it is not true that …", "it is doubtful whether …"."""
        for child in self.children(verb.index, "nsubj", "acomp", "attr"):
            if child.lemma == "true" and self.negator(verb) is not None:
                return "denied"
            if self.words.governors.get(child.lemma) in ("denied", "doubted"):
                return self.words.governors[child.lemma]
        return "said"

    def is_bare(self, verb: Token) -> bool:
        """Whether a verb has no tense of its own: "demanded that it leave"."""
        return verb.tag == "VB" and not self.has(verb, "aux")

    def of_infinitive(self, below: Token, head: Token, found: str | None) -> str | None:
        """The infinitive with "to": of a plan, of a purpose, or of what was done ("went on to kill", "had to flee")."""
        if any(child.text.lower() == "have" for child in self.children(below.index, "aux")):
            return "said"  # "is believed to have been killed", "claims to have taken"
        if head.lemma == "tell":
            return "wanted"
        if head.lemma == "commit":
            return "planned"
        if below.dep in ("acl", "relcl"):
            if any(child.lemma in _ORDINALS for child in self.children(head.index)) or head.lemma in _ORDINALS:
                return "factive"
            return found if found in _OPEN or found == "failed" else "purpose"
        if head.lemma == "be":
            return "planned" if below.dep == "xcomp" and not self.has(head, "acomp", "attr") else "judged"
        if head.pos == "ADJ" and found is None:
            return "judged"
        if head.lemma == "take" and self.has(head, "dobj", "npadvmod") and below.dep == "xcomp":
            return "done"  # "it took two months to retake the town"
        if head.lemma == "have":
            return "done" if head.tag in ("VBD", "VBN") else "obliged"
        if head.lemma == "go" and head.tag == "VBG" and below.dep in ("xcomp", "advcl"):
            return "planned"
        if head.lemma == "go" and self.has_word(head, "on"):
            return "done"
        if below.dep == "advcl" and found in ("said", "factive", "believed", "denied", None):
            return "purpose"
        if found is None:
            return "purpose"
        return found

    def by_phrase(self, preposition: Token, head: Token) -> str | None:
        """Through a preposition: "plans for an attack", "prevented from storming", "without firing", "in Monday's attack"."""
        word = preposition.text.lower()
        inner = next(self.children(preposition.index, "pobj", "pcomp"), None)
        if inner is None:
            return None
        if word == "without":
            return "without"
        if word in ("of", "than") and self.beside(preposition, -1) in ("instead", "rather"):
            return "without"
        if word == "of" and self.is_eventuality(head):
            return "feared"
        if word == "to" and head.lemma == "due":
            return "factive"
        if word in ("to", "of") and head.lemma in _ENDS and head.pos == "NOUN":
            return "ended"  # "called for an end to the attacks"
        if word == "to" and head.lemma == "commit":
            return "planned"
        found = self.words.governors.get(head.lemma)
        gerund = inner.tag == "VBG" and inner.dep == "pcomp"
        if head.lemma in self.words.rejecting and word in ("of", "to"):
            return "denied"
        if gerund and word in ("for", "of") and found in ("said", None) and head.pos == "VERB":
            return "factive"
        if word in _PRECEDING:
            known = gerund or self.is_definite(inner) or not self.has_modal(head)
            return "factive" if known else None
        if word in ("like", "as") and self.is_definite(inner):
            return "factive"
        if word == "for" and head.lemma == "call" and self.has(head, "oprd"):
            return None
        if head.pos == "NOUN" and head.lemma in self.words.deniable:
            return None  # "dismissed reports of an attack", "there were no reports of clashes"
        if found in ("said", "done", "believed", "able"):
            return "said" if found == "said" else None
        if head.pos in ("NOUN", "PROPN", "ADJ"):
            if found is None and word in self.words.circumstances and self.is_definite(inner) and not gerund:
                return "factive"
            return found if found in _OPEN or found in ("failed", "prevented", "denied", "factive") else None
        if found in ("prevented", "failed"):
            return found if word == "from" or (word == "against" and gerund) else None
        if found in _OPEN and word in ("for", "to", "of", "about", "against", "on", "at", "into", "in"):
            return found if word not in ("in", "on", "at") or gerund else None
        if found == "factive":
            return found
        if self.is_definite(inner) and not gerund and (word in self.words.circumstances or found is None):
            return "factive"
        return None

    def is_eventuality(self, noun: Token) -> bool:
        """ "in the event of", "in case of"; not "in 38 cases of"."""
        if noun.lemma == "event":
            return (self.beside(noun, -2), self.beside(noun, -1)) == ("in", "the")
        return noun.text.lower() == "case" and self.beside(noun, -1) == "in"

    def through(self, effect: str, below: Token, head: Token) -> Iterator[Condition]:
        """The condition that an effect is, by the tense and the negation of the governing word."""
        if effect == "believed":
            no = self.negator(head)
            yield Condition("said", head.index) if no is None else Condition("negated", no)
            return
        if effect == "without":
            yield Condition("negated", below.index)
        elif effect == "able":
            if self.is_past(head):
                yield Condition("done", head.index)
            else:
                yield Condition("able", head.index)
        elif effect == "denied" and head.lemma != "be" and self.is_predicate(head) and self.negator(head) is not None:
            yield Condition("said", head.index)
        else:
            yield Condition(effect, head.index)  # type: ignore[arg-type]

    def is_past(self, adjective: Token) -> bool:
        """ "was able to" against "is able to"."""
        verb = self.tokens[adjective.head]
        return verb.tag in ("VBD", "VBN") and verb.lemma == "be"

    def shares(self, below: Token, head: Token) -> bool:
        """Whether what the verb's helpers say holds for the act below: for its objects, complements, conjuncts, gerunds."""
        if below.dep in ("dobj", "nsubjpass", "attr", "prep", "agent", "oprd", "dative", "npadvmod"):
            return not self.is_known(below)
        if below.dep in ("nsubj", "csubj", "xcomp", "pcomp", "pobj", "acomp", "appos"):
            return True
        if below.dep == "conj":
            return not any(True for _ in self.children(below.index, "nsubj", "nsubjpass", "aux"))
        if below.dep == "ccomp":
            return below.tag == "VB" and not self.has(below, "aux", "mark")  # "let them know", "made them leave"
        return below.dep == "advcl" and below.tag in ("VBG", "VBN")

    def is_spared(self, below: Token, verb: Token) -> bool:
        """Whether "not" leaves a noun alone: "did not say who was behind the attack", "the raids have not included the prison"."""
        if below.dep == "prep":
            if below.text.lower() == "by" and self.has(below, "pcomp"):
                return True  # "did not honour the truce by attacking": the attacks are the reason
            inner = next(self.children(below.index, "pobj"), below)
        elif below.dep in _OBJECTS or below.dep == "nsubj":
            inner = below
        else:
            return False
        known = self.is_definite(inner) and self.words.governors.get(verb.lemma) != "done"
        return known and (verb.lemma not in _OCCURRING or below.dep == "prep")

    def is_known(self, noun: Token) -> bool:
        """ "will respond to Sunday's attack": dated and definite, so told as having been."""
        inner = noun if noun.dep != "prep" else next(self.children(noun.index, "pobj"), noun)
        return self.is_definite(inner) and self.is_dated(inner)

    def stands_alone(self, token: Token, index: int) -> bool:
        """A clause that is only joined to what stands above: "foiled a plot and killed a man", "who fled the fighting"."""
        if token.dep in ("parataxis", "intj"):
            return True
        if self.is_loose(token):
            return True
        if token.dep == "acl" and token.tag in ("VBN", "VBG") and not self.has(token, "aux"):
            return self.words.governors.get(self.tokens[token.head].lemma) not in _OPEN
        if token.dep not in ("conj", "relcl", "advcl", "ccomp") or self.tokens[token.head].lemma in _PROOFS:
            return False
        return token.dep != "ccomp" and self.is_finite(token)

    def is_loose(self, token: Token) -> bool:
        """A gerund beside an infinitive shares nothing of its plan: "waiting to enter the city on Saturday, killing 100"."""
        if token.dep == "advcl" and token.tag == "VBG":
            return self.is_infinitive(self.tokens[token.head])
        if token.dep == "prep" and token.text.lower() == "by":
            return self.is_infinitive(self.tokens[token.head]) and self.has(token, "pcomp")
        return False

    def is_finite(self, token: Token) -> bool:
        """A verb with a tense of its own and no modal."""
        if not self.is_predicate(token):
            return False
        helpers = {child.text.lower() for child in self.children(token.index, *_HELPERS)}
        if "to" in helpers or helpers & self.words.modals.keys():
            return token.dep == "relcl" and "to" not in helpers
        return token.tag in ("VBD", "VBZ", "VBP") or bool(
            helpers & {"was", "were", "had", "has", "have", "is", "are", "did", "does", "do", "'s", "’s", "'ve", "'re"}
        )

    # -- small things ------------------------------------------------------------------------------------------------

    def beside(self, token: Token, steps: int) -> str:
        """The word so many steps before or after, in lower case; empty beyond the sentence."""
        at, sentence = token.index + steps, self.parse.sentences[token.sentence]
        return self.tokens[at].text.lower() if sentence.first <= at < sentence.last else ""

    def is_definite(self, noun: Token) -> bool:
        """ "the raid", "this strike", "Sunday's bombing", "its attack"."""
        return any(
            child.dep == "poss" or child.text.lower() in _DEFINITE for child in self.children(noun.index, "det", "poss")
        )

    def is_dated(self, noun: Token) -> bool:
        """Whether a day or hour hangs from the noun, or a word like "recent"."""
        return any(
            each.entity.endswith(("DATE", "TIME")) or (each.dep == "amod" and each.lemma in _EARLIER)
            for child in self.children(noun.index)
            for each in (child, *self.children(child.index))
        )

    def has(self, token: Token, *labels: str) -> bool:
        """Whether it has a child with one of these labels."""
        return any(True for _ in self.children(token.index, *labels))

    def has_helper(self, verb: Token, helpers: Iterable[str]) -> bool:
        """Whether one of these helping words stands beside a verb."""
        return any(child.text.lower() in helpers for child in self.children(verb.index, *_HELPERS))

    def has_modal(self, verb: Token) -> bool:
        """Whether a modal stands beside a verb."""
        return self.has_helper(verb, self.words.modals)

    def has_word(self, token: Token, word: str) -> bool:
        """Whether this word hangs from it."""
        return any(child.text.lower() == word for child in self.children(token.index))


_OPEN = frozenset({"tried", "planned", "wanted", "threatened", "feared", "doubted"})
