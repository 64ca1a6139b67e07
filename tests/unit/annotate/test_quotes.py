"""Quotations and whose words they are."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tidings.annotate.quotes import find_quotes
from tidings.annotate.sentences import SpacyParser
from tidings.model.mentions import ActorMention, QuoteMention
from tidings.model.text import Parse


def quotes(parser: SpacyParser, text: str, actors: tuple[ActorMention, ...] = ()) -> tuple[QuoteMention, ...]:
    """The quotations of a text."""
    return find_quotes(parser.parse(text), actors)


def test_content_is_the_text_between_the_marks(parser: SpacyParser) -> None:
    """Offsets with the marks, content without them, both exact."""
    text = "“The bridge is gone,” said Dana Oyelaran, a nurse."
    (found,) = quotes(parser, text)
    assert text[found.start : found.end] == "“The bridge is gone,”"
    assert text[found.start + 1 : found.end - 1] == found.content
    assert text[found.speaker_start : found.speaker_end] == "Dana Oyelaran"


def test_an_actor_in_the_role_is_the_side(parser: SpacyParser) -> None:
    """ "a Harbour Front commander" stands on the side of the Harbour Front."""
    text = "Rami Kassab, a Harbour Front commander, said: “The gates are open and nobody is left.”"
    start = text.index("Harbour Front")
    actor = ActorMention(
        start=start, end=start + 13, head=5, name="Harbour Front", id="harbour-front", kind="rebel_group", form="name"
    )  # fmt: skip
    (found,) = quotes(parser, text, (actor,))
    assert (found.speaker, found.role, found.side) == ("Rami Kassab", "Harbour Front commander", "harbour-front")


def test_a_surname_is_given_in_full(parser: SpacyParser) -> None:
    """A speaker named in full once goes by the full name afterwards."""
    text = "Dana Oyelaran runs the clinic.\n“We sleep in the cellar now,” Oyelaran said."
    assert quotes(parser, text)[0].speaker == "Dana Oyelaran"


def test_a_pronoun_leads_back_to_the_last_speaker(parser: SpacyParser) -> None:
    """ "he said" is who spoke before; with nobody before, nobody."""
    text = "Viktor Lasko said the road was mined. “We walked for nine hours,” he said."
    assert quotes(parser, text)[0].speaker == "Viktor Lasko"
    assert quotes(parser, "“We walked for nine hours,” he said.")[0].speaker is None


def test_one_speaker_speaks_over_several_paragraphs(parser: SpacyParser) -> None:
    """Paragraphs left open belong to who is named after the last of them."""
    text = "“We came at night.\n“Nobody had seen the trucks.\n“Then the shelling began,” said Mira Kovac."
    assert [one.speaker for one in quotes(parser, text)] == ["Mira Kovac"] * 3


def test_a_quotation_after_a_speech_goes_on_with_it(parser: SpacyParser) -> None:
    """A quotation with no words of saying belongs to the speaker of the one right before it."""
    text = "“We are leaving the town,” Mira Kovac said. “There is no water, and there is no bread.”"
    assert [one.speaker for one in quotes(parser, text)] == ["Mira Kovac"] * 2


def test_words_at_arms_length_have_no_speaker(parser: SpacyParser) -> None:
    """A few quoted words that nobody says are marked as such."""
    (found,) = quotes(parser, "The group's so-called “capital” fell in March.")
    assert found.scare
    assert found.speaker is None


def test_an_empty_text_has_no_quotations() -> None:
    """No text, no words."""
    assert find_quotes(Parse("", (), ()), ()) == ()


@settings(max_examples=40, deadline=None)
@given(
    text=st.text(
        alphabet=st.one_of(st.sampled_from("\"“”‘’' \n.,:"), st.characters(exclude_categories=["Cs"])), max_size=60
    )
)
def test_any_unicode_is_read(parser: SpacyParser, text: str) -> None:
    """Nothing crashes, and every span lies in the text and bears out its content."""
    for one in quotes(parser, text):
        assert one.content in text[one.start : one.end]
        assert one.speaker_start is None or 0 <= one.speaker_start < (one.speaker_end or 0) <= len(text)
