"""The parts of an event put into one line, as :mod:`tidings.export.sentence` describes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from tidings.export.sentence_speakers import (
    against,
    as_party,
    bounds_key,
    is_against,
    is_mixed,
    outlet_of,
    says,
    speaker_of,
    speakers_of,
)
from tidings.export.sentence_tolls import Toll, bounds_of, figure, is_ruling, joint, noun_of, subsets, tolls
from tidings.export.sentence_words import (
    TypeWords,
    by_whom,
    capital,
    day,
    is_many,
    is_person,
    listed,
    named,
    plain,
    several,
    type_words,
    when,
    where,
    words,
)  # fmt: skip
from tidings.fusion.rules import Rule, disputed
from tidings.model.event import Event, LedgerEntry, Member, View
from tidings.model.values import Attribution, Place
from tidings.reference.ontology import load_ontology

_MOST_SPEAKERS: Final = 3
_NOT_HAPPENED: Final = {
    "planned": "Planned, and not reported as having happened",
    "threatened": "Threatened, and not reported as having happened",
    "hypothetical": "Spoken of as possible, and not reported as having happened",
    "ongoing": "Reported as going on, and not as one event",
}


class Line:
    """One sentence in the making: the parts of an event that it draws on."""

    def __init__(self, event: Event, view: View, rule: Rule) -> None:
        self._event, self._view = event, view
        self._words: TypeWords = type_words(event.type)
        self._members: tuple[Member, ...] = view.told(event)
        self._outlets = {outlet_of(one) for one in self._members} | {
            speaker_of(entry, view) for entry in event.ledger if is_ruling(entry)
        }
        self._tolls = tolls(event, rule)
        self._subsets = subsets(event, self._tolls, rule)
        self._main, self._other = _split(self._tolls)
        self._joint = joint(event, {toll.kind: toll for toll in self._tolls})
        denying = {one.account.id for one in self._members if any(is_against(said) for said in one.account.attribution)}
        self._told = [
            entry
            for entry in event.ledger
            if entry.field == "type" and not is_ruling(entry) and (entry.speaker or entry.account not in denying)
        ]

    def text(self) -> str:
        """The whole line."""
        body = self._body()
        known = self._as_of()
        dated = f"{body}, as of {known}" if known else body
        return f"{'; '.join([capital(dated), *self._tails()])}."

    def printed(self) -> list[LedgerEntry]:
        """The entries of the ledger that the line prints, in its order; without any, who says that it happened."""
        found = [entry for toll in (*self._main, *self._other) for entry in toll.entries]
        found += [entry for toll in self._tolls for part in self._subsets[toll] for entry in part.heard]
        found += [*self._joint, *self._denied()]
        return found or self._told or [entry for entry in self._event.ledger if entry.field == "type"]

    def opposed(self) -> list[tuple[Member, Attribution]]:
        """Who denies or doubts that it happened or who did it, with the account that says so."""
        return [(one, said) for one in self._members for said in one.account.attribution if is_against(said)]

    # --- the body -----------------------------------------------------------------------------------------------------------

    def _body(self) -> str:
        event = self._event
        if event.standing.polarity == "denied":
            deniers = self._deniers("denies")
            if deniers:
                verb = "deny" if len(deniers) > 1 or is_many(deniers[0]) else "denies"
                return f"{listed([named(one) for one in deniers])} {verb} that {self._happened(deniers)}"
            return f"reported not to have happened: {self._noun_phrase()}{self._brackets(self._sources())}"
        if event.standing.reality != "actual":
            practice = event.standing.reality == "ongoing"
            told = self._noun_phrase(practice=practice)
            return f"{_NOT_HAPPENED[event.standing.reality]}: {told}{self._brackets(self._sources())}"
        if not self._main:
            if self._told and all(entry.interest == "party" for entry in self._told):
                return f"{says(self._sources())} that {self._happened(self._sources())}"
            return self._happened()
        if self._main[0].claimed:
            return self._claimed()
        return f"{self._counted()}{self._in_the_act()}"

    def _happened(self, telling: Sequence[str] = ()) -> str:
        """ "an air strike took place in X on D (residents)"; "X was taken by A on D". ``telling``: who says so, said before."""
        known, place = self._words, self._event.values.place
        said = "" if telling else self._brackets(self._sources())
        if known.subject == "place":
            subject = _as_subject(place) if place else "a place that is not named"
            return f"{subject} {known.happened}{self._by(telling or self._sources(), verb=True)}{self._day('')}{said}"
        told = f" {known.happened}"
        subject = f"{known.told}{told}" if known.told else f"{known.act}{self._of_place(f'{self._who(telling)}{told}')}"
        return f"{subject}{self._where_and_when()}{said}"

    def _noun_phrase(self, *, practice: bool = False) -> str:
        known = self._words
        return f"{known.going_on if practice else known.act}{self._of_place(f'{self._who()}{self._where_and_when()}')}"

    def _in_the_act(self, telling: Sequence[str] = (), *, sides: bool = True) -> str:
        """ " in an air strike by A in X on D": where the figures are the event itself, only by whom."""
        known = self._words
        if known.same_as & {toll.kind for toll in self._main}:
            by = "" if known.own or not sides else self._by(telling or self._printed_speakers(), verb=True)
            return f"{by}{self._where_and_when()}"
        by = "" if known.own or not sides else self._between(telling) if known.between else self._by(telling)
        return f" in {known.act}{self._of_place(f'{by}{self._where_and_when()}')}"

    def _who(self, telling: Sequence[str] = ()) -> str:
        """Both sides, or on whom and by whom."""
        known, values = self._words, self._event.values
        if known.between:
            return self._between(telling) or self._involving()
        hit = list(dict.fromkeys(named(actor.name) for actor in values.recipients)) if known.on else []
        return f"{f' {known.on} {listed(hit)}' if hit else ''}{self._by(telling)}"

    def _by(self, telling: Sequence[str] = (), *, verb: bool = False) -> str:
        """By whom; the text that only threatens or plans something needs no claim of it."""
        known = load_ontology().types.get(self._event.type)
        claims = self._event.standing.reality == "actual" and not (known and known.verbal)
        return by_whom(self._event.values.actors, telling, claims=claims, verb=verb)

    def _between(self, telling: Sequence[str] = ()) -> str:
        """ " between A and B", where two are known."""
        values = self._event.values
        armed = [actor for actor in values.recipients if actor.kind not in ("civilians", "protesters")]
        both = list(dict.fromkeys(named(actor.name) for actor in (*values.actors, *armed)))
        said = {speaker.casefold(): speaker for actor in values.actors for speaker in actor.attributed_by}
        known = {name.casefold() for name in (*telling, *self._printed_speakers())}
        told = listed([named(name) for folded, name in said.items() if folded not in known])
        if len(both) < 2:
            return ""
        return f" between {listed(both)}{f', according to {told},' if told else ''}"

    def _involving(self) -> str:
        values = self._event.values
        only = dict.fromkeys(named(actor.name) for actor in (*values.actors, *values.recipients))
        return f" involving {listed(list(only))}" if only else ""

    def _of_place(self, rest: str) -> str:
        """What goes before the rest of the clause: " of X", " of X, Nigeria," where anything follows."""
        place, preposition = self._event.values.place, self._words.of_place
        said = f" {where(place, preposition)}" if place and preposition else ""
        return f"{said}{',' if rest and ', ' in said else ''}{rest}"

    def _where_and_when(self) -> str:
        place = self._event.values.place
        at = where(place, self._words.place) if place and not self._words.of_place else ""
        return f"{f' {at}' if at else ''}{self._day(at)}"

    def _day(self, before: str) -> str:
        days = when(self._event.values.date)
        return f"{',' if ', ' in before else ''} {days}" if days else ""

    # --- the figures --------------------------------------------------------------------------------------------------------

    def _counted(self) -> str:
        """ "9 people were killed (police) and 30 were injured (the hospital)"."""
        clauses = _by_kind(self._main)
        brackets = [self._brackets(speakers_of(group, self._view), group) for group in clauses]
        verbs = [self._clause(group, clauses[0][0] if number else None) for number, group in enumerate(clauses)]
        if len(set(brackets)) == 1:
            return f"{' and '.join(verbs)}{brackets[0] if not is_mixed(clauses[0]) else ''}"
        pairs = zip(verbs, brackets, clauses, strict=True)
        return " and ".join(f"{verb}{'' if is_mixed(group) else said}" for verb, said, group in pairs)

    def _clause(self, group: Sequence[Toll], first: Toll | None) -> str:
        """The figures of one kind with their verb; a noun that was just said is not said again."""
        nouns = [self._counted_noun(toll, first) for toll in group]
        if is_mixed(group):
            nouns = [
                f"{noun}{self._brackets(speakers_of([toll], self._view), [toll])}"
                for noun, toll in zip(nouns, group, strict=True)
            ]
        be = "was" if len(group) == 1 and group[0].is_one else "were"
        if group[0].phrase.startswith("none, or"):
            nouns[0] += ","
        verb = words().kinds[group[0].kind].verb.format(be=be)
        if group[0].kind == "casualties" and group[0].told in ("“casualties”", "“victims”", "“losses”"):
            verb = "were reported"
        return f"{listed(nouns)} {verb}"

    def _counted_noun(self, toll: Toll, first: Toll | None) -> str:
        again = first is not None and first.noun in ("people", "person") and toll.noun in ("people", "person")
        told = toll.phrase if again else toll.told
        parts = [part.told for part in self._subsets[toll]]
        return f"{told}, among them {listed(parts)}," if parts else told

    def _claimed(self) -> str:
        """ "the army says it killed 30 rebels in …"; "S says that 11 soldiers were killed in …"; rival claims beside."""
        toll = self._main[0]
        speakers = speakers_of([toll], self._view)
        first = speakers[0]
        own = [entry for entry in toll.heard if speaker_of(entry, self._view) == first]
        rivals = [entry for entry in (*toll.heard, *toll.above) if speaker_of(entry, self._view) != first]
        if not rivals or len({bounds_key(entry) for entry in toll.heard}) == 1:
            own_act = self._kills(toll, speakers)
            told = self._claim(toll, toll.told, speakers)
            return f"{told}{self._in_the_act(speakers, sides=not own_act)}"
        own_figure = f"{figure(bounds_of(own[0]), own[0].words)} {toll.noun}"
        told = self._claim(toll, own_figure, [first])
        others = [
            f"{says([speaker_of(entry, self._view)])} {figure(bounds_of(entry), entry.words)}" for entry in rivals
        ]
        return f"{told}, and {', '.join(dict.fromkeys(others))},{self._in_the_act([first])}"

    def _claim(self, toll: Toll, told: str, speakers: list[str]) -> str:
        verb = words().kinds[toll.kind].verb
        if self._kills(toll, speakers):
            return f"{says(speakers)} {'they' if is_many(speakers[0]) else 'it'} {toll.kind} {told}"
        clauses = [f"{told} {verb.format(be='was' if toll.is_one else 'were')}"]
        if toll in self._main and told == toll.told:
            clauses = [
                self._clause(group, toll if number else None) for number, group in enumerate(_by_kind(self._main))
            ]
        return f"{says(speakers)} that {' and '.join(clauses)}"

    def _kills(self, toll: Toll, speakers: list[str]) -> bool:
        """Whether the only speaker tells what it did itself; of people whose side is not told ("it lost four men") it may not be."""
        is_own = toll.kind in ("killed", "injured") and toll.group in ("combatants_recipient", "civilians")
        return is_own and len(toll.heard) == len(speakers) == 1 and self._is_actor(speakers[0])

    def _is_actor(self, speaker: str) -> bool:
        actors = self._event.values.actors
        own = {text.casefold() for actor in actors for text in (actor.name, actor.mention)}
        ids = {actor.id for actor in actors if actor.id}
        said = (said for one in self._members for said in one.account.attribution if said.speaker == speaker)
        return not is_person(speaker) and (speaker.casefold() in own or any(each.id in ids for each in said))

    # --- who says so --------------------------------------------------------------------------------------------------------

    def _sources(self) -> list[str]:
        """Who says that it happened; where nobody in particular does, who gives the figures, else who published it."""
        said = dict.fromkeys(
            one for entry in self._told if entry.speaker for one in several(speaker_of(entry, self._view))
        )
        if not said:
            said = dict.fromkeys(speakers_of(self._tolls, self._view))
            said |= dict.fromkeys(speaker_of(entry, self._view) for entry in self._joint)
        return list(said or dict.fromkeys(outlet_of(one) for one in self._members))

    def _printed_speakers(self) -> list[str]:
        """Whom the clause names in brackets: who gives its figures; without figures, who says that it happened."""
        if not self._main:
            return self._sources()
        return [one for together in speakers_of(self._main, self._view) for one in several(together)]

    def _brackets(self, speakers: list[str], group: Sequence[Toll] = ()) -> str:
        """ " (police; the hospital)"; rival words in quotation marks; whoever is a party is said to be one among others."""
        parties = {
            speaker_of(entry, self._view)
            for toll in group
            if not toll.claimed
            for entry in toll.heard
            if entry.interest == "party"
        }
        alone = {one: several(one) if one not in (*parties, *self._outlets) else [one] for one in speakers}
        each = dict.fromkeys(one for together in alone.values() for one in together)
        shown = [f"{self._named(one)}{as_party(one) if one in parties else ''}" for one in each]
        if len(shown) > _MOST_SPEAKERS + 1:
            shown = [*shown[:_MOST_SPEAKERS], f"and {len(shown) - _MOST_SPEAKERS} others"]
        vague = [entry for toll in group for entry in toll.words]
        shown += [f"{self._named(speaker_of(entry, self._view))}: “{_lower(plain(entry.words))}”" for entry in vague]
        above = [(toll, entry) for toll in group for entry in toll.above]
        told = f" ({'; '.join(shown)})" if shown else ""
        if not above:
            return told
        counts = dict.fromkeys(figure(bounds_of(entry), entry.words) for _, entry in above)
        others = dict.fromkeys(self._named(speaker_of(entry, self._view)) for _, entry in above)
        return f"{told}, and {listed(list(counts))} by another count ({'; '.join(others)}),"

    def _named(self, name: str) -> str:
        """A speaker with its article; an outlet as it calls itself."""
        return plain(name) if name in self._outlets else named(name)

    def _deniers(self, stance: str) -> list[str]:
        """Who denies (or doubts) the event itself, in the order of the event."""
        found = [said for one in self._members for said in one.account.attribution if is_against(said, stance)]
        return list(dict.fromkeys(said.speaker for said in found))

    def _denied(self) -> list[LedgerEntry]:
        return [
            entry for entry in self._event.ledger if entry.field.endswith(".denied") and entry.superseded_by is None
        ]

    # --- behind the semicolons ----------------------------------------------------------------------------------------------

    def _tails(self) -> list[str]:
        """What stands against the figures or beside them."""
        event = self._event
        actual = event.standing.polarity == "affirmed" and event.standing.reality == "actual"
        found: list[str] = []
        if event.standing.polarity == "affirmed" and not actual and self._tolls:
            found.append(f"figures named: {listed([self._short(toll) for toll in self._tolls])}")
        if actual:
            found += [self._beside(toll) for toll in self._main if toll.besides]
            claims = [toll for toll in self._other if toll.claimed]
            found += [self._claim(toll, toll.told, speakers_of([toll], self._view)) for toll in claims]
            counted = [
                f"{self._short(toll)}{self._brackets(speakers_of([toll], self._view))}"
                for toll in self._other
                if not toll.claimed
            ]
            found += [f"counted otherwise: {listed(counted)}"] * bool(counted)
            more = [
                f"{self._joint_figure(entry)} ({self._named(speaker_of(entry, self._view))})" for entry in self._joint
            ]
            found += [f"over this and other events: {listed(more)}"] * bool(more)
        if event.standing.polarity == "affirmed":
            found += self._against()
        return found

    def _short(self, toll: Toll) -> str:
        return f"{toll.told} {words().kinds[toll.kind].short}"

    def _joint_figure(self, entry: LedgerEntry) -> str:
        _, kind, group, _ = entry.field.split(".")
        told = figure(bounds_of(entry), entry.words)
        return f"{told} {noun_of(entry) or words().groups[group][1]} {words().kinds[kind].short}"

    def _beside(self, toll: Toll) -> str:
        """ "the army, itself a party, says 2": parties' figures that the rule leaves out."""
        said = []
        for speaker in dict.fromkeys(speaker_of(entry, self._view) for entry in toll.besides):
            own = [entry for entry in toll.besides if speaker_of(entry, self._view) == speaker]
            told = " and ".join(dict.fromkeys(figure(bounds_of(entry), entry.words) for entry in own))
            verb = "say" if is_many(speaker) else "says"
            said.append(f"{named(speaker)}{as_party(speaker)}, {verb} {told}")
        return ", ".join(said)

    def _against(self) -> list[str]:
        """Disputes, denials and doubts."""
        rivals = [toll for toll in self._tolls if toll.field in self._event.disputed and disputed(toll.rivals)]
        found = ["the figures are disputed"] if rivals else []
        deniers = dict.fromkeys(speaker_of(entry, self._view) for entry in self._denied() if entry.speaker)
        own = [
            one
            for one in self._deniers("denies")
            if self._is_actor(one) and any(actor.attributed_by for actor in self._event.values.actors)
        ]
        deniers |= dict.fromkeys(one for one in self._deniers("denies") if one not in own)
        nobody = any(entry.speaker is None for entry in self._denied()) and not deniers
        found += against(list(deniers), "denies", "deny", "it")
        found += against(own, "denies", "deny", "carrying it out")
        found += ["this is denied"] * nobody
        return found + against(self._deniers("doubts"), "doubts", "doubt", "it")

    def _as_of(self) -> str:
        """The last day on which one of the printed figures, or the event where none is, was asserted."""
        event_types = [entry for entry in self._event.ledger if entry.field == "type"]
        used = [entry for toll in self._main for entry in (*toll.heard, *toll.words, *toll.above)] or self._told
        used = used or self._joint or [entry for entry in event_types if entry.asserted_on]
        days = [entry.asserted_on for entry in used if entry.asserted_on]
        if not days:
            return ""
        date = self._event.values.date
        shown = date.end or date.start
        return day(max(days), year=shown is None or shown.year != max(days).year)


def _as_subject(place: Place) -> str:
    """The place at the head of a sentence: "Skelmouth", "Tikrit, Iraq,", "a place near Skelmouth"."""
    said = where(place, "of").removeprefix("of ")
    return f"{said}," if ", " in said else said


def _split(found: list[Toll]) -> tuple[list[Toll], list[Toll]]:
    """The figures of the main clause, and those told beside it: claims of parties, and what may count the same people again."""
    independent = [toll for toll in found if not toll.claimed]
    pool = independent or found
    main: list[Toll] = []
    for toll in pool:
        if not any(_overlap(toll, other) for other in main) and (independent or not main or _one_voice(toll, main[0])):
            main.append(toll)
    return main, [toll for toll in found if toll not in main]


def _one_voice(one: Toll, other: Toll) -> bool:
    return {entry.speaker for entry in one.heard} == {entry.speaker for entry in other.heard}


def _overlap(one: Toll, other: Toll) -> bool:
    """Whether two figures may count the same people: of one kind, by no common account, and in groups that are not apart."""
    kinds = {one.kind, other.kind}
    if "casualties" in kinds and kinds & {"killed", "injured"}:
        return True
    if one.kind != other.kind or one.accounts & other.accounts:
        return False
    groups = {one.group, other.group}
    return (
        one.unit != other.unit
        or "unknown" in groups
        or (bool(groups & {"women", "children"}) and "civilians" in groups)
    )


def _by_kind(found: Iterable[Toll]) -> list[list[Toll]]:
    kinds: dict[str, list[Toll]] = {}
    for toll in found:
        kinds.setdefault(toll.kind, []).append(toll)
    return list(kinds.values())


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
