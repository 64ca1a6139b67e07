"""Inputs: files, folders, manifests and records, in order and each once."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
from pathlib import Path
from typing import Any

import pytest

from tidings.errors import UsageError
from tidings.ingest.inputs import Source, list_sources
from tidings.ingest.read import read_source

TEXT = "Three people were killed in the town of Varn on Monday, the mayor said."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a/z.txt", "a.txt", ".hidden.txt", "a/.git/c.txt", "notes.docx", "c.HTML"):
        path = tmp_path / "reports" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT, encoding="utf-8")
    return tmp_path / "reports"


def names(sources: tuple[Source, ...]) -> list[str]:
    return [source.file for source in sources]


def test_a_folder_gives_its_readable_files_in_order(folder: Path) -> None:
    """Folders are walked to the ground; hidden files and files of other kinds are left out."""
    assert names(list_sources([folder])) == ["a.txt", "a/z.txt", "b.txt", "c.HTML"]


def test_order_and_doubles_do_not_matter(folder: Path) -> None:
    """The same inputs named twice, or in another order, are the same inputs once."""
    some = [folder / "b.txt", folder / "a.txt"]
    assert list_sources(some) == list_sources([*reversed(some), folder / "." / "a.txt"])


def test_a_missing_path_is_one_failure(tmp_path: Path) -> None:
    """A path that is not there comes out as one reading that says so."""
    (source,) = list_sources([tmp_path / "nowhere.txt"])
    reading = read_source(source)
    assert reading.article.text is None
    assert reading.capture is None
    assert [failure.step for failure in reading.failures] == ["read"]
    assert "there is no file" in reading.failures[0].reason


def test_a_named_file_of_another_kind_is_one_failure(folder: Path) -> None:
    """A file named outright is not passed over in silence."""
    (source,) = list_sources([folder / "notes.docx"])
    assert ".docx" in read_source(source).failures[0].reason


def test_no_input_at_all_is_wrong_usage() -> None:
    """Neither paths nor a manifest is wrong usage."""
    with pytest.raises(UsageError, match="no input"):
        list_sources([])


def test_one_file_by_two_names_has_the_same_name_in_any_order(folder: Path) -> None:
    """A file reached by its folder and by an inner folder goes by the fuller name, one reached by a link by its own."""
    (folder / "0-link.txt").symlink_to("b.txt")
    expected = ["a.txt", "a/z.txt", "b.txt", "c.HTML"]
    assert names(list_sources([folder, folder / "a"])) == names(list_sources([folder / "a", folder])) == expected


def test_links_and_shut_folders_are_told_of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link to a folder elsewhere is not followed, one in a circle ends, one to nothing is a failure; so is a folder that is shut."""
    (folder / "a" / "up").symlink_to("..")
    (folder / "a" / "out").symlink_to("/")
    (folder / "self.txt").symlink_to("self.txt")
    (folder / "shut").mkdir()
    listed = os.scandir

    def scandir(path: str) -> Any:
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", path)
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    sources = list_sources([folder])
    assert names(sources) == ["a.txt", "a/out", "a/z.txt", "b.txt", "c.HTML", "self.txt", "shut"]
    told = {source.file: source.faults[0].reason for source in sources if source.faults}
    assert "is not followed; name that folder itself" in told["a/out"]
    assert "a link that leads nowhere" in told["self.txt"]
    assert "cannot be listed: no permission" in told["shut"]


def test_an_empty_folder_and_an_empty_name(tmp_path: Path) -> None:
    """A folder that holds nothing to read is a failure that names it; an empty name, as an unset variable gives, is wrong usage."""
    (source,) = list_sources([tmp_path])
    assert "holds no file of a kind that is read here" in read_source(source).failures[0].reason
    with pytest.raises(UsageError, match="empty name"):
        list_sources([""])


def manifest(folder: Path, text: str) -> Path:
    path = folder / "manifest.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_manifest_alone_names_the_inputs(folder: Path) -> None:
    """With a manifest alone its files are the inputs; columns come in any order, others are passed over, empty cells say nothing."""
    path = manifest(
        folder,
        'outlet,file,note,published,title,url\nCourier,b.txt,x,2021-05-14,"Shells, again",\n,a/z.txt,,,,https://x.example/1\n',
    )
    one, two = list_sources([], manifest=path, outlet="Usual")
    assert (two.file, two.given.gave, two.given.outlet) == ("b.txt", ("published", "outlet", "title"), "Courier")
    assert (one.file, one.given.gave) == ("a/z.txt", ("url",))
    readings = [read_source(one).article, read_source(two).article]
    assert [article.outlet for article in readings] == ["Usual", "Courier"]
    assert readings[1].published == dt.date(2021, 5, 14)
    assert readings[1].published_basis == "given"
    assert (readings[1].text or "").startswith("Shells, again\n\nThree people")


def test_manifest_and_folder_are_joined(folder: Path) -> None:
    """With both, the manifest's facts hold for its files, and the rest of the folder is read too."""
    path = manifest(folder, "file,published\nb.txt,2021-05-14\n")
    sources = list_sources([folder], manifest=path, published=dt.date(2020, 1, 1))
    assert names(sources) == ["a.txt", "a/z.txt", "b.txt", "c.HTML"]
    assert [read_source(source).article.published for source in sources[:3]] == [
        dt.date(2020, 1, 1),
        dt.date(2020, 1, 1),
        dt.date(2021, 5, 14),
    ]


def test_a_row_with_a_wrong_date_is_a_failure_and_the_article_is_read(folder: Path) -> None:
    """A wrong date is named with its row, the day stays unknown, and nothing else is lost."""
    path = manifest(folder, "file,published\nb.txt,2021-13-45\nmissing.txt,2021-01-01\n,2021-01-01\n")
    readings = {reading.article.file: reading for reading in map(read_source, list_sources([], manifest=path))}
    assert readings["b.txt"].article.text == TEXT
    assert readings["b.txt"].article.published is None
    assert "row 2" in readings["b.txt"].failures[0].reason
    assert "2021-13-45" in readings["b.txt"].failures[0].reason
    assert readings["missing.txt"].article.text is None
    assert "names no file" in readings["manifest.csv#0004"].failures[0].reason


def test_a_file_named_twice_keeps_its_first_row(folder: Path) -> None:
    """Two rows for one file: the first holds, and the other is told of."""
    path = manifest(folder, "file,outlet\nb.txt,One\nb.txt,Two\n")
    (source,) = list_sources([], manifest=path)
    assert source.given.outlet == "One"
    assert "row 3" in source.faults[0].reason


@pytest.mark.parametrize("text", ["name,published\nb.txt,\n", "", "\x00\x01\x02\x03" * 50])
def test_a_broken_manifest_is_wrong_usage(folder: Path, text: str) -> None:
    """No column 'file', no header, no text: the run does not start."""
    with pytest.raises(UsageError, match="manifest"):
        list_sources([folder], manifest=manifest(folder, text))
    with pytest.raises(UsageError, match="cannot be read"):
        list_sources([folder], manifest=folder / "none.csv")


def test_manifest_with_semicolons_and_windows_letters(folder: Path) -> None:
    """What spreadsheets write is read: semicolons, cp1252, a byte-order mark."""
    path = folder / "manifest.csv"
    path.write_bytes("file;outlet\r\nb.txt;L’Écho\r\n".encode("cp1252"))
    assert list_sources([], manifest=path)[0].given.outlet == "L’Écho"
    path.write_bytes("\ufefffile,outlet\r\nb.txt,L’Écho\r\n".encode())
    assert list_sources([], manifest=path)[0].given.outlet == "L’Écho"


def test_records_of_jsonl(tmp_path: Path) -> None:
    """Each line is one input with its own original; a cut-off line is one failure and the others are read."""
    path = tmp_path / "wire.jsonl"
    record = json.dumps({"id": 7, "text": TEXT, "published": "2021-05-14", "outlet": "WNS"})
    path.write_text(f"{record}\n\n{record}\n{record[:30]}", encoding="utf-8")
    sources = list_sources([path])
    assert names(sources) == ["wire.jsonl#0001", "wire.jsonl#0003", "wire.jsonl#0004"]
    readings = [read_source(source) for source in sources]
    assert [reading.article.text for reading in readings] == [TEXT, TEXT, None]
    assert next((reading.capture.part, reading.capture.content) for reading in readings if reading.capture) == (
        0,
        record.encode(),
    )
    assert readings[0].article.published_basis == "given"
    assert readings[2].failures[0].step == "json"
    assert "cut off" in readings[2].failures[0].reason


def test_records_of_a_json_list(tmp_path: Path) -> None:
    """A .json file holds one record or a list; each has its own words, however alike."""
    path = tmp_path / "some.json"
    path.write_text(
        json.dumps([{"text": TEXT}, {"text": TEXT}, {"html": f"<p>{TEXT}</p>"}], indent=1), encoding="utf-8"
    )
    readings = [read_source(source) for source in list_sources([path])]
    assert [reading.article.file for reading in readings] == ["some.json#0001", "some.json#0002", "some.json#0003"]
    assert {reading.article.text for reading in readings} == {TEXT}
    path.write_text(json.dumps({"text": TEXT}), encoding="utf-8")
    assert names(list_sources([path])) == ["some.json"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("kind", ["json", "jsonl"])
def test_records_in_another_encoding(tmp_path: Path, encoding: str, kind: str) -> None:
    """What a Windows shell or an old program writes is taken apart just the same, each record with its own bytes."""
    texts = [TEXT, f"{TEXT} “We are tired,” said the café’s owner.", TEXT]
    records = [json.dumps({"text": text}, ensure_ascii=False) for text in texts]
    path = tmp_path / f"some.{kind}"
    path.write_bytes((f"[{', '.join(records)}]" if kind == "json" else "\r\n".join(records)).encode(encoding))
    readings = [read_source(source) for source in list_sources([path])]
    assert [reading.article.text for reading in readings] == texts
    assert all((encoding in ("utf-16", "cp1252")) >= bool(reading.failures) for reading in readings)
    assert all(reading.capture and reading.capture.content in path.read_bytes() for reading in readings)


def test_noise_named_jsonl_is_one_failure(tmp_path: Path) -> None:
    """Random bytes have line feeds in them, and are no records for that."""
    path = tmp_path / "noise.jsonl"
    path.write_bytes(random.Random(1).randbytes(50_000))
    (source,) = list_sources([path])
    assert "not text" in read_source(source).failures[0].reason


def test_half_letters(tmp_path: Path) -> None:
    """A lone surrogate, left by a cut within an emoji, is shown as such with a note; whole pairs and escaped backslashes stay."""
    path = tmp_path / "one.json"
    path.write_text(
        '{"text": "' + TEXT + ' \\ud83d, \\ud83d\\ude00 and C:\\\\ud800.", "title": "\\udfff"}', encoding="utf-8"
    )
    reading = read_source(list_sources([path])[0])
    assert (reading.article.text or "").endswith("\ufffd, \U0001f600 and C:\\ud800.")
    assert ["half a letter" in failure.reason for failure in reading.failures] == [True]
    path.write_text('[{"text": "' + TEXT + '\\udfff"}, {"text": "' + TEXT + '"}]', encoding="utf-8")
    assert [bool(read_source(source).article.text) for source in list_sources([path])] == [True, True]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[" * 100_000, "nested too deeply"),
        ('{"id": ' + "9" * 5000 + "}", "number too large"),
        ('{"text": "a', "cut off"),
    ],
)
def test_json_that_breaks_readers(tmp_path: Path, content: str, words: str) -> None:
    """What makes other programs fall over is a failure in plain words."""
    path = tmp_path / "one.json"
    path.write_text(content, encoding="utf-8")
    assert words in read_source(list_sources([path])[0]).failures[0].reason


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"text": 5}, "'text' is a number"), ({"title": "x"}, "neither a field 'text'"), ([1], "is a number"), ("x", "is text"), ({"html": []}, "'html' is a list"),
        ({"text": ""}, "empty"), ({"text": None}, "neither"),
    ],
)  # fmt: skip
def test_a_record_of_wrong_form_names_its_field(tmp_path: Path, record: object, reason: str) -> None:
    """Records without an article fail, with the field and what it held."""
    path = tmp_path / "one.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    (reading,) = (read_source(source) for source in list_sources([path]))
    assert reading.article.text is None
    assert reason in reading.failures[0].reason


def test_a_wrong_side_field_is_left_out_with_a_note(tmp_path: Path) -> None:
    """A title that is a list, a day that is none: noted, the text is read."""
    path = tmp_path / "one.json"
    path.write_text(json.dumps({"text": TEXT, "title": ["x"], "published": "last week"}), encoding="utf-8")
    reading = read_source(list_sources([path])[0])
    assert reading.article.text == TEXT
    assert reading.article.title is None
    assert [("'title'" in failure.reason, "'published'" in failure.reason) for failure in reading.failures] == [
        (True, False),
        (False, True),
    ]
