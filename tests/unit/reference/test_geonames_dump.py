"""A GeoNames country dump becomes a layer: good rows in, bad ones told, the shipped gazetteer above it."""

from __future__ import annotations

import os
import sqlite3
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path

import pytest

from tests.geonames import row, write_zip
from tidings.errors import DataError, UsageError
from tidings.reference.gazetteer import Gazetteer
from tidings.reference.geonames_dump import add_dump, dump_member
from tidings.reference.user_layers import installed_layers, layer_digest, layer_files, layers_folder, remove_layer

ROWS = (
    row(170792, "Muhafazat Dayr az Zawr", "A.ADM1", second=""),
    row(99900004, "Mintaqat Nahr", "A.ADM2"),
    row(99900001, "As Susah al Jadidah", "P.PPL", others="New Susa,السوسة الجديدة,QZX"),
    row(99900002, "Bir Khazal", "H.WLL"),
    row(99900003, "Hotel Zenobia", "S.HTL"),
    row(173811, "Al Hasakah", "P.PPLA", lat=36.5, lon=40.75),
)


def test_a_village_of_the_dump_is_found_and_says_its_layer(tmp_path: Path) -> None:
    """The layer answers where the shipped file has nothing, with its units under their shipped names."""
    added = add_dump(write_zip(tmp_path / "SY.zip", ROWS), tmp_path / "places")
    assert (added.name, added.places, added.left_out, added.bad_rows, added.newest) == ("SY", 5, 1, 0, "2026-10-20")
    gazetteer = Gazetteer.open(layers=(added.path,))
    (match,) = gazetteer.matches("New Susa")
    assert (match.place.id, match.place.source, match.place.layer) == ("gn:99900001", "layer", "SY")
    assert (match.place.admin1, match.place.admin2) == ("Deir ez-Zor", "Mintaqat Nahr")
    assert gazetteer.matches("السوسة الجديدة")
    assert not gazetteer.matches("QZX")
    assert "from your layer SY" in gazetteer.find("New Susa")[0].reasons
    assert not Gazetteer.open().matches("New Susa")


def test_the_shipped_row_of_a_place_stays(tmp_path: Path) -> None:
    """A place that both have keeps its shipped name, point and population."""
    added = add_dump(write_zip(tmp_path / "SY.zip", ROWS), tmp_path / "places")
    shipped = Gazetteer.open().place("gn:173811")
    assert Gazetteer.open(layers=(added.path,)).place("gn:173811") == shipped


def test_a_layer_changes_the_digest_and_is_the_same_each_time(tmp_path: Path) -> None:
    """Same dump, same layer; another layer, another gazetteer."""
    dump = write_zip(tmp_path / "SY.zip", ROWS)
    one, two = add_dump(dump, tmp_path / "one"), add_dump(dump, tmp_path / "two")
    assert one.path.read_bytes() == two.path.read_bytes()
    assert Gazetteer.open(layers=(one.path,)).digest != Gazetteer.open().digest


def test_malformed_rows_are_told_and_left_out(tmp_path: Path) -> None:
    """Each with its line and what is wrong; the rest goes on."""
    bad = (
        "three\tlittle\tcells",
        row(99900005, "High", "P.PPL", lat=134),
        row(99900006, "Odd", "P.PPL", people="many"),
        row(99900001, "Again", "P.PPL"),
    )
    added = add_dump(write_zip(tmp_path / "SY.zip", (*ROWS, *bad)), tmp_path / "places")
    assert added.places == 5
    assert added.bad_rows == 4
    assert [(each.line, each.reason) for each in added.bad] == [
        (7, "3 columns, not 19"),
        (8, "the latitude '134' is no number from -90 to 90"),
        (9, "the population 'many' is no whole number below 8,589,934,592"),
        (10, "the id 99900001 stands there twice"),
    ]


def test_a_bare_text_is_a_dump_too(tmp_path: Path) -> None:
    """``SY.txt`` itself may be given."""
    path = tmp_path / "SY.txt"
    path.write_text("\n".join(ROWS) + "\n", "utf-8")
    assert add_dump(path, tmp_path / "places").places == 5


def test_what_is_no_dump_is_refused_in_words(tmp_path: Path) -> None:
    """No file, no zip, no text inside, two texts, no good row, not UTF-8: each says what to do, and leaves no half-made layer."""
    with pytest.raises(DataError, match="there is no file"):
        dump_member(tmp_path / "none.zip")
    (tmp_path / "plain.zip").write_text("no zip", "utf-8")
    with pytest.raises(DataError, match="neither a zip nor"):
        dump_member(tmp_path / "plain.zip")
    with pytest.raises(DataError, match="holds no text"):
        dump_member(write_zip(tmp_path / "csv.zip", ROWS, member="SY.csv"))
    with pytest.raises(DataError, match="has no row of the GeoNames main table: 2 columns, not 19"):
        add_dump(write_zip(tmp_path / "XX.zip", ("a\tb",), member="XX.txt"), tmp_path / "places")
    (tmp_path / "latin.txt").write_bytes(ROWS[2].encode() + "\xe9".encode("latin-1") + b"\n")
    with pytest.raises(DataError, match="not UTF-8"):
        add_dump(tmp_path / "latin.txt", tmp_path / "places")
    assert not list((tmp_path / "places").iterdir())


def test_layers_are_listed_and_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They live under ``$TIDINGS_HOME``; what is not there cannot be removed."""
    monkeypatch.setenv("TIDINGS_HOME", str(tmp_path))
    assert installed_layers() == ()
    add_dump(write_zip(tmp_path / "SY.zip", ROWS), layers_folder())
    assert [(layer.name, layer.places) for layer in installed_layers()] == [("SY", 5)]
    with pytest.raises(DataError, match="there is no layer 'IQ'"):
        remove_layer("IQ")
    remove_layer("SY")
    assert installed_layers() == ()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of layers of one's own, empty."""
    monkeypatch.setenv("TIDINGS_HOME", str(tmp_path))
    return tmp_path


def test_two_that_add_at_once_leave_one_whole_layer(home: Path) -> None:
    """Each writes a file of its own; whoever is last has the name, and nothing half-made stays."""
    dumps = [write_zip(home / f"{number}.zip", ROWS[: 3 + number]) for number in range(3)]
    with ThreadPoolExecutor(max_workers=3) as pool:
        list(pool.map(add_dump, dumps, repeat(layers_folder())))
    (layer,) = installed_layers()
    assert layer_digest(layer.path)
    assert not list(layers_folder().glob("*.part"))


def test_adding_again_replaces_and_clears_what_crashes_left(home: Path) -> None:
    """One file stays of a name: neither the older layers, nor the half-made file of an ``add`` that was killed a day ago."""
    old = add_dump(write_zip(home / "SY.zip", ROWS[:3]), layers_folder())
    kept = old.path.read_bytes()
    new = add_dump(write_zip(home / "SY.zip", ROWS), layers_folder())
    old.path.write_bytes(kept)  # as if the process had died before it cleared this away
    os.utime(old.path, (1, 1))
    assert [layer.path for layer in installed_layers()] == [new.path]
    killed, running = layers_folder() / "killed.part", layers_folder() / "running.part"
    for part, age in ((killed, 100_000), (running, 10)):
        part.write_bytes(b"half")
        os.utime(part, (time.time() - age, time.time() - age))
    add_dump(home / "SY.zip", layers_folder())
    assert sorted(layers_folder().iterdir()) == sorted((new.path, running))


def test_a_layer_replaced_during_a_run_is_noticed(home: Path) -> None:
    """A path means the same bytes for ever: who opens it after another ``add`` is told which layer is gone."""
    old = add_dump(write_zip(home / "SY.zip", ROWS[:3]), layers_folder())
    add_dump(write_zip(home / "SY.zip", ROWS), layers_folder())
    with pytest.raises(DataError, match="the layer SY has been replaced or removed"):
        Gazetteer.open(layers=(old.path,))


def test_a_broken_layer_is_told_with_its_way_out_and_can_be_removed(home: Path) -> None:
    """Changed bytes, no SQLite at all, a name without a seal; and a sound layer beside it can be removed too."""
    path = add_dump(write_zip(home / "SY.zip", ROWS), layers_folder()).path
    add_dump(write_zip(home / "IQ.zip", ROWS, member="IQ.txt"), layers_folder())
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"Susah", b"Sasah"))
    with pytest.raises(DataError, match=r"SY.* is damaged .*tidings gazetteer remove SY"):
        Gazetteer.open(layers=(path,))
    path.write_bytes(b"[]")
    with pytest.raises(DataError, match="is damaged"):
        installed_layers()
    remove_layer("IQ")
    remove_layer("SY")
    unsealed = path.with_name("SY.sqlite")
    unsealed.write_bytes(whole)
    with pytest.raises(DataError, match="is damaged"):
        Gazetteer.open(layers=(unsealed,))
    remove_layer("SY")
    assert layer_files() == {}


def test_a_layer_of_another_form_is_refused(home: Path) -> None:
    """What an older or newer version wrote is not guessed at."""
    path = add_dump(write_zip(home / "SY.zip", ROWS), layers_folder()).path
    with sqlite3.connect(path) as base:
        base.execute("UPDATE meta SET value = '1' WHERE key = 'form'")
    for opened in (installed_layers, lambda: Gazetteer.open(layers=(path,))):
        with pytest.raises(DataError, match="has the form 1, this version reads 2; add it again"):
            opened()


@pytest.mark.parametrize("member", ["SY.part.txt", "gazetteer.txt"])
def test_any_name_of_a_dump_makes_a_layer(home: Path, member: str) -> None:
    """No name is taken by half-made files or by the shipped one."""
    added = add_dump(write_zip(home / "a.zip", ROWS, member=member), layers_folder())
    assert [layer.name for layer in installed_layers()] == [added.name]
    added.path.write_bytes(added.path.read_bytes().replace(b"Susah", b"Sasah"))
    with pytest.raises(DataError, match="add it again"):
        Gazetteer.open(layers=(added.path,))


@pytest.mark.parametrize("folder", ["a#b", "a?b", "a%41", "ä b"])
def test_a_folder_may_have_any_name(tmp_path: Path, folder: str) -> None:
    """SQLite is given an address, in which some characters mean something."""
    added = add_dump(write_zip(tmp_path / "SY.zip", ROWS), tmp_path / folder)
    assert Gazetteer.open(layers=(added.path,)).matches("New Susa")


def test_a_user_without_a_home_has_no_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container that runs under a bare number; only adding needs a folder."""
    monkeypatch.delenv("TIDINGS_HOME", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)

    def nowhere() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nowhere)
    assert installed_layers() == ()
    with pytest.raises(UsageError, match="set TIDINGS_HOME"):
        layers_folder()


def _flagged(path: Path, flag: int, method: int) -> Path:
    """The zip with other flags and another compression method in the central directory."""
    content = bytearray(path.read_bytes())
    entry = content.index(b"PK\x01\x02")
    content[entry + 8], content[entry + 10] = flag, method
    path.write_bytes(content)
    return path


def test_a_damaged_or_odd_zip_is_told_in_words(tmp_path: Path) -> None:
    """Encrypted, packed in another way, a damaged directory, a damaged stream, a cut file."""
    good = write_zip(tmp_path / "SY.zip", ROWS)
    for flag, method in ((1, 0), (0, 99), (0, 12)):
        with pytest.raises(DataError, match="encrypted or packed in an unusual way"):
            add_dump(_flagged(write_zip(tmp_path / "odd.zip", ROWS), flag, method), tmp_path / "places")
    content = good.read_bytes()
    where = content.index(b"PK\x01\x02")
    for damage in (b"PKxx", b"PK\x01\x02" + b"\xff" * 40):
        bad = tmp_path / "bad.zip"
        bad.write_bytes(content[:where] + damage + content[where + len(damage) :])
        with pytest.raises(DataError, match=r"bad\.zip"):
            add_dump(bad, tmp_path / "places")
    packed = tmp_path / "packed.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("SY.txt", "\n".join(ROWS))
    stream = bytearray(packed.read_bytes())
    stream[40:60] = b"\xff" * 20
    packed.write_bytes(stream)
    with pytest.raises(DataError, match="cannot be read to its end"):
        add_dump(packed, tmp_path / "places")


@pytest.mark.parametrize("digits", [20, 30, 5_000])
def test_numbers_past_all_bounds_are_bad_rows(tmp_path: Path, digits: int) -> None:
    """They are told in short; so is an id among those of our own rows, under which nothing can be found."""
    long = "9" * digits
    bad = (
        row(1, "A", "P.PPL").replace("1\t", f"{long}\t", 1),
        row(99900008, "B", "P.PPL", people=long),
        row(1 << 33, "C", "P.PPL"),
    )
    added = add_dump(write_zip(tmp_path / "SY.zip", (*ROWS, *bad)), tmp_path / "places")
    assert (added.places, added.bad_rows) == (5, 3)
    assert all("below 8,589,934,592" in each.reason and len(each.reason) < 100 for each in added.bad)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "places").write_text("no folder", "utf-8")
    with pytest.raises(DataError, match="the layer SY cannot be written in"):
        add_dump(write_zip(tmp_path / "SY.zip", ROWS), tmp_path / "places")


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What SQLite raises is one sentence, and nothing half-made stays."""

    def full(*_: object) -> tuple[int, int]:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("tidings.reference.geonames_dump.write_file", full)
    with pytest.raises(DataError, match=r"cannot be written in .*disk is full"):
        add_dump(write_zip(tmp_path / "SY.zip", ROWS), tmp_path / "places")
    assert not list((tmp_path / "places").iterdir())


@pytest.mark.parametrize(
    "unit",
    [
        row(99900010, "Muhafazat", "A.ADM1", lat=134, second=""),
        row(99900001, "Muhafazat", "A.ADM1", second=""),
    ],
)
def test_a_bad_row_of_a_unit_takes_no_town_along(tmp_path: Path, unit: str) -> None:
    """The town keeps its country though the row of its unit is malformed, or has the number of another."""
    rows = (row(99900001, "Tall Qadra Sharqi", "P.PPL"), unit, row(99900002, "Tall Qadra Gharbi", "P.PPL"))
    gazetteer = Gazetteer.open(layers=(add_dump(write_zip(tmp_path / "SY.zip", rows), tmp_path / "places").path,))
    for name in ("Tall Qadra Sharqi", "Tall Qadra Gharbi"):
        (match,) = gazetteer.matches(name)
        assert (match.place.country, match.place.admin1) == ("SY", None)


def test_the_layer_that_has_the_name_answers(tmp_path: Path) -> None:
    """A shipped place found under a name that only the layer has says so."""
    rows = (row(173811, "Al Hasakah", "P.PPLA", others="Hasakatun Qadra"),)
    added = add_dump(write_zip(tmp_path / "SY.zip", rows), tmp_path / "places")
    gazetteer = Gazetteer.open(layers=(added.path,))
    (answer, *_) = gazetteer.find("Hasakatun Qadra")
    assert (answer.place.source, answer.place.layer, answer.layer) == ("geonames", None, "SY")
    assert "the name is from your layer SY" in answer.reasons
    assert gazetteer.find(answer.place.name)[0].layer is None


def test_historical_countries_are_left_out_and_progress_counts_bytes(tmp_path: Path) -> None:
    """A political entity that is no more is no place of news; the bar ends where the text ends, whatever its script."""
    read: list[int] = []
    dump = write_zip(tmp_path / "SY.zip", (*ROWS, row(99900009, "Hatay State", "A.PCLH")))
    added = add_dump(dump, tmp_path / "places", read.append)
    assert added.left_out == 2
    assert sum(read) == 2 * dump_member(dump)[2]
