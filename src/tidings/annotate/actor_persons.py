"""Persons with role and side: "Ciya Kobani, an SDF commander" is one of the Syrian Democratic Forces (RECORD §4)."""

from __future__ import annotations

from typing import NamedTuple

from tidings.annotate.actor_names import Named, Reading
from tidings.annotate.actor_phrases import Draft, printed, singular
from tidings.model.text import Token
from tidings.model.values import ActorKind


class _Role(NamedTuple):
    words: str
    side: str | None
    kind: ActorKind


def person_drafts(reading: Reading, taken: set[int]) -> list[Draft]:
    """Drafts for the tagger's persons; a surname takes name, role and side of the full name before it."""
    found: list[Draft] = []
    known: dict[str, Draft] = {}
    for span_first, span_last in _joined(reading):
        first, last = _without_titles(reading, span_first, span_last)
        if first >= last or any(index in taken or index in reading.by_token for index in range(first, last)):
            continue
        if not reading.parse.tokens[first].text[:1].isupper():
            continue
        if (first == span_first or _after_preposition(reading, first)) and _is_place(reading, first, last):
            continue
        draft = _person(reading, first, last, span_first)
        known_as = draft.name.split()[-1]
        full = known.get(known_as)
        if full is None and last - first == 1 and draft.role is None and span_first == first:
            continue  # a lone capitalised word is too often no person at all
        if full is not None and (draft.name in (known_as, full.name)):
            draft = _same_person(draft, full)
        known[known_as] = draft
        found.append(draft)
        taken.update(range(first, last))
    return found


def _is_place(reading: Reading, first: int, last: int) -> bool:
    """ "in El Obeid", "Pale Township": a place that the tagger takes for a person."""
    tokens = reading.parse.tokens
    return _after_preposition(reading, first) or any(
        tokens[index].text.lower() in _PLACE_WORDS for index in range(first, last)
    )


def _after_preposition(reading: Reading, first: int) -> bool:
    return first > 0 and reading.parse.tokens[first - 1].text.lower() in _PLACE_BEFORE


_PLACE_BEFORE = frozenset(
    "in at near across outside inside around southern northern eastern western into towards".split()
)
_PLACE_WORDS = frozenset(
    "township district province state city village town county region north south east west road street".split()
)


def _joined(reading: Reading) -> list[tuple[int, int]]:
    """The tagger's persons; two that touch are one name cut in half."""
    spans: list[tuple[int, int]] = []
    for first, last in reading.persons:
        if (
            spans
            and spans[-1][1] == first
            and reading.parse.tokens[first].sentence == reading.parse.tokens[first - 1].sentence
        ):
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
    return spans


def _same_person(draft: Draft, full: Draft) -> Draft:
    return Draft(
        first=draft.first, last=draft.last, head=draft.head, name=full.name, id=None, form="person", noun="person",
        kind=draft.kind if draft.side or draft.kind != "unknown" else full.kind, role=draft.role or full.role,
        side=draft.side or full.side,
    )  # fmt: skip


def _without_titles(reading: Reading, first: int, last: int) -> tuple[int, int]:
    tokens, titles = reading.parse.tokens, reading.table.nouns.titles
    while first < last and _leads(tokens[first], titles):
        first += 1
    while last > first and (tokens[last - 1].tag == "POS" or not tokens[last - 1].text[:1].isalpha()):
        last -= 1
    return first, last


def _leads(token: Token, titles: frozenset[str]) -> bool:
    """Whether a word opens a name without being of it: a title, an article, a bullet, "Near"."""
    word = token.text.lower()
    return token.text in titles or word in ("the", "a", "an") or word in _PLACE_BEFORE or not word[:1].isalnum()


def _person(reading: Reading, first: int, last: int, span_first: int) -> Draft:
    tokens = reading.parse.tokens
    head = reading.parse.head_of(tokens[first].start, tokens[last - 1].end)
    before, after = _role_before(reading, first, span_first), _role_after(reading, last)
    role = before or after
    if before is not None and before.side is None and after is not None and after.side is not None:
        role = after  # "Colonel X, a spokesman for the Nigerian army"
    if role is not None and role.side is None:
        role = _of_side(reading, role, last)
    return Draft(
        first=first, last=last, head=head, name=printed(reading, first, last), id=None, form="person", noun="person",
        kind=role.kind if role else "unknown", role=role.words if role else None, side=role.side if role else None,
    )  # fmt: skip


def _of_side(reading: Reading, role: _Role, last: int) -> _Role:
    """ "Commander X of the Taliban": the side named after the person."""
    tokens = reading.parse.tokens
    index = last + 1 + (last + 1 < len(tokens) and tokens[last + 1].text.lower() == "the")
    owner = reading.by_token.get(index) if last < len(tokens) and tokens[last].text == "of" else None
    if owner is None:
        return role
    if owner.row is None:
        return role._replace(side=owner.owner_id)
    return role._replace(side=owner.row.id, kind=owner.row.kind_on(reading.published))


def _role_before(reading: Reading, first: int, span_first: int) -> _Role | None:
    """ "SDF commander" before the name: the run of modifiers and titles up to it."""
    tokens = reading.parse.tokens
    start = reading.parse.sentences[tokens[first].sentence].first
    left = first
    while left > start and first - left < 6:
        token = tokens[left - 1]
        if token.tag in ("DT", "PRP$") or token.pos in ("VERB", "AUX", "ADP", "PUNCT", "CCONJ", "SCONJ", "PRON", "ADV", "NUM") \
                and not (token.tag in ("POS", "HYPH") or left - 1 in reading.by_token):  # fmt: skip
            break
        left -= 1
    return _role(reading, left, first) if left < first else None


def _role_after(reading: Reading, last: int) -> _Role | None:
    """ ", an SDF commander," after the name."""
    tokens = reading.parse.tokens
    if last + 1 >= len(tokens) or tokens[last].text != "," or tokens[last + 1].sentence != tokens[last - 1].sentence:
        return None
    sentence = reading.parse.sentences[tokens[last].sentence]
    first = last + 1 + (tokens[last + 1].tag in ("DT", "PRP$"))
    stop = first
    while (
        stop < sentence.last and stop - first < 10 and tokens[stop].pos not in ("VERB", "AUX", "PUNCT", "SCONJ", "PRON")
    ):
        stop += 1
    if (
        stop < sentence.last
        and tokens[stop].text != ","
        and tokens[stop].text != "."
        and tokens[last + 1].tag not in ("DT", "PRP$")
    ):
        return None
    return _role(reading, first, stop) if stop > first else None


def _role(reading: Reading, first: int, stop: int) -> _Role | None:
    tokens, nouns = reading.parse.tokens, reading.table.nouns
    inside = [token for token in tokens[first:stop] if token.index not in reading.by_token]
    roles = [word for token in inside if (word := _role_word(token))]
    listed = [word for word in roles if word in nouns.command_roles or word in nouns.people or word in nouns.members or word in _OFFICES
              or word in nouns.fighters]  # fmt: skip
    if not listed:
        return None
    owners = [reading.by_token[index] for index in range(first, stop) if index in reading.by_token]
    owner = owners[0] if owners else None
    side = _side(owner, listed) or (_side_of_army(reading, roles, tokens[first].sentence) if owner is None else None)
    return _Role(printed(reading, first, stop), side, _kind(reading, owner, listed))


def _side_of_army(reading: Reading, roles: list[str], sentence: int) -> str | None:
    """ "army chief X": the forces of the state that the text is about."""
    if not any(role in reading.table.nouns.army for role in roles):
        return None
    state = reading.state_in_focus(sentence)
    return None if state is None else reading.table.forces_on(state, reading.published).id


_OFFICES = frozenset(
    {"president", "minister", "spokesman", "spokeswoman", "secretary", "king", "envoy", "ministry", "premier"}
)


def _role_word(token: Token) -> str:
    return singular(token).removesuffix(".")


def _side(owner: Named | None, roles: list[str]) -> str | None:
    if owner is None:
        return None
    if owner.state is not None and owner.state.forces is not None and any(role in _RANKS for role in roles):
        return owner.state.forces.id
    return owner.owner_id


_RANKS = frozenset(
    {"general", "colonel", "major", "captain", "soldier", "lieutenant", "sergeant", "brigadier", "admiral", "officer"}
)


def _kind(reading: Reading, owner: Named | None, roles: list[str]) -> ActorKind:
    nouns = reading.table.nouns
    if any(role in nouns.command_roles for role in roles):
        if owner is not None and owner.row is not None:
            return owner.row.kind_on(reading.published)
        return "state_forces" if owner is not None and any(role in _RANKS for role in roles) else "unknown"
    kinds = [nouns.people[role][0] for role in roles if role in nouns.people]
    return kinds[0] if kinds and "spokesman" not in roles else "unknown"
