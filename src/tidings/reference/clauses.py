"""A clause as it is printed: what the helpers of a verb and the modifiers of a noun say of the act, before anything that governs it.

Labels are those of spaCy's English models (ClearNLP style).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from tidings.model.text import Parse, Token
from tidings.reference.factuality import Factuality

Kind = Literal[
    "negated", "denied", "failed", "prevented", "staged", "future", "would", "would_have", "possible", "obliged", "able",
    "conditional", "contingent", "when_it_comes", "judged", "question", "command", "purpose", "tried", "planned", "wanted",
    "threatened", "feared", "doubted", "ended", "done", "said", "factive",
]  # fmt: skip
_WIDTH = 40  # children of a word looked at; longer lists are no clauses
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
HELPERS = ("aux", "auxpass")
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_BEFORE_COMMAND = frozenset({"punct", "advmod", "intj", "advcl", "cc", "prep", "neg", "npadvmod"})
_EARLIER = frozenset({"recent", "earlier", "previous", "latest", "last", "past"})
_TIMES_AHEAD = frozenset({"tomorrow", "soon", "tonight"})
_HARM = frozenset({"hurt", "injure", "wound", "harm", "kill", "die", "damage"})
_IF = frozenset({"if", "unless"})
_TRUTHS = frozenset({"truth", "basis", "substance", "foundation"})


class Condition(Struct, frozen=True):
    """Something that holds for an act, and the token that says so."""

    kind: Kind
    token: int


def is_loose_gerund(parse: Parse, index: int) -> bool:
    """A gerund beside an infinitive, of the main clause: "a bus waiting to enter the city on Saturday, killing 100".

    Without the comma the parser makes of it an object of "on" or a conjunct of the infinitive.
    """
    token = parse.tokens[index]
    above = parse.tokens[token.head]
    if token.tag != "VBG":
        return False
    if token.dep in ("advcl", "conj"):
        return above.tag == "VB" and any(parse.tokens[child].tag == "TO" for child in parse.children(above.index))
    return token.dep == "pobj" and any(
        parse.tokens[child].dep == "compound" and parse.tokens[child].entity.endswith("DATE")
        for child in parse.children(index)
    )


class Clauses:
    """The questions put to a verb or noun of one parse, about its own words alone."""

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
        helpers = [(child, child.text.lower()) for child in self.children(verb.index, *HELPERS)]
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
            elif kind == "would" and (only := self.hangs_on(verb)) is not None:
                yield Condition("contingent", only)
            else:
                yield Condition(kind, modal[0].index)
        if helpers and helpers[0][1] == "be" and self.is_or_else(verb):
            yield Condition("command", helpers[0][0].index)
        yield from self.of_clause(verb, helpers, modal is not None)

    def is_or_else(self, verb: Token) -> bool:
        """ "Leave or be bombed"."""
        return verb.dep == "conj" and any(
            each.text.lower() == "or" and each.index < verb.index for each in self.children(verb.head, "cc")
        )

    def hangs_on(self, verb: Token) -> int | None:
        """The word of the condition that what is to come hangs on: "would send troops if", "will be shot unless"."""
        for child in self.children(verb.index, "advcl"):
            for mark in self.children(child.index, "mark", "advmod"):
                if mark.text.lower() in _IF and self.beside(mark, -1) not in ("as", "even"):
                    return mark.index
            if self.is_inverted(child, [(each, each.text.lower()) for each in self.children(child.index, *HELPERS)]):
                return child.index
        return None

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
        if (alone := self.let_alone(verb)) is not None:
            return alone
        for child in self.children(verb.index):
            word = child.text.lower()
            if child.dep == "neg" and self.beside(child, 1) in (":", ";"):
                continue  # "in Maiwut it has not: nine fighters died there"
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

    def let_alone(self, verb: Token) -> int | None:
        """ "No warplane flew over the town, let alone bombed it"."""
        return verb.index - 1 if (self.beside(verb, -2), self.beside(verb, -1)) == ("let", "alone") else None

    def undergone_by_nobody(self, verb: Token) -> int | None:
        """Who does not undergo the act of a verb: "no student had been taken", "not one shell was fired", "ambushed nobody".

        Of the act itself; in a sentence such as "no civilians were hurt in the attack" the attack has been.
        """
        for child in self.children(verb.index, "nsubjpass", "dobj"):
            counted_out = self.says_no(child) or self.not_one(child)
            if (self.is_nobody(child) and child.dep == "dobj") or (counted_out and not self.is_nobody(child)):
                return child.index
        return None

    def only_harm(self, below: Token, verb: Token) -> bool:
        """ "No one was hurt in a rocket attack": what did no harm has been all the same."""
        if below.dep != "prep" or verb.lemma not in _HARM:
            return False
        return any(
            self.is_nobody(each) or self.says_no(each)
            for each in self.children(verb.index, "nsubj", "nsubjpass", "dobj")
        )

    def not_one(self, noun: Token) -> bool:
        """ "not one shell", "not a single house"."""
        return any(
            self.tokens[inner.index].dep == "neg" or inner.text.lower() == "not"
            for child in (noun, *self.children(noun.index, "nummod", "amod", "det"))
            for inner in self.children(child.index, "neg", "preconj", "advmod")
        )

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
        elif verb.dep in ("csubj", "nsubj") and (verb.tag == "VBG" or self.is_infinitive(verb)):
            head = self.tokens[verb.head]
            if head.lemma in ("be", "mean", "require", "remain", "prove"):
                yield Condition("judged", head.index)
        elif verb.tag == "VBG" and self.beside(verb, -1) == "that":
            yield Condition("judged", verb.index - 1)  # "a sign that retaking the city – a big one – is possible"
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
        if (
            verb.tag == "VBD"
            and any(mark.text.lower() == "after" for mark in marks)
            and self.has_helper(head, ("will",))
        ):
            return False  # "will stay closed after raiders took …"
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
        sentence = self.parse.sentences[verb.sentence]
        return any(
            self.tokens[at].text.startswith("?") for at in range(max(sentence.first, sentence.last - 2), sentence.last)
        )

    def below(self, verb: Token) -> Iterator[Token]:
        """The children of a verb and their children."""
        for child in self.children(verb.index):
            yield child
            yield from self.children(child.index)

    # -- what is told, only to be called untrue -----------------------------------------------------------------------

    def disowned(self, below: Token, head: Token) -> int | None:
        """The word by which somebody says that what hangs from it is not so.

        "There is no truth in reports that", "ruled out that", "scoffed at a report that", "called it a lie that",
        "rumours that … were called nonsense", "the massacre was a story put about by the army".
        """
        if head.lemma in _TRUTHS and self.says_no(head):
            return head.index
        if head.lemma == "rule" and self.has_word(head, "out") and below.dep in ("ccomp", "xcomp", "dobj", "acl"):
            return head.index if not self.has_modal(head) and self.negator(head) is None else None
        if head.pos == "NOUN" and self.words.governors.get(head.lemma) == "denied" and self.is_content(below):
            return head.index
        if below.dep == "prep" and head.lemma in self.words.scorning:
            told = next(self.children(below.index, "pobj"), below)
            return head.index if told.lemma in self.words.deniable else None
        if below.dep in ("nsubj", "nsubjpass", "dobj", "ccomp") and head.lemma in ("be", "call", "brand", "label"):
            for child in self.children(head.index, "attr", "oprd"):
                if child.lemma in self.words.untruths and not (head.lemma == "be" and below.dep != "nsubj"):
                    return child.index
        return None

    def is_content(self, clause: Token) -> bool:
        """ "the lie that rockets had landed", against "the lie that started a war": a whole clause, with a subject of its own."""
        if clause.dep not in ("relcl", "acl", "ccomp"):
            return False
        first = next((child for child in self.children(clause.index) if child.text.lower() == "that"), None)
        return first is not None and first.dep not in ("nsubj", "nsubjpass")

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
        return any(child.text.lower() in helpers for child in self.children(verb.index, *HELPERS))

    def has_modal(self, verb: Token) -> bool:
        """Whether a modal stands beside a verb."""
        return self.has_helper(verb, self.words.modals)

    def has_word(self, token: Token, word: str) -> bool:
        """Whether this word hangs from it."""
        return any(child.text.lower() == word for child in self.children(token.index))
