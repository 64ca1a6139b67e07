"""Did it happen: polarity, reality and background of a happening, read off the words that govern it (RECORD §3, Standing)."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from tidings.coding import tree
from tidings.coding.happenings import Happening
from tidings.coding.scene import Scene
from tidings.model.coding import Reality
from tidings.model.mentions import DateMention
from tidings.model.values import Polarity

BACKGROUND_DAYS = 7
_UNREAL_MODALS = frozenset({"could", "may", "might", "can", "should", "must"})
_FUTURE_MODALS = frozenset({"will", "would", "shall", "'ll", "’ll", "wo"})
_NEGATORS = frozenset({"not", "n't", "n’t", "never", "no", "nor", "neither", "without"})


class Reading(Struct, frozen=True, kw_only=True):
    """How the text presents an act, and the rule that decided."""

    polarity: Polarity
    reality: Reality
    background: bool
    rule: str


def read_standing(scene: Scene, happening: Happening, date: DateMention | None) -> Reading:
    """The standing of a happening. Background needs words for it: an old date, the past perfect, "earlier", "previous"."""
    token = happening.main.token
    reality, rule = _reality(scene, token, happening)
    polarity: Polarity = "denied" if _negated(scene, token) else "affirmed"
    return Reading(polarity=polarity, reality=reality, background=_background(scene, token, date), rule=rule)


def _reality(scene: Scene, index: int, happening: Happening) -> tuple[Reality, str]:
    """Climb from the trigger to the root: the first word that makes the act unreal decides; a finite clause of its own stops."""
    parse = scene.parse
    if happening.type == "threat":
        return "actual", "a threat that was uttered"
    if _is_practice(scene, index):
        return "ongoing", "a practice, told in the plural or without an article"
    presupposed = not tree.is_verb(parse, index) and _is_presupposed(scene, index)
    chain = [index, *tree.ancestors(parse, index)]
    for position, current in enumerate(chain):
        if position and _stands_alone(scene, chain[position - 1]):
            break
        if position and parse.tokens[current].lemma in scene.ontology.groups["presuppose"]:
            break
        found = None
        if not (presupposed and position):
            found = _by_verb_form(scene, chain, position)
        found = (
            found
            or (_by_governor(scene, chain[position - 1], current) if position else None)
            or _by_condition(scene, current)
        )
        if found is not None:
            return found
    if _future_modifier(scene, index):
        return "planned", "future modifier"
    if _ongoing(scene, index):
        return "ongoing", "told as going on"
    return "actual", "told as done"


def _by_verb_form(scene: Scene, chain: list[int], position: int) -> tuple[Reality, str] | None:
    current = chain[position]
    if not (tree.is_verb(scene.parse, current) or scene.parse.tokens[current].pos == "AUX"):
        return None
    if position and not _governs(scene, chain[position - 1], current):
        return None
    return _verb_reality(scene, current, is_own=position == 0)


def _by_governor(scene: Scene, below: int, current: int) -> tuple[Reality, str] | None:
    """What the word above makes of the act: planned, threatened, tried, kept from happening."""
    token, words = scene.parse.tokens[current], scene.ontology.groups
    if not _governed(scene, below, current):
        return None
    if token.lemma in words["threatened"] and not _is_finite(scene, below):
        return "threatened", f"threatened: {token.text!r}"
    if token.lemma in words["failed"] and scene.parse.tokens[below].dep != "conj":
        return "hypothetical", f"kept from happening: {token.text!r}"
    if token.lemma in words["tried"] and _is_tried_for(scene, below):
        return "hypothetical", f"tried: {token.text!r}"
    if token.lemma in words["planned"] and _is_unreal_complement(scene, below, current):
        return "planned", f"planned: {token.text!r}"
    if token.lemma in words["attempt"] and token.pos == "NOUN":
        return "planned" if token.lemma in words["planned"] else "hypothetical", f"governed by {token.text!r}"
    return None


def _is_tried_for(scene: Scene, below: int) -> bool:
    """ "tried to take", "attempts to take", "problems in taking": the act hangs as an infinitive, a gerund or a phrase."""
    token = scene.parse.tokens[below]
    return token.dep in ("xcomp", "acl", "prep", "pcomp", "relcl") or (
        token.dep == "dobj" and token.tag.startswith("NN")
    )


def _by_condition(scene: Scene, current: int) -> tuple[Reality, str] | None:
    marks = [scene.parse.tokens[child] for child in tree.children(scene.parse, current, "mark")]
    if any(mark.lemma in ("if", "unless", "whether") for mark in marks):
        return "hypothetical", "conditional clause"
    token = scene.parse.tokens[current]
    if (
        token.dep in ("csubj", "nsubj")
        and token.tag == "VBG"
        and scene.parse.tokens[token.head].lemma in ("be", "mean", "require", "remain", "prove")
    ):
        return "hypothetical", "an act spoken of, as the subject of a judgement"
    if token.dep == "advcl" and any(mark.lemma in ("after", "before", "until", "once", "when") for mark in marks):
        above = {scene.parse.tokens[child].text.lower() for child in tree.children(scene.parse, token.head, "aux")}
        if above & (_FUTURE_MODALS | _UNREAL_MODALS):
            return "hypothetical", "a clause of time beside a verb of the future"
    return None


def _stands_alone(scene: Scene, verb: int) -> bool:
    """A finite clause that is only joined to what stands above: "foiled a plot and killed a man"."""
    return scene.parse.tokens[verb].dep in ("conj", "relcl", "advcl", "parataxis") and _is_finite(scene, verb)


def _is_finite(scene: Scene, index: int) -> bool:
    """A past or perfect verb with a tense of its own, and no modal."""
    token = scene.parse.tokens[index]
    if not tree.is_verb(scene.parse, index):
        return False
    helpers = {scene.parse.tokens[child].text.lower() for child in tree.children(scene.parse, index, "aux", "auxpass")}
    if helpers & (_FUTURE_MODALS | _UNREAL_MODALS) or "to" in helpers:
        return False
    return token.tag in ("VBD", "VBZ", "VBP") or bool(helpers & {"was", "were", "had", "has", "have", "is", "are"})


def _is_presupposed(scene: Scene, noun: int) -> bool:
    """ "Sunday's bombing", "the attack on Monday": dated and definite, so told as having been."""
    parse = scene.parse
    marks = {parse.tokens[child].text.lower() for child in tree.children(parse, noun, "det")}
    dated = any(parse.tokens[each].entity.endswith(("DATE", "TIME")) for each in parse.subtree(noun))
    return dated and ("the" in marks or bool(tree.children(parse, noun, "poss")))


def _is_practice(scene: Scene, index: int) -> bool:
    """ "end its attacks", "condemned cross-border shelling", "rebels fighting the government": no act with its own day."""
    parse, token = scene.parse, scene.parse.tokens[index]
    if token.tag == "VBG" and token.dep == "acl":
        above = parse.tokens[tree.clause_of(parse, token.head)]
        return above.tag in ("VBZ", "VBP") and not any(
            parse.tokens[child].entity.endswith("DATE") for child in parse.subtree(index)
        )
    if tree.is_verb(parse, index) or token.tag not in ("NNS", "NN"):
        return False
    marks = {parse.tokens[child].text.lower() for child in tree.children(parse, index, "det", "nummod")}
    if marks - {"the"}:
        return False
    near = (*parse.subtree(index), *range(index + 1, min(index + 3, len(parse.tokens))))
    if any(parse.tokens[each].entity.endswith(("DATE", "TIME")) for each in near):
        return False
    for steps, governor in enumerate(tree.ancestors(parse, index)):
        if steps > 2:
            return False
        lemma = parse.tokens[governor].lemma
        if lemma in scene.ontology.groups["practice"]:
            return not marks or lemma in scene.ontology.groups["endings"]
    return False


def _governs(scene: Scene, below: int, verb: int) -> bool:
    """Whether what holds for the verb holds for the act below it: objects, subjects, complements; not "said", not because-clauses."""
    token = scene.parse.tokens[below]
    return token.dep in (
        "dobj",
        "xcomp",
        "nsubj",
        "nsubjpass",
        "attr",
        "prep",
        "pobj",
        "conj",
        "oprd",
        "pcomp",
        "aux",
        "acomp",
    ) and not (token.dep == "conj" and bool(tree.children(scene.parse, below, "nsubj", "nsubjpass", "aux")))


def _governed(scene: Scene, below: int, head: int) -> bool:
    token = scene.parse.tokens[below]
    return token.head == head and token.dep in (
        "dobj",
        "xcomp",
        "ccomp",
        "acl",
        "prep",
        "pobj",
        "pcomp",
        "nsubjpass",
        "conj",
        "relcl",
        "compound",
        "nsubj",
        "dative",
    )


def _verb_reality(scene: Scene, verb: int, is_own: bool) -> tuple[Reality, str] | None:
    parse = scene.parse
    helpers = [parse.tokens[child] for child in tree.children(parse, verb, "aux", "auxpass")]
    texts = {helper.text.lower() for helper in helpers}
    if texts & _FUTURE_MODALS:
        return ("hypothetical" if "have" in texts else "planned"), "future or conditional verb"
    if texts & _UNREAL_MODALS:
        return "hypothetical", "modal verb"
    token = parse.tokens[verb]
    if (
        is_own
        and token.dep == "pcomp"
        and parse.tokens[parse.tokens[token.head].head].lemma in scene.ontology.groups["devoted"]
    ):
        return "planned", "what somebody is bent on"
    if is_own and "to" in texts and token.dep in ("advcl", "acl", "xcomp", "relcl"):
        head = parse.tokens[token.head]
        if head.lemma in scene.ontology.groups["factive"]:
            return None
        if token.dep == "acl" and head.lemma in scene.ontology.groups["campaigns"]:
            return "ongoing", f"what a {head.lemma} is for"
        return "planned", "infinitive of purpose or plan"
    return None


def _is_unreal_complement(scene: Scene, below: int, verb: int) -> bool:
    """ "plan to attack", "ordered the shelling", "announced a withdrawal"; not "announced that it had taken"."""
    parse, token = scene.parse, scene.parse.tokens[below]
    lemma = parse.tokens[verb].lemma
    if token.dep == "ccomp":
        return lemma in ("order", "plan", "demand", "propose", "want") and token.tag == "VB"
    if lemma in ("announce", "agree", "expect", "call", "urge", "approve", "consider", "seek", "decide"):
        if lemma == "announce":
            return token.dep == "dobj" and parse.tokens[below].lemma in (
                "withdrawal",
                "offensive",
                "operation",
                "deployment",
                "pullout",
                "campaign",
            )
        return token.dep in ("dobj", "prep", "xcomp")
    return token.dep in ("dobj", "xcomp", "prep", "acl", "pobj")


def _future_modifier(scene: Scene, index: int) -> bool:
    return any(
        scene.parse.tokens[child].lemma
        in (
            "future",
            "imminent",
            "possible",
            "potential",
            "planned",
            "further",
            "likely",
            "looming",
            "impending",
            "threatened",
            "foiled",
            "attempted",
        )
        and scene.parse.tokens[child].dep in ("amod", "compound")
        for child in scene.parse.children(index)
    )


def _ongoing(scene: Scene, index: int) -> bool:
    """Present progressive, "continue to", "remain", or the plain present of a practice."""
    parse, token = scene.parse, scene.parse.tokens[index]
    verb = index if tree.is_verb(parse, index) else tree.governing_verb(parse, index)
    if any(
        parse.tokens[child].lemma in scene.ontology.groups["frequent"] for child in tree.children(parse, index, "amod")
    ):
        return True
    if token.lemma == "siege" and token.dep == "pobj" and parse.tokens[token.head].lemma == "under":
        return True
    if verb is None:
        return False
    if verb != index and _told_as_habit(scene, index, verb):
        return True
    head = parse.tokens[verb]
    helpers = {parse.tokens[child].text.lower() for child in tree.children(parse, verb, "aux", "auxpass")}
    if head.lemma in scene.ontology.groups["ongoing"] and head.tag in ("VBP", "VBZ", "VBG"):
        return True
    subject = tree.grammatical_subject(parse, verb)
    if (
        subject is not None
        and parse.tokens[subject].lemma in ("campaign", "war", "insurgency", "conflict")
        and "has" in _helpers_of_clause(scene, verb)
    ):
        return True
    if (
        head.dep == "xcomp"
        and parse.tokens[head.head].lemma in ("continue", "keep")
        and parse.tokens[head.head].tag != "VBD"
    ):
        return True
    if head.tag == "VBG" and helpers & {"is", "are", "'re", "’re"}:
        return True
    return (
        verb == index
        and head.tag == "VBN"
        and "being" in helpers
        and bool(helpers & {"is", "are"})
        and token.dep != "xcomp"
    )


def _told_as_habit(scene: Scene, noun: int, verb: int) -> bool:
    """Bare plurals with a verb of the present or the perfect: "have conducted strikes in", "most bombs are directed at"."""
    parse, token = scene.parse, scene.parse.tokens[noun]
    counted = [
        child for child in tree.children(parse, noun, "det", "nummod", "poss") if parse.tokens[child].dep != "poss"
    ]
    if (
        token.tag != "NNS"
        or counted
        or any(parse.tokens[each].entity.endswith(("DATE", "TIME")) for each in parse.subtree(verb))
    ):
        return False
    helpers = {parse.tokens[child].text.lower() for child in tree.children(parse, verb, "aux", "auxpass")}
    return bool(helpers & {"has", "have", "is", "are", "’ve", "'ve"}) and parse.tokens[verb].tag == "VBN"


def _helpers_of_clause(scene: Scene, verb: int) -> set[str]:
    """Auxiliaries of a verb, or of the verb it shares them with ("has spanned … and killed")."""
    parse, current = scene.parse, verb
    while not (found := tree.children(parse, current, "aux", "auxpass")) and parse.tokens[current].dep == "conj":
        current = parse.tokens[current].head
    return {parse.tokens[child].text.lower() for child in found}


def _negated(scene: Scene, index: int) -> bool:
    """Negated in its own clause: "did not attack", "no attack", "without shelling"."""
    parse = scene.parse
    near = [index]
    if not tree.is_verb(parse, index):
        verb = tree.light_verb(parse, index)
        if (
            verb is None
            and (above := tree.governing_verb(parse, index)) is not None
            and parse.tokens[above].lemma in ("report", "be", "see", "take", "occur", "happen")
        ):
            verb = above
        near += [] if verb is None else [verb]
    for current in near:
        for child in parse.children(current):
            token = parse.tokens[child]
            if token.text.lower() in _NEGATORS and token.dep in ("neg", "det", "preconj", "advmod"):
                return True
            if token.dep in ("nsubj", "nsubjpass") and _is_nobody(scene, child):
                return True
    return False


def _is_nobody(scene: Scene, noun: int) -> bool:
    """ "No group claimed responsibility", "nobody was attacked"; "no casualties" is a figure and not meant here."""
    token = scene.parse.tokens[noun]
    if token.lemma in ("nobody", "none") or token.text.lower() == "no one":
        return True
    says_no = any(scene.parse.tokens[child].text.lower() == "no" for child in tree.children(scene.parse, noun, "det"))
    return (
        says_no
        and scene.ontology.in_class(token.lemma, "fighters")
        or (says_no and token.lemma in ("group", "organisation", "organization", "side", "party", "one"))
    )


def _background(scene: Scene, index: int, date: DateMention | None) -> bool:
    if date is not None and date.last is not None:
        if scene.published is not None:
            return date.last < scene.published - dt.timedelta(days=BACKGROUND_DAYS)
        return False
    parse = scene.parse
    verb = index if tree.is_verb(parse, index) else tree.governing_verb(parse, index)
    if any(
        parse.tokens[child].lemma in scene.ontology.groups["background"]
        for child in tree.children(parse, index, "amod", "advmod")
    ):
        return True
    if verb is not None:
        helpers = {parse.tokens[child].text.lower() for child in tree.children(parse, verb, "aux", "auxpass")}
        if any(
            parse.tokens[child].lemma in ("previously", "formerly", "historically")
            for child in tree.children(parse, verb, "advmod")
        ):
            return True
        return "had" in helpers and parse.tokens[verb].dep in ("ROOT", "conj")
    return False
