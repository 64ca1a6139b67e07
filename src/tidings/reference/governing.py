"""What a governing word makes of the act below it: plans, failures, denials, sayings, circumstances; and where a clause stands for itself.

After Karttunen's implicative verbs ("managed to", "failed to") and the predicates that select a factuality in FactBank.
"""

from __future__ import annotations

from collections.abc import Iterator

from tidings.model.text import Token
from tidings.reference.clauses import HELPERS, Clauses, Condition, is_loose_gerund

_PAST_HELPERS = frozenset({"was", "were", "had"})
_PRECEDING = frozenset({"after", "since", "following", "despite", "amid"})
_ENDS = frozenset({"end", "halt", "cessation", "stop"})
_PROOFS = frozenset({"evidence", "proof", "sign", "indication"})
_OCCURRING = frozenset({"take", "occur", "happen", "be", "come", "begin", "start", "exist", "succeed"})
_GOES_OFF = frozenset({"take", "occur", "happen", "begin", "start", "follow", "explode", "detonate", "go"})
_ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "last", "latest", "next", "only"})
_OBJECTS = frozenset({"dobj", "nsubjpass", "attr", "oprd", "dative", "npadvmod"})
_COMPLEMENTS = frozenset({"xcomp", "ccomp", "pcomp", "acl", "relcl", "advcl", "acomp"})
_OPEN = frozenset({"tried", "planned", "wanted", "threatened", "feared", "doubted"})


class Governing(Clauses):
    """The questions put to each step from a word to its head."""

    def effect(self, below: Token, head: Token) -> str | None:
        """What the governing word makes of its complement; ``None`` where it says nothing of it."""
        if self.is_untrue_report(below, head):
            return "denied"
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

    def is_untrue_report(self, below: Token, head: Token) -> bool:
        """ "false reports of an attack", "the unfounded claim that rebels took the town"."""
        if head.pos != "NOUN" or head.lemma not in self.words.deniable:
            return False
        if below.dep not in ("acl", "ccomp", "relcl") and (below.dep, below.text.lower()) != ("prep", "of"):
            return False
        told = below.dep == "prep" or self.has(below, "mark")
        return told and any(child.text.lower() in self.words.untrue for child in self.children(head.index, "amod"))

    def of_object(self, noun: Token, head: Token, found: str | None) -> str | None:
        """ "foiled an attack", "plans a strike", "the attack was condemned"."""
        if head.lemma == "suppose":
            return "planned" if noun.dep == "nsubjpass" and self.is_unmet(head) else None
        if (
            noun.dep == "attr"
            and self.is_ranked(head)
            and self.negator(head) is not None
            and not self.has(head, "expl")
        ):
            return "factive"  # "that was not the worst attack"
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

    def is_unmet(self, verb: Token) -> bool:
        """ "was supposed to take place", "were supposed to explode": of an act or a bomb as its subject."""
        return self.has_helper(verb, _PAST_HELPERS) and any(
            each.lemma in _GOES_OFF for each in self.children(verb.index, "xcomp")
        )

    def of_subject(self, noun: Token, head: Token) -> str | None:
        """ "An attack is likely", "the killing would be a blow": a known act is not undone by what is said of it."""
        for child in self.children(head.index, "acomp"):
            found = self.words.governors.get(child.lemma)
            if found in ("feared", "planned", "doubted", "failed"):
                return found
            if child.lemma in ("imminent", "possible"):
                return "feared"
        if self.is_definite(noun) and any(each.kind == "conditional" for each in self.of_clause(head, [], modal=True)):
            return None  # "if the offensive succeeds"
        if self.is_definite(noun) and (head.lemma not in self.words.existing or self.is_ranked(head)):
            return "factive"
        if self.is_dated(noun) and self.is_definite(noun):
            return "factive"
        return None

    def is_ranked(self, verb: Token) -> bool:
        """ "That bombing was not the worst", "was only the second such attack": it is set beside others, whatever the verb says."""
        return verb.lemma == "be" and any(
            each.tag == "JJS" or each.lemma in _ORDINALS
            for attribute in self.children(verb.index, "attr", "acomp")
            for each in (attribute, *self.children(attribute.index, "amod"))
        )

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
        if head.lemma == "suppose" and self.has_helper(head, _PAST_HELPERS):
            return "planned"  # "was supposed to explode", "was supposed to have taken place": it was meant to
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
        if word in ("of", "than") and self.beside(preposition, -1) in ("instead", "rather", "short"):
            return "without"  # "stopped short of attacking"
        if word == "of" and self.is_eventuality(head):
            return "feared"
        if word == "with" and head.lemma == "follow":
            return (
                None  # "meant to follow the bombing with another": the second stands under what the verb stands under
            )
        if word == "of" and head.lemma in self.words.again and head.pos == "NOUN":
            return "factive"
        if word == "for" and inner.tag == "VBG" and self.is_made(head):
            return "purpose"
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

    def is_followed(self, below: Token, head: Token) -> bool:
        """The first act of "follow the bombing with another": a phrase that hangs from it tells the second, which is not known by it."""
        return (below.dep, head.lemma) == ("dobj", "follow")

    def is_made(self, head: Token) -> bool:
        """ "made bombs for attacking", "bought rockets and mines for attacking": the verb, or what is made."""
        for _ in range(3):
            if any(each.lemma in self.words.making for each in (head, *self.children(head.index, "xcomp", "advcl"))):
                return True
            if head.dep not in ("dobj", "conj"):
                return False
            head = self.tokens[head.head]
        return False

    def is_eventuality(self, noun: Token) -> bool:
        """ "in the event of", "in case of"; not "in 38 cases of"."""
        if noun.lemma == "event":
            return (self.beside(noun, -2), self.beside(noun, -1)) == ("in", "the")
        return noun.text.lower() == "case" and self.beside(noun, -1) == "in"

    def through(self, effect: str, below: Token, head: Token) -> Iterator[Condition]:
        """The condition that an effect is, by the tense and the negation of the governing word."""
        if (effect in ("said", "believed")) and (wrong := self.mistaken(head)) is not None:
            yield Condition("denied", wrong)
            return
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

    def mistaken(self, head: Token) -> int | None:
        """The word by which what is said is not so: "wrongly reported", "falsely claimed"."""
        if not self.is_predicate(head) or self.negator(head) is not None:
            return None
        return next(
            (each.index for each in self.children(head.index, "advmod") if each.text.lower() in self.words.mistaken),
            None,
        )

    def is_dreaded(self, verb: Token) -> bool:
        """ "feared that they would attack": the modal is no plan of theirs."""
        return verb.dep == "ccomp" and self.tokens[verb.head].lemma in self.words.dreading

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
        """Whether it shares nothing of the plan that it hangs from (:func:`is_loose_gerund`), nor does "by killing 12" behind an infinitive."""
        if token.dep == "prep" and token.text.lower() == "by":
            return self.is_infinitive(self.tokens[token.head]) and self.has(token, "pcomp")
        return is_loose_gerund(self.parse, token.index)

    def is_finite(self, token: Token) -> bool:
        """A verb with a tense of its own and no modal."""
        if not self.is_predicate(token):
            return False
        helpers = {child.text.lower() for child in self.children(token.index, *HELPERS)}
        if "to" in helpers or helpers & self.words.modals.keys():
            return token.dep == "relcl" and "to" not in helpers
        return token.tag in ("VBD", "VBZ", "VBP") or bool(
            helpers & {"was", "were", "had", "has", "have", "is", "are", "did", "does", "do", "'s", "’s", "'ve", "'re"}
        )
