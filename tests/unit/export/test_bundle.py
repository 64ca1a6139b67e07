"""Scenario A10: three releases from one call, none of which says what it should not, and each of which notices one changed byte."""

from __future__ import annotations

import csv
import datetime as dt
import json
from dataclasses import dataclass

import jsonschema
import pytest
import yaml

from tests.unit.export.told import Text, view
from tidings.errors import UsageError, WithheldError
from tidings.export import bundle
from tidings.export.bundle import MANIFEST, SEAL, About, bundle_files, verify_bundle, write_bundle
from tidings.export.forms import FORMS, Form
from tidings.export.leaks import plain
from tidings.export.profiles import PROFILES, Safety, release

JUNE = dt.date(2024, 6, 1)
ALL_FORMS = [name for name, form in FORMS.items() if form.ending in {"jsonl", "csv", "geojson", "jsonld"}]
ABOUT = About(title="Island events", authors=("The island desk",), version="3")
VICTIMS = ("Amal Haddad", "Haddad", "Yusuf", "Noor", "Okoye")
COPYRIGHTED = "Nobody in the harbour remembers a night like it. " * 12


@dataclass
class Corpus:
    """The corpus of A10 as a view, with the ids of what a person must release."""

    view: object
    child: str
    assault: str


@pytest.fixture(scope="module")
def corpus():
    """Named victims, a witness under a pseudonym, a protected partner, a clinic, a child, sexual violence, a copyrighted article."""
    victim = Text(
        f"Amal Haddad was killed when a shell hit her shop in Tarn Ford on Thursday, said a witness called Noor. {COPYRIGHTED}",
        title="Shopkeeper Amal Haddad killed", url="https://courier.example/2024/amal-haddad", file="tip-from-noor.txt",
    )  # fmt: skip
    market = victim.tells(
        "shelling", victim.text[:300], place=victim.place("Tarn Ford"), recipients=[victim.actor("Amal Haddad", "unknown")],
        counts=[victim.count("Amal Haddad", 1, 1, 1, by="Noor")], said=[victim.said("Noor", "witness")],
    )  # fmt: skip
    partner = Text(
        "Fighters looted 40 houses in Greywater.",
        outlet="Tolmen Watch",
        url="https://tolmenwatch.example/1",
        title="Bulletin 1",
    )
    looting = partner.tells("destruction", partner.text[:-1], place=partner.place("Greywater"))
    site = Text(
        "A rocket hit the clinic in Oxley Bridge, and Yusuf, a guard, was hurt.", title="Oxley Bridge clinic hit"
    )
    clinic = site.tells(
        "shelling", site.text[:-1], place=site.place("Oxley Bridge"), recipients=[site.actor("Yusuf", "civilians")]
    )
    young = Text("A mine killed a boy near Harrow Bay.")
    child = young.tells(
        "explosion",
        young.text[:-1],
        place=young.place("Harrow Bay"),
        counts=[young.count("a boy", 1, 1, 1, group="children")],
    )
    assault = Text("Fighters raped women in Long Acre.")
    rape = assault.tells("sexual_violence", assault.text[:-1], place=assault.place("Long Acre"))
    recent = Text("Shells hit Port Halden on Friday.", published=dt.date(2024, 5, 31))
    late = recent.tells("shelling", recent.text[:-1], place=recent.place("Port Halden"), day=dt.date(2024, 5, 31))
    return Corpus(view([market], [looting], [clinic], [child], [rape], [late]), child.account.id, rape.account.id)


SAFETY = Safety(today=JUNE, names=("Zeynep Okoye",), protected=("Tolmen Watch",))


@pytest.fixture(scope="module")
def public(corpus):
    return bundle_files(corpus.view, profile="public", safety=SAFETY, about=ABOUT, forms=ALL_FORMS)


def test_three_releases_from_one_view(corpus, tmp_path):
    """Each is whole, verifies, and differs from the others."""
    made = {
        profile: write_bundle(
            corpus.view, tmp_path / profile, profile=profile, safety=SAFETY, about=ABOUT, forms=ALL_FORMS
        )
        for profile in PROFILES
    }
    for profile in PROFILES:
        assert verify_bundle(tmp_path / profile) == []
    assert len({each.config for each in made.values()}) == 3
    count = {
        profile: len((tmp_path / profile / "data/jsonl/events.jsonl").read_bytes().splitlines()) for profile in PROFILES
    }
    assert count == {"internal": 6, "partner": 6, "public": 3}


def test_public_says_no_name_no_partner_no_article(public):
    """In no file, whatever the form: victims, the witness, the partner, the clinic's town, what is held, what is too young."""
    for path, content in public.items():
        said = plain(content)
        for name in (
            *VICTIMS,
            "Tolmen",
            "tolmenwatch",
            "Oxley",
            "Harrow Bay",
            "Long Acre",
            "Port Halden",
            "raped",
            "tip-from",
        ):
            assert name not in said, (path, name)
        assert COPYRIGHTED[:301].strip() not in said, path


def test_the_clinic_is_there_at_its_district(public):
    """It is not left out: it stands at ADM2, without a point."""
    events = [json.loads(line) for line in public["data/jsonl/events.jsonl"].splitlines()]
    (clinic,) = [event for event in events if "clinic" in json.dumps(event)]
    assert clinic["values"]["place"]["name"] == "Tarn"
    assert clinic["values"]["place"]["lat"] is None


def test_what_is_held_goes_out_when_a_person_has_released_it(corpus):
    """The child's event stands in the next release, without its words."""
    safety = Safety(today=JUNE, names=SAFETY.names, protected=SAFETY.protected, released=frozenset({corpus.child}))
    files = bundle_files(corpus.view, profile="public", safety=safety, about=ABOUT)
    said = files["data/jsonl/events.jsonl"].decode()
    assert corpus.child in said
    assert corpus.assault not in said
    assert "mine killed" not in said


def test_partner_withholds_names_and_keeps_places(corpus):
    """Names and the protected source are out, places and recent events in."""
    files = bundle_files(corpus.view, profile="partner", safety=SAFETY, about=ABOUT, forms=ALL_FORMS)
    said = plain(b"".join(files.values()))
    assert not [name for name in (*VICTIMS, "Tolmen") if name in said]
    assert "Oxley Bridge" in said
    assert "Port Halden" in said


def test_persons_are_entities_in_the_house_only(corpus):
    """FollowTheMoney gets a person from an internal release and from no other."""
    for profile, expected in (("internal", True), ("partner", False)):
        files = bundle_files(corpus.view, profile=profile, safety=SAFETY, about=ABOUT, forms=["ftm"])
        assert (b'"Person"' in files["data/ftm/events.jsonl"]) is expected


@pytest.mark.parametrize("page", ["coverage", "evaluation", "changes"])
def test_a_planted_name_in_notes_is_caught_and_nothing_is_written(corpus, tmp_path, page):
    """A text that somebody wrote is looked through too."""
    about = About(
        title="Island events", authors=("desk",), version="1", **{page: "Thanks to Zeynep Okoye for the list."}
    )
    with pytest.raises(WithheldError, match=page.upper()):
        write_bundle(corpus.view, tmp_path / "out", profile="public", safety=SAFETY, about=about)
    assert not (tmp_path / "out").exists()


def test_a_form_that_writes_a_name_into_its_notes_is_caught(corpus, monkeypatch):
    """Even a form that is wrong cannot publish a victim's name."""
    monkeypatch.setattr(bundle, "form_named", lambda name: FORMS["csv"])
    monkeypatch.setattr(Form, "write", lambda *_, **__: iter([b"event_id,notes\r\nTDG-1,killed: Amal Haddad\r\n"]))
    with pytest.raises(WithheldError, match=r"events\.csv: it holds the name 'Amal Haddad'"):
        bundle_files(corpus.view, profile="public", safety=SAFETY, about=ABOUT, forms=["csv"])


def test_no_file_of_a_release_is_trusted_for_being_packed(corpus):
    """The record that packed tables are made of is read through itself."""
    shown = release("public", corpus.view, SAFETY)
    shown.check("the record", public_lines(shown))


def public_lines(shown):
    from tidings.export.jsonl import event_lines

    return b"".join(event_lines(shown.view.events))


@pytest.mark.parametrize("position", [0, 100, -2])
def test_one_changed_byte_is_named(corpus, tmp_path, position):
    """Whichever file it is in; so are a file taken away and one put in."""
    folder = tmp_path / "release"
    write_bundle(corpus.view, folder, profile="public", safety=SAFETY, about=ABOUT)
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        content = path.read_bytes()
        changed = bytearray(content)
        changed[position % len(changed)] ^= 1
        path.write_bytes(changed)
        (fault,) = verify_bundle(folder)
        name = path.relative_to(folder).as_posix()
        assert fault.path == (MANIFEST if name == SEAL else name)
        path.write_bytes(content)
    assert verify_bundle(folder) == []
    (folder / "README.md").unlink()
    (folder / "extra.txt").write_text("x")
    assert [(fault.path, fault.what) for fault in verify_bundle(folder)] == [
        ("README.md", "it is missing"), ("extra.txt", "it is not in the manifest"),
    ]  # fmt: skip


def test_the_same_gives_the_same_bytes(corpus, public):
    """A release holds no clock and no chance."""
    assert bundle_files(corpus.view, profile="public", safety=SAFETY, about=ABOUT, forms=ALL_FORMS) == public


def test_the_hash_of_the_settings_does_not_hold_the_names(corpus, public):
    """Another list of names is another release, and its settings do not tell which names; what decides is spelled out."""
    package = json.loads(public["datapackage.json"])
    assert package["config"]["delay_days"] == 7
    assert package["config"]["quote_cap"] == 300
    assert "names" not in package["config"]
    other = bundle_files(corpus.view, profile="public", safety=Safety(today=dt.date(2024, 6, 2)), about=ABOUT)
    assert json.loads(other[MANIFEST])["config"] != json.loads(public[MANIFEST])["config"]


def test_it_has_all_that_a_release_needs(public):
    """Pages, sources with terms, a data package over the data, and a citation as CFF 1.2 has it."""
    assert {
        "README.md",
        "CODEBOOK.md",
        "CITATION.cff",
        "CHANGES.md",
        "COVERAGE.md",
        "EVALUATION.md",
        "LOSSES.md",
        "REDACTIONS.md",
        "SOURCES.csv",
        "datapackage.json",
        MANIFEST,
        SEAL,
    } <= set(public)
    assert {f"schemas/{name}.json" for name in ("jsonl", "plover", "idmc-style", "acled-style")} <= set(public)
    assert "| `reported_figure` | as printed |" in public["CODEBOOK.md"].decode()
    assert "## Columns of `acled-style`" in public["CODEBOOK.md"].decode()
    assert "`air_strike`" in public["CODEBOOK.md"].decode()
    citation = yaml.safe_load(public["CITATION.cff"])
    assert citation["cff-version"] == "1.2.0"
    assert citation["authors"] == [{"name": "The island desk"}]
    assert citation["date-released"] == "2024-06-01"
    sources = list(csv.DictReader(public["SOURCES.csv"].decode().splitlines()))
    assert all(row["terms"] for row in sources)
    assert [row["text_sha256"] == "" for row in sources if row["outlet"] == "[source withheld]"] == [True]
    package = json.loads(public["datapackage.json"])
    jsonschema.validate(package, PACKAGE)
    assert {each["path"] for each in package["resources"]} == {path for path in public if path.startswith("data/")}


PACKAGE = {
    "type": "object",
    "required": ["name", "resources", "licenses", "title", "version"],
    "properties": {
        "name": {"pattern": "^[a-z0-9._/-]+$"},
        "resources": {
            "type": "array",
            "minItems": 1,
            "items": {
                "required": ["name", "path", "hash", "bytes", "mediatype"],
                "properties": {"name": {"pattern": "^[a-z0-9._/-]+$"}, "hash": {"pattern": "^sha256:[0-9a-f]{64}$"}},
            },
        },
    },
}


def test_the_log_of_redactions_reveals_nothing(public):
    """It says that names were taken out, and neither whose nor of which event."""
    page = public["REDACTIONS.md"].decode()
    assert "private name" in page
    assert "children: held" in page
    assert "c1:" not in page


def test_a_release_is_never_written_over_another(corpus, tmp_path):
    """Nor is one without data, or in a form there is not."""
    write_bundle(corpus.view, tmp_path / "one", profile="internal", safety=Safety(), about=ABOUT)
    with pytest.raises(UsageError, match="not empty"):
        write_bundle(corpus.view, tmp_path / "one", profile="internal", safety=Safety(), about=ABOUT)
    for forms in ([], ["xls"]):
        with pytest.raises(UsageError):
            write_bundle(corpus.view, tmp_path / "two", profile="internal", safety=Safety(), about=ABOUT, forms=forms)
    with pytest.raises(UsageError, match="no release"):
        verify_bundle(tmp_path)
