"""Signs by which an account is told to be an incident of MUC-4's kind or not, for a table of points (``muc4_points.yaml``).

MUC-4 wants acts of terror: violence against people who do not fight, and property, by people who mean it, told as one
act of its own. Fighting between forces, tolls of whole wars, acts of long ago and mere talk of violence are none.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from evals.muc4_heads import TYPES, Reading
from evals.muc4_victims import EFFECT_OF, FIGHTERS, People
from tidings.model.coding import Account
from tidings.model.mentions import Annotations
from tidings.model.text import Token
from tidings.reference.points import ladder, odds

_WORDS = {
    "terror": "terrorist terrorism terror", "war": "war clash combat fighting battle offensive operation skirmish bombardment encounter",
    "justice": "trial investigation court judge sentence warrant extradite extradition arrest accuse charge suspect",
    "condemn": "condemn repudiate deplore regret denounce protest", "drug": "drug trafficker cartel extraditable mafia",
    "hire": "gunman assassin individual man unidentified unknown", "murdered": "murder assassinate assassination assasination", "wardead": "year decade",
    "figures": "total statistics figure number toll balance", "bomb": "bomb dynamite explosive grenade", "squad": "squad death",
    "peace": "peace dialogue negotiation talk", "human": "right", "property": "pipeline tower pylon bridge bus embassy office vehicle residence store bank",
    "military": "garrison brigade battalion barracks base position trench airport column patrol detachment military soldier troop",
    "heard": "hear shot gunfire shootout", "accident": "accident crash operation confrontation", "guerrilla": "guerrilla rebel insurgent fmln farc eln shining",
    "invasion": "invasion marine u.s. american",
}  # fmt: skip
_WORD_SIGNS = {word: sign for sign, words in _WORDS.items() for word in words.split()}
_DEEDS = frozenset(
    "explosion explode blow destroy damage set throw hurl dynamite plant place raid occupy burn rob".split()
)
_OFTEN, _SHARE = 2, 0.15
_LARGE = 100
_OLD, _RECENT, _NEWS = 60, 7, 1


def account_signs(
    annotations: Annotations, account: Account, victims: Sequence[People], published: dt.date | None
) -> frozenset[str]:
    """All signs of an account, with those of one kind joined to its type where the type matters."""
    return frozenset(_all(annotations, account, victims, published))


def _all(
    annotations: Annotations, account: Account, victims: Sequence[People], published: dt.date | None
) -> Iterator[str]:
    parse = annotations.parse
    yield f"type {account.type}"
    yield f"{account.polarity} {account.reality}"
    yield "background" if account.background else "news"
    yield f"told {min(3, len(account.evidence))} times"
    yield f"age {_age(account, published)}"
    yield f"place {account.place.precision if account.place else 'none'}"
    start = account.evidence[0].start
    first = parse.sentence_at(start)
    yield f"sentence {min(first, 2) if first < 3 else '3-6' if first < 7 else '7+'}"
    yield from (f"means {means.name}" for means in account.means)
    yield from {f"actor {actor.kind}" for actor in account.actors} or {"actor none"}
    yield from {f"hit {hit.kind}" for hit in account.recipients} or {"hit none"}
    yield from _of_victims(victims)
    sentences = {parse.sentence_at(span.start) for span in account.evidence}
    yield from word_signs(
        token
        for number in sentences
        for token in parse.tokens[parse.sentences[number].first : parse.sentences[number].last]
    )
    for span in account.evidence:
        for token in parse.tokens_in(span.start, span.end):
            if token.lemma in EFFECT_OF or token.lemma in _DEEDS:
                yield f"tells {token.lemma}"
                yield f"tells by {token.tag}"
    words = {
        token.text.lower()
        for number in sentences
        for token in parse.tokens[parse.sentences[number].first : parse.sentences[number].last]
    }
    yield from (f"speaks in {name}" for name, known in _SPEECH.items() if words & known)
    if (
        account.date.start is not None
        and account.date.end is not None
        and (account.date.end - account.date.start).days > _RECENT
    ):
        yield "over a long time"
    yield "said" if account.attribution else "told"
    if any(count.kind in ("killed", "injured", "casualties") for count in account.counts):
        yield "toll"
    yield f"score {int(account.score * 10)}"


def people_signs(
    annotations: Annotations,
    people: People,
    owners: Sequence[tuple[Account, frozenset[str]]],
    several: int,
    *,
    incident: bool,
) -> frozenset[str]:
    """All signs of people whom words of harm tell of; ``owners``: the accounts that tell it, each with its signs."""
    parse = annotations.parse
    found = {
        "named" if people.name else f"noun {people.lemma}",
        f"told {min(4, len(people.words))} times",
        _how_many(people),
        f"effect {people.effect}",
    }
    found.add("described" if len(people.mentions) > 1 else "not described")
    found.add(f"people {several if several < 4 else '4-6' if several < 7 else '7+'}")
    found.update(f"head {parse.tokens[head].dep}" for head in people.heads)
    for index in people.words:
        word = parse.tokens[index]
        found |= {
            f"harm {word.lemma}",
            f"harm by {'verb' if word.pos in ('VERB', 'AUX') else word.pos}",
            f"in sentence {stage(word.sentence)}",
        }
        found |= {
            f"harm with {text}"
            for child in parse.children(index)
            if (text := parse.tokens[child].text.lower()) in _HELPERS
        }
        sentence = parse.sentences[word.sentence]
        tokens = parse.tokens[sentence.first : sentence.last]
        found.update(word_signs(tokens))
        small = {token.text.lower() for token in tokens}
        found |= {name for name, words in _SPEECH.items() if small & words}
    for account, signs in owners:
        found |= {f"told by {account.type}", f"told as {account.polarity} {account.reality}"}
        found |= {f"account: {sign}" for sign in signs if sign.split()[0] in _OF_ACCOUNT}
    found.add("told by an incident" if incident else "told by another account" if owners else "told by no account")
    return frozenset(found)


def victim_signs(people: People, by_rules: float, types: Sequence[float], several: int) -> frozenset[str]:
    """Few signs that join both: how likely these people are victims by the signs of the rules, and what the heads say of them."""
    found = {*ladder("rules", odds(by_rules)), *ladder("text", max(map(odds, types), default=-7.0))}
    for role in ("Victim", "VictimDescription", "PerpInd", "PerpOrg", "Target"):
        chances = [filler.chance for filler in people.fillers if filler.role == role]
        found |= set(ladder(role, odds(max(chances)))) if chances else {f"no {role}"}
    if people.fillers:
        best = max(people.fillers, key=lambda filler: filler.chance)
        of_type = max(min(odds(one), odds(other)) for one, other in zip(best.types, types, strict=True))
        found |= set(ladder("type", of_type))
    found |= {"named" if people.name else "not named", _how_many(people), f"told {min(4, len(people.heads))} times"}
    found.add(f"people {several if several < 4 else '4-6' if several < 7 else '7+'}")
    if not people.words:
        found.add("no harm told")
    return frozenset(found)


_HELPERS = frozenset("had has have would will could may not to was were being also by that if who".split())
_SPEECH = {
    "a quotation": frozenset({'"', "''"}), "first person": frozenset("i we our my you".split()),
    "just now": frozenset("today yesterday tonight morning afternoon".split()),
}  # fmt: skip
_OF_ACCOUNT = frozenset("age actor place means sentence told hit said background news".split())


def stage(sentence: int) -> str:
    """Where in a text a sentence stands: its number at the head, a range further down."""
    return str(min(sentence, 2)) if sentence < 3 else "3-6" if sentence < 7 else "7-14" if sentence < 15 else "15+"


def _how_many(people: People) -> str:
    if people.number is None:
        return "number none"
    low = people.number.get("low")
    if low is None:
        return "number plural" if people.number.get("high") is None else "number up to"
    return "number " + ("one" if low == 1 else "few" if low < 10 else "dozens" if low < 50 else "many")


def type_signs(reading: Reading, kind: str, accounts: Sequence[tuple[str, float]]) -> frozenset[str]:
    """All signs that a text tells an incident of a type; ``accounts``: type and chance of each account that may be one."""
    number = TYPES.index(kind)
    found = {f"type {kind}", *ladder("own", odds(reading.types[number]))}
    found |= {f"{kind}: {sign}" for sign in ladder("own", odds(reading.types[number]), step=1.0)}
    others = [chance for place, chance in enumerate(reading.types) if place != number]
    found |= {
        *ladder("other", odds(max(others))),
        *(f"{kind}: {sign}" for sign in ladder("other", odds(max(others)), step=1.0)),
    }
    spans = sorted((odds(filler.chance * filler.types[number]) for filler in reading.fillers), reverse=True)
    for place, name in enumerate(("first span", "second span", "third span")):
        found |= set(ladder(name, spans[place] if len(spans) > place else -7.0))
    any_type = max((odds(filler.chance) for filler in reading.fillers), default=-7.0)
    found |= set(ladder("any span", any_type))
    mine = [chance for other, chance in accounts if other == kind]
    found |= set(ladder("coder", odds(max(mine)))) if mine else {"coder none"}
    theirs = [chance for other, chance in accounts if other != kind]
    found |= set(ladder("coder other", odds(max(theirs)))) if theirs else {"coder no other"}
    found.add(f"{min(3, len(mine))} accounts")
    return frozenset(found)


def text_signs(annotations: Annotations) -> frozenset[str]:
    """Signs of a whole text: how long it is, and what several of its sentences speak of."""
    parse = annotations.parse
    seen: Counter[str] = Counter()
    for sentence in parse.sentences:
        seen.update(set(word_signs(parse.tokens[sentence.first : sentence.last])))
    length = len(parse.sentences)
    often = {f"text: {sign}" for sign, times in seen.items() if times >= _OFTEN and times >= length * _SHARE}
    return frozenset(often | {f"text of {'few' if length < 7 else 'some' if length < 15 else 'many'} sentences"})


def _of_victims(victims: Sequence[People]) -> Iterator[str]:
    if not victims:
        yield "victim none"
    if any(victim.name for victim in victims):
        yield "victim named"
    fighters = [victim for victim in victims if victim.lemma in FIGHTERS]
    if fighters:
        yield "victims all fighters" if len(fighters) == len(victims) else "victims some fighters"
    if any(victim.effect for victim in victims):
        yield "victim harmed"
    if any(((victim.number or {}).get("low") or 0) >= _LARGE for victim in victims):
        yield "victims hundreds"
    if len(victims) > 2:
        yield "victims several"
    if any(
        victim.number is not None and victim.number.get("low") is None and victim.number.get("high") is None
        for victim in victims
    ):
        yield "victims plural"


def word_signs(tokens: Iterable[Token]) -> Iterator[str]:
    """The fields that the words of a sentence belong to."""
    seen = {_WORD_SIGNS[token.lemma.lower()] for token in tokens if token.lemma.lower() in _WORD_SIGNS}
    yield from (f"word {sign}" for sign in seen)


def _age(account: Account, published: dt.date | None) -> str:
    if account.date.end is None or account.date.words is None:
        return "not told"
    if published is None:
        return "known"
    days = (published - account.date.end).days
    return "day" if days <= _NEWS else "week" if days <= _RECENT else "months" if days <= _OLD else "old"
