"""Steps of a frame's path: from a word of holding to the nouns that stand where the path leads (``control_words.yaml``)."""

from __future__ import annotations

from collections.abc import Iterator

from tidings.coding import tree
from tidings.coding.scene import Scene
from tidings.model.text import Parse
from tidings.reference.control_words import ControlWords, Path

_COPULAR = frozenset({"be", "remain", "stay", "become"})


def is_one_of(parse: Parse, index: int, words: frozenset[str]) -> bool:
    """Whether a token is one of some words, by its lemma or as printed."""
    token = parse.tokens[index]
    return token.lemma in words or token.text.lower() in words


def walk(scene: Scene, words: ControlWords, index: int, path: Path, objects: frozenset[str]) -> Iterator[int]:
    """The tokens at the end of a path of steps from a word."""
    step, rest = path[0], path[1:]
    for each in _step(scene, words, index, step, objects):
        if rest:
            yield from walk(scene, words, each, rest, objects)
        else:
            yield each


def _step(scene: Scene, words: ControlWords, index: int, step: str, objects: frozenset[str]) -> tuple[int, ...]:
    parse = scene.parse
    if step == "itself":
        return (index,)
    if step == "object":
        found = tree.undergoers(parse, index)
        return tuple(each for each in found if is_one_of(parse, each, objects)) if objects else found
    if step == "doer":
        return tree.doers(parse, index)
    if step == "subject":
        subject = tree.grammatical_subject(parse, index)
        return () if subject is None else tree.conjuncts(parse, subject)
    if step in ("owner", "owned"):
        return tree.children(parse, index, "poss", "amod", "compound", "nmod", "npadvmod")
    if step == "told":
        return _told_of(scene, index)
    if step == "governed":
        return _governed(parse, index)
    if step == "announcer":
        return _announcer(parse, words, index)
    if step == "complement":
        return tuple(
            each
            for clause in tree.children(parse, index, "ccomp", "xcomp", "oprd")
            for each in tree.children(parse, clause, "nsubj")
        )
    found = tuple(inner for name, inner in tree.phrases(parse, index) if name == step)
    if found or step not in ("free", "liberated"):
        return found
    return tuple(
        each
        for each in parse.subtree(index)
        if parse.tokens[each].lemma == step or parse.tokens[each].text.lower() == step
    )


def _announcer(parse: Parse, words: ControlWords, index: int) -> tuple[int, ...]:
    """ "The army announced the liberation of X": who says that it is done, where nobody else is said to have done it."""
    verb = tree.governing_verb(parse, index)
    return tree.doers(parse, verb) if verb is not None and parse.tokens[verb].lemma in words.announcing else ()


def _told_of(scene: Scene, index: int) -> tuple[int, ...]:
    """What a noun is said of: "Kobani, a stronghold of X", "Kobani is a stronghold", "the stronghold, Kobani", "the stronghold Kobani"."""
    parse, token = scene.parse, scene.parse.tokens[index]
    if token.dep in ("appos", "compound", "nmod"):
        return (token.head,)
    found = tree.children(parse, index, "appos") or _before_comma(scene, index)
    if not found and token.dep == "attr" and parse.tokens[token.head].lemma in _COPULAR:
        subject = tree.grammatical_subject(parse, token.head)
        found = () if subject is None else tree.conjuncts(parse, subject)
    return found


def _before_comma(scene: Scene, index: int) -> tuple[int, ...]:
    """ "Sirte, the stronghold of X, …": the place before the comma, whatever the parser makes of the two."""
    parse = scene.parse
    first = min(parse.subtree(index))
    if (
        first < 2
        or parse.tokens[first - 1].text != ","
        or parse.tokens[first - 2].sentence != parse.tokens[index].sentence
    ):
        return ()
    mention = scene.place_at(first - 2)
    return (mention.head,) if mention is not None and mention.use == "plain" and mention.head >= 0 else ()


def _governed(parse: Parse, index: int) -> tuple[int, ...]:
    """What the phrase of a noun is said of: the subject or object of its verb, or the noun before it."""
    preposition = parse.tokens[parse.tokens[index].head]
    governor = parse.tokens[preposition.head]
    if governor.pos == "ADV":  # "back in the hands of"
        governor = parse.tokens[governor.head]
    if preposition.dep == "conj":
        governor = parse.tokens[governor.head]
    if governor.pos not in ("VERB", "AUX"):
        return (governor.index,)
    undergoers = tree.undergoers(parse, governor.index)
    if undergoers:
        return undergoers
    if governor.dep in ("dep", "parataxis") and not tree.children(
        parse, governor.index, *tree.SUBJECTS, *tree.PASSIVE_SUBJECTS
    ):
        return ()
    subject = tree.grammatical_subject(parse, governor.index)
    return () if subject is None else tree.conjuncts(parse, subject)
