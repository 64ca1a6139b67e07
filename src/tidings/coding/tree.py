"""Reading dependency trees: subjects, objects, agents and phrases of a verb or an event noun.

Labels are those of spaCy's English models (ClearNLP style). Every function takes and gives token indices.
"""

from __future__ import annotations

from collections.abc import Iterator

from tidings.model.text import Parse

SUBJECTS = frozenset({"nsubj", "csubj"})
PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
_RELATIVE = frozenset({"who", "that", "which", "whom"})
_OBJECT_CONTROL = frozenset({"force", "order", "compel", "allow", "urge", "ask", "tell", "let", "help", "send"})
_NEEDS_OBJECT = frozenset(
    {
        "kill",
        "wound",
        "injure",
        "behead",
        "kidnap",
        "abduct",
        "arrest",
        "detain",
        "destroy",
        "damage",
        "displace",
        "assassinate",
    }
)
_LIGHT_VERBS = frozenset({
    "carry", "conduct", "launch", "stage", "mount", "make", "perform", "undertake", "execute", "commit", "initiate", "begin", "start", "lead", "plan", "orchestrate",
    "claim", "perpetrate", "wage", "resume", "continue", "unleash", "deliver", "do", "have", "intensify", "announce", "provide", "use", "step", "coordinate", "open", "face",
})  # fmt: skip


def is_verb(parse: Parse, index: int) -> bool:
    """Whether a token is used as a verb (auxiliaries aside)."""
    return parse.tokens[index].tag.startswith("VB") and parse.tokens[index].dep not in (
        "aux",
        "auxpass",
        "amod",
        "compound",
    )


def children(parse: Parse, index: int, *labels: str) -> tuple[int, ...]:
    """Children with one of these labels, left to right."""
    return tuple(child for child in parse.children(index) if parse.tokens[child].dep in labels)


def conjuncts(parse: Parse, index: int) -> tuple[int, ...]:
    """A token and all that is coordinated with it, left to right: "soldiers, police and a child"."""
    found = [index]
    for child in parse.children(index):
        if parse.tokens[child].dep == "conj" or _is_listed(parse, index, child):
            found.extend(conjuncts(parse, child))
    return tuple(found)


def _is_listed(parse: Parse, index: int, child: int) -> bool:
    """ "five policemen, a teacher and her daughter": what the parser takes for an apposition is one more of a list.

    Several people are not one person, and something is coordinated with that one.
    """
    token = parse.tokens[child]
    if token.dep != "appos" or token.tag != "NN" or parse.tokens[index].tag not in ("NNS", "NNPS"):
        return False
    one = any(parse.tokens[each].text.lower() in ("a", "an", "one") for each in children(parse, child, "det", "nummod"))
    return one and bool(children(parse, child, "conj"))


def is_passive(parse: Parse, verb: int) -> bool:
    """Whether a verb stands in the passive: with its auxiliary, as a bare participle ("fighters killed in"), or sharing one.

    Headlines leave the auxiliary out: verbs that cannot do without an object are passive when they have none.
    """
    token = parse.tokens[verb]
    if children(parse, verb, "auxpass", "nsubjpass"):
        return True
    if token.tag == "VBD" and children(parse, verb, "agent") and not children(parse, verb, "dobj"):
        return True  # "the villagers still held captive by the group", taken for a clause
    if (
        token.lemma in _NEEDS_OBJECT
        and token.tag in ("VBD", "VBN")
        and not children(parse, verb, "aux", "dobj")
        and token.dep != "relcl"
    ):
        return True
    if token.tag != "VBN" or children(parse, verb, "aux"):
        return False
    if token.dep == "acl":
        return True
    if token.dep == "conj" and not children(parse, verb, "nsubj"):
        return is_passive(parse, token.head)
    return token.dep in ("advcl", "ROOT", "ccomp") and not children(parse, verb, "nsubj", "dobj")


def grammatical_subject(parse: Parse, verb: int, depth: int = 0) -> int | None:
    """The subject of a verb, looked for in conjoined, governing and relative clauses when it has none of its own."""
    token = parse.tokens[verb]
    own = children(parse, verb, *SUBJECTS, *PASSIVE_SUBJECTS) or tuple(
        child  # the parser hangs some subjects from the auxiliary: "ten others were also injured"
        for helper in children(parse, verb, "auxpass")
        for child in children(parse, helper, *SUBJECTS, *PASSIVE_SUBJECTS)
    )
    for child in own:
        if parse.tokens[child].text.lower() in _RELATIVE and token.dep in ("relcl", "ccomp"):
            return token.head if token.dep == "relcl" else child
        return child
    if depth > 6 or token.head == verb:
        return None
    return _borrowed_subject(parse, verb, depth)


def _borrowed_subject(parse: Parse, verb: int, depth: int) -> int | None:
    token = parse.tokens[verb]
    head = token.head
    if token.dep == "acl":
        return head
    if token.dep == "relcl":
        return None
    if token.dep in ("conj", "advcl", "xcomp", "parataxis", "dep"):
        if not is_verb(parse, head) and parse.tokens[head].pos != "AUX":
            return None
        if (
            token.dep == "xcomp"
            and parse.tokens[head].lemma in _OBJECT_CONTROL
            and (objects := children(parse, head, "dobj"))
        ):
            return objects[0]
        if token.dep == "advcl" and token.tag in ("VBD", "VBZ", "VBP"):
            return None
        return grammatical_subject(parse, head, depth + 1)
    if token.dep == "pcomp":
        governor = parse.tokens[head].head
        if is_verb(parse, governor) and parse.tokens[governor].lemma in ("accuse", "suspect", "charge", "convict"):
            return next(iter(undergoers(parse, governor)), None)
        if is_verb(parse, governor):
            return grammatical_subject(parse, governor, depth + 1)
        return governor if parse.tokens[governor].pos in ("NOUN", "PROPN") else None
    if token.dep == "ccomp" and token.tag == "VBG":
        return grammatical_subject(parse, head, depth + 1)
    return None


def direct_objects(parse: Parse, verb: int) -> tuple[int, ...]:
    """Objects of an active verb, of a small clause ("declared the area free") or of a relative one ("the towns that they captured")."""
    token = parse.tokens[verb]
    found = children(parse, verb, "dobj", "dative")
    if token.dep == "relcl":
        found = tuple(token.head if parse.tokens[index].text.lower() in _RELATIVE else index for index in found)
    if not found:  # the parser takes a bare place name after the verb for an adverb: "recaptured Bama"
        found = tuple(child for child in children(parse, verb, "npadvmod") if _is_bare_name(parse, child))
    if not found:  # "shot dead two soldiers" hangs the soldiers from the "dead"
        found = tuple(
            inner
            for clause in children(parse, verb, "ccomp", "oprd", "acomp")
            if parse.tokens[clause].pos == "ADJ"
            for inner in children(parse, clause, "nsubj", "dobj")
        )
    if (
        not found
        and token.dep == "relcl"
        and children(parse, verb, "nsubj")
        and grammatical_subject(parse, verb) != token.head
    ):
        return (token.head,)
    return found


def _is_bare_name(parse: Parse, index: int) -> bool:
    token = parse.tokens[index]
    return token.pos == "PROPN" and not token.entity.endswith(("DATE", "TIME"))


def agents(parse: Parse, verb: int) -> tuple[int, ...]:
    """Who stands in the by-phrase of a passive verb or an event noun ("the killing of X by Y")."""
    found: list[int] = []
    for child in parse.children(verb):
        token = parse.tokens[child]
        if token.dep in ("agent", "prep") and token.text.lower() == "by":
            found.extend(children(parse, child, "pobj"))
    return tuple(found)


def doers(parse: Parse, verb: int) -> tuple[int, ...]:
    """Who does what a verb says: subject of an active, by-phrase of a passive; coordinated ones too."""
    if is_passive(parse, verb):
        found = list(agents(parse, verb))
    else:
        subject = grammatical_subject(parse, verb)
        found = [subject] if subject is not None and subject != verb else []
    return tuple(each for index in found for each in conjuncts(parse, index))


def undergoers(parse: Parse, verb: int) -> tuple[int, ...]:
    """On whom it is done: object of an active, subject of a passive; coordinated ones too."""
    if is_passive(parse, verb):
        subject = grammatical_subject(parse, verb)
        found = [] if subject is None else [subject]
        found += [index for index in children(parse, verb, "dobj") if subject is None]
    else:
        found = list(direct_objects(parse, verb))
    return tuple(each for index in found if index != verb for each in conjuncts(parse, index))


def phrases(parse: Parse, index: int) -> Iterator[tuple[str, int]]:
    """(preposition, object) for each prepositional phrase that hangs from a token, coordinated objects one by one.

    Chains such as "in the town of X" give the noun; "from out of X" gives the inner one with the outer preposition.
    """
    for child in parse.children(index):
        token = parse.tokens[child]
        if token.dep not in ("prep", "agent", "dative") or token.pos not in ("ADP", "SCONJ", "PART", "ADV", "VERB"):
            continue
        name = token.text.lower()
        for grandchild in parse.children(child):
            inner = parse.tokens[grandchild]
            if inner.dep == "pobj":
                for each in conjuncts(parse, grandchild):
                    yield name, each
            elif inner.dep in ("prep", "pcomp") and inner.pos == "ADP":
                for pobj in children(parse, grandchild, "pobj"):
                    for each in conjuncts(parse, pobj):
                        yield name, each


def governing_verb(parse: Parse, noun: int) -> int | None:
    """The verb whose subject, object or phrase a noun is: "carried out an *attack*", "in an *attack* that …"."""
    token = parse.tokens[noun]
    seen = 0
    while token.dep in ("pobj", "conj", "compound", "attr", "appos", "pcomp") or (token.dep == "prep"):
        if token.head == token.index or seen > 8:
            return None
        token, seen = parse.tokens[token.head], seen + 1
        if is_verb(parse, token.index):
            return token.index
    if token.dep in ("dobj", "nsubj", "nsubjpass", "oprd") and is_verb(parse, token.head):
        return token.head
    return None


def light_verb(parse: Parse, noun: int) -> int | None:
    """The light verb of an event noun ("carried out", "launched"), whose subject is the noun's actor."""
    head = noun
    while parse.tokens[head].dep == "conj":
        head = parse.tokens[head].head
    token = parse.tokens[head]
    verb = parse.tokens[token.head]
    if token.dep in ("dobj", "nsubjpass", "nsubj") and is_verb(parse, verb.index) and verb.lemma in _LIGHT_VERBS:
        return verb.index
    if token.dep == "nmod" or (token.dep == "dobj" and children(parse, head, "acl")):
        return None
    for child in children(parse, head, "acl", "relcl"):
        if parse.tokens[child].lemma in _LIGHT_VERBS:
            return child
    return None


def clause_of(parse: Parse, index: int) -> int:
    """The verb (or root) of the smallest clause that holds a token."""
    token = parse.tokens[index]
    while token.head != token.index and not is_verb(parse, token.index):
        token = parse.tokens[token.head]
    return token.index


def clause_tokens(parse: Parse, verb: int) -> tuple[int, ...]:
    """The tokens of a clause without the clauses that are conjoined with it, report it or stand beside it."""
    found, stack = [], [verb]
    while stack:
        found.append(current := stack.pop())
        for child in parse.children(current):
            token = parse.tokens[child]
            apart = token.dep in ("parataxis", "ccomp") or (
                token.dep in ("conj", "advcl", "relcl") and is_verb(parse, child)
            )
            if not apart or (token.dep == "conj" and not is_verb(parse, child)):
                stack.append(child)
    return tuple(sorted(found))


def ancestors(parse: Parse, index: int) -> Iterator[int]:
    """The heads above a token, nearest first."""
    token = parse.tokens[index]
    while token.head != token.index:
        token = parse.tokens[token.head]
        yield token.index


def distance(parse: Parse, left: int, right: int) -> int:
    """Steps between two tokens in the tree; 99 when they stand in different sentences."""
    above = {left: 0}
    for steps, index in enumerate(ancestors(parse, left), 1):
        above[index] = steps
    if right in above:
        return above[right]
    for steps, index in enumerate(ancestors(parse, right), 1):
        if index in above:
            return steps + above[index]
    return 99
