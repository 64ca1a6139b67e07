"""Who "the group", "the militants", "its fighters" and "they" stand for: the nearest salient actor that fits, or nobody.

Salience adds up earlier mentions: a subject counts twice, each sentence back counts 0.6 of the next, every mention of
the document a little. Two rivals closer than 5 to 4 leave the words unresolved: unknown is an answer (RECORD, promise 2).
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from tidings.annotate.actor_names import Reading
from tidings.annotate.actor_phrases import Draft, Refers, merged
from tidings.model.mentions import ActorMention
from tidings.model.text import Token
from tidings.model.values import FIGHTING_KINDS

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_LOOK_BACK = 40  # earlier mentions weighed; keeps hostile texts linear
_MARGIN = 1.25
_FIRST_PERSON = frozenset({"i", "me", "my", "we", "us", "our"})
_COLLECTIVE = frozenset({
    "police", "people", "military", "army", "militia", "gang", "mob", "crowd", "group", "opposition", "personnel", "infantry",
    "convoy", "family", "couple", "crew", "team", "paramilitary police", "mujahideen", "navy",
})  # fmt: skip
_OWNED = frozenset({
    "fighter", "militant", "soldier", "troop", "force", "rebel", "insurgent", "gunman", "jihadist", "guerrilla", "personnel", "army",
    "military", "police", "security force", "militiaman", "man", "artillery", "commando", "group", "movement", "organisation", "organization",
})  # fmt: skip  # "its allies", "its associated militias" are others
_ORGANISED = FIGHTING_KINDS | {"international"}


class _Past(Struct, frozen=True):
    """A mention already read, with what weighs for it."""

    key: str
    draft: Draft
    sentence: int
    subject: bool
    token: int
    head: int


def resolve(reading: Reading, drafts: Sequence[Draft]) -> tuple[ActorMention, ...]:
    """The mentions of drafts in text order, each that points back given the name of what it stands for."""
    past: list[_Past] = []
    nouns: dict[str, _Past] = {}
    found = []
    foremost = _backed(reading, drafts)
    for draft in drafts:
        target = _target(reading, draft, past, nouns, foremost)
        if target is None and draft.form == "anaphor":
            continue
        known = draft if target is None else _standing_for(draft, target.draft)
        found.append(_mention(reading, known, target))
        entry = _past(reading, known, target)
        past.append(entry)
        owned = known.form == "force" and known.noun in reading.table.nouns.assets
        if known.id and known.noun and (owned or known.form in ("name", "anaphor")):
            nouns[known.noun] = entry
    return tuple(found)


def _past(reading: Reading, draft: Draft, target: _Past | None) -> _Past:
    head = reading.parse.tokens[draft.head]
    key = target.key if target else draft.id or draft.name.lower()
    return _Past(
        key, target.draft if target else draft, head.sentence, _is_subject(reading, head), draft.first, draft.head
    )


def _is_subject(reading: Reading, token: Token) -> bool:
    for _ in range(3):
        if token.dep in _SUBJECTS:
            return True
        if token.dep not in ("conj", "appos"):
            return False
        token = reading.parse.tokens[token.head]
    return False


def _backed(reading: Reading, drafts: Sequence[Draft]) -> dict[tuple[str, str], Draft]:
    """Named actors of the text by the ties they are known for: "US-backed forces" may be one that comes later."""
    found: dict[tuple[str, str], Draft | None] = {}
    for draft in drafts:
        if draft.id is None or draft.form != "name":
            continue
        for tie in draft.relations:
            key = (tie.relation, tie.to)
            known = found.get(key, draft)
            found[key] = draft if known is not None and known.id == draft.id else None
    return {key: draft for key, draft in found.items() if draft is not None}


def _target(
    reading: Reading, draft: Draft, past: list[_Past], nouns: dict[str, _Past], backed: dict[tuple[str, str], Draft]
) -> _Past | None:
    refers = draft.refers
    if refers is None:
        return None
    for tie in draft.relations:
        owner = backed.get((tie.relation, tie.to))
        if owner is not None and draft.form in ("force", "unnamed"):
            return _past(reading, owner, None)
    if draft.relations:
        return None
    if refers.noun == "them":
        return _of_object(reading, draft, past)
    if refers.noun in ("it", "they", "he", "she"):
        return _of_pronoun(reading, draft, refers, past)
    if refers.owner is not None:
        if refers.noun not in _OWNED:
            return None
        return _of_owner(reading, draft, refers, past)
    same = nouns.get(refers.noun)
    if same is not None and (refers.definite or (draft.last - draft.first == 1 and _is_plural(reading, draft))):
        return same
    if refers.noun in reading.table.nouns.assets:
        return None
    if not refers.definite or draft.form == "force" and draft.last - draft.first > 1 and refers.noun != "coalition":
        return None
    fitting = [entry for entry in past[-_LOOK_BACK:] if _fits(entry.draft, refers)]
    return _salient(reading, draft, fitting)


def _is_plural(reading: Reading, draft: Draft) -> bool:
    return reading.parse.tokens[draft.head].tag in ("NNS", "NNPS")


def _fits(candidate: Draft, refers: Refers) -> bool:
    if refers.noun == "coalition":
        return "coalition" in candidate.name.lower() or candidate.id in ("nato",)
    if candidate.form == "unnamed":
        return refers.kinds == ("unknown",) or candidate.noun == refers.noun
    if refers.kinds == ("unknown",):
        return False
    if refers.kinds[:1] == ("state_forces",):
        return candidate.form in ("force", "name") and candidate.kind in ("state_forces", "international")
    return candidate.form == "name" and candidate.id is not None and candidate.kind in refers.kinds


def _salient(reading: Reading, draft: Draft, candidates: list[_Past]) -> _Past | None:
    """The candidate that stands out, or ``None`` when there is none or two are about equal."""
    here = reading.parse.tokens[draft.head].sentence
    scores: dict[str, float] = {}
    latest: dict[str, _Past] = {}
    for entry in candidates:
        weight = (2.0 if entry.subject else 1.0) * 0.6 ** max(0, here - entry.sentence) + 0.15
        scores[entry.key] = scores.get(entry.key, 0.0) + weight
        latest[entry.key] = entry
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    if not ranked or (len(ranked) > 1 and ranked[0][1] < _MARGIN * ranked[1][1]):
        return None
    return latest[ranked[0][0]]


def _of_owner(reading: Reading, draft: Draft, refers: Refers, past: list[_Past]) -> _Past | None:
    """ "its fighters", "the group's men": the owner is the subject of the clause, else the salient actor."""
    owner = reading.parse.tokens[refers.owner if refers.owner is not None else draft.first]
    if owner.text.lower() in ("his", "her"):
        return _of_leader(reading, past)
    fitting = [entry for entry in past[-_LOOK_BACK:] if _organised(entry.draft)]
    if owner.tag != "PRP$":
        fitting = [
            entry for entry in fitting if entry.draft.kind in refers.kinds and entry.draft.kind != "state_forces"
        ]
        return _salient(reading, draft, fitting)
    subjects = [entry for entry in fitting if entry.sentence == owner.sentence and entry.subject]
    if (speaks := _subject_of_saying(reading, draft)) is not None:
        subjects = [entry for entry in fitting if entry.head == speaks] or subjects
    return subjects[-1] if subjects else _salient(reading, draft, fitting)


def _subject_of_saying(reading: Reading, draft: Draft) -> int | None:
    """ "The army denied that X had come, and said its troops …": who says what the words are the subject of."""
    tokens = reading.parse.tokens
    verb = tokens[tokens[draft.head].head]
    if tokens[draft.head].dep not in _SUBJECTS or verb.dep != "ccomp":
        return None
    saying = tokens[verb.head]
    for each in (saying, tokens[saying.head]):  # its own subject, else that of the verb it is joined to
        for child in reading.parse.children(each.index):
            if tokens[child].dep == "nsubj":
                is_relative = each.dep == "relcl" and tokens[child].text.lower() in ("which", "who")
                return each.head if is_relative else child
        if saying.dep != "conj":
            return None
    return None


def _of_leader(reading: Reading, past: list[_Past]) -> _Past | None:
    """ "his fighters": those of the side that the last person belongs to."""
    persons = [entry.draft for entry in past[-_LOOK_BACK:] if entry.draft.form == "person"]
    side = persons[-1].side if persons else None
    return next((entry for entry in reversed(past[-_LOOK_BACK:]) if side is not None and entry.draft.id == side), None)


def _organised(draft: Draft) -> bool:
    return draft.form in ("name", "force", "country") and draft.kind in _ORGANISED


def _of_pronoun(reading: Reading, draft: Draft, refers: Refers, past: list[_Past]) -> _Past | None:
    """A subject pronoun: the subject before it in its sentence, else the subject of the sentence before."""
    here = reading.parse.tokens[draft.head].sentence
    recent = [
        entry
        for entry in past[-_LOOK_BACK:]
        if here - entry.sentence <= 1
        and _agrees(entry.draft, refers.noun, many=reading.parse.tokens[entry.head].tag == "NNS")
    ]
    if (quotation := reading.quotation_of(draft.head)) is not None:
        # "They bombed a street," the rebels said: nobody quoted calls himself "they"
        recent = [entry for entry in recent if reading.quotation_of(entry.head) == quotation]
    if _unknown_subject(reading, draft, recent, here, refers.noun == "they"):
        return None
    if refers.noun == "they":
        recent = [entry for entry in recent if _is_many(reading, entry)]
    told = (here,) if _speaks_of_self(reading, here) else (here, here - 1)
    recent = [entry for entry in recent if entry.sentence in told]
    for sentence in told:
        subjects = {entry.key: entry for entry in recent if entry.sentence == sentence and entry.subject}
        if len(subjects) == 1:
            return next(iter(subjects.values()))
        if subjects:
            return list(subjects.values())[-1] if sentence == here else next(iter(subjects.values()))
    everyone = {entry.key: entry for entry in recent}
    return next(iter(everyone.values())) if len(everyone) == 1 else None


def _of_object(reading: Reading, draft: Draft, past: list[_Past]) -> _Past | None:
    """ "them": the last people of this sentence or the one before who are not the subject of the same clause, where there is but one."""
    here = reading.parse.tokens[draft.head].sentence
    own = set(reading.parse.children(reading.parse.tokens[draft.head].head))
    for sentence in (here, here - 1):
        people = {
            entry.key: entry
            for entry in past[-_LOOK_BACK:]
            if entry.sentence == sentence and entry.head not in own and entry.draft.form in ("group", "unnamed") and _is_many(reading, entry)
            and not (sentence == here and entry.subject)
        }  # fmt: skip
        if people:
            return next(iter(people.values())) if len(people) == 1 else None
    return None


def _speaks_of_self(reading: Reading, sentence: int) -> bool:
    """Whether somebody speaks as "I" or "we": their "they" is whom they mean, not whom the reporter spoke of."""
    span = reading.parse.sentences[sentence]
    return any(token.text.lower() in _FIRST_PERSON for token in reading.parse.tokens[span.first : span.last])


def _is_many(reading: Reading, entry: _Past) -> bool:
    """Whether a mention can be "they": plural words, a group's name, "police"; not "the government", "a soldier"."""
    if entry.draft.form == "name":
        return True
    noun = reading.parse.tokens[entry.draft.head]
    tags = {noun.tag, reading.parse.tokens[entry.head].tag}  # "Gunmen" may be taken for a name, "the attackers" is not
    return bool(tags & {"NNS", "NNPS", "PRP"}) or entry.draft.noun in _COLLECTIVE or " and " in entry.draft.name


def _unknown_subject(reading: Reading, draft: Draft, recent: list[_Past], here: int, many: bool) -> bool:
    """Whether a noun that is no actor is a subject nearer than any actor: "the convoy left before it was hit".

    ``many``: the pronoun is "they", which a single thing ("the advance") cannot be.
    """
    tokens = reading.parse.tokens
    known = {entry.token for entry in recent} | {entry.draft.head for entry in recent}
    for index in range(draft.first - 1, max(reading.parse.sentences[here].first, draft.first - 30) - 1, -1):
        token = tokens[index]
        if many and token.tag == "NN" and token.lemma.lower() not in _COLLECTIVE and index not in known:
            continue
        if token.dep in _SUBJECTS and token.pos in ("NOUN", "PROPN"):
            return not any(entry.sentence == here and entry.head == index for entry in recent) and index not in known
    return False


def _agrees(candidate: Draft, pronoun: str, *, many: bool) -> bool:
    """Whether a pronoun may stand for a mention; ``many``: its head is a plural, "ECOMOG troops"."""
    if pronoun in ("he", "she"):
        return candidate.form == "person"
    if pronoun == "it":
        return _organised(candidate) and candidate.noun not in ("troop", "soldier", "fighter", "militant", "rebel")
    if candidate.form == "name" and candidate.kind == "international" and not candidate.noun and not many:
        return False  # the European Union is no "they"; its soldiers are
    return candidate.form in ("name", "force", "group", "unnamed")


def _standing_for(draft: Draft, target: Draft) -> Draft:
    return replace(
        draft, name=target.name, id=target.id, kind=target.kind, form="anaphor", role=target.role, side=target.side,
        relations=merged(target.relations, draft.relations),
    )  # fmt: skip


def _mention(reading: Reading, draft: Draft, target: _Past | None) -> ActorMention:
    tokens = reading.parse.tokens
    antecedent = tokens[target.draft.first].start if target is not None else None
    row = reading.table.by_id.get(draft.id or "")
    areas = tuple(dict.fromkeys(code for code in (row.country, *row.areas) if code)) if row else ()
    return ActorMention(
        start=tokens[draft.first].start, end=tokens[draft.last - 1].end, head=draft.head, name=draft.name, id=draft.id,
        kind=draft.kind, form=draft.form, relations=draft.relations, antecedent=antecedent, role=draft.role, side=draft.side, areas=areas,
    )  # fmt: skip
