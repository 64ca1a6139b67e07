"""The sentence whatever an event holds: one line, well formed, with nothing told that is not so."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.events import event_of
from tests.unit.export.told import Text, view
from tidings.export.sentence import plain_quote, quotable, sentence
from tidings.export.sentence_words import is_person, named, several, words
from tidings.export.summary import people
from tidings.fusion.rules import RULES
from tidings.model.event import Event, View
from tidings.model.judgement import Judgement, with_id
from tidings.reference.ontology import load_ontology
from tidings.review.apply import apply

BOUNDS = {
    "12 people": (12, 12, 12), "a soldier": (1, 1, 1), "at least 9": (9, 9, None), "up to 50": (None, None, 50), "about 18": (None, 18, None),
    "dozens": (24, None, None), "several": (None, None, None), "12 or 13 civilians": (12, 12, 13), "no one": (0, 0, 0),
    "nearly 1,500 families": (None, 1500, 1500), "casualties": (None, None, None), "more than 130 fighters": (130, 130, None),
}  # fmt: skip
SPEAKERS = [
    "police",
    "army",
    "Mara Quill",
    "residents",
    "Reach Liberation Front",
    "[name withheld]",
    "nurse at the clinic",
    None,
]
CASES = st.fixed_dictionaries(
    {
        "type": st.sampled_from(sorted(load_ontology().types)),
        "reality": st.sampled_from(["actual", "actual", "actual", "planned", "threatened", "hypothetical", "ongoing"]),
        "polarity": st.sampled_from(["affirmed", "affirmed", "denied"]),
        "place": st.fixed_dictionaries(
            {"name": st.sampled_from(["Qadra", "North Reach"]), "country": st.sampled_from([None, "NG", "PH"]),
             "precision": st.sampled_from(["exact", "near", "admin2", "admin1", "region", "country", "unresolved"])}
        ),
        "date": st.sampled_from([None, dt.date(2019, 5, 14), [dt.date(2019, 5, 1), dt.date(2019, 5, 14)], [None, dt.date(2019, 5, 14)]]),
        "actors": st.lists(
            st.fixed_dictionaries({"name": st.sampled_from(["army", "Reach Liberation Front", "gunmen"]), "by": st.sampled_from([[], ["police"], ["army"]])}),
            max_size=2,
        ),
        "recipients": st.lists(st.fixed_dictionaries({"name": st.sampled_from(["farmers", "Merrowese Army"])}), max_size=1),
        "told": st.lists(
            st.fixed_dictionaries(
                {"by": st.sampled_from(SPEAKERS), "interest": st.sampled_from([None, "party"]), "stance": st.sampled_from(["asserts", "denies", "doubts"])}
            ),
            min_size=1, max_size=2,
        ),
        "figures": st.lists(
            st.builds(
                lambda words, **rest: {"words": words, "bounds": BOUNDS[words], **rest}, st.sampled_from(sorted(BOUNDS)),
                kind=st.sampled_from(sorted(words().kinds)), group=st.sampled_from(sorted(words().groups)), by=st.sampled_from(SPEAKERS),
                interest=st.sampled_from([None, "party", "independent"]), scope=st.sampled_from(["this", "this", "subset", "joint", "superseded"]),
                denied=st.sampled_from([False, False, True]), account=st.sampled_from([1, 2]),
            ),
            max_size=5,
        ),
    }
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(CASES, st.sampled_from(RULES))
def test_any_event_gives_one_well_formed_line(case, rule):
    """A capital, one full stop, no doubled blanks or signs; what did not happen is not told as having happened."""
    event, view = event_of(case)
    said = quotable(event, view, rule)
    line = said.text
    assert line == sentence(event, view, rule)
    assert re.match(r"[“\[]?[A-Z0-9\[]|“", line), line
    assert line.endswith(".")
    assert "\n" not in line
    assert not re.search(r"  |,,|;;|,;| ,|\( | \)|\(\)|None|\{|the the | a a |and ,|, and , ", line), line
    assert line.count("(") == line.count(")")
    if case["reality"] != "actual" or case["polarity"] == "denied":
        assert re.match(r"(Planned|Threatened|Spoken|Reported (as|not)|.* den(y|ies) that )", line), line
    assert said.footnotes


@settings(max_examples=200, deadline=None)
@given(CASES, st.sampled_from(RULES))
def test_no_number_that_no_article_printed(case, rule):
    """Every figure in the line is some bound of a figure with a number of its own (RECORD §6): "dozens" never gives 24."""
    event, view = event_of(case)
    printed = {
        bound for row in case["figures"] if row["words"] != "dozens" for bound in row["bounds"] if bound is not None
    }
    line = re.sub(r"“[^”]*”", "", sentence(event, view, rule))
    line = re.sub(r"and \d+ others|\d+ (or \d+ |and \d+ )?(April|May)( \d{4})?|in \d{4}", "", line)
    assert {int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*(?<!,)", line)} <= printed


def ruled(verb: str, value: str | None) -> tuple[Event, View]:
    """An event whose toll a reviewer has ruled on."""
    figures = [{"bounds": [9, 9, 9], "words": "nine people", "by": "police"}]
    event, view = event_of({"type": "explosion", "date": dt.date(2019, 5, 14), "figures": figures})
    ruling = Judgement(
        id="", at="2019-05-20T08:00:00Z", by="Ana", verb=verb, target=event.id, field="killed.unknown", value=value,
        accounts=tuple(ref.account for ref in event.accounts), reason="two were counted twice",
    )  # fmt: skip
    laid = apply(view, [with_id(ruling)])
    return laid.events[0], laid


def test_what_a_reviewer_has_set_is_said_to_be_set():
    """The reviewer is named, the reason stands in the footnote, and the day is that of the ruling."""
    event, view = ruled("set", '{"low":7,"best":7,"high":7}')
    said = quotable(event, view)
    assert said.text == "7 people were killed (set by Ana on review) in an explosion on 14 May 2019, as of 20 May."
    assert (said.footnotes[0].says, said.footnotes[0].quote) == ("Ana, on review", "two were counted twice")


def test_a_figure_that_a_reviewer_rejects_is_not_printed():
    """The event stays, its toll is unknown, and the reason is not taken for a vague word."""
    event, view = ruled("reject", None)
    assert sentence(event, view) == "An explosion took place on 14 May 2019 (one report), as of 15 May."


def test_a_long_quote_is_cut_around_its_words():
    """At most 300 characters of an article stand in a footnote, on one line."""
    told = "word " * 100 + "nine people\ndied" + " word" * 100
    cut = plain_quote(told, "nine people\ndied")
    assert "nine people died" in cut
    assert len(cut) <= 302


@pytest.mark.parametrize("kind", ["types", "kinds", "groups"])
def test_the_words_know_every_type_kind_and_group(kind):
    """No type, count kind or group is left without words."""
    from typing import get_args

    from tidings.model.values import CountGroup, CountKind

    known = {
        "types": set(load_ontology().types),
        "kinds": set(get_args(CountKind)),
        "groups": set(get_args(CountGroup)),
    }
    assert set(getattr(words(), kind)) == known[kind]


def test_an_empty_view_is_no_trouble():
    """An event whose articles have lost their text still has its line."""
    event, view = event_of({"type": "riot", "told": [{"by": "residents"}]})
    bare = {key: replace(one, article=replace(one.article, text=None)) for key, one in view.members.items()}
    assert sentence(event, View(events=(event,), members=bare)) == sentence(event, view)


@pytest.mark.parametrize(
    ("name", "told", "one_person"),
    [
        ("Omar al-Hadi", "Omar al-Hadi", True),
        ("Sami ash-Shami", "Sami ash-Shami", True),
        ("unnamed", "unnamed sources", False),
        ("Merrow's state-run news agency", "Merrow's state-run news agency", False),
        ("Hill Workers' Party", "the Hill Workers' Party", False),
        ("United States", "the United States", False),
        ("town's hospital", "the town's hospital", False),
        ("Joan Stark; North Coast director", "Joan Stark and a North Coast director", False),
        ("police; police", "police", False),
        ("terrorists", "“terrorists”", False),
        ("separate “terrorist” groups", "“separate terrorist groups”", False),
        ("Terrorists", "“terrorists”", False),
        ("Qadran Martyrs Brigade", "the Qadran Martyrs Brigade", False),
    ],
)
def test_names_have_the_article_they_need(name, told, one_person):
    """Particles, possessives, speakers nobody names, and several who say it together."""
    assert named(name) == told
    assert several(name) != [name] or is_person(name) == one_person


def test_a_name_that_judges_is_the_words_of_whoever_says_it():
    """In the list as in the sentence: between quotation marks, with who says so; a name that judges nobody stands as it is."""
    text = Text("The army said terrorists and rebels attacked Qadra on Thursday.")
    actors = [text.actor("terrorists", by=("army",)), text.actor("rebels")]
    shown = view([text.tells("armed_clash", text.text[:-1], actors=actors)])
    assert people(shown.events[0].values.actors) == "“terrorists” (says army), rebels"
    assert "“terrorists”" in sentence(shown.events[0], shown)


def test_a_place_at_the_head_of_the_sentence():
    """A country behind a place stands between commas, and what is near a place is "a place near" it."""
    text = Text("The army took Qadra on Thursday.")
    for precision, begun in (
        ("exact", "Qadra, Nigeria, was taken"),
        ("near", "A place near Qadra, Nigeria, was taken"),
    ):
        place = replace(text.place("Qadra", precision=precision), country="NG")
        shown = view([text.tells("territory_taken", text.text[:-1], place=place, actors=[text.actor("army")])])
        said = sentence(shown.events[0], shown)
        assert said.startswith(f"{begun} by the army on 9 May 2024 (")


def test_a_siege_of_a_place_with_its_country():
    """Commas around the country inside the clause too, and none before a bracket that follows at once."""
    text = Text("The army besieged Qadra on Thursday.")
    place = replace(text.place("Qadra"), country="NG")
    shown = view([text.tells("siege", text.text[:-1], place=place, actors=[text.actor("army")])])
    assert "siege of Qadra, Nigeria, by the army took place on" in sentence(shown.events[0], shown)


def test_an_unknown_number_of_rebels_needs_no_noun():
    """Words that bring their noun are followed by no other."""
    text = Text("The army killed an unknown number of rebels in Qadra on Thursday.")
    count = text.count("an unknown number of rebels", None, None, None, group="combatants_recipient")
    shown = view([text.tells("armed_clash", text.text[:-1], place=text.place("Qadra"), counts=[count])])
    assert sentence(shown.events[0], shown).startswith("“An unknown number of rebels” were killed")


def test_a_party_that_lost_men_did_not_kill_them():
    """Of people whose side is not told nobody is said to have killed them."""
    text = Text("The Hill Front said it lost four men and killed 11 soldiers in Qadra on Thursday.")
    counts = [
        text.count("four men", 4, 4, 4, group="unknown", by="Hill Front"),
        text.count("11 soldiers", 11, 11, 11, group="combatants_recipient", by="Hill Front"),
    ]
    told = text.tells(
        "armed_clash", text.text[:-1], place=text.place("Qadra"), counts=counts,
        actors=[text.actor("Hill Front", "rebel_group", id="hill-front")],
        said=[text.said("Hill Front", "party", id="hill-front", covers=["counts.0", "counts.1"])],
    )  # fmt: skip
    shown = view([told])
    said = sentence(shown.events[0], shown)
    assert "killed 4" not in said
    assert said.startswith("The Hill Front says that 4 men and 11 soldiers were killed")
