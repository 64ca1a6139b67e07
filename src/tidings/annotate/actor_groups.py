"""Forces, fighters, people and unnamed attackers: noun phrases whose head says who acts or suffers.

"Turkish troops" is one mention of a state's forces, "the Islamic State group" one of the group, "foreign journalists"
one of civilians; "the militants" and "its fighters" are left as drafts that point back (annotate/actor_anaphora.py).
"""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from tidings.annotate.actor_names import Named, Reading, ties_of
from tidings.annotate.actor_phrases import (
    Draft,
    Form,
    Phrase,
    Refers,
    in_mid_sentence,
    merged,
    name_head,
    phrase,
    printed,
    singular,
)
from tidings.annotate.trees import leader
from tidings.model.text import Parse, Token
from tidings.model.values import ActorKind, Relation
from tidings.reference.actor_rows import ActorRow, StateRow
from tidings.reference.actors import ActorNouns

_SOLDIERS = frozenset(
    {"soldier", "troop", "serviceman", "commando", "paratrooper", "conscript", "special force", "infantry", "sniper"}
)
_MILITARY = frozenset(
    {
        "base",
        "air base",
        "airbase",
        "outpost",
        "checkpoint",
        "checkpost",
        "post",
        "position",
        "barracks",
        "stronghold",
        "hideout",
        "headquarters",
        "line",
        "trench",
        "vehicle",
    }
)  # what fighters hold
_TELLING = frozenset({"say", "tell", "condemn", "announce", "report", "add", "state", "confirm", "deny"})
_OTHERS = frozenset(
    "foreign allied international coalition peacekeeping un u.n. enemy western occupying invading ex former child loyal rival mercenary proxy dissident renegade rogue".split()
)
_NON_STATE: tuple[ActorKind, ...] = (
    "rebel_group",
    "political_militia",
    "identity_militia",
    "criminal_group",
    "private_security",
    "unknown",
)
_STATE: tuple[ActorKind, ...] = ("state_forces", "international")
_REBELS: tuple[ActorKind, ...] = ("rebel_group", "political_militia", "identity_militia", "unknown")


def group_drafts(reading: Reading) -> list[Draft]:
    """Drafts for all noun phrases of people and forces, in text order, names of the table included."""
    found: list[Draft] = []
    taken: set[int] = set()
    for token in reading.parse.tokens:
        if (
            token.pos not in ("NOUN", "PROPN", "ADJ", "VERB")
            or token.index in taken
            or token.index in reading.bound_tokens
        ):
            continue
        if token.index in reading.by_token or _before_hyphen(reading, token):
            continue
        noun, width = _class_noun(reading, token)
        if noun is None or _is_taken_hostage(reading, token):
            continue
        draft = _draft(reading, phrase(reading, token.index, noun, width))
        if draft is not None and not any(index in taken for index in range(draft.first, draft.last)):
            partners = [other for other in _partners(reading, draft) if other.first not in taken]
            found.extend((*partners, draft))
            taken.update(index for one in (*partners, draft) for index in range(one.first, one.last))
    found.extend(_bare_names(reading, taken))
    return sorted(found, key=lambda draft: draft.first)


def _is_taken_hostage(reading: Reading, token: Token) -> bool:
    """Whether a token is "hostage" in "took a priest hostage": there it is no noun for somebody, whatever the parser makes of it."""
    before = reading.parse.tokens[token.index - 1] if token.index else None
    verb = reading.parse.tokens[token.head]
    if (
        token.lemma != "hostage"
        or verb.lemma not in ("take", "hold", "seize")
        or before is None
        or before.head != token.index
    ):
        return False
    return before.dep == "compound" and singular(before) in reading.table.nouns.people


def _before_hyphen(reading: Reading, token: Token) -> bool:
    """ "government" in "government-held"."""
    after = reading.parse.tokens[token.index + 1 : token.index + 3]
    return (
        len(after) == 2
        and after[0].text in ("-", "‑")
        and after[0].start == token.end
        and after[1].start == after[0].end
        and after[1].text.lower() != "by"  # "passers-by"
    )


def _class_noun(reading: Reading, token: Token) -> tuple[str | None, int]:
    """The listed noun that ends at a token, and its length in words ("security forces" is one noun of two)."""
    nouns = reading.table.nouns
    word = singular(token)
    if token.index and reading.parse.tokens[token.index - 1].sentence == token.sentence:
        pair = f"{reading.parse.tokens[token.index - 1].text.lower()} {word}"
        if any(pair in listed for listed in _classes(nouns)):
            return pair, 2
    if token.pos == "VERB" or (
        token.pos == "ADJ" and token.tag not in ("NN", "NNS") and not _adjective_noun(reading, token, word)
    ):
        return None, 0
    known = any(word in listed for listed in _classes(nouns))
    return (word, 1) if known else (None, 0)


def _classes(nouns: ActorNouns) -> tuple[Collection[str], ...]:
    return (nouns.government, nouns.army, nouns.troops, nouns.machines, nouns.acts, nouns.assets, nouns.fighters, nouns.members,
            nouns.organisations, nouns.attackers, nouns.people, nouns.peoples)  # fmt: skip


def _adjective_noun(reading: Reading, token: Token, word: str) -> bool:
    """ "rebel attack", "civilian deaths": an adjective in the tagger's eyes, a noun in ours."""
    if word not in reading.table.nouns.fighters and word not in ("civilian", "military", "police", "local"):
        return False
    head = reading.parse.tokens[token.head]
    return token.dep in ("nsubj", "nsubjpass", "dobj") or (
        head.index > token.index
        and word != "local"
        and singular(head) in (reading.table.nouns.acts | reading.table.nouns.losses)
    )


def _draft(reading: Reading, found: Phrase) -> Draft | None:
    """The draft of a phrase by the class of its noun; ``None`` where it only qualifies another noun."""
    nouns, noun = reading.table.nouns, found.noun
    if noun in nouns.acts:
        return None
    if _only_qualifies(reading, found):
        return None
    thing = noun in nouns.machines or noun in ("convoy", "vehicle")
    if found.actor is not None and thing and found.actor.first > found.head:
        return None  # "a drone of the PKK", "a convoy of the army": the owner stands for himself
    if found.actor is not None and _carries_owner(reading, found):
        return _of_actor(reading, found, found.actor)
    if noun in nouns.fighters:
        return _fighters(reading, found)
    if noun in nouns.government or noun in nouns.army or noun in nouns.troops or noun in nouns.machines:
        return _forces(reading, found)
    if noun in nouns.assets:
        return _asset(reading, found)
    if noun in nouns.attackers:
        return _plain(
            reading, found, "unnamed", "unknown", refers=_refers(found, ("unknown",)) if found.definite else None
        )
    if noun == "man" and found.owner is not None and reading.parse.tokens[found.owner].text.lower() in ("its", "their"):
        return _plain(
            reading, found, "unnamed", "unknown", refers=_refers(found, ("unknown",))
        )  # "the group said its men had …"
    if noun in nouns.people:
        return _people(reading, found)
    if noun in nouns.peoples:
        inside_name = found.head in reading.person_tokens
        return (
            None
            if inside_name
            else _plain(reading, found, "group", "civilians", name=printed(reading, found.first, found.head + 1))
        )
    if noun in nouns.organisations:
        return _organisation(reading, found)
    if noun == "commander":
        return _commander(reading, found)
    return None


def _commander(reading: Reading, found: Phrase) -> Draft | None:
    """ "the rebel commander", "an Afghan army commander": one of a side that has no name of its own here."""
    nouns = reading.table.nouns
    if reading.before_person(found.head):
        return None
    if found.words & nouns.rebel_modifiers:
        return _plain(reading, found, "unnamed", "rebel_group", refers=_refers(found, _REBELS))
    if found.state is not None and found.state.state is not None:
        return state_forces(reading, found, found.state.state)
    if not found.words & (nouns.army | nouns.state_modifiers):
        return None
    state = reading.state_in_focus(reading.parse.tokens[found.head].sentence)
    return _plain(reading, found, "force", "state_forces") if state is None else state_forces(reading, found, state)


def _only_qualifies(reading: Reading, found: Phrase) -> bool:
    """ "army base", "refugee camp", "police station": the noun stands before another that is neither act nor loss."""
    parse, nouns = reading.parse, reading.table.nouns
    token = parse.tokens[found.head]
    follower = parse.tokens[token.head]
    if (
        token.dep not in ("compound", "amod", "nmod", "nn")
        or follower.index <= token.index
        or follower.sentence != token.sentence
        or _is_taken_hostage(reading, follower)
    ):
        return False
    if parse.tokens[token.index + 1].tag == "POS":
        return False
    if follower.index in reading.by_token or follower.index in reading.person_tokens:
        return False
    return not any(singular(follower) in listed for listed in (nouns.acts, nouns.losses))


def _carries_owner(reading: Reading, found: Phrase) -> bool:
    nouns = reading.table.nouns
    if found.noun in nouns.machines or found.noun in nouns.fighters or found.noun in nouns.organisations:
        return True
    if reading.before_person(found.head):
        return False  # "SDF commander Mazloum Abdi" is a person with a role
    return found.noun in nouns.army or found.noun in nouns.troops or found.noun in nouns.government \
        or found.noun in nouns.members or found.noun in nouns.attackers or found.noun in nouns.assets  # fmt: skip


def _of_actor(reading: Reading, found: Phrase, named: Named) -> Draft:
    row = named.row
    assert row is not None
    left = _once_theirs(reading, min(found.first, named.first))
    if left is not None:
        words = in_mid_sentence(reading, left, found.head + 1)
        return Draft(
            first=left,
            last=found.last,
            head=found.head,
            name=words,
            id=None,
            kind="unknown",
            form="group",
            noun=found.noun,
        )
    first = found.first if named.first > found.head else min(found.first, named.first)
    closed = [
        i
        for i in range(named.last, found.head)
        if named.first < found.head and reading.parse.tokens[i].text in (")", "]")
    ]
    first = closed[-1] + 1 if closed else first  # "Abu Sayyaf Group (ASG) fighters": the name in brackets stands alone
    return Draft(
        first=first, last=found.last, head=found.head, name=row.name, id=row.id,
        kind=row.kind_on(reading.published), form="name", noun=found.noun,
        relations=merged(row.relations_on(reading.published), found.ties),
    )  # fmt: skip


def _once_theirs(reading: Reading, first: int) -> int | None:
    """Where "former" or "ex-" stands before a phrase, the token it starts at: former fighters of a group are of the group no more."""
    before = [token.text.lower() for token in reading.parse.tokens[max(0, first - 2) : first]]
    if before[-1:] == ["former"]:
        return first - 1
    return first - 2 if before == ["ex", "-"] else None


def _plain(
    reading: Reading, found: Phrase, form: Form, kind: ActorKind, *, refers: Refers | None = None, name: str = ""
) -> Draft:
    words = name or in_mid_sentence(reading, found.first, found.head + 1)
    return Draft(
        first=found.first, last=found.head + 1, head=found.head, name=words, id=None, kind=kind, form=form,
        relations=found.ties, refers=refers, noun=found.noun,
    )  # fmt: skip


def _refers(found: Phrase, kinds: tuple[ActorKind, ...], plural: bool = True) -> Refers:
    return Refers(kinds, found.noun, found.definite, found.owner, plural)


def state_forces(reading: Reading, found: Phrase, state: StateRow) -> Draft:
    """The draft of a state's forces or government: by the name of its forces where it has one, else by the state's."""
    held = reading.table.forces_on(state, reading.published)
    row: ActorRow | None = None if held.id == state.id else held
    government = found.noun in reading.table.nouns.government
    if row is not None and row is not state.forces:
        name = row.name  # whoever came to power: "Afghan border guards" of 2023 are the Taliban's
    elif _is_police(found) and state.adjectives and not (row and "Police" in row.name):
        row, name = None, f"{state.adjectives[0]} police"
    elif government:
        row = row if row is not None and state.government == row.name else None
        name = row.name if row else state.government or state.name
    else:
        name = row.name if row else state.name
    return Draft(
        first=found.first, last=found.last if found.state and found.state.first > found.head else found.head + 1, head=found.head,
        name=name, id=row.id if row else state.id, kind="state_forces", form="force", noun=found.noun, relations=found.ties,
    )  # fmt: skip


def _is_police(found: Phrase) -> bool:
    return found.noun.startswith("police") or found.noun in ("constable", "cop") or "police" in found.words


def _forces(reading: Reading, found: Phrase) -> Draft | None:
    nouns, sentence = reading.table.nouns, reading.parse.tokens[found.head].sentence
    rebels = bool(found.words & nouns.rebel_modifiers)
    unnamed = bool(found.words & nouns.unnamed_modifiers)
    if (
        found.noun == "artillery"
        and found.state is None
        and not (found.words or found.ties or found.definite)
        and (reading.parse.tokens[found.head].dep in ("compound", "nmod"))
    ):
        return None  # "artillery shells struck the square": what was fired, and not by whom
    if (
        found.noun
        in (
            "unit",
            "division",
            "officer",
            "personnel",
            "recruit",
            "administration",
            "authority",
            "coalition",
            "brigade",
            "battalion",
            "regiment",
            "garrison",
        )
        and found.state is None
        and not found.definite
        and not found.words
        and not (found.noun == "officer" and reading.parse.tokens[found.head].dep in ("dobj", "nsubjpass"))
    ):
        return None
    if (
        found.noun == "force"
        and reading.parse.tokens[found.head].tag == "NN"
        and not (
            found.state
            or found.ties
            or found.definite
            or found.ethnic
            or found.words & (nouns.state_modifiers | nouns.rebel_modifiers)
        )
    ):
        return None  # "by force", "in full force"
    if (
        found.noun == "military"
        and found.state is None
        and reading.parse.tokens[found.head].dep in ("amod", "compound", "nmod")
    ):
        return None  # "a military strike" says of what kind, not whose
    if found.noun == "coalition":
        return _plain(reading, found, "force", "unknown", refers=_refers(found, (*_STATE, *_REBELS), plural=False))
    if rebels:
        return _plain(reading, found, "force", "rebel_group", refers=_refers(found, _REBELS))
    if found.state is not None and not unnamed and not (found.ethnic and found.noun in nouns.troops):
        return state_forces(reading, found, found.state.state) if found.state.state else None
    if found.noun in nouns.machines:
        return None
    if found.ties or (found.owner is not None and found.noun not in nouns.government):
        return _plain(reading, found, "force", "unknown", refers=_refers(found, (*_REBELS, *_STATE)))
    if found.ethnic and not found.words & nouns.state_modifiers:
        return _plain(reading, found, "force", "unknown")
    generic = found.noun in nouns.army or found.noun in nouns.government or found.noun == "security force" \
        or bool(found.words & nouns.state_modifiers)  # fmt: skip
    state = reading.state_in_focus(sentence)
    if generic and state is not None:
        return state_forces(reading, found, state)
    if generic:
        return _plain(reading, found, "force", "state_forces")
    owner = reading.only_state(sentence)
    if (
        owner is not None
        and _are_its_own(found)
        and (not _does(reading.parse, found.head) or _at_home(reading, found, owner))
    ):
        known = state_forces(reading, found, owner)
        return replace(known, refers=_refers(found, _STATE)) if found.definite else known
    loyal = found.head + 1 < len(reading.parse.tokens) and reading.parse.tokens[found.head + 1].text.lower() == "loyal"
    return _plain(
        reading,
        found,
        "force",
        "unknown" if loyal else "state_forces",
        refers=_refers(found, _STATE) if found.definite and not loyal else None,
    )


def _are_its_own(found: Phrase) -> bool:
    """Whether bare "soldiers" may be those of the only state spoken of: nothing says that they are others'."""
    return found.noun in _SOLDIERS and not found.words & _OTHERS


def _does(parse: Parse, head: int) -> bool:
    """Whether a noun stands for who does something: soldiers who shoot need not be those of the land they shoot in."""
    token = leader(parse, head)
    return token.dep == "nsubj" or (token.dep == "pobj" and parse.tokens[token.head].text.lower() == "by")


def _at_home(reading: Reading, found: Phrase, state: StateRow) -> bool:
    """Whether their own sentence names the state of soldiers who do something, as the land or as their army, and speaks of no border."""
    parse = reading.parse
    sentence = parse.sentences[parse.tokens[found.head].sentence]
    if any(token.lemma.lower() == "border" for token in parse.tokens[sentence.first : sentence.last]):
        return False
    beside = [reading.by_token[i] for i in range(sentence.first, sentence.last) if i in reading.by_token]
    ids = {state.id, state.forces.id if state.forces else state.id}
    return any(name.owner_id in ids and not _only_speaks(reading, name) for name in beside)


def _only_speaks(reading: Reading, named: Named) -> bool:
    """ "officials in Mali said": the name is part of who says it, and no army's, which speaks of its own soldiers."""
    tokens, nouns = reading.parse.tokens, reading.table.nouns
    if named.row is not None:
        return False
    token = tokens[named.first]
    while token.head != token.index:
        if singular(token) in nouns.army:
            return False
        if token.dep == "nsubj":
            return tokens[token.head].lemma in _TELLING
        token = tokens[token.head]
    return False


def _asset(reading: Reading, found: Phrase) -> Draft | None:
    """ "a police station", "an army base": a state's thing, hit in its stead."""
    if found.noun in ("embassy", "consulate", "mission"):
        abroad = found.state is not None and found.noun != "mission"
        return (
            _plain(reading, found, "group", "civilians", name=in_mid_sentence(reading, found.first, found.head + 1))
            if abroad
            else None
        )
    if "coalition" in found.words:
        return _plain(
            reading, found, "force", "unknown", refers=Refers((*_STATE, *_REBELS), "coalition", True, None, False)
        )
    fighters = reading.table.nouns.fighters
    if found.noun in _MILITARY and (owners := sorted(found.words & fighters.keys())):
        return _plain(
            reading, found, "unnamed", fighters[owners[0]], name=f"{owners[0]}s"
        )  # "rebel positions": those of rebels
    if found.noun in _MILITARY and found.words & reading.table.nouns.rebel_modifiers:
        return _plain(reading, found, "unnamed", "rebel_group")
    if found.noun in _MILITARY and found.words & reading.table.nouns.peoples:
        return _plain(reading, found, "force", "unknown")
    if (
        found.noun in _MILITARY
        and found.state is not None
        and found.state.state is not None
        and found.state.sort == "adjective"
    ):
        return state_forces(
            reading, found, found.state.state
        )  # "two Armenian positions"; "a Kenyan camp" may be anybody's
    if found.noun == "vehicle" and not found.words & (reading.table.nouns.army - {"military"}):
        return None
    if not found.words & (reading.table.nouns.army | {"government", "regime", "junta"}) and found.noun != "air base":
        back = found.definite and not found.words and found.state is None
        return (
            _plain(reading, found, "anaphor", "unknown", refers=_refers(found, _STATE, plural=False)) if back else None
        )
    state = found.state.state if found.state else reading.state_in_focus(reading.parse.tokens[found.head].sentence)
    return state_forces(reading, found, state) if state else None


def _fighters(reading: Reading, found: Phrase) -> Draft | None:
    if found.noun == "terrorist" and reading.parse.tokens[found.head].dep in ("amod", "compound"):
        return None  # "a terrorist attack" says of what kind, not whose
    if found.noun in ("opposition", "rebellion", "insurgency") and not (
        found.definite or found.state or found.words & {"armed"}
    ):
        return None
    kind = reading.table.nouns.fighters[found.noun]
    if found.words & reading.table.nouns.rebel_modifiers and kind == "unknown":
        kind = "rebel_group" if found.words & {"rebel", "opposition", "insurgent", "separatist"} else kind
    if found.ethnic and kind == "political_militia":
        kind = "identity_militia"
    if found.state is not None or found.ethnic:
        return _plain(reading, found, "unnamed", kind, refers=_refers(found, _kinds(kind)) if found.definite else None)
    return _plain(reading, found, "unnamed", kind, refers=_refers(found, _kinds(kind)))


def _kinds(kind: ActorKind) -> tuple[ActorKind, ...]:
    if kind == "unknown":
        return _NON_STATE
    if kind == "criminal_group":
        return ("criminal_group",)
    return _REBELS


def _people(reading: Reading, found: Phrase) -> Draft | None:
    kind, name = reading.table.nouns.people[found.noun]
    if found.head in reading.person_tokens or reading.before_person(found.head) or "in" in _word_before(reading, found):
        return None  # "Prime Minister Haider al-Abadi" is a person, "commander in chief" a rank
    if found.words & {"armed", "masked"} and kind in ("civilians", "unknown"):
        return _plain(
            reading, found, "unnamed", "unknown", refers=_refers(found, ("unknown",)) if found.definite else None
        )
    if found.actor is not None and found.noun in ("official", "supporter", "prisoner", "detainee", "chief"):
        return _of_actor(reading, found, found.actor)
    everyone = found.noun in ("people", "population", "citizen")  # "the Iraqi people" are civilians without more
    described = found.ethnic or (
        found.state is not None and not everyone
    )  # "Turkish civilians" are told by those words
    draft = _plain(reading, found, "group", kind, name="" if described else name)
    return _with_partner(reading, draft)


def _word_before(reading: Reading, found: Phrase) -> tuple[str, ...]:
    return (reading.parse.tokens[found.head - 1].text.lower(),) if found.noun == "chief" and found.head else ()


def _with_partner(reading: Reading, draft: Draft) -> Draft:
    """ "women and children" is one mention: two bare nouns for people joined by "and"."""
    tokens, nouns = reading.parse.tokens, reading.table.nouns
    after = draft.last
    if (
        after + 1 >= len(tokens)
        or tokens[after].text.lower() != "and"
        or tokens[after + 1].sentence != tokens[after].sentence
    ):
        return draft
    partner = tokens[after + 1]
    if partner.pos != "NOUN" or singular(partner) not in nouns.people or after + 2 < len(tokens) and tokens[after + 2].head == partner.index \
            and tokens[after + 2].dep == "compound":  # fmt: skip
        return draft
    if nouns.people[draft.noun][1] or nouns.people[singular(partner)][1]:
        return draft
    return Draft(
        first=draft.first, last=after + 2, head=draft.head, name=in_mid_sentence(reading, draft.first, after + 2), id=None,
        kind=draft.kind, form="group", noun=draft.noun,
    )  # fmt: skip


def _organisation(reading: Reading, found: Phrase) -> Draft | None:
    """ "the group", "the jihadist group"; an indefinite one is a group without a name."""
    armed = bool(found.words & (reading.table.nouns.rebel_modifiers | {"armed", "militia", "terror"}))
    kinds = (*_NON_STATE, *_STATE[:1]) if "paramilitary" in found.words else _NON_STATE
    singular_noun = reading.parse.tokens[found.head].tag == "NN"
    if singular_noun and found.definite and found.last == found.head + 1 and not _has_of(reading.parse, found.head):
        return _plain(reading, found, "anaphor", "unknown", refers=_refers(found, kinds, plural=False))
    if armed:
        return _plain(reading, found, "unnamed", "rebel_group" if "rebel" in found.words else "unknown")
    return None


def _has_of(parse: Parse, head: int) -> bool:
    return head + 1 < len(parse.tokens) and parse.tokens[head + 1].text.lower() == "of"


def _partners(reading: Reading, draft: Draft) -> list[Draft]:
    """ "American and Iraqi personnel": the state before the "and" has its forces there too."""
    tokens = reading.parse.tokens
    before = draft.first - 2
    if draft.form not in ("force", "name") or before < 0 or tokens[before + 1].text.lower() not in ("and", "or"):
        return []
    named, owner = reading.by_token.get(before), reading.by_token.get(draft.first)
    if (
        named is None
        or owner is None
        or draft.kind != "state_forces"
        or named.state is None
        or named.sort == "people"
        or tokens[before].sentence != tokens[draft.head].sentence
    ):
        return []
    if not (tokens[before].dep in ("amod", "nmod", "compound") or named.sort == "adjective"):
        return []
    row = named.state.forces
    return [Draft(
        first=named.first, last=named.last, head=before, name=row.name if row else named.state.name, id=row.id if row else named.state.id,
        kind="state_forces", form="force", noun=draft.noun,
    )]  # fmt: skip


def _bare_names(reading: Reading, taken: set[int]) -> list[Draft]:
    """Names of the table that no larger phrase has taken; states are left to the caller."""
    found = []
    for named in (*reading.named, *reading.holders):
        if named.row is not None and named.first not in taken:
            row = named.row
            first = named.first + (
                reading.parse.tokens[named.first].text.lower() == "the" and named.last - named.first > 1
            )
            found.append(Draft(
                first=first, last=named.last, head=name_head(reading.parse, first, named.last), name=row.name, id=row.id,
                kind=row.kind_on(reading.published), form="name",
                relations=merged(row.relations_on(reading.published), _ties_before(reading, first)),
            ))  # fmt: skip
            taken.update(range(named.first, named.last))
            found.extend(partner for partner in _partners(reading, found[-1]) if partner.first not in taken)
    return found


def _ties_before(reading: Reading, first: int) -> tuple[Relation, ...]:
    """ "U.S.-backed Syrian Democratic Forces": the tie printed right before a name."""
    return ties_of(reading, (first - 1,)) if first else ()
