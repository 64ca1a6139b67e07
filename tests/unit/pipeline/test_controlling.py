"""The evidence of a record by place: in step with what the record says now, the same however it was read, found by any name."""

from __future__ import annotations

import datetime as dt
import itertools
import random

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.tellings import control, stating, telling
from tests.unit.control.handmade import RULES
from tidings.control.answer import answer
from tidings.export.control import control_rows
from tidings.fusion.fuse import Rulings
from tidings.pipeline import controlling
from tidings.pipeline.controlling import ControlRecord
from tidings.store.rows import Entry
from tidings.store.store import open_store
from tidings.store.takedown import take_down_articles

COPY = " ".join(
    f"The {word} said nothing of the {other} for hours."
    for word, other in itertools.permutations("mayor priest guard clerk".split(), 2)
)
LAST = dt.date(2031, 8, 1)
FRONT, ARMY = "Northern Front", "Grey Army"


def entry(coding, manifest="m1:test"):
    return Entry(coding=coding, capture=None, manifest=manifest, complete=True)


def war():
    """A town that changes hands, a fight, a second town, the district around both."""
    where = {"admin1": "East", "admin2": "Upper East"}
    fight = telling(
        "d",
        "armed_clash",
        day="2031-05-09",
        actors=[(FRONT, "rebel_group")],
        recipients=[(ARMY, "state_forces")],
        more="Clashes.",
    )
    return [
        stating("a", control(ARMY, on="2031-05-01", **where), published="2031-05-02", outlet="Courier"),
        stating("b", control(FRONT, "capture", on="2031-05-11", **where), published="2031-05-12", outlet="Herald", more=COPY),
        stating("c", control(FRONT, "capture", on="2031-05-11", **where), published="2031-05-13", outlet="Courier", more=COPY),
        fight,
        stating("e", control(ARMY, place="Tolmen", point=(-14.3, 46.9), on="2031-05-03", **where), published="2031-05-04"),
        stating("f", control(FRONT, place="Upper East", id="td:upper", precision="admin2", **where), published="2031-06-01"),
    ]  # fmt: skip


def stored(path, codings):
    store = open_store(path, create=True)
    store.add_manifest("m1:test", b"{}")
    for coding in codings:
        store.add(entry(coding))
    return store


@pytest.fixture
def store(tmp_path):
    with stored(tmp_path / "r.db", war()) as opened:
        yield opened


def record(store, ruled=Rulings(), as_stored=None):  # noqa: B008 - immutable
    return ControlRecord(store, ruled, as_stored)


def place(found, name="Qadra"):
    return found.named(name)[0]


def pieces(store, name="Qadra", **how):
    found = record(store, **how)
    return found.on(place(found, name))


def series(store, **how):
    """All rows as bytes."""
    found = record(store, **how)
    return b"\n".join(msgspec.json.encode(row) for row in control_rows(found.spells(RULES, LAST), str(LAST)))


def test_places_have_the_evidence_on_them_and_on_the_areas_they_lie_in(store):
    found = record(store)
    assert {each.name for each in found.places.values()} == {"Qadra", "Tolmen", "Upper East"}
    assert {piece.place.name for piece in found.on(place(found))} == {"Qadra", "Upper East"}
    assert {piece.file for piece in found.on(place(found, "Tolmen"))} == {"e", "f"}
    assert found.last_published == dt.date(2031, 6, 1)


def test_two_prints_of_one_wire_text_are_one_group_and_count_once(store, tmp_path):
    """The second print changes nothing of the answer."""
    groups = {piece.file: piece.wire_group for piece in pieces(store)}
    assert groups["b"] == groups["c"] != groups["a"]
    with stored(tmp_path / "one.db", [coding for coding in war() if coding.article.file != "c"]) as alone:
        shares = [
            answer(place(found), found.on(place(found)), dt.date(2031, 5, 12), None, RULES).shares
            for found in (record(store), record(alone))
        ]
    assert shares[0] == shares[1]


def test_reading_again_changes_nothing(store):
    before = series(store)
    for coding in war():
        store.add(entry(coding))
    assert controlling.bring_up_to_date(store) == 0
    assert series(store) == before


def test_what_an_article_says_no_more_is_no_evidence(store):
    """Coded anew, it says another thing: the old evidence is gone, its place too where nothing else tells of it."""
    store.add_manifest("m1:later", b"{ }")
    assert "Tolmen" in {each.name for each in record(store).places.values()}
    store.add(entry(replace(war()[4], control=()), "m1:later"))
    found = record(store)
    assert "Tolmen" not in {each.name for each in found.places.values()}
    assert found.named("Tolmen") == ()


def test_a_corrected_date_moves_the_evidence(store):
    """The same file read with another day of publication: the first reading counts no more."""
    store.add(
        entry(
            stating(
                "e",
                control(ARMY, place="Tolmen", point=(-14.3, 46.9), admin1="East", admin2="Upper East"),
                published="2031-05-20",
            )
        )
    )
    assert [(piece.file, str(piece.known)) for piece in pieces(store, "Tolmen") if piece.file == "e"] == [
        ("e", "2031-05-20")
    ]


def test_what_is_taken_down_leaves_nothing_behind(store):
    """No evidence, no spell, no byte of its words in the file."""
    series(store)
    gone = war()[4]
    take_down_articles(store, [gone.article.id], "Ana", "asked for")
    found = record(store)
    assert found.named("Tolmen") == ()
    assert b"Tolmen" not in series(store)
    with open(store.location, "rb") as file:  # noqa: PTH123 - the record's own file
        assert b"Tolmen" not in file.read()


def test_a_rejected_account_is_no_evidence(store):
    """Told by no statement but an account of a fight: a ruling takes it out, and taking the ruling back puts it in."""
    fight = war()[3].accounts[0].id
    told = [piece.account for piece in pieces(store)]
    assert fight in told
    assert fight not in [piece.account for piece in pieces(store, ruled=Rulings(out=frozenset([fight])))]
    assert [piece.account for piece in pieces(store)] == told


def test_a_record_that_may_not_be_written_answers_the_same(store, monkeypatch):
    """From the codings themselves, to the byte, with and without rulings."""
    fight = war()[3].accounts[0].id
    ruled = Rulings(out=frozenset([fight]))
    with_index = series(store), series(store, ruled=ruled)
    store.close()
    monkeypatch.setattr("tidings.store.store._may_write", lambda path: False)
    with open_store(store.location, create=False) as shut:
        assert not shut.may_write
        assert (series(shut), series(shut, ruled=ruled)) == with_index


def test_as_stored_is_the_record_as_it_was(tmp_path, monkeypatch):
    """An article read a day later was not in it."""
    first, second, *_ = war()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1773144000")  # 10 March 2026
    with stored(tmp_path / "r.db", [first]) as store:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1773230400")
        store.add(entry(second))
        assert {piece.file for piece in pieces(store)} == {"a", "b"}
        assert {piece.file for piece in pieces(store, as_stored=dt.date(2026, 3, 10))} == {"a"}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(range(6)))
def test_the_order_in_which_articles_are_read_does_not_matter(tmp_path_factory, order):
    """The series is the same to the byte."""
    codings = war()
    with (
        stored(tmp_path_factory.mktemp("r") / "r.db", codings) as one,
        stored(tmp_path_factory.mktemp("r") / "r.db", [codings[number] for number in order]) as other,
    ):
        assert series(one) == series(other)


def test_a_series_asked_for_piece_by_piece_is_the_one_asked_for_at_once(tmp_path):
    """What is kept between questions changes no answer, whatever day was asked about before."""
    codings = war()
    random.Random(2).shuffle(codings)
    with stored(tmp_path / "a.db", []) as slow:
        for number, coding in enumerate(codings):
            slow.add(entry(coding))
            list(record(slow).spells(RULES, LAST + dt.timedelta(days=number * 40)))
        kept = series(slow)
    with stored(tmp_path / "b.db", codings) as fast:
        assert series(fast) == kept


@pytest.mark.parametrize("days", [-90, -60, 0, 1, 30, 179, 180, 181, 400])
def test_spells_end_with_the_last_day_asked_for_whatever_is_kept(store, days):
    """Cut short or drawn out, what is kept says what inferring anew says."""
    found = record(store)
    until = dt.date(2031, 6, 1) + dt.timedelta(days=days)
    list(found.spells(RULES, LAST))
    kept = {told.place.key: told for told in found.spells(RULES, until)}
    for town in found.places.values():
        anew = controlling.spells_until(town, controlling.history(town.key, found.on(town), RULES), until)
        told = kept[town.key]
        known = [spell for spell in told.told.spells if spell.state != "unknown"]
        again = [spell for spell in anew.told.spells if spell.state != "unknown"]
        assert [replace(one, probability=0) for one in told.told.spells] == [
            replace(one, probability=0) for one in anew.told.spells
        ]
        assert [one.probability for one in known] == pytest.approx([one.probability for one in again], abs=1e-5)
        assert [one.basis for one in told.sources] == [one.basis for one in anew.sources]


def test_one_more_report_infers_only_the_places_it_touches(store, monkeypatch):
    """Also one that is newer than all there was: the other places are as they were. One on the area touches all in it."""
    seen = []
    monkeypatch.setattr(
        controlling, "history", lambda key, *rest, **more: (seen.append(key), history(key, *rest, **more))[1]
    )
    list(record(store).spells(RULES, LAST))
    assert sorted(seen) == ["td:qadra", "td:tolmen", "td:upper"]
    seen.clear()
    list(record(store).spells(RULES, LAST + dt.timedelta(days=500)))
    assert seen == []
    store.add(
        entry(
            stating(
                "g",
                control(FRONT, place="Tolmen", point=(-14.3, 46.9), admin1="East", admin2="Upper East"),
                published="2031-07-30",
            )
        )
    )
    list(record(store).spells(RULES, LAST))
    assert seen == ["td:tolmen"]
    seen.clear()
    store.add(
        entry(
            stating(
                "h",
                control(
                    ARMY, place="Upper East", id="td:upper", precision="admin2", admin1="East", admin2="Upper East"
                ),
                published="2031-07-30",
            )
        )
    )
    list(record(store).spells(RULES, LAST))
    assert sorted(seen) == ["td:qadra", "td:tolmen", "td:upper"]


history = controlling.history


def test_other_rules_other_spells(store, monkeypatch):
    """What was kept under one table of rules is no answer under another."""
    list(record(store).spells(RULES, LAST))
    seen = []
    monkeypatch.setattr(
        controlling, "history", lambda key, *rest, **more: (seen.append(key), history(key, *rest, **more))[1]
    )
    list(record(store).spells(replace(RULES, digest="another"), LAST))
    assert len(seen) == 3


def test_an_undated_article_is_known_today_and_on_no_day_before(tmp_path):
    undated = stating("u", control(FRONT, "capture", on="2031-05-11"), published=None)
    with stored(tmp_path / "r.db", [undated]) as store:
        found = record(store)
        assert found.last_published is None
        town = place(found)
        assert answer(town, found.on(town), dt.date(2031, 5, 12), None, RULES).holder == FRONT
        assert answer(town, found.on(town), dt.date(2031, 5, 12), dt.date(2031, 5, 12), RULES).state == "unknown"


def test_two_places_of_one_name_are_both_found_the_one_told_of_most_first(tmp_path):
    codings = [
        stating("a", control(FRONT, place="Harrow", id="gn:1", admin1="East")),
        stating("b", control(FRONT, place="Harrow", id="gn:2", admin1="West")),
        stating("c", control(ARMY, place="Harrow", id="gn:2", admin1="West"), published="2031-06-10"),
    ]
    with stored(tmp_path / "r.db", codings) as store:
        found = record(store)
        assert [each.key for each in found.named("harrow")] == ["gn:2", "gn:1"]
        assert [each.key for each in found.named("gn:1")] == ["gn:1"]


def test_a_town_comes_before_the_province_of_its_name(tmp_path):
    codings = [
        stating("a", control(FRONT, place="Harrow", id="gn:1", precision="admin1", admin1="Harrow")),
        stating("b", control(FRONT, place="Harrow", id="gn:2", admin1="Harrow")),
    ]
    with stored(tmp_path / "r.db", codings) as store:
        assert [each.key for each in record(store).named("Harrow")] == ["gn:2", "gn:1"]


@pytest.mark.parametrize("asked", ["Mosul", "MOSUL", "al-Mawsil", "الموصل", "Мосул", "gn:99072"])
def test_a_place_is_found_by_its_names_in_any_script(tmp_path, asked):
    """The gazetteer knows other spellings; the record need not hold them."""
    mosul = stating(
        "a",
        control("Islamic State", place="Mosul", id="gn:99072", country="IQ", admin1="Nineveh", point=(36.335, 43.119)),
    )
    with stored(tmp_path / "r.db", [mosul]) as store:
        assert [each.key for each in record(store).named(asked)] == ["gn:99072"]


def test_a_place_nobody_tells_of_is_asked_about_all_the_same(store):
    """As the gazetteer has it, by name or by id, else by its name alone; names that look like it are offered."""
    found = record(store)
    assert found.named("Raqqa") == ()
    assert found.unheard_of("Raqqa").country == "SY"
    assert found.unheard_of("gn:99072").name == "Mosul"
    assert found.unheard_of("Nowhere at All").lat is None
    assert found.nearest("Qadrah", 3)[0] == "Qadra"


def test_districts_are_no_places_to_count(store):
    assert {each.place for each in record(store).histories(RULES)} == {"td:qadra", "td:tolmen"}


def test_other_code_or_tables_make_the_index_anew(store, monkeypatch):
    """What the index was made with is noted; with other code it is thrown away and made again."""
    before = series(store)
    monkeypatch.setattr(controlling, "made_with", lambda *_: "another")
    assert controlling.bring_up_to_date(store) == len(war())
    assert series(store) == before


def test_broken_off_it_goes_on_from_there(store, monkeypatch):
    """A program that is stopped between two portions has lost nothing."""
    whole = series(store)
    monkeypatch.setattr(controlling, "made_with", lambda *_: "another")
    monkeypatch.setattr(controlling, "_AT_ONCE", 1)
    add, calls = controlling._add, iter(range(10))

    def stops(*given):
        if next(calls) == 3:
            raise KeyboardInterrupt
        add(*given)

    monkeypatch.setattr(controlling, "_add", stops)
    with pytest.raises(KeyboardInterrupt):
        controlling.bring_up_to_date(store)
    monkeypatch.setattr(controlling, "_add", add)
    assert controlling.bring_up_to_date(store) == len(war()) - 3
    assert series(store) == whole
