"""What may leave the house: names withheld wherever they stand, sites at their district, a week's delay, and a log that tells nothing."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from tests.unit.export.told import MAY_9, Text, view
from tidings.errors import UsageError, WithheldError
from tidings.export.jsonl import event_lines
from tidings.export.leaks import longest_stretch
from tidings.export.private_names import Known
from tidings.export.profiles import PROFILES, Safety, public_control, release
from tidings.export.redact import Names, redaction_report
from tidings.model.coding import ControlReasons, ControlStatement
from tidings.model.event import View
from tidings.model.text import check_evidence

JUNE = dt.date(2024, 6, 1)
REPORT = (
    "Amal Haddad, 34, was killed when a shell hit her house in Tarn Ford on Thursday, said Noor Aziz, a neighbour. "
    "“Amal Haddad was a nurse and her brother Karim is missing,” he said. The army, in the person of Colonel Edvard Strand, "
    "denied that it fired. Call +44 20 7946 0958 or write to desk@courier.example."
)


def shelling(text=REPORT, **more):
    """A victim with a name, a witness with a name, a colonel who speaks for a party, and a contact."""
    told = Text(
        text,
        title="Nurse Amal Haddad killed in Tarn Ford",
        url="https://courier.example/amal-haddad-killed",
        file="call-with-noor.txt",
    )
    return told.tells(
        "shelling", text, place=told.place("Tarn Ford"), actors=[told.actor("army", "state_forces", id="merrow-army", by=["Noor Aziz"])],
        recipients=[told.actor("Amal Haddad", "unknown")],
        counts=[told.count("Amal Haddad", 1, 1, 1, by="Noor Aziz")],
        said=[
            told.said("Noor Aziz", "witness", covers=["counts.0"]),
            told.said("Edvard Strand", "party", id="merrow-army", stance="denies"),
        ], **more,
    )  # fmt: skip


def everything(shown: View) -> str:
    """All that a view says, as one text."""
    return msgspec.json.encode(shown).decode()


@pytest.mark.parametrize("profile", ["partner", "public"])
def test_names_of_victims_and_witnesses_stand_nowhere(profile):
    """Not in actors, speakers, words, quotes, claims, titles, addresses or file names; nor does a name only quoted, nor a contact."""
    shown = release(profile, view([shelling()]), Safety(today=JUNE))
    said = everything(shown.view)
    for name in ("Amal", "Haddad", "Noor", "Aziz", "Karim", "7946", "desk@", "haddad"):
        assert name not in said, name
    assert "[name withheld]" in said
    assert "34" not in [
        span["quote"][:2] for span in msgspec.json.decode(said.encode())["events"][0]["accounts"][0]["evidence"]
    ]
    assert "Edvard Strand" in said  # he speaks for a party
    assert "Tarn Ford" in said


def test_internal_keeps_all():
    """In the house nothing is withheld."""
    full = view([shelling()])
    assert release("internal", full, Safety()).view == full


@pytest.mark.parametrize("profile", ["partner", "public"])
def test_quotes_still_reproduce_from_their_offsets(profile):
    """A quote is cut around a name, so each piece is the text between its offsets (RECORD, promise 1), and none passes the cap."""
    member = shelling()
    text = member.article.text
    shown = release(profile, view([member]), Safety(today=JUNE)).view
    (event,) = shown.events
    for entry in event.ledger:
        for span in entry.evidence:
            check_evidence(text, span)
        assert sum(len(span.quote) for span in entry.evidence) <= 300
    assert len(event.accounts[0].evidence) > 1
    assert all(one.article.text is None for one in shown.members.values())


def test_a_claim_that_was_touched_gets_another_id():
    """The old id hashes the name, so a guess could be tried on it; what took its place still points to it."""
    full = view([shelling()])
    shown = release("public", full, Safety(today=JUNE)).view
    before, after = full.events[0].ledger, shown.events[0].ledger
    changed = [now.claim != old.claim for old, now in zip(before, after, strict=True) if "[name withheld]" in str(now)]
    assert changed
    assert all(changed)


def test_the_log_never_says_what_was_taken_out():
    """Fields, rules and counts only."""
    shown = release("public", view([shelling()]), Safety(today=JUNE))
    page = redaction_report("public", shown.redactions)
    assert "private name" in page
    for name in ("Amal", "Haddad", "Noor", "Karim", "Tarn"):
        assert name not in page


def test_a_listed_name_is_found_in_any_text():
    """Whatever accents, hyphens, capitals it is written with, run together or in an address."""
    names = Names(["Leila al-Rashid"])
    for text in (
        "LEILA AL RASHID",
        "Leïla Al-Rashid’s",
        "leila_al_rashid",
        "leilaalrashid@x",
        "x/leila-al-rashid-dead",
    ):
        assert names.spans(text), text
    assert not names.spans("Leila and the Rashid Hotel")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Her son Karim is missing.", ["Karim"]),
        ("Karim's father fled.", ["Karim"]),
        ("Shells fell on Tuesday.", []),
        ("The Health Ministry and the Red Crescent said so.", []),
        ("Iraqi soldiers of the Syrian army left.", []),
        ("Dr. Lina Sabbagh, of St Anna hospital, spoke", ["Lina Sabbagh"]),
        ("They buried Omar bin Saleh Aziz in Harbour Road", ["Omar bin Saleh Aziz"]),
        ("SARAH HILL was shot", ["SARAH HILL"]),
        ("the RLF said", []),
        ("Amal Haddad was hit", ["Amal Haddad"]),
    ],
)
def test_names_that_nothing_is_known_of(text, found):
    """A run of capitals that is no place, party, state, body, title or opening word is taken for a person's name."""
    assert list(Known(View(events=(), members={}), []).named(text)) == found


def test_an_official_is_known_by_name_and_a_victim_of_the_same_given_name_is_not():
    """ "Colonel Edvard Strand", then "Strand": both stand; Edvard Moss, who was hit, does not."""
    text = "Edvard Moss was hit in Tarn Ford. Colonel Edvard Strand denied it. Strand said that Colonel Strand was away. Moss died."
    told = Text(text)
    member = told.tells(
        "shelling", text, place=told.place("Tarn Ford"), recipients=[told.actor("Edvard Moss", "unknown")],
        said=[told.said("Edvard Strand", "party", id="merrow-army")],
    )  # fmt: skip
    said = everything(release("partner", view([member]), Safety()).view)
    assert "Moss" not in said
    assert "Colonel Edvard Strand denied it. Strand said that Colonel Strand was away." in said


def test_a_name_may_be_kept():
    """The user's list gives back what the net took for a private name."""
    shown = release("partner", view([shelling()]), Safety(keep=("Karim",)))
    assert "Karim" in everything(shown.view)
    assert "Amal" not in everything(shown.view)


def test_a_week_must_have_passed():
    """Events whose last day is within seven days of today are held back; the day is told and never looked up."""
    full = view([shelling()])
    for today, published in ((dt.date(2024, 5, 15), 0), (dt.date(2024, 5, 16), 1)):
        assert len(release("public", full, Safety(today=today)).view.events) == published, today
    with pytest.raises(UsageError, match="--today"):
        release("public", full, Safety())
    assert len(release("partner", full, Safety()).view.events) == 1


def test_an_event_of_no_known_day_goes_by_its_publication():
    """Without a day of its own it is as old as its last report; without that it is held."""
    member = shelling(day=None)
    assert len(release("public", view([member]), Safety(today=dt.date(2024, 5, 16))).view.events) == 0
    assert len(release("public", view([member]), Safety(today=dt.date(2024, 5, 17))).view.events) == 1


def clinic():
    """A shell on a clinic, told with a market that is hit in the same town by another report."""
    told = Text(
        "A rocket hit the clinic in Tarn Ford on Thursday.",
        title="Tarn Ford clinic hit",
        url="https://courier.example/tarn-ford",
    )
    other = Text("Shells landed on the market of Tarn Ford on Thursday.")
    return view(
        [
            told.tells(
                "shelling", told.text[:-1], place=told.place("Tarn Ford"), recipients=[told.actor("clinic", "unknown")]
            )
        ],
        [other.tells("shelling", other.text[:-1], place=other.place("Tarn Ford"))],
    )


def test_a_clinic_is_shown_at_its_district():
    """No point, no town, no title and no address gives it away; another event of that town keeps its own."""
    shown = release("public", clinic(), Safety(today=JUNE)).view
    hidden = next(event for event in shown.events if "clinic" in everything(View(events=(event,), members={})))
    open_one = next(event for event in shown.events if event is not hidden)
    place = hidden.values.place
    assert (place.name, place.precision, place.lat, place.radius_km) == ("Tarn", "admin2", None, None)
    said = everything(View(events=(hidden,), members={one.account.id: one for one in shown.told(hidden)}))
    assert "Tarn Ford" not in said
    assert "tarn-ford" not in said
    assert (open_one.values.place.name, open_one.values.place.lat) == ("Tarn Ford", -43.74)
    assert release("partner", clinic(), Safety()).view.events[0].values.place.name == "Tarn Ford"


def test_a_site_is_named_by_no_other_event_either():
    """A camp that one report puts under shells is not named by the flight to it that another tells, with no place of its own."""
    told = Text("Shells hit Old Mill camp on Thursday.")
    other = Text("About 300 people fled to the Old Mill camp on Thursday.", title="Families reach Old Mill camp")
    both = view(
        [told.tells("shelling", told.text[:-1], place=told.place("Old Mill camp"))],
        [other.tells("displacement", other.text[:-1])],
    )
    shown = release("public", both, Safety(today=JUNE)).view
    assert len(shown.events) == 2
    assert "Old Mill" not in everything(shown)


def test_a_clinic_that_is_no_place_of_the_record_is_not_named():
    """A name before the word for a site would lead to it as well as a point."""
    told = Text("Shells hit the Saint Orla clinic in Qadra on Thursday. The clinic was full.")
    member = told.tells("shelling", "Shells hit the Saint Orla clinic in Qadra on Thursday", place=told.place("Qadra"))
    said = everything(release("public", view([member]), Safety(today=JUNE)).view)
    assert "Orla" not in said
    assert "Shells hit the" in said
    assert "Saint Orla" in everything(release("internal", view([member]), Safety()).view)


def test_a_site_without_a_district_goes_up_to_what_is_known():
    """The province, else the country, else no place at all."""
    told = Text("A rocket hit the clinic in Tarn Ford on Thursday.")
    for known, expected in (({"admin2": None}, "admin1"), ({"admin1": None, "admin2": None}, "country")):
        member = told.tells("shelling", told.text[:-1], place=told.place("Tarn Ford", **known))
        (event,) = release("public", view([member]), Safety(today=JUNE)).view.events
        assert event.values.place.precision == expected


@pytest.mark.parametrize(
    ("type", "text", "rule"),
    [
        ("sexual_violence", "Fighters assaulted women in Tarn Ford.", "sexual violence"),
        ("attack_on_civilians", "Fighters raped women in Tarn Ford.", "sexual violence"),
        ("shelling", "A shell killed two girls in Tarn Ford.", "children"),
        ("shelling", "A shell killed a nine-year-old in Tarn Ford.", "children"),
        ("shelling", "A shell killed Omar, aged 12, in Tarn Ford.", "children"),
    ],
)
def test_what_a_person_must_look_at_is_held_until_released(type, text, rule):
    """Sexual violence and children; once released they go out without an excerpt, at their district."""
    told = Text(text)
    full = view([told.tells(type, text[:-1], place=told.place("Tarn Ford"))])
    held = release("public", full, Safety(today=JUNE))
    assert held.view.events == ()
    assert any(rule in each.rule for each in held.redactions)
    shown = release("public", full, Safety(today=JUNE, released=frozenset({full.events[0].id})))
    (event,) = shown.view.events
    assert event.values.place.name == "Tarn"
    assert text[:20] not in everything(shown.view)
    assert not event.accounts[0].evidence
    assert len(release("partner", full, Safety()).view.events) == 1


def test_thirty_year_olds_are_no_children():
    """Ages from eighteen up hold nothing."""
    text = "A shell killed a 34-year-old in Tarn Ford."
    told = Text(text)
    assert (
        len(
            release(
                "public", view([told.tells("shelling", text[:-1], place=told.place("Tarn Ford"))]), Safety(today=JUNE)
            ).view.events
        )
        == 1
    )


def test_a_held_event_leaves_no_link_and_no_account_behind():
    """Only members of what is published stay."""
    text = Text("Fighters raped women in Tarn Ford. Shells hit Greywater.")
    full = view(
        [text.tells("sexual_violence", "Fighters raped women in Tarn Ford", place=text.place("Tarn Ford"))],
        [text.tells("shelling", "Shells hit Greywater", place=text.place("Greywater"))],
    )
    shown = release("public", full, Safety(today=JUNE)).view
    assert [event.type for event in shown.events] == ["shelling"]
    assert len(shown.members) == 1


@pytest.mark.parametrize("profile", list(PROFILES))
def test_a_protected_source_is_named_by_no_profile(profile):
    """Its outlet, address, words and name are nowhere, and none of its sentences, by which a search would find it."""
    told = Text(
        "Shells hit Tarn Ford on Thursday, Tolmen Watch said.",
        outlet="Tolmen Watch",
        url="https://tolmenwatch.example/7",
        title="Tolmen Watch bulletin",
        file="tolmen-watch-7.txt",
    )
    member = told.tells(
        "shelling",
        "Shells hit Tarn Ford on Thursday",
        place=told.place("Tarn Ford"),
        said=[told.said("Tolmen Watch", "monitor")],
    )
    other = Text("Shells hit Tarn Ford on Thursday, Tolmen Watch told the Courier.")
    cited = other.tells(
        "shelling",
        "Shells hit Tarn Ford on Thursday",
        place=other.place("Tarn Ford"),
        said=[other.said("Tolmen Watch", "monitor")],
    )
    shown = release(profile, view([member, cited]), Safety(today=JUNE, protected=("Tolmen Watch",)))
    said = everything(shown.view).casefold()
    assert "tolmen watch" not in said
    assert "tolmenwatch" not in said
    assert "tolmen-watch" not in said
    (event,) = shown.view.events
    guarded = next(ref for ref in event.accounts if ref.account == member.account.id)
    assert not guarded.evidence
    assert next(ref for ref in event.accounts if ref.account == cited.account.id).evidence
    with pytest.raises(WithheldError, match="protected source"):
        shown.check("x.md", b"With thanks to Tolmen Watch")


def test_the_last_look_catches_what_slipped_through():
    """A name, in whatever escape, and a long stretch of an article; texts by hand are held against listed and known names."""
    shown = release("public", view([shelling()]), Safety(today=JUNE, names=("Zeynep Okoye",)))
    shown.check("events.jsonl", b"".join(event_lines(shown.view.events)))
    for leak in (b"zeynep\\u0020okoye", b"a/zeynep%20okoye", "Zeynep\nOkoyé".encode(), b"nurse Haddad", b"Karim"):
        with pytest.raises(WithheldError):
            shown.check("x.jsonl", leak)
    with pytest.raises(WithheldError, match="CHANGES"):
        shown.check("CHANGES.md", b"Taken down: Zeynep Okoye", data=False)
    shown.check("CHANGES.md", b"Nothing is said of anybody", data=False)
    long = release("partner", view([shelling(REPORT + LONG)]), Safety())
    with pytest.raises(WithheldError, match="characters of an article"):
        long.check("x.csv", LONG.encode())


LONG = " The road was closed, and nobody came." * 20


def test_long_stretches_are_measured_across_line_ends():
    """Blanks are one, however an article breaks its lines; wherever in it the run begins, and whatever stands before it."""
    words = [f"w{number}" for number in range(400)]
    article = "\n".join(words)
    for first in range(30):
        run = " ".join(words[first : first + 90])
        assert longest_stretch((article,), f'x "{run}" y', 300) >= len(run)
        assert longest_stretch((article,), " ".join(words[first : first + 40]), 300) == 0


def test_control_waits_a_week_and_hides_sites():
    """Statements of control have the same delay, and a camp that somebody holds is shown at its district."""
    told = Text("The Front holds Tarn Ford. The Front holds Old Mill camp.")

    def held(words, end):
        place = told.place(words)
        return ControlStatement(
            place=place, holder="Front", holder_id=None, previous=None, state="held", start=end, end=end, speaker=None, extent=None,
            evidence_type="capture", evidence=told.at(f"The Front holds {words}"), reasons=ControlReasons(),
        )  # fmt: skip

    statements = [
        held("Tarn Ford", MAY_9),
        held("Old Mill camp", MAY_9),
        held("Tarn Ford", dt.date(2024, 5, 30)),
        held("Tarn Ford", None),
    ]
    shown = public_control(statements, JUNE)
    assert [(each.place.name, each.place.precision) for each in shown] == [("Tarn Ford", "exact"), ("Tarn", "admin2")]
    assert not shown[1].evidence


def test_a_profile_is_a_pure_function():
    """The same view and settings give the same release, and the view is left as it was."""
    full = view([shelling()])
    before = everything(full)
    one, other = (release("public", full, Safety(today=JUNE)) for _ in range(2))
    assert everything(one.view) == everything(other.view)
    assert one.redactions == other.redactions
    assert everything(full) == before
