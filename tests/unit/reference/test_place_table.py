"""Place tables: a good one is read, a bad one is refused with file, line and column."""

from pathlib import Path

import pytest

from tidings.errors import DataError
from tidings.reference.place_table import read_place_table

HEADER = "id\tname\taliases\tlat\tlon\tcountry\tadmin1\tadmin2\tclass\tpopulation\taccuracy_km"


def _table(folder: Path, *rows: str) -> Path:
    path = folder / "mine.tsv"
    path.write_text("\n".join((HEADER, *rows)) + "\n", "utf-8")
    return path


def test_a_row_is_read(tmp_path: Path) -> None:
    """Aliases are split, the class word is understood, blank numbers stay unknown."""
    (row,) = read_place_table(_table(tmp_path, "my:mill\tOld Mill\tMill|The Mill\t10.5\t20\tXQ\tNorth\t\tvillage\t\t"))
    assert row.aliases == ("Mill", "The Mill")
    assert (row.kind, row.population, row.accuracy_km, row.countries) == ("town", 0, None, ("XQ",))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("my:a\tA town\t\t95\t20\tXQ\t\t\ttown\t\t", "line 2, column lat"),
        ("my:a\tA town\t\tten\t20\tXQ\t\t\ttown\t\t", "line 2, column lat"),
        ("my:a\tA town\t\t10\t\tXQ\t\t\ttown\t\t", "line 2, column lon"),
        ("my:a\tA town\t\t10\t20\tQuorland\t\t\ttown\t\t", "line 2, column country"),
        ("my:a\tA town\t\t10\t20\tXQ\t\t\tthing\t\t", "line 2, column class"),
        ("a town\tA town\t\t10\t20\tXQ\t\t\ttown\t\t", "line 2, column id"),
        ("my:a\t--\t\t10\t20\tXQ\t\t\ttown\t\t", "line 2, column name"),
        ("my:a\tA\t\t10\t20\tXQ\t\t\ttown\t\t\t\t\t", "line 2"),
    ],
)
def test_a_malformed_row_is_named(tmp_path: Path, row: str, told: str) -> None:
    """The error names the file, the line and the column."""
    with pytest.raises(DataError, match=told) as caught:
        read_place_table(_table(tmp_path, row))
    assert "mine.tsv" in str(caught.value)


def test_an_id_stands_once(tmp_path: Path) -> None:
    """Two rows with one id are a mistake."""
    row = "my:a\tA town\t\t10\t20\tXQ\t\t\ttown\t\t"
    with pytest.raises(DataError, match="line 3, column id"):
        read_place_table(_table(tmp_path, row, row))


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    """A table without a needed column says which."""
    path = tmp_path / "short.tsv"
    path.write_text("id\tname\n", "utf-8")
    with pytest.raises(DataError, match="'aliases' is missing"):
        read_place_table(path)
