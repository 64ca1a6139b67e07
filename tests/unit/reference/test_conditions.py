"""The conditions an act is told under: what the words over it make of it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidings.annotate.sentences import SpacyParser
from tidings.model.text import Parse, Sentence, Token
from tidings.reference.conditions import conditions, is_denied, standing
from tidings.reference.factuality import load_factuality

WORDS = load_factuality()
PARSER = SpacyParser()


def _read(text: str, word: str) -> tuple[str, str]:
    parse = PARSER.parse(text)
    index = next(token.index for token in parse.tokens if token.text == word)
    told = standing(parse, index, WORDS)
    return told.polarity, told.reality


@pytest.mark.parametrize(
    ("text", "word", "polarity", "reality"),
    [
        ("The army shelled the town.", "shelled", "affirmed", "actual"),
        ("Radio stations wrongly reported that the rebels had taken the port.", "taken", "denied", "actual"),
        ("False reports of an attack on the mall caused panic.", "attack", "denied", "actual"),
        ("They meant to follow the raid with another attack.", "raid", "affirmed", "actual"),
        ("They had intended to follow the raid with another attack.", "attack", "affirmed", "planned"),
        ("The rebels followed the raid with another attack.", "attack", "affirmed", "actual"),
        ("The bomb was supposed to explode at noon.", "explode", "affirmed", "planned"),
        ("The rebels are supposed to have taken the port.", "taken", "affirmed", "actual"),
        ("Villagers fear that the militia will attack them.", "attack", "affirmed", "hypothetical"),
        ("The army warned that it would attack the town.", "attack", "affirmed", "planned"),
        ("The envoy feared a repeat of the massacre.", "massacre", "affirmed", "actual"),
        ("They made bombs for attacking convoys.", "attacking", "affirmed", "planned"),
        ("Officers reenacted the murder of the mayor.", "murder", "affirmed", "actual"),
        ("The army did not shell the town.", "shell", "denied", "actual"),
        ("No group attacked the convoy.", "attacked", "denied", "actual"),
        ("At no point did soldiers shoot at the crowd.", "shoot", "denied", "actual"),
        ("Troops left without firing a shot.", "firing", "denied", "actual"),
        ("The army denied that it shelled the town.", "shelled", "denied", "actual"),
        ("The ministry dismissed reports of an attack on the base.", "attack", "denied", "actual"),
        ("It is not true that rebels burned the market.", "burned", "denied", "actual"),
        ("He does not believe that they attacked.", "attacked", "denied", "actual"),
        ("Rebels failed to take the hill.", "take", "affirmed", "hypothetical"),
        ("Guards prevented them from storming the jail.", "storming", "affirmed", "hypothetical"),
        ("Guards failed to prevent gunmen from storming the jail.", "storming", "affirmed", "actual"),
        ("They did not hesitate to shoot.", "shoot", "affirmed", "actual"),
        ("The rebels managed to seize the port.", "seize", "affirmed", "actual"),
        ("They went on to kill five guards.", "kill", "affirmed", "actual"),
        ("It took two months to retake the town.", "retake", "affirmed", "actual"),
        ("He was the third officer to be killed this month.", "killed", "affirmed", "actual"),
        ("Rebels are said to have seized the airport.", "seized", "affirmed", "actual"),
        ("The president ordered the army to retake the town.", "retake", "affirmed", "planned"),
        ("The two sides are to exchange prisoners.", "exchange", "affirmed", "planned"),
        ("Army to launch offensive", "launch", "affirmed", "planned"),
        ("Troops were ready to enter the city.", "enter", "affirmed", "planned"),
        ("They threatened to bomb the dam.", "bomb", "affirmed", "threatened"),
        ("Officials fear an attack on the capital.", "attack", "affirmed", "hypothetical"),
        ("If they attack again, we will respond.", "attack", "affirmed", "hypothetical"),
        ("Had the bomb exploded, many would have died.", "exploded", "affirmed", "hypothetical"),
        ("Did the army shell the hospital?", "shell", "affirmed", "hypothetical"),
        ("Why did the army shell the hospital?", "shell", "affirmed", "actual"),
        ("Nato troops rehearsed an assault on the island.", "assault", "affirmed", "hypothetical"),
        ("The raid may amount to a war crime.", "raid", "affirmed", "actual"),
        ("A raid may follow.", "raid", "affirmed", "hypothetical"),
        ("The army foiled a plot and killed a man.", "killed", "affirmed", "actual"),
        ("There is no evidence that they shelled the school.", "shelled", "affirmed", "hypothetical"),
    ],
)
def test_what_stands_over_an_act_decides(text: str, word: str, polarity: str, reality: str) -> None:
    """Negation, denial, failing, plan, threat, fear, condition, question; what is done or said stays."""
    assert _read(text, word) == (polarity, reality)


def test_a_denial_reaches_what_is_told_and_no_further() -> None:
    """ "Denied that rebels were killed" denies the killing, and nothing of those who had burned villages."""
    parse = PARSER.parse("The army denied that rebels who burned two villages were killed.")
    at = {token.text: token.index for token in parse.tokens}
    assert is_denied(parse, at["killed"], WORDS)
    assert not is_denied(parse, at["burned"], WORDS)


# -- properties ------------------------------------------------------------------------------------------------------

_LABELS = ("nsubj", "dobj", "xcomp", "ccomp", "advcl", "conj", "prep", "pobj", "pcomp", "acl", "relcl", "aux", "neg", "mark",
           "amod", "compound", "det", "attr", "acomp", "nsubjpass", "auxpass", "npadvmod", "parataxis", "punct")  # fmt: skip
_TAGS = ("VB", "VBD", "VBN", "VBG", "VBZ", "NN", "NNS", "JJ", "IN", "TO", "MD", "RB", "WRB", ".")
_TEXTS = (
    *sorted(WORDS.governors)[::7],
    *sorted(WORDS.modals),
    *sorted(WORDS.negators),
    "to",
    "if",
    "the",
    "have",
    "?",
    '"',
    "by",
    "without",
    "only",
)


@st.composite
def sentences(draw: st.DrawFn) -> list[tuple[str, str, str, int]]:
    """Word, tag, label and head of some tokens that make one tree, whatever a parser may come up with."""
    size = draw(st.integers(1, 12))
    order = draw(st.permutations(range(size)))
    rows: list[tuple[str, str, str, int]] = [("", "", "", 0)] * size
    for rank, at in enumerate(order):
        head = at if rank == 0 else order[draw(st.integers(0, rank - 1))]
        label = "ROOT" if rank == 0 else draw(st.sampled_from(_LABELS))
        word = draw(st.one_of(st.sampled_from(_TEXTS), st.text(min_size=1, max_size=5)))
        rows[at] = (word, draw(st.sampled_from(_TAGS)), label, head)
    return rows


def _parse(*trees: list[tuple[str, str, str, int]]) -> Parse:
    """A parse with these trees as its sentences."""
    tokens, spans, text = [], [], ""
    for number, rows in enumerate(trees):
        first = len(tokens)
        for word, tag, label, head in rows:
            start = len(text)
            text += word + " "
            pos = "VERB" if tag.startswith("VB") else "NOUN" if tag.startswith("NN") else "X"
            tokens.append(
                Token(
                    len(tokens), start, start + len(word), word, word.lower(), pos, tag, label, first + head, number, ""
                )
            )
        spans.append(Sentence(tokens[first].start, tokens[-1].end, first, len(tokens)))
    return Parse(text, tuple(tokens), tuple(spans))


@settings(max_examples=300, deadline=None)
@given(sentences(), sentences(), sentences())
def test_a_sentence_is_read_by_itself(
    before: list[tuple[str, str, str, int]],
    rows: list[tuple[str, str, str, int]],
    after: list[tuple[str, str, str, int]],
) -> None:
    """What stands before and after changes nothing; every condition names a token of the sentence."""
    alone, within = _parse(rows), _parse(before, rows, after)
    for at in range(len(rows)):
        here = [(each.kind, each.token) for each in conditions(alone, at, WORDS)]
        there = [(each.kind, each.token - len(before)) for each in conditions(within, at + len(before), WORDS)]
        assert here == there
        assert all(0 <= token < len(rows) for _, token in here)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    """No word of any text makes the reading fail."""
    parse = PARSER.parse(text)
    for token in parse.tokens:
        assert standing(parse, token.index, WORDS).polarity in ("affirmed", "denied")
        is_denied(parse, token.index, WORDS)


@pytest.mark.parametrize("shape", ["chain", "star"])
def test_time_grows_with_the_text_alone(shape: str) -> None:
    """A sentence of 50,000 words, each below the last or all below the first: no word is looked at from each other one."""
    size = 50_000
    rows = [
        ("plan", "VB", "ROOT" if at == 0 else "xcomp", max(0, at - 1) if shape == "chain" else 0) for at in range(size)
    ]
    parse = _parse(rows)
    parse.children(0)
    begun = time.process_time()
    for at in range(size):
        standing(parse, at, WORDS)
    assert time.process_time() - begun < 20
