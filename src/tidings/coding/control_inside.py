"""Fighting that is said to be inside a place: street fighting, "house to house", "inside X" (RECORD §4: contested)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from tidings.coding import tree
from tidings.coding.control_frames import Reader, Saying
from tidings.coding.control_places import each_spot
from tidings.coding.control_spots import Spot
from tidings.model.text import Token
from tidings.reference.conditions import Standing, standing

_DOORS = frozenset("house street block room building door".split())  # "house to house in X"
_TAKEN, _ENDS = 14, frozenset(",;.")
_AT = ("inside", "in", "within", "across", "through", "throughout")


def find_fights_inside(reader: Reader) -> Iterator[Saying]:
    """Fights with words that put them inside a settlement or a site; an ordinary clash "in X" is told by its account alone."""
    parse, words = reader.scene.parse, reader.words
    for token in parse.tokens:
        if token.lemma not in words.fights or not (token.tag.startswith("VB") or token.pos == "NOUN"):
            continue
        if token.dep in ("amod", "compound", "nmod") or not (spots := _inside(reader, token)):
            continue
        told = standing(parse, token.index, reader.scene.ontology.factuality)
        yield _contested(token, spots, told)


def find_fire_from(reader: Reader) -> Iterator[Saying]:
    """ "Troops continued to receive fire from fighters in a building on the complex": who shoots is in it (RECORD §4: contested)."""
    parse, words = reader.scene.parse, reader.words
    for token in parse.tokens:
        if token.lemma not in words.fire.nouns or token.pos != "NOUN":
            continue
        sentence = parse.sentences[token.sentence]
        before = parse.tokens[max(sentence.first, token.index - _TAKEN) : token.index]
        behind = tuple(takewhile(lambda each: each.text not in _ENDS, parse.tokens[token.index + 1 : sentence.last]))
        source = next((each for each in behind[:3] if each.text.lower() == "from"), None)
        if source is None or not any(each.lemma in words.fire.taken for each in before):
            continue
        shooters = [
            party
            for inner in tree.children(parse, source.index, "pobj")
            if (party := reader.parties.at(inner)) is not None and party.armed
        ]
        spots = each_spot(reader.places, _sites_behind(reader, behind, source))
        if shooters and spots:
            told = standing(parse, tree.clause_of(parse, token.index), reader.scene.ontology.factuality)
            yield _contested(token, spots, told)


def _contested(token: Token, spots: tuple[Spot, ...], told: Standing) -> Saying:
    return Saying(
        token=token.index, state="contested", kind="clash_inside", spots=spots, holder=None, previous=None, told=told
    )


def _sites_behind(reader: Reader, behind: tuple[Token, ...], source: Token) -> tuple[int, ...]:
    parse, within = reader.scene.parse, reader.words.fire.within
    heads = [
        inner
        for each in behind
        if each.index > source.index and each.text.lower() in within
        for inner in tree.children(parse, each.index, "pobj")
    ]
    return tuple(inner for inner in heads if parse.tokens[inner].lemma in reader.words.sites)[-1:]


def _inside(reader: Reader, token: Token) -> tuple[Spot, ...]:
    parse, known = reader.scene.parse, reader.words.fights_inside
    sentence = parse.sentences[token.sentence]
    verb = tree.governing_verb(parse, token.index) if token.pos == "NOUN" else None
    phrases = [
        (name, inner)
        for index in (token.index, verb)
        if index is not None
        for name, inner in tree.phrases(parse, index)
    ]
    phrases += [
        pair
        for _, inner in tuple(phrases)
        if parse.tokens[inner].lemma in _DOORS
        for pair in tree.phrases(parse, inner)
    ]
    marked = any(
        parse.tokens[child].text.lower() in known.modifiers
        for child in tree.children(parse, token.index, "compound", "amod", "nmod")
    )
    near = parse.text[max(sentence.start, token.start - 60) : min(sentence.end, token.end + 80)].lower()
    marked = marked or any(phrase in near for phrase in known.phrases)
    inner = [
        each
        for name, each in phrases
        if name in known.prepositions or (name in _AT and (marked or parse.tokens[each].lemma in known.nouns))
    ]
    whole = [
        each
        for noun in inner
        for each in (
            [inside for name, inside in tree.phrases(parse, noun) if name == "of"]
            if parse.tokens[noun].lemma in known.nouns
            else [noun]
        )
    ]
    spots = each_spot(reader.places, tuple(whole))
    return tuple(spot for spot in spots if spot.place.precision in ("exact", "near", "unresolved"))
