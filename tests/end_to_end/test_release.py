"""Scenarios A8 and A10 from the command line, with the whole coder: displacement for a situation report, and a release that harms nobody.

All of it is invented; the island is that of ``samples/``.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tidings.cli.main import main
from tidings.export.leaks import plain

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
FILL = "Nobody in the harbour town could remember a night as long as this one, and the shops stayed shut. "
REPORTS = [
    {
        "id": "fled", "outlet": "Island Press Agency", "title": "Families flee the hills",
        "text": "About 1,200 families fled Qadra for Old Mill camp since Friday, the Island Monitoring Mission said on Monday. "
        "A household in the district has five members on average, it said. "
        "The camp now hosts 9,000 displaced people; the army says 300 families fled.",
    },
    {
        "id": "named", "outlet": "Halden Courier", "url": "https://courier.example/amal-haddad", "title": "Nurse Amal Haddad killed by a shell",
        "text": "Amal Haddad, 34, was killed when a shell hit her house in Greywater on Saturday, said a neighbour who gave his name as Noor. "
        f"Soldiers came in the evening, Noor said. {FILL * 8}",
    },
    {
        "id": "partner", "outlet": "Tolmen Watch", "url": "https://tolmenwatch.example/7",
        "text": "The Saltmarsh Volunteers burned 40 houses in Long Acre on Thursday, a field worker of Tolmen Watch said.",
    },
    {
        "id": "clinic", "outlet": "Island Press Agency",
        "text": "A rocket hit the clinic in Tarn Ford on Saturday, killing two nurses, the army said.",
    },
    {
        "id": "child", "outlet": "Island Press Agency",
        "text": "A mine killed a seven-year-old boy near Harrow Bay on Saturday, police said.",
    },
    {
        "id": "assault", "outlet": "Island Press Agency",
        "text": "Fighters of the Reach Liberation Front raped three women in Stonewell on Saturday, a doctor said.",
    },
]  # fmt: skip
PLACES = """id\tname\taliases\tlat\tlon\tcountry\tadmin1\tadmin2\tclass\tpopulation\taccuracy_km\tradius_km\tdemonyms\tnote
xm:qadra\tQadra\t\t-43.7012\t-24.1034\tXM\tNorth Reach\tUpper Tarn\ttown\t9000\t1\t3\t\tinvented
xm:stonewell\tStonewell\t\t-43.9\t-24.2\tXM\tNorth Reach\tLower Tarn\ttown\t900\t1\t3\t\tinvented
"""
WITHHELD = (
    "Amal",
    "Haddad",
    "haddad",
    "Noor",
    "Tolmen",
    "tolmenwatch",
    "Harrow Bay",
    "seven-year-old",
    "raped",
    "Stonewell",
)
FORMS = (
    "jsonl",
    "csv",
    "geojson",
    "acled-style",
    "ucdp-style",
    "plover",
    "airwars-style",
    "idmc-style",
    "idmc-hxl",
    "ftm",
    "web-annotations",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The reports read, and three releases made of them in one call."""
    here = tmp_path_factory.mktemp("release")
    lines = "".join(json.dumps({**report, "published": "2024-05-13"}) + "\n" for report in REPORTS)
    (here / "reports.jsonl").write_text(lines, encoding="utf-8")
    (here / "places.tsv").write_text(
        (SAMPLES / "gazetteer.tsv").read_text() + "".join(PLACES.splitlines(keepends=True)[1:])
    )
    (here / "names.txt").write_text("Noor\n")
    (here / "partners.txt").write_text("Tolmen Watch\n")
    (here / "pcodes.csv").write_text("name,admin,pcode\nNorth Reach,1,XM01\nUpper Tarn,2,XM0102\n")
    read = run(
        "read",
        here / "reports.jsonl",
        "--db",
        here / "r.db",
        "--gazetteer",
        here / "places.tsv",
        "--actors",
        SAMPLES / "actors.yaml",
    )
    assert read.exit_code == 0, read.output
    profiles = ("--profile", "public", "--profile", "partner", "--profile", "internal", "--today", "2024-06-01")
    lists = ("--names", here / "names.txt", "--protected", here / "partners.txt", "--pcodes", here / "pcodes.csv")
    forms = [word for form in FORMS for word in ("--format", form)]
    made = run("bundle", here / "out", "--db", here / "r.db", *profiles, *lists, *forms)
    assert made.exit_code == 0, made.output
    return here / "out"


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def figures(folder, profile, form="idmc-style"):
    with (folder / profile / f"data/{form}/events.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["event_id"].startswith("c1:")]


def events(folder, profile):
    return [json.loads(line) for line in (folder / profile / "data/jsonl/events.jsonl").read_text().splitlines()]


def test_a8_flow_stock_and_triangulation(folder):
    """1,200 families fled, 9,000 people are there, 300 is what the army says; arithmetic shown, p-codes of the user's table."""
    found = {row["reported_figure"]: row for row in figures(folder, "internal")}
    assert {number: (row["flow_or_stock"], row["role"]) for number, row in found.items()} == {
        "1200": ("FLOW", "RECOMMENDED"), "9000": ("STOCK", "RECOMMENDED"), "300": ("FLOW", "TRIANGULATION"),
    }  # fmt: skip
    flow = found["1200"]
    assert (flow["quantifier"], flow["unit"], flow["household_size"], flow["total_figure"]) == (
        "APPROXIMATELY",
        "HOUSEHOLD",
        "5.0",
        "6000",
    )
    assert (flow["start_date"], flow["end_date"]) == ("2024-05-10", "2024-05-13")
    assert (flow["origin_name"], flow["origin_admin1_pcode"], flow["origin_admin2_pcode"]) == (
        "Qadra",
        "XM01",
        "XM0102",
    )
    losses = (folder / "internal/LOSSES.md").read_text()
    assert "households × stated size" in losses
    assert figures(folder, "internal", "idmc-hxl") == figures(folder, "internal")


def test_a8_in_public_the_figures_are_the_same_and_the_camp_is_not_found(folder):
    """Origin at its district, without a point."""
    found = {row["reported_figure"]: row for row in figures(folder, "public")}
    assert {number: (row["role"], row["total_figure"]) for number, row in found.items()} == {
        "1200": ("RECOMMENDED", "6000"), "9000": ("RECOMMENDED", "9000"), "300": ("TRIANGULATION", "1500"),
    }  # fmt: skip
    assert {row["origin_name"] for row in found.values()} == {"Upper Tarn"}
    assert {row["origin_lat"] for row in found.values()} == {""}


def test_a10_no_public_file_says_what_it_should_not(folder):
    """Whatever the form: no victim, no witness, no partner, nothing that a person must release first, no article."""
    for path in sorted(each for each in (folder / "public").rglob("*") if each.is_file()):
        said = plain(path.read_bytes())
        assert not [name for name in WITHHELD if name in said], path.name
        assert FILL * 4 not in said, path.name


def test_a10_the_clinic_stands_at_what_is_known_of_its_district(folder):
    """Its town is not told; its province is."""
    (clinic,) = [event for event in events(folder, "public") if "clinic" in json.dumps(event)]
    assert (clinic["values"]["place"]["name"], clinic["values"]["place"]["lat"]) == ("North Reach", None)
    assert "Tarn Ford" not in json.dumps(clinic)


def test_a10_partner_and_internal_hold_what_they_may(folder):
    """Names are withheld from partners, places are not; the protected source is in neither."""
    partner, internal = (
        plain((folder / name / "data/jsonl/events.jsonl").read_bytes()) for name in ("partner", "internal")
    )
    assert "Haddad" in internal
    assert not [name for name in ("Amal", "Haddad", "Noor") if name in partner]
    assert "Tarn Ford" in partner
    assert "Harrow Bay" in partner
    assert "Tolmen Watch" not in partner + internal


def test_a10_every_release_verifies_until_one_byte_is_changed(folder):
    """And the file is named."""
    for profile in ("public", "partner", "internal"):
        assert run("verify-bundle", folder / profile).exit_code == 0
    path = folder / "partner/data/csv/events.csv"
    content = path.read_bytes()
    path.write_bytes(content.replace(b"Greywater", b"Graywater", 1))
    checked = run("verify-bundle", folder / "partner")
    path.write_bytes(content)
    assert checked.exit_code == 1
    assert checked.output.startswith("data/csv/events.csv: it was changed")


def test_a10_the_log_says_how_often_and_not_what(folder):
    """Fields, rules, counts."""
    page = (folder / "public/REDACTIONS.md").read_text()
    for rule in ("private name", "protected source", "site at its district", "children: held", "sexual violence: held"):
        assert rule in page
    assert not [name for name in (*WITHHELD, "Tarn Ford", "c1:") if name in page and name != "raped"]
