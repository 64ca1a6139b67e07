"""What an article says nobody knows."""

from __future__ import annotations

from tidings.annotate.gaps import find_gaps
from tidings.annotate.sentences import SpacyParser
from tidings.model.text import Parse


def test_two_questions_are_two_gaps_of_one_person(parser: SpacyParser) -> None:
    """ "whether the leader, X, is alive or where he hides": both are about X."""
    text = "It’s not known whether the group’s leader, Omar Haddad, is still alive or where he might be hiding."
    found = find_gaps(parser.parse(text), ())
    assert [(one.entity, one.property) for one in found] == [("Omar Haddad", "alive"), ("Omar Haddad", "whereabouts")]
    assert text[found[1].start : found[1].end] == text.rstrip(".")


def test_an_open_question_without_a_name_keeps_its_words(parser: SpacyParser) -> None:
    """A question that no rule names is its own property."""
    (found,) = find_gaps(parser.parse("It was unclear whether the ferries would sail again."), ())
    assert found.property == "whether the ferries would sail again"
    assert found.entity == "ferries"


def test_how_much_asks_for_an_extent(parser: SpacyParser) -> None:
    """ "how much aid reaches X" leaves the extent open."""
    (found,) = find_gaps(parser.parse("Questions remain how much foreign aid is received by the rebels."), ())
    assert found.property == "extent of foreign aid"
    assert found.entity == "rebels"


def test_an_empty_text_has_no_gaps() -> None:
    """No text, nothing unknown."""
    assert find_gaps(Parse("", (), ()), ()) == ()
