"""Wire groups: which articles are prints of one text, and how they are found among many."""

import datetime as dt
import random
from functools import cache
from itertools import combinations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.wire import SETS, is_right, own_pairs, told
from tidings.fusion.shingles import bands, shingles
from tidings.fusion.wire import (
    WireArticle,
    WirePrint,
    WireTie,
    lookups,
    may_be_tied,
    tie_between,
    wire_groups,
    wire_print,
    wire_ties,
)
from tidings.model.ids import digest

PAIRS = [pair for name in SETS for pair in own_pairs(name)]
PINNED = ("r386bbb796949", "r3275d871e614")  # rensa and our hashing, on whatever machine
KNOWN_MISSES = {
    "half wire and half local news"
}  # a third of it is told in its own order, and so is a report of another desk
ARTICLES = sorted(
    {side.id: side for pair in PAIRS for side in (pair.left, pair.right)}.values(), key=lambda one: one.id
)
LONG = [one for one in ARTICLES if len(one.text.split()) > 120]


def article(id, text, **known):
    return WireArticle(id=id, **{"text": text, "title": None, "outlet": None, "published": None, **known})


@cache
def ties_of_all():
    return wire_ties(ARTICLES)


def tie(left, right, relation="copy", share=0.9):
    return WireTie(left=left, right=right, relation=relation, share=share, why="as told")


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.left.id}-{pair.right.id}-{pair.what}"[:90])
def test_invented_pairs_are_told(pair):
    """Copies, rewrites, forms and independent reports are told apart, and a pair that should be tied is found by its keys."""
    assert is_right(pair, told(pair)) != (pair.what in KNOWN_MISSES)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.left.id}-{pair.right.id}"[:60])
def test_a_pair_has_one_answer(pair):
    """Which of two articles is given first does not matter."""
    assert tie_between(pair.left, pair.right) == tie_between(pair.right, pair.left)
    assert may_be_tied(wire_print(pair.left), wire_print(pair.right)) == may_be_tied(
        wire_print(pair.right), wire_print(pair.left)
    )


def test_a_tie_says_why():
    """The sentence gives the figures."""
    pair = next(pair for pair in PAIRS if pair.what == "cut to half")
    found = tie_between(pair.left, pair.right)
    assert found is not None
    assert (found.left, found.right, found.relation) == ("tarvi-wire:l", "tarvi-wire:r", "copy")
    assert found.why == "100% of the words of one stand in the other in the same order; both of one day"


TOLD = "RANSEY - An air strike by the Kelvanese Air Force killed civilians at the market of Ransey on Wednesday, residents said."
AGAINST = (
    "ALDPORT - The Kelvanese Air Force denied that its aircraft had struck Ransey on Wednesday. A rocket of the Northern Front killed civilians at the "
    "market of Ransey on Wednesday, the air force said."
)


@pytest.mark.parametrize(
    "more",
    [
        "",
        " "
        + " ".join(
            f"The {one} of the town was closed for the day." for one in ("bank", "port", "mill", "pier", "court")
        ),
    ],
)
def test_a_denial_is_no_print_of_what_it_denies(more):
    """One side's few sentences in the words of the other's are its own voice, in a brief and over the same old paragraphs."""
    day = dt.date(2022, 3, 3)
    one, other = article("one", TOLD + more, published=day), article("other", AGAINST + more, published=day)
    assert tie_between(one, other) is None


def test_a_denial_that_was_added_leaves_it_the_same_text():
    """The whole text stands in the other, so that is an update of it; and so is one that a denial was in from the beginning."""
    day = dt.date(2022, 3, 3)
    added = f"{TOLD} The air force denied it."
    found = tie_between(article("one", TOLD, published=day), article("other", added, published=day))
    assert found is not None
    assert found.relation == "copy"
    shorter = added.replace(" at the market of Ransey", " in a market")
    assert tie_between(article("one", added, published=day), article("other", shorter, published=day)) is not None


def test_an_article_is_not_tied_to_itself():
    """Nor to nothing."""
    one = LONG[0]
    assert tie_between(one, one) is None
    assert not may_be_tied(wire_print(one), wire_print(one))
    assert wire_print(article("a1:0", "")).bands == ()


def test_a_notice_that_names_nothing_is_no_report():
    """Two pages that say the same of themselves are not prints of one report."""
    words = "The article that you have been looking for has expired and is no longer available on our pages."
    assert tie_between(article("a1:1", words), article("a1:2", words)) is None


def test_prints_are_small_and_stay():
    """A print is a few KB, comes back from JSON as it was, and has the keys it had on the machine that first made it."""
    for one in LONG:
        content = msgspec.json.encode(wire_print(one))
        assert len(content) < 4096
        assert msgspec.json.decode(content, type=WirePrint) == wire_print(one)
    assert bands("r", set(shingles("a bomb went off in the market of Tarvi".split(), 5)), 2, 2) == PINNED


def test_who_cites_finds_who_is_cited():
    """ "Coast FM reported" leads to what Coast FM printed, by the names at the top of both."""
    pair = next(pair for pair in PAIRS if pair.what == "X reported that")
    shared = lookups(wire_print(pair.right)) & set(wire_print(pair.left).bands)
    assert any(key[0] == "o" for key in shared)


def test_days_apart_only_the_same_words_are_compared():
    """After ten days only a reprint word for word is looked at: an anniversary tells of something else."""
    one = LONG[0]
    later = msgspec.structs.replace(one, id="z", published=one.published + dt.timedelta(days=40))
    other = msgspec.structs.replace(later, text=later.text.replace("people", "persons"))
    assert may_be_tied(wire_print(one), wire_print(later))
    assert not may_be_tied(wire_print(one), wire_print(other))


def test_ties_do_not_depend_on_order():
    """The same list in any order, and the same as comparing all with all that share a key."""
    expected = ties_of_all()
    shuffled = random.Random(1).sample(ARTICLES, len(ARTICLES))
    assert wire_ties(shuffled) == expected
    prints = [wire_print(one) for one in ARTICLES]
    pairs = [
        tie_between(ARTICLES[one], ARTICLES[other])
        for one, other in combinations(range(len(ARTICLES)), 2)
        if may_be_tied(prints[one], prints[other])
    ]
    assert [found for found in pairs if found] == expected


def test_the_prints_of_one_text_are_one_voice():
    """All that is copied or rewritten from the Tarvi wire is one group; what stands for itself is not in it."""
    groups = wire_groups([one.id for one in ARTICLES], ties_of_all())
    wire = groups["tarvi-wire:l"]
    assert {groups[id] for id in ("tarvi-wire:r", "tarvi-easy:r", "tarvi-desk:r", "tarvi-bulletin:r")} == {wire}
    apart = ("tarvi-independent:r", "tarvi-next-day:r", "tarvi-mostly-old:r", "same-day-other-story:r", "halmi-wire:l")
    assert all(groups[id] != wire for id in apart)
    assert groups["strikes-monday:l"] != groups["strikes-tuesday:r"]


@st.composite
def edited_copies(draw):
    """A text and a print of it with up to a fifteenth of its words changed, cut at the end by up to a third."""
    one = draw(st.sampled_from(LONG))
    paragraphs = one.text.split("\n\n")
    kept = paragraphs[: max(2, len(paragraphs) - draw(st.integers(0, len(paragraphs) // 3)))]
    words = "\n\n".join(kept).split(" ")
    for at in draw(st.lists(st.integers(0, len(words) - 1), max_size=len(words) // 15)):
        words[at] = draw(
            st.sampled_from(["the", words[at][:-1], words[at].upper(), words[at] + "s", "also " + words[at]])
        )
    return one, msgspec.structs.replace(one, id="zz", text=" ".join(words), outlet="Somewhere Else", title=None)


@settings(max_examples=25, deadline=None)
@given(edited_copies())
def test_a_copy_with_small_edits_is_found(pair):
    """Whatever few words are changed, a copy stays one."""
    found = wire_ties(pair)
    assert [one.relation for one in found] == ["copy"]


RELATIONS = st.sampled_from(["copy", "rewrite", "template"])
IDS = [f"a1:{number}" for number in range(9)]
TIES = st.lists(
    st.tuples(st.sampled_from(list(combinations(IDS, 2))), RELATIONS, st.sampled_from([0.5, 0.7, 0.9])),
    max_size=20,
    unique_by=lambda row: row[0],
).map(lambda rows: [tie(*ends, relation, share) for ends, relation, share in rows])


@given(TIES, st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_order(ties, chance):
    """Articles and ties in any order give the same groups, named after their smallest article; no form joins one."""
    groups = wire_groups(IDS, ties)
    articles, shuffled = list(IDS), list(ties)
    chance.shuffle(articles)
    chance.shuffle(shuffled)
    assert wire_groups(articles, shuffled) == groups
    members = {group: [id for id in IDS if groups[id] == group] for group in groups.values()}
    assert all(group == digest("w1", min(ids)) for group, ids in members.items())
    assert all(groups[one.left] != groups[one.right] for one in ties if one.relation == "template")


def test_an_article_alone_is_a_group():
    """Its id is that of an article without ties, wherever it is computed."""
    assert wire_groups(["a1:7"], []) == {"a1:7": digest("w1", "a1:7")}


def test_a_rewrite_does_not_bring_forms_together():
    """A copy of B, B a rewrite of C, A and C one form filled twice: C stays out."""
    groups = wire_groups("ABC", [tie("A", "B"), tie("B", "C", "rewrite"), tie("A", "C", "template")])
    assert groups["A"] == groups["B"] != groups["C"]


def test_a_running_story_is_no_one_text():
    """Each version is like the next; one tie of nine does not bring two groups of three together."""
    days = [tie("A", "B"), tie("B", "C"), tie("A", "C"), tie("D", "E"), tie("E", "F"), tie("D", "F")]
    groups = wire_groups("ABCDEF", [*days, tie("C", "D", share=0.6)])
    assert groups["A"] == groups["C"] != groups["D"] == groups["F"]


@pytest.mark.parametrize(
    "text", ["word " * 200_000, "x" * 1_000_000, 'He said "' * 50_000, "\n" * 100_000 + "End of 9"]
)
def test_a_text_without_end_or_stops_is_read(text):
    """Nothing takes the square of a long text: what stands far down is not laid side by side."""
    one, other = article("a1:1", text), article("a1:2", text + " z", outlet="Coast FM")
    assert len(wire_print(one).bands) < 150
    assert tie_between(one, other) is None
