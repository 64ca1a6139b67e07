"""What goes on: practices, campaigns, sieges, truces that hold; told as done, but no one act (RECORD §3, Standing)."""

from __future__ import annotations

from tidings.coding import tree
from tidings.coding.scene import Scene

_LONG = frozenset({"year", "month", "decade", "generation", "century"})
_ALONG = frozenset({"through", "over", "throughout", "across"})
_PARTS = frozenset({"some", "many", "most", "several", "much"})
_WARS = frozenset({"war", "conflict", "insurgency"})
_WAGING = frozenset({"fight", "wage", "battle", "war", "combat"})
_RECENT = 10  # days
_UNITS = frozenset({"day", "night", "morning", "evening", "week", "weekend", "month", "season", "summer", "winter", "year"})  # fmt: skip
_LULLS = frozenset({"lull", "change", "shift", "pause", "break", "respite", "letup", "reduction", "increase"})
_BEGINNING = frozenset({"lay", "impose", "begin", "start", "set", "announce", "declare", "order", "throw", "establish"})
_MOVES = frozenset({"deployment", "territory_ceded", "territory_taken", "displacement", "release", "surrender"})
_REPEATED = frozenset({"attack_on_civilians", "killing", "sexual_violence", "abduction", "destruction", "air_strike", "shelling", "explosion", "siege"})  # fmt: skip
_UNCOUNTED = frozenset({"many", "hundreds", "thousands", "scores", "dozens", "countless", "numerous", "several"})
_OFTEN = frozenset({"daily", "weekly", "nightly", "always", "usually", "repeatedly"})


def is_practice(scene: Scene, index: int) -> bool:
    """ "end its attacks", "condemned cross-border shelling", "rebels fighting the government": no act with its own day."""
    parse, token = scene.parse, scene.parse.tokens[index]
    if token.tag == "VBG" and token.dep == "acl":
        above = parse.tokens[tree.clause_of(parse, token.head)]
        return above.tag in ("VBZ", "VBP") and not any(
            parse.tokens[child].entity.endswith("DATE") for child in parse.subtree(index)
        )
    if token.tag == "VBG" and token.dep == "pcomp" and _is_habit(scene, index):
        return True
    if tree.is_verb(parse, index) or token.tag not in ("NNS", "NN") or _stretch_of(scene, index) == "short":
        return False
    marks = {parse.tokens[child].text.lower() for child in tree.children(parse, index, "det", "nummod")}
    if token.tag == "NNS" and (_is_of_a_war(scene, index) or _has_example(scene, index)):
        return True
    if _lulls(scene, index):
        return True
    if marks - {"the"}:
        return False
    if not marks and _is_general(scene, index):
        return True
    near = parse.tokens[index + 1 : index + 3]
    if parse.is_dated(index) or any(each.entity.endswith(("DATE", "TIME")) for each in near):
        return False
    for steps, governor in enumerate(tree.ancestors(parse, index)):
        if steps > 2:
            return False
        lemma = parse.tokens[governor].lemma
        if parse.tokens[governor].pos == "NOUN" and looks_back(scene, lemma):
            return False  # "faces five counts of murders"
        if lemma in scene.ontology.groups["practice"]:
            return not marks or lemma in scene.ontology.groups["endings"]
    return False


def _has_example(scene: Scene, index: int) -> bool:
    """ "Numerous attacks like the 2011 drone strike", "attacks such as the bombing": a sum, of which one act is told."""
    words = {each.text.lower() for each in scene.parse.tokens[index + 1 : index + 3]}
    acts = scene.ontology.by_lemma
    return any(
        name in ("like", "as") and name in words and scene.parse.tokens[inner].lemma in acts
        for name, inner in tree.phrases(scene.parse, index)
    )


def _lulls(scene: Scene, index: int) -> bool:
    """ "A lull in the fighting", "no change in the fighting": it goes on, more or less."""
    parse, token = scene.parse, scene.parse.tokens[index]
    if token.lemma not in scene.ontology.groups["long_acts"] or token.dep != "pobj":
        return False
    preposition = parse.tokens[token.head]
    above = parse.tokens[preposition.head]
    before = parse.tokens[
        preposition.index - 1
    ]  # "saw no change in the fighting": the parser hangs the phrase from the verb
    return preposition.text.lower() in ("in", "to") and bool({above.lemma, before.lemma} & _LULLS)


def _is_habit(scene: Scene, gerund: int) -> bool:
    """ "A history of killing civilians", "notorious for kidnapping traders", "the challenges they face in battling rebels": with no day or toll."""
    parse, preposition = scene.parse, scene.parse.tokens[scene.parse.tokens[gerund].head]
    above = parse.tokens[preposition.head]
    faced = preposition.text.lower() == "in" and above.lemma == "face" and above.tag in ("VBP", "VBZ", "VBG")
    if not faced and above.lemma not in scene.ontology.groups["habits"]:
        return False
    return not any(parse.tokens[each].entity.endswith(("DATE", "TIME", "CARDINAL")) for each in parse.subtree(gerund))


def _is_general(scene: Scene, index: int) -> bool:
    """ "That massacres follow when a mandate is weak", "what rape does to a village": of all of them, with no place or day."""
    parse, token = scene.parse, scene.parse.tokens[index]
    verb = parse.tokens[token.head]
    if token.dep != "nsubj" or verb.tag not in ("VBP", "VBZ") or verb.dep == "ROOT":
        return False
    if not any(
        parse.tokens[each].dep == "mark" or parse.tokens[each].tag in ("WP", "WRB", "WDT")
        for each in parse.children(verb.index)
    ):
        return False  # headlines tell one act so: "truck bomb demolishes clinic"
    return not any(
        scene.place_at(each) is not None or parse.tokens[each].entity.endswith(("DATE", "TIME"))
        for each in parse.subtree(verb.index)
    )


def _is_of_a_war(scene: Scene, index: int) -> bool:
    """ "some of the worst atrocities of the civil war": a sum over a war, no act with its own day."""
    parse = scene.parse
    if tree.children(parse, index, "nummod"):
        return False
    above = parse.tokens[parse.tokens[index].head]
    part = parse.tokens[above.head] if above.text.lower() == "of" else above
    if part.text.lower() not in _PARTS:
        return False
    return any(
        name in ("of", "in", "during") and parse.tokens[inner].lemma in _WARS
        for name, inner in tree.phrases(parse, index)
    )


def looks_back(scene: Scene, lemma: str) -> bool:
    """Whether what a word governs has been: "investigate", "count"; no word whose object may be a practice."""
    known = scene.ontology.factuality.governors.get(lemma) == "factive"
    return known and lemma not in scene.ontology.groups["practice"]


def goes_on(scene: Scene, index: int, event_type: str) -> bool:
    """Present progressive, "continue to", "remain", or the plain present of a practice."""
    parse, token = scene.parse, scene.parse.tokens[index]
    verb = index if tree.is_verb(parse, index) else tree.governing_verb(parse, index)
    if _stretch_of(scene, index) == "long":
        return True
    if event_type == "siege" and _is_kept_up(scene, index, verb):
        return True
    if event_type == "agreement" and verb is not None and _holds(scene, verb):
        return True
    if any(
        parse.tokens[child].lemma in scene.ontology.groups["frequent"] for child in tree.children(parse, index, "amod")
    ):
        return True
    if token.lemma == "siege" and token.dep == "pobj" and parse.tokens[token.head].lemma == "under":
        return True
    if verb is None:
        return False
    if (verb != index and _told_as_habit(scene, index, verb)) or _is_habitual(scene, verb) or _recurs(scene, verb):
        return True
    if verb == index and event_type in _REPEATED and (_is_passive_present(scene, verb) or _sums_up(scene, verb)):
        return True
    while (
        parse.tokens[verb].dep == "conj"
        and parse.tokens[verb].tag == "VB"
        and not tree.children(parse, verb, "aux", "nsubj")
    ):
        verb = parse.tokens[verb].head  # "continue to join them and fight"
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
    if head.dep == "xcomp" and head.tag == "VBG" and parse.tokens[head.head].lemma in scene.ontology.groups["endings"]:
        return True
    if (
        head.dep == "xcomp"
        and parse.tokens[head.head].lemma in ("continue", "keep")
        and parse.tokens[head.head].tag != "VBD"
    ):
        return True
    if event_type in _MOVES:
        return False  # "troops are being withdrawn": one act, under way
    if head.tag == "VBG" and helpers & {"is", "are", "'re", "’re"}:
        return True
    return (
        verb == index
        and head.tag == "VBN"
        and "being" in helpers
        and bool(helpers & {"is", "are"})
        and token.dep != "xcomp"
    )


def _stretch_of(scene: Scene, index: int) -> str | None:
    """Whether an act lasted for long: "18 months of fighting", "a year of siege" (``long``), "two days of shelling" (``short``)."""
    parse, token = scene.parse, scene.parse.tokens[index]
    if token.dep != "pobj" or parse.tokens[token.head].text.lower() != "of":
        return None
    unit = parse.tokens[parse.tokens[token.head].head]
    if unit.lemma in _LONG:
        return "long"
    return "short" if unit.lemma in ("hour", "day", "night", "week", "weekend") else None


def _is_kept_up(scene: Scene, index: int, verb: int | None) -> bool:
    """A siege that lasts: "has ringed the town since January", "encircled for a month", "lift their blockade", "is besieged"."""
    parse, token = scene.parse, scene.parse.tokens[index]
    if token.lemma in ("siege", "blockade", "encirclement") and not tree.is_verb(parse, index):
        return verb is None or parse.tokens[verb].lemma not in _BEGINNING
    if token.dep == "amod":
        return True  # "besieged battalions"
    if verb is None:
        return False
    stretches = [inner for name, inner in tree.phrases(parse, verb) if name in ("since", "for")]
    return any(parse.tokens[inner].entity.endswith(("DATE", "TIME")) for inner in stretches) or (
        parse.tokens[verb].tag == "VBN"
        and any(parse.tokens[each].text.lower() in ("is", "are") for each in tree.children(parse, verb, "auxpass"))
    )


def is_lifted(scene: Scene, index: int) -> bool:
    """ "will lift their blockade", "demanded that they lift the siege": what is to come is its end."""
    verb = tree.governing_verb(scene.parse, index)
    return verb is not None and scene.parse.tokens[verb].lemma in ("lift", "ease", "relax", "loosen", "end")


def _holds(scene: Scene, verb: int) -> bool:
    """ "The truce signed in May is holding", "has held since", "still stands"."""
    parse = scene.parse
    while parse.tokens[verb].dep in ("acl", "relcl"):
        above = tree.governing_verb(parse, parse.tokens[verb].head)
        if above is None:
            return False
        verb = above
    token = parse.tokens[verb]
    if token.lemma not in ("hold", "stand", "last") or tree.children(parse, verb, "dobj", "neg"):
        return False
    return token.tag in ("VBZ", "VBP", "VBG") or bool(_helpers_of_clause(scene, verb) & {"has", "have"})


def _recurs(scene: Scene, verb: int) -> bool:
    """ "nearly every Friday", "most nights", "on two days out of three", "one a week": not of a plain past without "since"."""
    parse, token = scene.parse, scene.parse.tokens[verb]
    inside = tree.clause_tokens(parse, verb)
    since = any(parse.tokens[each].text.lower() == "since" for each in parse.subtree(verb))
    past = token.tag == "VBD" or bool(_helpers_of_clause(scene, verb) & {"was", "were", "had"})
    if past and not since:
        return False
    for each in inside:
        noun = parse.tokens[each]
        if not noun.entity.endswith(("DATE", "TIME")) and noun.lemma not in _UNITS:
            continue
        marks = {parse.tokens[child].text.lower() for child in tree.children(parse, each, "det", "amod", "nummod")}
        if marks & {"every", "each", "most"}:
            return True
        if noun.lemma in ("day", "night") and parse.text[noun.end : noun.end + 8] == " out of ":
            return True
    return False


def _is_passive_present(scene: Scene, verb: int) -> bool:
    """ "women crossing the line are raped": a practice; "twelve people are killed" is how headlines tell one act."""
    parse, token = scene.parse, scene.parse.tokens[verb]
    helpers = tree.children(parse, verb, "auxpass", "aux")
    if token.tag != "VBN" or {parse.tokens[each].text.lower() for each in helpers} not in ({"is"}, {"are"}):
        return False
    if any(parse.tokens[each].entity.endswith(("DATE", "TIME")) for each in tree.clause_tokens(parse, verb)):
        return False
    return not any(
        tree.children(parse, each, "nummod", "det") or parse.tokens[each].pos in ("NUM", "PROPN")
        for each in tree.children(parse, verb, "nsubjpass")
    )


def _sums_up(scene: Scene, verb: int) -> bool:
    """ "Thousands of other women have been abducted", "has abducted many more girls": beside the one told of, over nobody knows how long."""
    parse = scene.parse
    if not _helpers_of_clause(scene, verb) & {"has", "have", "’ve", "'ve"}:
        return False
    if any(parse.tokens[each].entity.endswith(("DATE", "TIME")) for each in tree.clause_tokens(parse, verb)):
        return False
    for noun in tree.undergoers(parse, verb):
        words = {parse.tokens[each].text.lower() for each in parse.subtree(noun)}
        if words & {"other", "more"} and words & _UNCOUNTED:
            return True
    return False


def _is_since_news(scene: Scene, verb: int) -> bool:
    """Whether it has been so since a day of the last month only, as "since Saturday"."""
    if scene.published is None:
        return False
    inside = set(scene.parse.subtree(verb))
    began = [
        date.first for date in scene.annotations.dates if date.kind == "since" and date.head in inside and date.first is not None
    ]  # fmt: skip
    return any((scene.published - first).days <= _RECENT for first in began)


def is_held(scene: Scene, index: int) -> bool:
    """ "Hostages held by bandits", "the villagers still held captive by the group": a state, unless a day says when it began."""
    parse, token = scene.parse, scene.parse.tokens[index]
    bare = token.dep == "acl" or (tree.is_passive(parse, index) and not tree.children(parse, index, "auxpass"))
    return token.lemma in ("hold", "keep") and bare and not parse.is_dated(index)


def _is_habitual(scene: Scene, verb: int) -> bool:
    """ "bomb the suburbs almost daily", "for years have kidnapped pupils", "have been going on since 2011", "has fought the state since 2005"."""
    parse, token = scene.parse, scene.parse.tokens[verb]
    helpers = _helpers_of_clause(scene, verb)
    if _is_since_news(scene, verb):
        return False  # "have been fighting since Saturday": a stretch of the news
    perfect, past = bool(helpers & {"has", "have", "’ve", "'ve"}), token.tag in ("VBD", "VBN") and not helpers
    if perfect and (
        ("been" in helpers and token.tag == "VBG")
        or (token.lemma in _WAGING and any(name == "since" for name, _ in tree.phrases(parse, verb)))
        or any(
            parse.tokens[inner].lemma in _LONG
            and parse.tokens[inner].tag == "NNS"
            and (name == "for" or name in _ALONG and _is_bare_stretch(scene, inner))
            for name, inner in tree.phrases(parse, verb)
        )
    ):
        return True
    adverbs = [parse.tokens[child] for child in tree.children(parse, verb, "advmod", "npadvmod")]
    return not past and any(
        each.lemma in scene.ontology.groups["frequent"] or each.text.lower() in _OFTEN for each in adverbs
    )


def _is_bare_stretch(scene: Scene, noun: int) -> bool:
    """ "over the years", against "over the last two years", which is a stretch with bounds."""
    return bool(tree.children(scene.parse, noun, "det")) and not tree.children(
        scene.parse, noun, "amod", "nummod", "prep"
    )


def _told_as_habit(scene: Scene, noun: int, verb: int) -> bool:
    """Bare plurals with a verb of the present or the perfect: "have conducted strikes in", "most bombs are directed at"."""
    parse, token = scene.parse, scene.parse.tokens[noun]
    counted = [
        child for child in tree.children(parse, noun, "det", "nummod", "poss") if parse.tokens[child].dep != "poss"
    ]
    if token.tag != "NNS" or counted or parse.is_dated(verb):
        return False
    helpers = {parse.tokens[child].text.lower() for child in tree.children(parse, verb, "aux", "auxpass")}
    return bool(helpers & {"has", "have", "is", "are", "’ve", "'ve"}) and parse.tokens[verb].tag == "VBN"


def _helpers_of_clause(scene: Scene, verb: int) -> set[str]:
    """Auxiliaries of a verb, or of the verb it shares them with ("has spanned … and killed")."""
    parse, current = scene.parse, verb
    while not (found := tree.children(parse, current, "aux", "auxpass")) and parse.tokens[current].dep == "conj":
        current = parse.tokens[current].head
    return {parse.tokens[child].text.lower() for child in found}


def has_word_of(scene: Scene, index: int, group: str, *labels: str) -> bool:
    """Whether a word of a group hangs from a token by one of these labels."""
    return any(
        scene.parse.tokens[child].lemma in scene.ontology.groups[group]
        for child in tree.children(scene.parse, index, *labels)
    )
