"""Who a noun phrase is, as a speaker."""

from __future__ import annotations

import pytest

from tidings.annotate.reporting import Reporting
from tidings.annotate.sentences import SpacyParser
from tidings.annotate.speakers import Speaker, SpeakerReader


def speaker(parser: SpacyParser, text: str) -> Speaker:
    """The speaker of the last "said" of a text."""
    reader = SpeakerReader(parser.parse(text), ())
    verb = next(token.index for token in reversed(reader.tokens) if token.text == "said")
    (found,) = Reporting(reader).speakers(verb)
    return found


@pytest.mark.parametrize(
    ("phrase", "name", "role", "kind"),
    [
        ("Prime Minister Jonas Arendt", "Jonas Arendt", "Prime Minister", "official"),
        ("Maj. Gen. Tarek Odeh", "Tarek Odeh", "Maj. Gen.", "official"),
        ("the army spokesman, Tarek Odeh,", "Tarek Odeh", "army spokesman", "party"),
        ("Leila Nasser, a nurse at the Karmel clinic,", "Leila Nasser", "nurse at the Karmel clinic", "medical"),
        ("Reuters' Jonas Arendt", "Jonas Arendt", None, "media"),
        ("a rights group", "rights group", None, "monitor"),
        ("two security officials", "security officials", None, "official"),
        ("a hospital source", "hospital source", None, "medical"),
        ("a military source", "military source", None, "party"),
        ("an anonymous source", "anonymous source", None, "unnamed"),
        ("villagers in Marava", "villagers in Marava", None, "witness"),
        ("officials on Tuesday", "officials", None, "official"),
        ("state media", "state media", None, "media"),
        ("the London-based Delta Monitoring Group", "Delta Monitoring Group", None, "monitor"),
        ("the news agency AFP", "AFP", None, "media"),
        ("the interior ministry", "interior ministry", None, "official"),
    ],
)
def test_phrases_name_speakers(phrase: str, name: str, role: str | None, kind: str, parser: SpacyParser) -> None:
    """Name without titles and articles, role as printed, kind by the words and outlets we know."""
    found = speaker(parser, f"{phrase[0].upper()}{phrase[1:]} said the harbour was closed.")
    assert (found.name.casefold(), found.role and found.role.casefold(), found.kind) == (
        name.casefold(), role and role.casefold(), kind,
    )  # fmt: skip


def test_a_role_noun_is_the_person_last_named_with_it(parser: SpacyParser) -> None:
    """ "the mayor" is the mayor named before."""
    assert (
        speaker(parser, "The mayor, Sami Halabi, left on Monday. The mayor said he would return.").name == "Sami Halabi"
    )


def test_a_statement_speaks_for_its_maker(parser: SpacyParser) -> None:
    """ "a statement by X said": X."""
    assert speaker(parser, "A statement by the Harbour Front said two boats were sunk.").name == "Harbour Front"


def test_a_subject_cut_off_by_the_parser_is_found(parser: SpacyParser) -> None:
    """The relative clause between a subject and its verb hides nothing."""
    assert speaker(parser, "The governor, who fled the town in May, said he would not return.").name == "governor"
