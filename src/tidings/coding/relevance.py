"""Is it a happening of conflict at all? Grounds for common words, and the company an article keeps (RECORD §3, Not events)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from tidings.coding import tree
from tidings.coding.draft import Draft
from tidings.coding.happenings import Happening
from tidings.coding.peacetime import WARLIKE, is_peacetime
from tidings.coding.scene import Scene
from tidings.coding.triggers import Trigger
from tidings.model.text import Token
from tidings.model.values import FIGHTING_KINDS
from tidings.reference.conditions import standing

_SCORE = re.compile(
    r"\b(?:beat|beats|won|wins|drew|draw|defeated)\b[^.!?]{0,60}?\b\d{1,2}[-–]\d{1,2}(?=[.,;]|\s(?:in|at|on|after|with|to|as|and)\b)"
)
# Headlines that say that no report follows: what a film shows, what somebody thinks (RECORD §3, "Not events").
_NO_REPORT = re.compile(
    r"\s*(?:(?:film|book|theatre|theater|tv|television|game|album|music|movie)s? reviews?\b|(?:review|opinion|comment|commentary|editorial|op-ed|column|letters?)\s*[:|])",
    re.IGNORECASE,
)
_CHARGES = frozenset({"bomb", "ied", "vbied", "mine", "landmine", "grenade"})
_IN_WORDS = frozenset({"with", "on", "over", "about", "of", "from", "against", "at"})
_PELT = frozenset({"bombard", "pelt", "shower", "hit", "attack", "assail", "besiege"})
_KIN = frozenset(
    {
        "wife",
        "husband",
        "girlfriend",
        "boyfriend",
        "daughter",
        "son",
        "mother",
        "father",
        "brother",
        "sister",
        "partner",
    }
)
_GUNMEN = frozenset({"gunmen", "militants", "fighters", "raiders"})
_DEFINING = frozenset({"classify", "define", "describe", "regard", "know", "count", "term"})
_UNHAPPENED, _DOUBTED = frozenset({"denied", "planned", "threatened", "hypothetical"}), 0.5
_STATES = frozenset({"war", "conflict", "violence", "unrest"})  # that go on, and are no single act
_REACH, _WIDTH = 24, 80
SURE_ACT = 0.97  # an act that the heads are so sure of needs no other ground; chosen on gold and the test part of our own sentences
_STAGED_WORDS = 2
_MANY_SIGNS = 3
_SIGNS_PER_WORD = 1 / 250
_SIGNS_PER_WORD_OF_A_BRIEF = 1 / 40


def _above(scene: Scene, index: int) -> Iterator[int]:
    """The heads above a word, as far up as a sentence of news reaches: runs of words without an end cost no more."""
    return islice(tree.ancestors(scene.parse, index), _REACH)


def _near(scene: Scene, index: int) -> range:
    """The tokens of a word's sentence around it."""
    span = scene.parse.sentences[scene.parse.tokens[index].sentence]
    return range(max(span.first, index - _WIDTH), min(span.last, index + _WIDTH))


def is_told_as_news(scene: Scene, happening: Happening) -> bool:
    """Not inside a name, a role or a figure of speech: "Attack on Titan", "the war crimes court", "under attack from critics"."""
    token = scene.parse.tokens[happening.main.token]
    if token.entity[2:] in ("WORK_OF_ART", "PRODUCT", "LAW") and not happening.main.verb:
        return False
    if _NO_REPORT.match(scene.parse.text):
        return False
    if (
        _is_sentence(scene, happening)
        or _is_definition(scene, happening)
        or any(scene.parse.tokens[above].lemma == "cessation" for above in _above(scene, token.index))
    ):
        return False
    if (
        _is_topic(scene, token)
        or _is_tried(scene, token.index)
        or _is_asked(scene, token.index)
        or _is_figure_of_speech(scene, happening)
    ):
        return False
    if _is_handled(scene, happening) or _is_comment(scene, happening):
        return False
    if is_in_story(scene, token.index) or _is_in_drill(scene, token.index) or _is_played(scene, token):
        return False
    return not (
        is_peacetime(scene, happening)
        or _is_by_beasts(scene, happening)
        or _is_scored(scene, token.index)
        or _is_accident(scene, happening)
        or _is_private(scene, happening)
    )


def _is_comment(scene: Scene, happening: Happening) -> bool:
    """ "It was cold-blooded murder": a name for an act that is told elsewhere, in a sentence that has no place for it."""
    parse, token = scene.parse, scene.parse.tokens[happening.main.token]
    span = parse.sentences[token.sentence]
    if any(span.start <= each.start < span.end for each in scene.annotations.places):
        return False
    if token.dep != "attr" or token.tag != "NN" or len(happening.triggers) > 1:
        return False
    if tree.children(parse, token.index, "det", "nummod", "poss", "prep", "relcl", "acl"):
        return False
    subject = tree.grammatical_subject(parse, token.head)
    return subject is not None and parse.tokens[subject].text.lower() in ("it", "this", "that")


def _is_handled(scene: Scene, happening: Happening) -> bool:
    """ "dropped off the bomb at a shop", "made roadside bombs": the charge is brought or made, it has not gone off."""
    parse, main = scene.parse, happening.main
    token = parse.tokens[main.token]
    if main.verb:
        off = any(
            parse.tokens[child].text.lower() == "off" for child in tree.children(parse, main.token, "prt", "prep")
        )
        return token.lemma == "drop" and off
    if happening.type != "explosion" or token.lemma not in _CHARGES:
        return False
    verb = tree.clause_of(parse, token.index)
    making = parse.tokens[verb].lemma in scene.ontology.factuality.making
    return making and token.index in tree.undergoers(parse, verb)


def is_in_story(scene: Scene, index: int) -> bool:
    """Told by a film or in a novel: "the film shows how commandos raid", "in the novel, rebels shell the capital"."""
    return _is_within(scene, index, "stories", ("in",))


def _is_in_drill(scene: Scene, index: int) -> bool:
    """ "In the drill, soldiers stormed a village", "fired shells during an exercise"; whom a bomb wounds there is wounded."""
    if _is_within(scene, index, "drills", ("in",)):
        return True
    return not _tolls_in(scene, scene.parse.tokens[index].sentence) and _is_within(
        scene, index, "drills", ("during", "as", "at")
    )


def _is_within(scene: Scene, index: int, group: str, prepositions: tuple[str, ...]) -> bool:
    """Whether a clause above the act, or its own, has one of these nouns as subject or after such a preposition.

    A clause of time or cause beside it is outside: "the film was on when a rocket hit the cinema".
    """
    parse, words, below = scene.parse, scene.ontology.groups[group], index
    for current in (index, *_above(scene, index)):
        if current != index and parse.tokens[below].dep in ("advcl", "parataxis") and tree.is_verb(parse, below):
            return False
        if any(
            parse.tokens[child].lemma in words
            for child in tree.children(parse, current, "nsubj", "nsubjpass")
            if child != below
        ):
            return True
        if parse.tokens[below].dep == "relcl" and parse.tokens[current].lemma in words and "in" in prepositions:
            return any(parse.tokens[inner].text.lower() == "which" for _, inner in tree.phrases(parse, below))
        if any(
            name in prepositions and parse.tokens[inner].lemma in words for name, inner in tree.phrases(parse, current)
        ):
            return True
        below = current
    return False


def _is_played(scene: Scene, token: Token) -> bool:
    """Done by actors, or in a sentence about a match or a stage, with nobody armed, no weapon and no victims in it."""
    span = scene.parse.sentences[token.sentence]
    if any(scene.parse.tokens[doer].lemma in ("actor", "actress") for doer in tree.doers(scene.parse, token.index)):
        return True
    near = (scene.parse.tokens[at] for at in _near(scene, token.index))
    lemmas = {each.lemma for each in near if each.pos in ("NOUN", "PROPN")}
    if not lemmas & scene.ontology.groups["sport"] or lemmas & scene.ontology.means.keys():
        return False
    armed = any(
        (mention.kind in FIGHTING_KINDS or mention.form == "unnamed") and span.start <= mention.start < span.end
        for mention in scene.annotations.actors
    )
    return not armed and not _tolls_in(scene, token.sentence)


def _tolls_in(scene: Scene, sentence: int) -> bool:
    """Whether a sentence counts dead or injured."""
    span = scene.parse.sentences[sentence]
    return any(
        count.kind in ("killed", "injured", "casualties") and span.start <= count.start < span.end
        for count in scene.annotations.counts
    )


def _is_figure_of_speech(scene: Scene, happening: Happening) -> bool:
    """ "shot down the proposal", "bombarded with questions", "a war of words", "under fire from critics", "tariff attack"."""
    parse, main = scene.parse, happening.main.token
    words = scene.ontology.groups["talk"]
    beside = (
        [*tree.undergoers(parse, main)]
        if happening.main.verb
        else [child for child in parse.children(main) if parse.tokens[child].dep in ("compound", "amod", "nmod")]
    )
    beside += [
        inner
        for name, inner in tree.phrases(parse, main)
        if name in _IN_WORDS and (name != "with" or happening.main.verb and parse.tokens[main].lemma in _PELT)
    ]
    return any(
        parse.tokens[each].lemma in words and scene.actor_at(each) is None and scene.place_at(each) is None
        for each in beside
    )


def _is_accident(scene: Scene, happening: Happening) -> bool:
    """ "a bus plunged into a ravine, killing 20", "a gas leak caused an explosion": nobody's act, unless one is told beside it."""
    parse, words = scene.parse, scene.ontology.groups
    token = parse.tokens[happening.main.token]
    lemmas = {parse.tokens[at].lemma for at in _near(scene, token.index)}
    if lemmas & WARLIKE:
        return False
    if happening.type == "explosion":
        return bool(lemmas & words["fuels"])
    if any(
        name == "in" and parse.tokens[inner].lemma == "accident"
        for trigger in happening.triggers
        for name, inner in tree.phrases(parse, trigger.token)
    ):
        return True  # "a lorry ploughed into a crowd in an accident"
    if not (happening.main.effect or token.lemma in ("kill", "injure", "wound")):
        return False
    verbs = _verbs_above(scene, token.index)
    if not lemmas & {"explosion", "blast"} and any(parse.tokens[each].lemma in words["mishaps"] for each in verbs):
        return True
    causes = [parse.tokens[inner].lemma for _, inner in tree.phrases(parse, token.index)]
    causes += [parse.tokens[doer].lemma for each in verbs for doer in tree.doers(parse, each)]
    return any(each in words["disaster"] or each in words["fuels"] for each in causes)


def _is_sentence(scene: Scene, happening: Happening) -> bool:
    """ "The judge jailed him for 20 years": a court's sentence is no arrest."""
    parse, index = scene.parse, happening.main.token
    if happening.type != "detention" or not happening.main.verb:
        return False
    if any(parse.tokens[each].lemma in ("judge", "court", "tribunal", "jury") for each in tree.doers(parse, index)):
        return True
    terms = [parse.tokens[inner].lemma for name, inner in tree.phrases(parse, index) if name == "for"]
    return parse.tokens[index].lemma in ("jail", "imprison") and any(
        each in ("year", "month", "life") for each in terms
    )


def _verbs_above(scene: Scene, index: int) -> list[int]:
    """The verb of an act, those whose gerund or conjunct it is, and one in a clause that says how it came: "killed when the train crashed"."""
    parse, found = scene.parse, list[int]()
    for current in (index, *_above(scene, index)):
        if tree.is_verb(parse, current):
            found.append(current)
            token = parse.tokens[current]
            if token.dep in ("ccomp", "relcl", "parataxis") or (token.dep == "advcl" and token.tag != "VBG"):
                break
    beside = tree.children(parse, found[0], "advcl") if found else ()
    return found + [each for each in beside if parse.tokens[each].tag in ("VBD", "VBZ", "VBN")]


def _is_private(scene: Scene, happening: Happening) -> bool:
    """ "A man shot his brother in a dispute over land": private violence, with nobody armed by a cause in the sentence."""
    parse, words = scene.parse, scene.ontology.groups
    token = parse.tokens[happening.main.token]
    span = parse.sentences[token.sentence]
    if any(
        mention.kind in FIGHTING_KINDS
        and "police" not in mention.name.lower()
        and span.start <= mention.start < span.end
        for mention in scene.annotations.actors
    ):
        return False
    doing = [each for trigger in happening.triggers for each in tree.doers(parse, trigger.token)]
    if any((one := scene.actor_at(each)) is not None and one.form == "unnamed" for each in doing):
        return False
    doers = [parse.tokens[each].lemma for each in doing if parse.tokens[each].tag == "NN"]
    lemmas = {parse.tokens[at].lemma for at in _near(scene, token.index)}
    if lemmas & (WARLIKE | {"soldier", "troop", "fighter", "militia"}):
        return False
    harmed = {
        parse.tokens[each].lemma for trigger in happening.triggers for each in tree.undergoers(parse, trigger.token)
    }
    if harmed & _KIN and any(each in words["private"] for each in doers):
        return True
    return bool(lemmas & words["quarrels"]) and (not doing or any(each in words["private"] for each in doers))


def _is_by_beasts(scene: Scene, happening: Happening) -> bool:
    """ "Two tigers killed a farmer": no act of anybody."""
    verb = happening.main.token
    return any(
        scene.parse.tokens[index].lemma.lower() in scene.ontology.groups["animals"] and scene.actor_at(index) is None
        for index in tree.doers(scene.parse, verb)
    )


def _is_scored(scene: Scene, index: int) -> bool:
    """ "beat Al-Ahli 2-1 in Sanaa": a sentence about a match, told by the score after the verb."""
    near, tokens = _near(scene, index), scene.parse.tokens
    return _SCORE.search(scene.parse.text, tokens[near[0]].start, tokens[near[-1]].end) is not None


def _is_tried(scene: Scene, index: int) -> bool:
    """ "sentenced for the massacre", "charges of killing", "the man accused of the bombing pleaded guilty": the trial is not the act (RECORD §3)."""
    parse, words, below = scene.parse, scene.ontology.groups, index
    for current in _above(scene, index):
        token, under = parse.tokens[current], parse.tokens[below]
        if under.dep not in ("pobj", "pcomp", "prep", "conj", "compound", "appos") and not (
            under.dep == "dobj" and token.dep == "pcomp"
        ):
            return False
        if under.dep == "prep" and under.text.lower() in ("for", "of", "over", "with", "in"):
            if token.lemma in words["trials"] and (
                under.text.lower() != "in" or token.lemma in words["courts"] or token.lemma == "want"
            ):
                return token.lemma != "want" or token.tag == "VBN"
            if token.lemma in ("accuse", "suspect"):
                return any(parse.tokens[each].lemma in words["courts"] for each in _above(scene, current))
        below = current
    return False


def _is_asked(scene: Scene, index: int) -> bool:
    """ "did not say how many of its men had died": a question, not an answer."""
    parse = scene.parse
    verb = tree.clause_of(parse, index)
    if parse.tokens[verb].dep not in ("ccomp", "pcomp", "xcomp", "csubj"):
        return False
    return any(
        parse.tokens[each].text.lower() in ("how", "whether", "why") and verb in _above(scene, each)
        for each in _near(scene, index)
        if each < index
    )


def _is_topic(scene: Scene, token: Token) -> bool:
    """ "questions about the ceasefire": what is talked about, with nothing told of it."""
    parse = scene.parse
    if tree.is_verb(parse, token.index):
        return False
    if _is_unproved(scene, token):
        return True
    if token.dep != "pobj" or parse.tokens[token.head].text.lower() != "about":
        return False
    if tree.children(parse, token.index, "relcl", "acl", "nummod") or not tree.children(
        parse, token.index, "det", "poss"
    ):
        return False
    return not parse.is_dated(token.index)


def _is_unproved(scene: Scene, token: Token) -> bool:
    """ "There is no evidence the attacks came from Yemen": what is not shown of an act that is told elsewhere."""
    if token.dep not in ("nsubj", "nsubjpass") or not tree.children(scene.parse, token.index, "det", "poss"):
        return False
    told = standing(scene.parse, token.head, scene.ontology.factuality)
    return told.by is not None and told.by.kind == "doubted"


def _is_definition(scene: Scene, happening: Happening) -> bool:
    """ "a strike is …", "not classified as a strike": says what the word means, in the present tense."""
    parse, token = scene.parse, scene.parse.tokens[happening.main.token]
    if _is_defined(scene, token.index):
        return True
    if happening.main.verb or len(happening.triggers) > 1:
        return False
    head = parse.tokens[token.head]
    if token.dep == "pobj" and head.text.lower() == "as":
        return parse.tokens[head.head].lemma in _DEFINING
    return token.dep in ("attr", "nsubj") and head.lemma == "be" and head.tag in ("VBZ", "VBP") and not happening.actors


def _is_defined(scene: Scene, index: int) -> bool:
    """ "Artillery fired in support is not classified as a strike": part of what a word of defining speaks of, in the present tense."""
    parse, below = scene.parse, index
    for current in _above(scene, index):
        if parse.tokens[below].dep in ("nsubj", "nsubjpass"):
            helpers = {parse.tokens[child].text.lower() for child in tree.children(parse, current, "auxpass")}
            says_as = any(name == "as" for name, _ in tree.phrases(parse, current))
            defines = parse.tokens[current].lemma in _DEFINING and says_as and bool(helpers & {"is", "are"})
            return defines and below != index
        below = current
    return False


def is_grounded(scene: Scene, draft: Draft, level: int) -> bool:
    """A common word needs an armed actor, victims, a weapon or a taken place beside it, or heads that are sure of it.

    In an article with no sign of conflict nothing is grounded.
    """
    triggers = draft.happening.triggers
    armed = any(mention.kind in FIGHTING_KINDS for mention in draft.actors + draft.recipients)
    if level == 0:
        return False
    if any(_is_sure(scene, trigger) for trigger in triggers):
        return True
    if not all(trigger.weak for trigger in triggers):
        return level > 1 or armed or bool(draft.counts)
    if armed:
        return True
    if level < 2:
        return False
    people = bool(draft.recipients or draft.actors)
    toll = bool(draft.counts)
    if scene.ontology.types[draft.type].family in ("territory",):
        return draft.place is not None
    return people or toll or bool(draft.means) or (draft.place is not None and not draft.happening.main.verb)


def _is_sure(scene: Scene, trigger: Trigger) -> bool:
    """Whether the heads are sure of an act of deeds, and that it happened."""
    act = scene.act_at(trigger.token)
    if act is None or act.chance < SURE_ACT or scene.ontology.types[trigger.type].verbal:
        return False
    if scene.parse.tokens[trigger.token].lemma in _STATES:
        return False
    return all(chance < _DOUBTED for name, chance in act.standing if name in _UNHAPPENED)


def conflict_level(scene: Scene, triggers: Iterable[Trigger]) -> int:
    """0 nothing warlike, 1 a hint, 2 an article about conflict: armed actors, weapons and strong triggers, by density.

    Police alone make no conflict, nor do the dead of a storm.
    """
    found = tuple(triggers)
    armed = {
        mention.id or mention.name
        for mention in scene.annotations.actors
        if mention.kind in FIGHTING_KINDS and mention.form in ("name", "force") and "police" not in mention.name.lower()
    }
    nameless = any(
        mention.form == "unnamed" and (mention.kind in FIGHTING_KINDS or mention.name in _GUNMEN)
        for mention in scene.annotations.actors
    )
    strong = {scene.parse.tokens[trigger.token].lemma for trigger in found if not trigger.weak}
    acts = {scene.parse.tokens[trigger.token].lemma for trigger in found if not trigger.weak and not trigger.effect}
    staged = _different(scene, "no_news") >= _STAGED_WORDS * (1 + len(acts) + nameless)
    if not armed and (len(acts) + nameless < _different(scene, "disaster") or staged):
        return 0
    words = len(scene.parse.tokens) or 1
    tolls = any(count.kind in ("killed", "injured", "casualties") for count in scene.annotations.counts)
    points = len(armed) + nameless + len(strong) + tolls
    if points == 0:
        return 0
    about = points >= _MANY_SIGNS and points / words > _SIGNS_PER_WORD
    return 2 if about or points / words > _SIGNS_PER_WORD_OF_A_BRIEF else 1


def _different(scene: Scene, group: str) -> int:
    """How many different nouns of a word group the article uses: of nature and accident, or of stage and sport."""
    words = scene.ontology.groups[group]
    return len({token.lemma for token in scene.parse.tokens if token.lemma in words and token.pos in ("NOUN", "PROPN")})
