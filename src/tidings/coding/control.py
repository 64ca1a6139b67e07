"""Control statements: who is said to hold, contest, besiege or lose a place, and when (RECORD §4, Control)."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from tidings.coding import tree
from tidings.coding.control_days import window_of
from tidings.coding.control_frames import Reader, Saying, denier
from tidings.coding.control_inside import find_fights_inside, find_fire_from
from tidings.coding.control_merge import fold_statements, place_key, with_takers
from tidings.coding.control_parties import Parties, Party
from tidings.coding.control_places import Places
from tidings.coding.control_spots import Spot
from tidings.coding.merge import Joined
from tidings.coding.scene import Scene
from tidings.model.coding import ControlReasons, ControlStatement
from tidings.model.mentions import CueMention
from tidings.model.text import Evidence, evidence
from tidings.reference.control_words import load_control_words

_HELD_AS_A_WHOLE = ("exact", "near", "admin2", "admin1", "unresolved")
_NEAR_BEFORE, _NEAR_BEHIND = 12, 16  # tokens of a phrase that says it by the way
_KINDS = {"leaving": "withdrawal", "entry": "capture", "engaged": "clash_inside"}
_TAKINGS = ("capture", "negotiated_transfer")
_GOINGS = ("withdrawal", "leaving")


def find_control(scene: Scene, joined: tuple[Joined, ...]) -> tuple[ControlStatement, ...]:
    """Statements of control in text order. ``joined``: the acts the text tells, which date a capture or a withdrawal."""
    words = load_control_words()
    reader = Reader(
        scene=scene,
        words=words,
        places=Places(scene=scene, words=words),
        parties=Parties(scene=scene, words=words),
    )
    accounts = {trigger.token: each for each in joined for draft in each.drafts for trigger in draft.happening.triggers}
    found, weaker = list[ControlStatement](), list[ControlStatement]()
    for saying in (*reader.sayings(), *find_fights_inside(reader), *find_fire_from(reader)):
        for read in _as_told(reader, saying, accounts):
            rows = _statements(reader, read, accounts.get(read.token))
            (weaker if read.kind in ("leaving", "entry") else found).extend(rows)
    found += _borne_out(reader, found, weaker, joined)
    return fold_statements(with_takers(found, scene.parse.sentence_at), scene.published)


def _as_told(reader: Reader, saying: Saying, accounts: dict[int, Joined]) -> Iterator[Saying]:
    """What a saying comes to as the text presents it: done, denied by a speaker, or meant to be done to who still holds the place."""
    told, scene = saying.told, reader.scene
    token = scene.parse.tokens[saying.token]
    cue = denier(scene, token) if told.by is not None and told.by.kind == "denied" else None
    if saying.kind == "engaged" and saying.token in accounts:
        return  # an account tells of the fight
    taking = saying.kind in _TAKINGS or saying.kind in _GOINGS
    if cue is not None and taking:
        if (holder := _who_denies(reader, cue, saying)) is not None:
            yield replace(saying, state="held", kind="denial", holder=holder, previous=None, bare=False)
        return
    if (
        told.polarity == "affirmed"
        and told.reality == "actual"
        and not (saying.kind == "capture" and _is_under_way(scene, saying.token))
    ):
        if saying.bare:
            yield from _by_nobody(reader, saying, accounts)
        else:
            yield saying
    elif saying.kind == "capture" and saying.previous is not None and cue is None:
        yield replace(saying, kind="background_statement", holder=saying.previous, previous=None, bare=False)


def _by_nobody(reader: Reader, saying: Saying, accounts: dict[int, Joined]) -> Iterator[Saying]:
    """A place taken or handed over, by or to whom the clause does not say: the account's actor, else lost (RECORD §4: taker unknown)."""
    account, scene = accounts.get(saying.token), reader.scene
    doers = tree.doers(scene.parse, saying.token)
    somebody = not doers or any(scene.has_class(each, "fighters") for each in doers)
    if saying.kind == "capture" and account is not None and somebody:
        own = [draft for draft in account.drafts if saying.token in {each.token for each in draft.happening.triggers}]
        mentions = [mention for draft in own for mention in draft.actors]
        party = next(
            (
                each
                for mention in mentions
                if mention.head >= 0 and (each := reader.parties.at(mention.head)) is not None and each.armed
            ),
            None,
        )
        if party is not None:
            yield replace(saying, holder=party, bare=False)
            return
    spots = tuple(spot for spot in saying.spots if saying.previous is not None or _is_sure(reader.scene, spot))
    meant = scene.parse.tokens[saying.token].tag == "VB"  # "an expedition to conquer X"
    if spots and not meant and (saying.previous is not None or account is not None):
        yield replace(saying, state="lost", spots=spots, bare=False)


def _is_sure(scene: Scene, spot: Spot) -> bool:
    """Whether a place that nobody is said to have taken is one: "Dzhokhar was captured", "ammunition was seized"."""
    is_person = any(token.entity.endswith("PERSON") for token in scene.parse.tokens_in(spot.start, spot.start + 1))
    return not is_person and spot.place.precision != "unresolved"


def _is_under_way(scene: Scene, index: int) -> bool:
    """ "Are driving the rebels out of X": it is not done."""
    parse, token = scene.parse, scene.parse.tokens[index]
    helpers = {parse.tokens[child].lemma for child in tree.children(parse, index, "aux")}
    return token.tag == "VBG" and "be" in helpers


def _who_denies(reader: Reader, cue: CueMention, saying: Saying) -> Party | None:
    """The denier's side; nobody where it is the one of whom it is said that he took the place."""
    party = reader.parties.of_speaker(cue)
    if party is None and cue.speaker_kind == "official":
        party = Party(name="government", id=None, state=True, armed=True)
    if party is None or (saying.holder is not None and saying.holder.key == party.key):
        return None
    return party


def _statements(reader: Reader, saying: Saying, account: Joined | None) -> Iterator[ControlStatement]:
    scene = reader.scene
    start = scene.parse.tokens[saying.token].start
    cues = tuple(cue for cue in scene.annotations.cues if cue.content_start <= start < cue.content_end)
    if any(cue.stance in ("doubts", "suspects") for cue in cues):
        return
    days = window_of(scene, saying, cues, account)
    speaker = _speaker(cues, saying)
    span = _words(scene, saying)
    for spot in saying.spots:
        if (
            spot.place.precision not in _HELD_AS_A_WHOLE
            and spot.extent is None
            and saying.kind not in ("explicit_control", "background_statement")
        ):
            continue
        whole = spot.place.precision == "country" and spot.extent is None
        if whole and (saying.background or saying.state == "lost" or saying.kind != "explicit_control"):
            continue
        holder, previous = (
            reader.parties.state_of(saying.holder, spot.place.country),
            reader.parties.state_of(saying.previous, spot.place.country),
        )
        state = saying.state
        if (
            state in ("held", "lost")
            and spot.extent is not None
            and spot.place.precision in ("exact", "near", "unresolved")
        ):
            state = "contested"
        yield ControlStatement(
            place=spot.place,
            holder=None if holder is None else holder.name,
            holder_id=None if holder is None else holder.id,
            previous=None if previous is None or saying.state in ("besieged", "contested") else previous.name,
            state=state,
            start=days[0],
            end=days[1],
            speaker=speaker,
            extent=spot.extent,
            evidence_type=_KINDS.get(saying.kind, saying.kind),
            evidence=(span,),
            reasons=ControlReasons(holder=None if holder is not None else "the text does not say who holds it"),
        )


def _speaker(cues: tuple[CueMention, ...], saying: Saying) -> str | None:
    """Who says so: the innermost who speaks, of a denial who denies; who denies what another claims does not say it."""
    wanted = [cue.speaker for cue in cues if cue.speaker and (cue.stance == "denies") == (saying.kind == "denial")]
    return wanted[-1] if wanted else None


def _words(scene: Scene, saying: Saying) -> Evidence:
    """The clause that says it, its place included; of a word before a noun ("rebel-held") no more than up to the place."""
    parse, token = scene.parse, scene.parse.tokens[saying.token]
    sentence = parse.sentences[token.sentence]
    spots = [spot for spot in saying.spots if sentence.start <= spot.start < sentence.end]
    if token.dep == "amod" and spots:
        first = min((index for index in parse.subtree(token.head) if index < token.index), default=token.index)
        last = max(max(span.end for span in spot.place.evidence) for spot in spots)
        return evidence(parse.text, parse.tokens[first].start, max(last, token.end))
    if saying.background and token.tag.startswith("NN"):
        top = token.head if token.dep == "appos" else token.index
        near = range(token.index - _NEAR_BEFORE, token.index + _NEAR_BEHIND)
        inside = {index for index in parse.subtree(top) if index in near} | {token.index}
    else:
        inside = set(tree.clause_tokens(parse, tree.clause_of(parse, token.index))) | {token.index}
    inside |= {each.index for spot in spots for each in parse.tokens_in(spot.start, spot.start + 1)}
    told = (parse.tokens[index] for index in sorted(inside))
    kept = [each for each in told if each.sentence == token.sentence and each.pos not in ("PUNCT", "SPACE")]
    return evidence(parse.text, kept[0].start, kept[-1].end)


def _borne_out(
    reader: Reader, found: list[ControlStatement], weaker: list[ControlStatement], joined: tuple[Joined, ...]
) -> Iterator[ControlStatement]:
    """Entries and leavings that the rest of the text bears out: a soldier who leaves a town does not give it up, one who enters does not hold it."""
    lost = {place_key(row) for row in (*found, *weaker) if row.state == "lost"}
    held = {(place_key(row), row.holder) for row in found if row.state == "held"}
    taken = {place_key(row): row.holder for row in found if row.state == "held"}
    deal = _let_in(joined)
    for row in weaker:
        where = row.evidence[0].quote.casefold()
        named = any(word in where.split() for word in reader.words.deals)
        if row.state == "lost":
            whole = any(f"{word} " in where for word in reader.words.all_of)
            if (
                named
                or whole
                or (place_key(row), row.previous) in held
                or taken.get(place_key(row), row.previous) != row.previous
            ):
                yield row
        elif row.place.precision in ("exact", "near", "unresolved"):
            if named or (row.holder_id in deal):
                yield replace(row, evidence_type="negotiated_transfer")
            elif place_key(row) in lost:
                yield row


def _let_in(joined: tuple[Joined, ...]) -> set[str | None]:
    """The ids of those who are party to an agreement that the text tells, and of the forces that are theirs."""
    mentions = [
        mention
        for each in joined if each.type == "agreement"
        for draft in each.drafts if draft.reading.polarity == "affirmed" and draft.reading.reality in ("actual", "ongoing")
        for mention in (*draft.actors, *draft.recipients) if mention.id is not None
    ]  # fmt: skip
    return {id for mention in mentions for id in (mention.id, f"{mention.id}-forces")}
