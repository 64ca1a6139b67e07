"""A GeoNames country dump becomes a layer: good rows in, bad ones told, the shipped gazetteer above it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tidings.errors import DataError
from tidings.reference.gazetteer import Gazetteer
from tidings.reference.geonames_dump import add_dump, dump_member
from tidings.reference.user_layers import installed_layers, layers_folder, remove_layer


def row(
    no: int,
    name: str,
    kind: str,
    *,
    others: str = "",
    lat: object = 34.55,
    lon: object = 40.96,
    second: str = "0703",
    people: object = 0,
) -> str:
    """A row of the main table; ``kind`` is feature class and code ("P.PPL")."""
    letter, code = kind.split(".")
    cells = (
        no,
        name,
        name,
        others,
        lat,
        lon,
        letter,
        code,
        "SY",
        "",
        "07",
        second,
        "",
        "",
        people,
        "",
        180,
        "Asia/Damascus",
        "2026-10-20",
    )
    return "\t".join(map(str, cells))


ROWS = (
    row(170792, "Muhafazat Dayr az Zawr", "A.ADM1", second=""),
    row(99900004, "Mintaqat Nahr", "A.ADM2"),
    row(99900001, "As Susah al Jadidah", "P.PPL", others="New Susa,السوسة الجديدة,QZX"),
    row(99900002, "Bir Khazal", "H.WLL"),
    row(99900003, "Hotel Zenobia", "S.HTL"),
    row(173811, "Al Hasakah", "P.PPLA", lat=36.5, lon=40.75),
)


def write_zip(path: Path, rows: tuple[str, ...], member: str = "SY.txt") -> Path:
    """A dump as GeoNames packs it."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "\n".join(rows) + "\n")
        archive.writestr("readme.txt", "about")
    return path


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
        (9, "the population 'many' is no whole number"),
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
