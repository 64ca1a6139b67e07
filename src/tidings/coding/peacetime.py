"""Words of war in peace: accidents, matches, drills, courts, stages, figures of speech, petty crime (RECORD §3, Not events).

A sentence is read with those beside it: "A gold mine caved in. Thirty-eight people are dead." Whoever is armed, whatever is a
weapon and whoever is counted dead speaks against it, as far as the rule says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from tidings.coding import tree
from tidings.coding.happenings import Happening
from tidings.coding.scene import Scene
from tidings.model.mentions import ActorMention
from tidings.model.values import FIGHTING_KINDS

# Words that make a blast, a crash or a death an act of somebody's.
WARLIKE = frozenset(
    "bomb bombing bomber ied mine landmine grenade rocket missile shell shelling drone mortar attack militant gunman rebel insurgent terrorist extremist strike airstrike sabotage "
    "ambush gang cartel political ethnic sectarian communal election separatist jihadist gunfire shot".split()
)
_FIGHTING = WARLIKE | frozenset(
    "fight fighting fighter clash battle war massacre raid siege offensive crossfire gunfight shoot shooting torture execute behead abduct kidnap bombard bombardment bullet "
    "militia militiaman raider bandit army soldier troop convoy warplane jet tank tear riot unrest protest".split()
)
_DISASTERS = frozenset(
    "thunderstorm blaze firedamp landslip tremor aftershock dengue cholera ebola malaria measles meningitis typhoid flu influenza covid plague monsoon deluge floodwater".split()
)
_SPARKS = frozenset(
    "petrol wiring spark welder firedamp boiler stove candle cigarette short-circuit fertiliser fertilizer firework fireworks canister cylinder".split()
)
_VEHICLES = frozenset(
    "bus truck lorry car van taxi tanker train ferry boat plane airliner helicopter antonov minibus coach tram motorcycle tractor".split()
)
_CRASHING = frozenset("plunge crash collide overturn derail capsize skid veer plough plow somersault topple".split())
_BURNING = frozenset("sweep spread rage break engulf gut tear".split())
_DIGGING = frozenset("gold coal copper diamond iron salt cobalt tin jade emerald silver coltan".split())
_HARMS = frozenset({"killing", "explosion", "displacement", "destruction"})
_HELPING = frozenset({"deployment", "territory_taken"})

_GAMES = frozenset(
    "wicket bowler batsman spinner innings goalkeeper striker midfielder winger scorer referee football footballer cricket rugby tennis volleyball basketball hockey boxing boxer "
    "cyclist cycling peloton regatta marathon sprinter wrestler umpire crossbar scrum off-break".split()
)
_PLAYING = re.compile(
    r"\b(?:(?:first|second) half(?! of)|free kick|power play|late penalty|penalty (?:kick|area)|own goal|half-time|full-time|kick-off|sack-race|under-\d\d|by (?:\w+ wickets|an innings)|"
    r"\d+-\d+ (?:win|victory|defeat)|in extra time|quarter-final|semi-final|the finals?|the (?:opening|last|final) (?:five|ten|twenty) minutes)\b",
    re.IGNORECASE,
)
_DRILLS = frozenset(
    {"drill", "exercise", "rehearsal", "wargame", "manoeuvre", "maneuver", "rehearse", "umpire", "cadet", "simulation"}
)
_SHAM = frozenset(
    {"mock", "mocked", "plywood", "cardboard", "paper", "inert", "imaginary", "dummy", "pretend", "toy", "papier-mâché", "raffia", "blank", "make-believe"}
)  # fmt: skip
_STORIES = frozenset(
    "film movie novel comedy opera ballet musical thriller sitcom comic cartoon videogame game painting ballad poem".split()
)
_COURTS = frozenset("court judge jury tribunal chamber prosecutor magistrate appeal bench verdict".split())

# Who has no arms, and is said to ambush, besiege or surrender all the same.
_CIVIL = frozenset(
    "candidate lawmaker senator congressman congresswoman parliamentarian legislator treasurer opposition retailer trader broker investor company firm bank buyer shopper grower producer exporter "
    "supermarket airline startup shareholder speculator economist student pupil teacher critic reviewer columnist listener viewer reader host presenter singer dancer actor actress comedian band "
    "artist conductor painter spinner bowler batsman keeper goalkeeper striker winger midfielder defence captain champion idol cyclist rider boxer runner swimmer team squad club visitor "
    "locust ant dog bee wasp mule bull elephant virus disease dengue cholera malaria letter email message call complaint penalty price currency dinar dollar peso stock share inflation".split()
)
_WARRIOR_ACTS = frozenset({
    "armed_clash", "surrender", "territory_taken", "territory_ceded", "shelling", "air_strike", "siege", "attack_on_civilians", "killing", "destruction", "declaration",
})  # fmt: skip
_THIEVES = frozenset(
    "thief robber burglar dacoit mugger pickpocket shoplifter pawnshop robbery burglary heist marijuana cocaine heroin hashish smuggler counterfeiter forger fraudster".split()
)
_CRIMES = frozenset(
    {"attack_on_civilians", "killing", "armed_clash", "detention", "release", "abduction", "surrender", "displacement"}
)
_TEASER = re.compile(
    r"\b(?:explainer|podcast|gallery|in pictures|quiz|read more|watch|listen)\s*:|^\W*coming up\b", re.IGNORECASE
)
_OLD_CHARGE = re.compile(
    r"\bcontrolled (?:explosion|detonation|blast)s?\b|\b(?:second|first) world war (?:bomb|shell|mine|grenade|device)|\bwartime (?:bomb|shell|mine)",
    re.IGNORECASE,
)
_REACH, _WIDTH = 24, 120
Bounds = tuple[int, int]


def is_peacetime(scene: Scene, happening: Happening) -> bool:
    """Whether the words of war tell something else than war."""
    return (
        _is_mishap(scene, happening)
        or _is_game(scene, happening)
        or _is_drill(scene, happening)
        or _is_of_a_story(scene, happening)
        or _is_before_a_court(scene, happening)
        or _is_likened(scene, happening)
        or _is_by_civil_doers(scene, happening)
        or _is_petty_crime(scene, happening)
        or _is_teaser_or_disposal(scene, happening)
    )


# -- what stands near ------------------------------------------------------------------------------------------------


def _sentences(scene: Scene, index: int, before: int, after: int) -> Bounds:
    """The tokens of a sentence with those beside it in the same paragraph; runs of words without an end are cut."""
    parse = scene.parse
    text, sentences, own = parse.text, parse.sentences, parse.tokens[index].sentence
    first = last = own
    while own - first < before and first > 0 and "\n" not in text[sentences[first - 1].start : sentences[first].start]:
        first -= 1
    while (
        last - own < after
        and last + 1 < len(sentences)
        and "\n" not in text[sentences[last].start : sentences[last + 1].start]
    ):
        last += 1
    return max(sentences[first].first, index - _WIDTH), min(sentences[last].last, index + _WIDTH)


def _lemmas(scene: Scene, bounds: Bounds, *classes: str) -> set[str]:
    tokens = scene.parse.tokens[bounds[0] : bounds[1]]
    return {each.lemma.lower() for each in tokens if not classes or each.pos in classes}


def _span(scene: Scene, bounds: Bounds) -> tuple[int, int]:
    return scene.parse.tokens[bounds[0]].start, scene.parse.tokens[bounds[1] - 1].end


def _armed(scene: Scene, bounds: Bounds) -> Iterator[ActorMention]:
    """Parties with arms that are named there, police aside."""
    start, end = _span(scene, bounds)
    for mention in scene.annotations.actors:
        armed = mention.kind in FIGHTING_KINDS or mention.form == "unnamed"
        if start <= mention.start < end and armed and "police" not in mention.name.lower():
            yield mention


def _is_country(scene: Scene, mention: ActorMention) -> bool:
    """A state by its name alone, which also is a team: "Sri Lanka"."""
    if mention.kind != "state_forces":
        return False
    tokens = scene.parse.tokens_in(mention.start, mention.end)
    return all(each.entity.endswith(("GPE", "NORP", "LOC")) or each.pos in ("ADP", "DET", "PART") for each in tokens)


def _outside_the_state(scene: Scene, bounds: Bounds) -> bool:
    return any(mention.kind != "state_forces" for mention in _armed(scene, bounds))


def _tolls(scene: Scene, bounds: Bounds) -> bool:
    start, end = _span(scene, bounds)
    return any(
        count.kind in ("killed", "injured", "casualties") and start <= count.start < end
        for count in scene.annotations.counts
    )


# -- accidents and disasters -----------------------------------------------------------------------------------------


def _is_mishap(scene: Scene, happening: Happening) -> bool:
    """ "A gold mine caved in. Thirty-eight people are dead", "a bus and a truck collided"; "the army sent engineers with shovels"."""
    helped = happening.type in _HELPING
    armed = any(one.kind in FIGHTING_KINDS or one.form == "unnamed" for one in happening.actors)
    if not helped and (happening.type not in _HARMS or armed):
        return False
    near = _sentences(scene, happening.main.token, 2, 1)
    words = _lemmas(scene, near)
    fighting = words & _FIGHTING - {"army", "soldier", "convoy", "tank"}
    if words & (_DIGGING | {"miner"}):
        fighting -= {"mine"}
    if fighting or _outside_the_state(scene, near):
        return False
    nouns = _lemmas(scene, near, "NOUN", "PROPN")
    if nouns & (scene.ontology.groups["disaster"] | _DISASTERS):
        return True
    if helped:
        return False
    if nouns & (_SPARKS | scene.ontology.groups["fuels"]) and happening.type != "displacement":
        return True
    return _crashes(scene, near)


def _crashes(scene: Scene, near: Bounds) -> bool:
    """A vehicle that comes to grief, a mine that caves in, a fire that spreads."""
    parse = scene.parse
    for at in range(*near):
        token = parse.tokens[at]
        if token.pos != "VERB":
            continue
        caves = token.lemma == "cave" and any(parse.tokens[each].text.lower() == "in" for each in parse.children(at))
        if token.lemma in _CRASHING or caves:
            return True
        doers = {parse.tokens[each].lemma.lower() for each in tree.doers(parse, at)}
        runs_into = token.lemma in ("hit", "strike", "ram") and doers & _VEHICLES
        if runs_into or (token.lemma in _BURNING and doers & {"fire", "flame"}):
            return True
    return False


# -- sport, drills, stories, courts ----------------------------------------------------------------------------------


def _is_game(scene: Scene, happening: Happening) -> bool:
    """ "Bombarded the tail with off-breaks", "survived a siege of the last ten minutes to reach the finals"."""
    near = _sentences(scene, happening.main.token, 0, 0)
    nouns = _lemmas(scene, near, "NOUN", "PROPN", "ADJ")
    if not nouns & _GAMES and not _PLAYING.search(scene.parse.text, *_span(scene, near)):
        return False
    return all(_is_country(scene, one) for one in _armed(scene, near)) and not _tolls(scene, near)


def _is_drill(scene: Scene, happening: Happening) -> bool:
    """ "To close the exercise, F-16s dropped inert bombs", "cadets raided a plywood compound": nobody but the state, nobody hurt."""
    near = _sentences(scene, happening.main.token, 0, 0)
    if _tolls(scene, near):
        return False
    if _made_of(scene, happening) & _SHAM:
        return True
    if _outside_the_state(scene, near):
        return False
    around = _sentences(scene, happening.main.token, 1, 1)
    others = {"protester", "civilian", "rebel", "militant"}
    return bool(_lemmas(scene, around, "NOUN", "VERB") & _DRILLS) and not _lemmas(scene, around) & others


def _made_of(scene: Scene, happening: Happening) -> set[str]:
    """What stands before the arguments of an act, as lemmas: "a plywood compound", "imaginary sites"."""
    parse, found = scene.parse, set[str]()
    for trigger in happening.triggers:
        for child in parse.children(trigger.token):
            inner = [child, *parse.children(child)]
            inner += [each for one in inner[1:] for each in parse.children(one)]
            found |= {
                parse.tokens[each].lemma.lower()
                for each in inner
                if parse.tokens[each].dep in ("amod", "compound", "nmod")
            }
    return found


def _is_of_a_story(scene: Scene, happening: Happening) -> bool:
    """ "A video game in which one shells junks", "in the last of the comedies a bridegroom is kidnapped"."""
    parse, index = scene.parse, happening.main.token
    for current in (index, *islice(tree.ancestors(parse, index), _REACH // 3)):
        for name, inner in tree.phrases(parse, current):
            parts = {parse.tokens[each].lemma for of, each in tree.phrases(parse, inner) if of == "of"}
            if name == "in" and ({parse.tokens[inner].lemma} | parts) & _STORIES:
                return True
        token = parse.tokens[current]
        if token.dep == "relcl" and parse.tokens[token.head].lemma in _STORIES:
            return any(parse.tokens[each].text.lower() in ("which", "where") for each in parse.subtree(current))
    return False


def _is_before_a_court(scene: Scene, happening: Happening) -> bool:
    """ "Found guilty on all counts, from murder and rape to", "held him answerable for 40,000 deaths": the trial is not the act."""
    parse, index = scene.parse, happening.main.token
    below = index
    for above in islice(tree.ancestors(parse, index), _REACH):
        if (below == index or tree.is_verb(parse, below)) and parse.is_dated(below):
            return False
        below = above
        if not tree.is_verb(parse, above):
            continue
        subjects = {parse.tokens[each].lemma for each in tree.children(parse, above, "nsubj", "nsubjpass")}
        if subjects & _COURTS and parse.tokens[above].lemma not in ("flee", "escape"):
            return index not in tree.doers(parse, above)
        if parse.tokens[above].lemma in ("convict", "acquit", "sentence", "indict"):
            return True
    return False


# -- figures of speech -----------------------------------------------------------------------------------------------


def _is_likened(scene: Scene, happening: Happening) -> bool:
    """ "Came down like an explosion", "as if a bomb had hit every house"."""
    parse, token = scene.parse, scene.parse.tokens[happening.main.token]
    if token.dep == "pobj" and parse.tokens[token.head].text.lower() == "like":
        marks = {parse.tokens[each].text.lower() for each in tree.children(parse, token.index, "det")}
        return not marks & {"the", "this", "that"}
    verb = tree.clause_of(parse, token.index)
    return any(
        parse.tokens[mark].text.lower() in ("if", "though") and mark > 0 and parse.tokens[mark - 1].text.lower() == "as"
        for mark in tree.children(parse, verb, "mark")
    )


def _is_by_civil_doers(scene: Scene, happening: Happening) -> bool:
    """ "Traders surrendered their gains", "the senator ambushed his own whip", "locusts looted": nobody who could, and nobody dead."""
    if happening.type not in _WARRIOR_ACTS:
        return False
    near = _sentences(scene, happening.main.token, 0, 0)
    if any(_armed(scene, near)):
        return False
    parse, index = scene.parse, happening.main.token
    verb = index if happening.main.verb else tree.governing_verb(parse, index)
    doers = () if verb is None else tree.doers(parse, verb)
    who = {parse.tokens[each].lemma.lower() for each in doers}
    if not who or not who <= _CIVIL or any(scene.place_at(each) is not None for each in doers):
        return False
    return not _tolls(scene, near) or bool(who & _DISASTERS)


# -- petty crime, teasers, old charges -------------------------------------------------------------------------------


def _is_petty_crime(scene: Scene, happening: Happening) -> bool:
    """ "Two thieves held up a money changer and shot him", "captured 14 persons and nine tons of marijuana"."""
    if happening.type not in _CRIMES:
        return False
    near = _sentences(scene, happening.main.token, 1, 1)
    words = _lemmas(scene, near)
    warring = words & {"cartel", "gang", "rebel", "guerrilla", "militant"}
    return bool(words & _THIEVES) and not warring and not any(_armed(scene, near))


def _is_teaser_or_disposal(scene: Scene, happening: Happening) -> bool:
    """ "Podcast: the night a prime minister fled", "destroyed old mines in controlled detonations"."""
    near = _sentences(scene, happening.main.token, 0, 0)
    start, end = _span(scene, near)
    if _TEASER.search(scene.parse.text, start, end):
        return True
    if happening.type not in ("explosion", "destruction") or _tolls(scene, near):
        return False
    return _OLD_CHARGE.search(scene.parse.text, start, end) is not None
