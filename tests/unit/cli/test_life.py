"""The life of a record from the command line: looked at, ruled on, changed, coded anew, taken down."""

from __future__ import annotations

import csv
import json

import pytest
from msgspec.structs import replace

from tests import standin
from tidings.ingest.read import read_source

DAYS = {1: "1773144000", 2: "1773230400", 3: "1773316800"}  # noon of 10, 11 and 12 March 2026


@pytest.fixture
def on(monkeypatch):
    """``on(2)``: let it be noon of the second day."""
    return lambda day: monkeypatch.setenv("SOURCE_DATE_EPOCH", DAYS[day])


@pytest.fixture
def record(run, reports, on):
    """A record of the three reports, read on the first day."""
    on(1)
    assert run("read", reports).exit_code == 0
    return reports


def lines(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def ids(run):
    """The ids of the events, by the town of each."""
    return {line["values"]["place"]["name"]: line["id"] for line in lines(run("export", "--format", "jsonl"))}


def listed(run):
    return lines(run("review", "list", "--json"))


def test_list_says_what_to_check(run, record):
    """A line an event with its worth, its state and what to check; a table for people."""
    found = listed(run)
    assert {line["id"] for line in found} == set(ids(run).values())
    assert all(line["state"] == "suggested" and line["check"] for line in found)
    told = run("review", "list")
    assert "one voice" in told.stdout
    assert "2 events to look at; 2 shown" in told.stderr


def test_rulings_are_logged_and_undone(run, record, on):
    """Accepted, set, rejected and taken back, each by name; without a name nobody rules."""
    on(2)
    qadra, tolmen = ids(run)["Qadra"], ids(run)["Tolmen"]
    assert run("review", "accept", qadra).exit_code == 2
    assert run("review", "accept", qadra, "--by", " ").exit_code == 2
    by = ("--by", "Ana")
    assert run("review", "accept", qadra[:10], *by).exit_code == 0
    assert [line["id"] for line in listed(run)] == [tolmen]
    done = run("review", "set", tolmen, "killed.unknown", "3", *by, "--reason", "a recount")
    assert done.exit_code == 0, done.stderr
    assert "set killed.unknown by Ana: a recount" in done.stdout
    assert run("review", "reject", tolmen, "place", *by).exit_code == 0
    log = run("review", "log")
    assert log.stdout.count("by Ana") == 3
    undone = run("review", "undo", done.stdout.split()[0], *by)
    assert "Ana took back what Ana set" in undone.stdout
    assert "(taken back)" in run("review", "log").stdout
    assert len(lines(run("review", "log", "--json"))) == 4
    assert "4 judgements" in run("verify").stdout


def test_a_ruling_on_what_is_told_no_more_is_marked(run, record, on):
    """An article read anew with another outlet is another article, and what was ruled on the old one says so in the log."""
    on(2)
    tolmen = next(
        line for line in lines(run("export", "--format", "jsonl")) if line["values"]["place"]["name"] == "Tolmen"
    )
    assert run("review", "reject", tolmen["id"], "--by", "Ana").exit_code == 0
    assert "told no more" not in run("review", "log").stdout
    files = {ref["file"] for ref in tolmen["accounts"]}
    assert run("read", *(str(record / file) for file in files), "--outlet", "Another Herald").exit_code == 0
    assert "rejected by Ana  (its accounts are told no more: rule anew)" in run("review", "log").stdout


def test_places_and_actors_are_looked_up(run, record):
    """By the ids of our tables; what they do not know is told with the way out."""
    qadra, by = ids(run)["Qadra"], ("--by", "Ana")
    assert run("review", "set", qadra, "place", "gn:98182", *by).exit_code == 0  # Baghdad
    assert '"name":"Baghdad"' in lines(run("review", "log", "--json"))[-1]["value"]
    assert run("review", "set", qadra, "actors", "islamic-state", *by).exit_code == 0
    assert '"id":"islamic-state"' in lines(run("review", "log", "--json"))[-1]["value"]
    for words, told in (
        (("place", "gn:1"), "gazetteer find"), (("place", "#3"), "has no candidate #3"), (("place", "there"), "gazetteer find"),
        (("actors", "The Nobodies"), "NAME: KIND"), (("weather", "fine"), "there is no field"),
    ):  # fmt: skip
        result = run("review", "set", qadra, *words, *by)
        assert result.exit_code == 2
        assert told in result.stderr


def test_merge_split_release_retract(run, record, on):
    """Each leaves its line; what was published and withdrawn is told among the changes."""
    on(2)
    qadra, tolmen, by = ids(run)["Qadra"], ids(run)["Tolmen"], ("--by", "Ana")
    assert run("review", "merge", qadra, tolmen, *by).exit_code == 0
    assert run("review", "split", qadra, "b.txt", *by).exit_code == 0
    assert run("review", "release", qadra, *by).exit_code == 0
    assert run("review", "retract", qadra, *by, "--reason", "a hoax").exit_code == 0
    told = run("changes", "--since", "2026-03-11")
    assert f"deleted  {qadra}  retracted by Ana: a hoax" in told.stdout


def test_changes(run, record, reports, on):
    """New, changed and deleted since a day; a day backwards is wrong usage."""
    on(2)
    (reports / "d.txt").write_text(
        "Rebels attacked soldiers in Marsa, killing 5, officials said. They fled at dawn.", encoding="utf-8"
    )
    would = run("read", reports, "--dry-run")
    assert "0 change, 1 new, 0 conflicts" in would.stderr
    assert "nothing stored" in would.stderr
    assert "Marsa" not in ids(run)
    assert run("read", reports).exit_code == 0
    told = run("changes", "--since", "2026-03-11")
    assert "0 change, 1 new, 0 conflicts" in told.stderr
    assert "new article d.txt" in told.stdout
    assert [line["change"] for line in lines(run("changes", "--since", "2026-03-11", "--json"))] == ["new"]
    assert "3 new" in run("changes", "--since", "2026-03-10").stderr
    assert run("changes", "--since", "2026-03-11", "--until", "2026-03-10").exit_code == 2


class OtherCoder(standin.ReadingRecipe):
    """A later version, that reads another toll and no longer codes militias."""

    def code(self, article):
        made = super().code(article)
        accounts = [
            replace(one, counts=tuple(replace(count, low=8, best=8, high=8) for count in one.counts))
            for one in made.accounts
            if one.actors[0].name != "Militias"
        ]
        return replace(made, accounts=tuple(accounts))


def test_recode(run, record, on, monkeypatch):
    """The same coder changes nothing; another one says what changes, first as a rehearsal; a past day stays as it was."""
    on(2)
    assert "0 change, 0 new, 0 conflicts" in run("recode").stderr
    before = run("export", "--format", "jsonl").stdout
    monkeypatch.setattr("tidings.pipeline.plan.whole_plan", lambda settings: OtherCoder())
    monkeypatch.setattr("tidings.pipeline.manifest.MODEL_WHEEL", "another")
    monkeypatch.setattr("tidings.pipeline.manifest._PACKAGES", ())
    would = run("recode", "--dry-run")
    assert "1 changes, 0 new, 1 deleted, 0 conflicts" in would.stderr
    assert "killed.unknown: 7 → 8" in would.stdout
    assert "no longer coded so by tidings" in would.stdout
    assert run("export", "--format", "jsonl").stdout == before
    on(3)
    did = run("recode", "--json")
    assert {line["change"] for line in lines(did)} == {"changed", "deleted"}
    assert "3 inputs, none failed" in did.stderr
    assert "(3 known already)" in run("recode").stderr
    assert "1 changes, 0 new, 1 deleted" in run("changes", "--since", "2026-03-12").stderr
    assert "nothing wrong" in run("verify").stdout


def test_recode_takes_over_what_was_given(run, tmp_path, on):
    """A day, an outlet and a title from a manifest, and each record of a JSON file: the same articles, so nothing is new."""
    on(1)
    (tmp_path / "a.txt").write_text(
        "Rebels attacked soldiers in Qadra, killing 7, officials said. The road was shut.", "utf-8"
    )
    (tmp_path / "page.html").write_text(
        "<html><head><title>A raid on the harbour</title><meta name='date' content='2026-01-03'></head><body><article><p>"
        + "Rebels attacked soldiers in Marsa, killing 3, officials said. " * 3 + "</p></article></body></html>", "utf-8",
    )  # fmt: skip
    records = [
        {"text": f"Rebels attacked farmers in Tolmen, killing {toll}, residents said. It rained.", "outlet": "Mail"}
        for toll in (2, 4)
    ]
    (tmp_path / "b.jsonl").write_text("\n".join(map(json.dumps, records)), "utf-8")
    (tmp_path / "m.csv").write_text(
        "file,published,outlet,url,title\na.txt,2026-01-02,Herald,https://example.org/a,A raid\n", "utf-8"
    )
    assert run("read", "--manifest", "m.csv", "a.txt", "b.jsonl", "page.html").exit_code == 0
    before = run("export", "--format", "jsonl").stdout
    done = run("recode")
    assert "(4 known already)" in done.stderr
    assert run("export", "--format", "jsonl").stdout == before


def test_recode_in_two_processes(run, record, monkeypatch):
    """Workers read the originals from the record by themselves."""
    from tidings.pipeline.manifest import Settings
    from tidings.review.recoding import StoredPlan, stored_sources
    from tidings.store.store import open_store

    with open_store("tidings.db", create=False) as store:
        sources = stored_sources(store, "tidings.db")
    plan = StoredPlan(standin.reading_recipe(Settings()))
    read = [plan.read(source) for source in sources]
    assert [one.article.file for one in read] == ["a.txt", "b.txt", "c.txt"]
    assert [one.capture.content for one in read] == [(record / one.article.file).read_bytes() for one in read]


def test_takedown_and_back(run, record, reports, on):
    """Gone from the file, refused with the reason, let in again on purpose; verify tells of the tombstone."""
    on(2)
    taken = run("takedown", "article", "--file", "b.txt", "--by", "Ana", "--reason", "asked for")
    assert taken.exit_code == 0, taken.stderr
    assert "1 account gone" in taken.stdout
    assert "1 tombstone of what was taken down" in run("verify").stdout
    refused = run("read", reports)
    assert refused.exit_code == 1
    assert "b.txt: taken down by Ana on 2026-03-11: asked for; give --restore" in refused.stderr
    assert "Tolmen" not in ids(run)
    assert "taken down by Ana" in run("changes", "--since", "2026-03-11").stdout
    assert run("read", reports, "--restore").exit_code == 0
    assert "Tolmen" in ids(run)
    assert "nothing wrong" in run("verify").stdout
    assert run("read", reports).exit_code == 0


def test_takedown_asks_for_one_article_in_one_way(run, record):
    """Neither none nor two; an unknown one is told."""
    by = ("--by", "Ana", "--reason", "asked for")
    for words in ((), ("a1:ff", "--file", "b.txt"), ("a1:ffff",)):
        assert run("takedown", "article", *words, *by).exit_code == 2
    assert run("takedown", "compact").exit_code == 0


def test_a_person_is_masked(run, record, reports, on, tmp_path):
    """Nothing of the name is left in the file; single words of it that are left are told; the unmasked article is refused."""
    on(2)
    (reports / "e.txt").write_text(
        "Rebels attacked Zoryana in Marsa, killing 1, Kovar said. Zoryana Kovar was a nurse.", "utf-8"
    )
    run("read", reports)
    done = run("takedown", "person", "Zoryana Kovar", "Zoryana", "--by", "Ana", "--reason", "her family asked")
    assert "masked in 1 article, 1 original" in done.stdout
    assert "'Kovar' alone still stands in the texts 1 time" in done.stderr
    assert b"Zoryana" not in b"".join(path.read_bytes() for path in tmp_path.glob("tidings.db*"))
    assert "nothing wrong" in run("verify").stdout
    assert "a name in it was masked" in run("read", reports).stderr
    before = run("export", "--format", "jsonl").stdout
    again = run("recode")
    assert "0 change, 0 new, 0 conflicts" in again.stderr
    assert "(4 known already)" in again.stderr
    assert run("export", "--format", "jsonl").stdout == before
    assert (
        "nowhere in the record" in run("takedown", "person", "Nadia Quill", "--by", "Ana", "--reason", "asked").stderr
    )


def test_coverage(run, reports, on):
    """Read, in another language, failed and taken down, by outlet, language and day; what was not read is named."""
    on(1)
    (reports / "f.txt").write_text(
        "سيطرت القوات على المدينة يوم السبت بعد معارك عنيفة استمرت عدة أيام في الشمال. " * 5, "utf-8"
    )
    (reports / "g.txt").write_text("")
    assert run("read", reports, "--published", "2026-03-09", "--outlet", "Herald").exit_code == 1
    run("takedown", "article", "--file", "b.txt", "--by", "Ana", "--reason", "asked for")
    told = run("coverage").stdout
    assert "2 read, 0 passed over, 1 other language, 1 failed, 1 taken down; published 2026-03-09 to 2026-03-09" in told
    assert "failed: g.txt: " in told
    assert "other language: f.txt: the text is in Arabic" in told
    found = json.loads(run("coverage", "--json").stdout)
    assert {row["name"]: row["fates"]["taken down"] for row in found["outlets"]} == {"Herald": 1}


def test_a_table_of_one_s_own(run, record, tmp_path):
    """Without a day in these reports nothing can be near a row; wrong usage is told; the pairs are written with reasons."""
    (tmp_path / "mine.csv").write_text("event_date,location,fatalities\n2026-03-09,Qadra,7\nsoon,Qadra,7\n", "utf-8")
    done = run("evaluate", "--reference", "mine.csv", "--pairs", "pairs.csv")
    assert done.exit_code == 0, done.stderr
    assert "miss          1 of     1" in done.stdout
    assert "row 3: 'soon' is no date" in done.stderr
    with (tmp_path / "pairs.csv").open(encoding="utf-8", newline="") as file:
        assert [row["verdict"] for row in csv.DictReader(file)] == ["miss"]
    assert json.loads(run("evaluate", "--reference", "mine.csv", "--json").stdout)["miss"] == 1
    for words in (
        (),
        ("mine.csv", "--reference", "mine.csv"),
        ("--reference", "mine.csv", "--columns", "toll=fatalities"),
    ):
        assert run("evaluate", *words).exit_code == 2


def test_reading_stored_bytes_needs_no_file(reports):
    """A source whose file is gone is read from the bytes that are given."""
    from tidings.ingest.inputs import list_sources

    (source, *_) = list_sources([str(reports)])
    content = (reports / "a.txt").read_bytes()
    whole = read_source(source)
    assert read_source(replace(source, path=""), content) == whole
