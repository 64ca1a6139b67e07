"""The day that a paragraph goes on with: an act with no date of its own that plainly continues what was dated before it."""

from __future__ import annotations

from tidings.coding import tree
from tidings.coding.draft import Draft
from tidings.coding.scene import Scene
from tidings.coding.when import is_stamp
from tidings.model.mentions import DateMention

_REACH = 2  # sentences after the one that the date opens
_OPENING = 4  # words before it ends at the latest: "Late on Sunday", "In the early hours of"
_LONGEST_DAYS = 2
_OCCURS = frozenset({"occur", "happen", "take", "come"})
_ANY_ACT = frozenset({"this", "that", "it", "attack", "incident", "action", "assault", "event"})
_GOES_ON = frozenset({"then", "simultaneously", "meantime"})


def running_date(scene: Scene, draft: Draft) -> DateMention | None:
    """The date that frames an undated act: "On Dec. 7th, … . Aircraft then struck the building."

    A day that opens a sentence holds for the next two of its paragraph, until another is told; so does the day last told for an act
    that goes on with "then". Only for what is told as having happened, in the simple past: a perfect sums up, a past perfect looks
    back. Promise 2: nothing else is carried over.
    """
    if draft.reading.reality != "actual" or draft.reading.background or not is_told_in_past(scene, draft):
        return None
    return _told_before(scene, draft) or _told_after(scene, draft)


def _told_after(scene: Scene, draft: Draft) -> DateMention | None:
    """ "This occurred on 18 May.", "The attack took place at dawn on Sunday": a sentence that only says when the act just told was."""
    parse = scene.parse
    end = parse.text.find("\n\n", draft.evidence.end)
    nouns = _ANY_ACT | {parse.tokens[trigger.token].lemma for trigger in draft.happening.triggers}
    for date in scene.annotations.dates:
        apart = parse.sentence_at(date.start) - draft.sentence
        if (
            not 1 <= apart <= _REACH
            or date.head < 0
            or 0 <= end < date.start
            or date.first is None
            or date.last is None
        ):
            continue
        verb = tree.clause_of(parse, date.head)
        subject = next(iter(tree.children(parse, verb, *tree.SUBJECTS)), None)
        if subject is None or parse.tokens[verb].lemma not in _OCCURS or parse.tokens[verb].tag != "VBD":
            continue
        if parse.tokens[subject].lemma.lower() in nouns and _points_back(scene, subject):
            return date
    return None


def _points_back(scene: Scene, noun: int) -> bool:
    """ "This", "it"; "the attack" with nothing that makes it another."""
    parse = scene.parse
    marks = {parse.tokens[child].lemma.lower() for child in tree.children(parse, noun, "det", "amod", "nummod")}
    pronoun = parse.tokens[noun].tag in ("DT", "PRP")
    return pronoun or (bool(marks & {"the", "this", "that"}) and not marks & scene.ontology.groups["apart"])


def _told_before(scene: Scene, draft: Draft) -> DateMention | None:
    """The day that opened a sentence before it, or that of the sentence before where it goes on."""
    start = scene.parse.text.rfind("\n", 0, draft.evidence.start) + 1
    if _continues(scene, draft):  # "… on Monday night. \n\n They then forced …": it goes on over the break
        start = scene.parse.text.rfind("\n", 0, len(scene.parse.text[:start].rstrip())) + 1
    main = scene.parse.tokens[draft.happening.main.token]
    before = [one for one in scene.annotations.dates if start <= one.start < main.start and one.kind != "duration"]
    last = before[-1] if before else None
    if last is None or last.first is None or last.last is None or last.kind in ("since", "vague"):
        return None
    apart = draft.sentence - scene.parse.sentence_at(last.start)
    if (last.last - last.first).days >= _LONGEST_DAYS or not 1 <= apart <= _REACH:
        return None
    if scene.ontology.types[draft.type].verbal and not _dates_a_saying(scene, last):
        return None
    return last if _opens(scene, last) or (apart == 1 and _continues(scene, draft)) else None


def _dates_a_saying(scene: Scene, date: DateMention) -> bool:
    """An act and the claim of it need not share a day; "On Sunday he announced … . The statement also said …" does."""
    return tree.clause_of(scene.parse, date.head) in {cue.cue_token for cue in scene.annotations.cues}


def _opens(scene: Scene, date: DateMention) -> bool:
    """Whether a date stands at the head of its sentence."""
    parse = scene.parse
    first = parse.tokens_in(date.start, date.end)[0]
    if is_stamp(scene, date):
        return False
    sentence = first.sentence
    before = 0
    while first.index > before and parse.tokens[first.index - before - 1].sentence == sentence:
        before += 1
        if before > _OPENING:
            return False
    words = parse.tokens[first.index - before : first.index]
    return all(word.tag in ("IN", "RB", "DT", "JJ", "CC", "_SP") or word.pos == "PUNCT" for word in words)


def is_told_in_past(scene: Scene, draft: Draft) -> bool:
    """In the simple past; of a saying, the verb above it counts."""
    parse, token = scene.parse, draft.happening.main.token
    verb = tree.clause_of(parse, token)
    if scene.ontology.types[draft.type].verbal:
        verb = next((cue.cue_token for cue in draft.cues if cue.cue_token >= 0), verb)
    helpers = {parse.tokens[child].text.lower() for child in tree.children(parse, verb, "aux", "auxpass")}
    if helpers & {"had", "has", "have", "having", "been", "is", "are", "will", "would"}:
        return False
    return parse.tokens[verb].tag in ("VBD", "VBN", "VBG") or bool(helpers & {"was", "were"})


def _continues(scene: Scene, draft: Draft) -> bool:
    parse = scene.parse
    verb = tree.clause_of(parse, draft.happening.main.token)
    while parse.tokens[verb].dep == "conj" and not tree.children(parse, verb, *tree.SUBJECTS):
        verb = parse.tokens[verb].head
    return any(parse.tokens[child].text.lower() in _GOES_ON for child in tree.children(parse, verb, "advmod"))
