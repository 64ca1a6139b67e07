"""Who did what to whom, read off trees of the default parser."""

from __future__ import annotations

import pytest

from tidings.annotate.sentences import SpacyParser
from tidings.coding import tree
from tidings.model.text import Parse


def words(parse: Parse, indices: tuple[int, ...] | list[int]) -> list[str]:
    return [parse.tokens[index].text for index in indices]


def at(parse: Parse, word: str) -> int:
    return next(token.index for token in parse.tokens if token.text == word)


@pytest.mark.parametrize(
    ("sentence", "verb", "doers", "undergoers"),
    [
        ("Rebels attacked the convoy.", "attacked", ["Rebels"], ["convoy"]),
        ("The convoy was attacked by rebels.", "attacked", ["rebels"], ["convoy"]),
        ("Soldiers and police arrested three men.", "arrested", ["Soldiers", "police"], ["men"]),
        ("The gunmen who killed the mayor fled.", "killed", ["gunmen"], ["mayor"]),
        ("The town that rebels captured was burned.", "captured", ["rebels"], ["town"]),
        ("Rebels entered the town and burned the market.", "burned", ["Rebels"], ["market"]),
        ("After seizing the bridge, the army advanced.", "seizing", ["army"], ["bridge"]),
        ("The bomb exploded, killing a guard.", "killing", ["bomb"], ["guard"]),
        ("Two soldiers were killed in the raid.", "killed", [], ["soldiers"]),
    ],
)
def test_roles_of_a_verb(
    parser: SpacyParser, sentence: str, verb: str, doers: list[str], undergoers: list[str]
) -> None:
    """Active, passive, coordinated, relative and participial clauses give the same roles."""
    parse = parser.parse(sentence)
    index = at(parse, verb)
    assert (words(parse, tree.doers(parse, index)), words(parse, tree.undergoers(parse, index))) == (doers, undergoers)


def test_the_by_phrase_of_an_event_noun_is_its_agent(parser: SpacyParser) -> None:
    """ "the killing of X by Y": Y acts."""
    parse = parser.parse("The killing of a mayor by soldiers caused anger.")
    assert words(parse, tree.agents(parse, at(parse, "killing"))) == ["soldiers"]


def test_a_light_verb_lends_its_subject(parser: SpacyParser) -> None:
    """ "carried out an attack": whoever carries it out attacks."""
    parse = parser.parse("Militiamen carried out an attack on the village.")
    verb = tree.light_verb(parse, at(parse, "attack"))
    assert verb is not None
    assert words(parse, tree.doers(parse, verb)) == ["Militiamen"]


def test_phrases_give_coordinated_objects_one_by_one(parser: SpacyParser) -> None:
    """ "in X and Y" is two places."""
    parse = parser.parse("Shells fell in Orsk and Velm.")
    assert [(name, parse.tokens[index].text) for name, index in tree.phrases(parse, at(parse, "fell"))] == [
        ("in", "Orsk"),
        ("in", "Velm"),
    ]
