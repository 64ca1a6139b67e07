"""Reading time expressions off words."""

from __future__ import annotations

from tidings.annotate.date_expressions import Calendar, Offset, Range, Relative, Since
from tidings.annotate.date_grammar import join, read_expressions


def spans(text: str) -> list[str]:
    """The words of each joined expression."""
    return [text[one.start : one.end] for one in join(*read_expressions(text))]


def test_the_longest_expression_wins() -> None:
    """ "The day before yesterday" is not "yesterday"; a month is not cut out of its date."""
    assert spans("the day before yesterday") == ["the day before yesterday"]
    assert spans("Thursday, Dec. 15, 2016") == ["Thursday, Dec. 15, 2016"]


def test_an_expression_says_what_its_words_say() -> None:
    """Nothing is resolved yet."""
    _, found = read_expressions("two weeks ago, late last year and on 6 May")
    assert [one.expression for one in found] == [
        Offset(amount=2, unit="week", sign=-1),
        Relative(unit="year", amount=-1, part="late"),
        Calendar(month=5, day=6),
    ]


def test_joining_makes_one_span_of_two_dates() -> None:
    """ "From March to June" is one stretch, and two dates before it is joined."""
    words, found = read_expressions("from last Monday to Friday")
    assert len(found) == 2
    assert [type(one.expression) for one in join(words, found)] == [Range]


def test_weekdays_side_by_side_are_one_stretch() -> None:
    """ "Friday and Saturday" go from the first to the last; "Friday, Saturday" with no joint stay two."""
    assert spans("on Friday and Saturday") == ["Friday and Saturday"]
    assert spans("on Thursday, Friday, and Saturday") == ["Thursday, Friday, and Saturday"]
    assert spans("on Friday, Saturday") == ["Friday", "Saturday"]
    assert spans("between Friday and Saturday") == ["between Friday and Saturday"]


def test_since_takes_its_date_along() -> None:
    """ "Since 2014" is one expression; "since the fall of the city in 2014" is not."""
    (found,) = join(*read_expressions("since early 2014"))
    assert found.expression == Since(Calendar(year=2014, part="early"))
    assert spans("since the fall of the city in 2014") == ["2014"]


def test_a_blank_line_parts_expressions() -> None:
    """A date does not run on into the next paragraph."""
    assert spans("in May\n\n12 people died") == ["May"]


def test_a_full_stop_is_no_part_of_a_date() -> None:
    """The last word of a sentence keeps its stop for itself."""
    assert spans("It fell on 6 Dec. They fled.") == ["6 Dec"]
