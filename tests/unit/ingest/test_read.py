"""Bad and odd input, each a failure or a note in plain words; and what a good reading holds."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import random
import re
import time
from pathlib import Path

import pytest

from tests.handmade_pdf import pdf
from tidings.ingest.capture import read_bytes
from tidings.ingest.inputs import list_sources
from tidings.ingest.read import Reading, read_source

TEXT = "Three people were killed in the town of Varn on Monday, the mayor said. “We are tired,” she said – and closed the door."
ARABIC = "قالت مصادر محلية إن ثلاثة أشخاص قتلوا يوم الاثنين في قصف استهدف سوق المدينة القديمة في شمال البلاد"


def reading_of(path: Path, content: bytes | str) -> Reading:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (source,) = list_sources([path])
    return read_source(source)


def failed(reading: Reading) -> tuple[str, str]:
    assert reading.article.text is None
    assert reading.article.removed == ()
    assert reading.article.reasons.text
    assert len(reading.failures) == 1
    return reading.failures[0].step, reading.failures[0].reason


def test_a_plain_text(tmp_path: Path) -> None:
    """A text in UTF-8 comes with its bytes, hash, language and a reason for each blank, and no notes."""
    reading = reading_of(tmp_path / "a.txt", TEXT)
    article, capture = reading.article, reading.capture
    assert (article.text, article.language, article.file, reading.failures) == (TEXT, "en", "a.txt", ())
    assert (article.title, article.outlet, article.published, article.published_basis) == (None, None, None, "unknown")
    assert article.reasons.title
    assert article.reasons.outlet
    assert article.reasons.published
    assert article.reasons.text is None
    assert capture
    assert capture.content == TEXT.encode()
    assert capture.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert pickle.loads(pickle.dumps(reading)) == reading


def test_the_file_date_is_no_date_of_publication(tmp_path: Path) -> None:
    """Touching a file changes nothing that is read of it, its id included."""
    one = reading_of(tmp_path / "2019-03-24.txt", TEXT)
    os.utime(tmp_path / "2019-03-24.txt", (1, 1))
    assert read_source(list_sources([tmp_path / "2019-03-24.txt"])[0]) == one
    assert one.article.published is None


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n ", b"\xef\xbb\xbf"])
def test_empty(tmp_path: Path, content: bytes) -> None:
    """An empty file is *empty*."""
    assert "empty" in failed(reading_of(tmp_path / "a.txt", content))[1]


@pytest.mark.parametrize("kind", ["txt", "html", "json", "jsonl", "pdf"])
def test_random_bytes(tmp_path: Path, kind: str) -> None:
    """Random bytes are no text, under any name."""
    for seed in range(5):
        path = tmp_path / f"a{seed}.{kind}"
        path.write_bytes(random.Random(seed).randbytes(5000))
        for source in list_sources([path]):
            assert read_source(source).article.text is None


def test_fifty_megabytes(tmp_path: Path) -> None:
    """50 MB of text are refused unread, 6 MB after decoding, each as *too long*."""
    begun = time.process_time()
    assert "too long" in failed(reading_of(tmp_path / "a.txt", b"The town was quiet. " * 2_500_000))[1]
    assert "too long" in failed(reading_of(tmp_path / "b.txt", b"The town was quiet. " * 300_000))[1]
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("encoding", "mark", "named"),
    [
        ("cp1252", b"", "cp1252"),
        ("utf-16-le", b"\xff\xfe", "UTF-16-LE"),
        ("utf-16-be", b"\xfe\xff", "UTF-16-BE"),
        ("utf-16-le", b"", "UTF-16-LE"),
        ("utf-16-be", b"", "UTF-16-BE"),
    ],
)
def test_other_encodings_are_decoded_with_a_note(tmp_path: Path, encoding: str, mark: bytes, named: str) -> None:
    """cp1252 and UTF-16, with a mark or without, give the same text as UTF-8 and one note."""
    reading = reading_of(tmp_path / "a.txt", mark + TEXT.encode(encoding))
    assert reading.article.text == TEXT
    assert [(failure.step, named in failure.reason) for failure in reading.failures] == [("decode", True)]


def test_utf8_with_a_mark_needs_no_note(tmp_path: Path) -> None:
    """A byte-order mark before UTF-8 is no part of the text and no matter to tell."""
    reading = reading_of(tmp_path / "a.txt", b"\xef\xbb\xbf" + TEXT.encode())
    assert (reading.article.text, reading.failures) == (TEXT, ())


def test_control_characters_are_left_out_with_a_note(tmp_path: Path) -> None:
    """A few NULs in a text do not cost the article; a file of little else is no text."""
    reading = reading_of(tmp_path / "a.txt", TEXT.replace("Varn", "Va\0rn\x07"))
    assert reading.article.text == TEXT
    assert "2 control characters" in reading.failures[0].reason
    assert "not text" in failed(reading_of(tmp_path / "b.txt", TEXT.replace(" ", "\0")))[1]


def test_utf8_with_a_spoilt_byte(tmp_path: Path) -> None:
    """One spoilt byte in UTF-8 is shown as such and told of."""
    reading = reading_of(tmp_path / "a.txt", (TEXT + " “Yes.” “No.” " + TEXT).encode() + b" caf\xe9 of the town.")
    assert "\ufffd" in (reading.article.text or "")
    assert "1 spoilt place" in reading.failures[0].reason


def test_arabic_is_named_and_kept(tmp_path: Path) -> None:
    """A text in Arabic keeps its words and says that it is not coded, in UTF-8 and in the old Windows encoding."""
    for name, encoding in (("a.txt", "utf-8"), ("b.txt", "cp1256")):
        reading = reading_of(tmp_path / name, (ARABIC + ". ").encode(encoding) * 4)
        assert reading.article.language == "ar"
        assert ARABIC in (reading.article.text or "")
        assert "Arabic" in reading.failures[-1].reason
        assert reading.failures[-1].step == "language"


@pytest.mark.parametrize(
    "text",
    [
        "Two killed in Aleppo.",
        "ANKARA: BLAST KILLS FOUR",
        "Rebels seize Goma",
        "Hama clashes",
        "12 dead",
        "Al-Bab Manbij Raqqa",
        "Shells hit Varn; 3 dead.",
    ],
)
def test_very_short_texts_are_not_called_foreign(tmp_path: Path, text: str) -> None:
    """A few words in English, or too few to tell, are read."""
    reading = reading_of(tmp_path / "a.txt", text)
    assert (reading.article.text, reading.failures) == (text, ())
    assert reading.article.language == "en" or reading.article.reasons.language


@pytest.mark.parametrize(
    "text",
    [
        "Bandits abducted 42 pupils from a school in Nigeria's Zamfara state on Wednesday.",
        "The Nigerian army said Islamic State West Africa Province had killed nine farmers near Monguno.",
        "Ambazonian separatists kidnapped 11 teachers near Kumbo, Cameroon.",
    ],
)
def test_english_about_nigeria_is_no_pidgin(tmp_path: Path, text: str) -> None:
    """The language model takes these for Nigerian Pidgin; they have none of its words."""
    assert reading_of(tmp_path / "a.txt", text).article.language == "en"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Deux morts dans une attaque à Alep, selon la police.", "fr"),
        ("Wanajeshi wawili wameuawa katika shambulio la bomu mjini Mogadishu.", "sw"),
        ("Zwei Tote bei Angriff auf Dorf", "de"),
    ],
)
def test_foreign_texts_are_named(tmp_path: Path, text: str, code: str) -> None:
    """Short texts in other languages are named."""
    assert reading_of(tmp_path / "a.txt", text).article.language == code


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><nav><a href='/'>Home</a><a href='/s'>Sport</a></nav><footer>Contact us</footer></body></html>", "<html></html>",
        "<html><body><script>var a = 'The army said on Monday that it had won.';</script></body></html>",
        "<html><body><p>We use cookies to improve your experience on our site.</p></body></html>", "<html>" + "<div>" * 30_000 + "text",
    ],
)  # fmt: skip
def test_html_with_no_article(tmp_path: Path, page: str) -> None:
    """A page without running text is *no article*."""
    assert "no article" in failed(reading_of(tmp_path / "a.html", page))[1]


def test_text_without_letters(tmp_path: Path) -> None:
    """Marks and digits alone are no article."""
    for text in ("<" * 100_000, "12 34"):
        assert "no words" in reading_of(tmp_path / "a.txt", text).failures[-1].reason


def test_html_in_another_charset(tmp_path: Path) -> None:
    """The charset a page declares is used, with a note."""
    page = f"<html><head><meta charset='windows-1251'></head><body><p>{TEXT}</p><p>Он сказал: мы устали.</p></body></html>".replace(
        "–", "-"
    )
    reading = reading_of(tmp_path / "a.html", page.encode("cp1251", "replace"))
    assert "устали" in (reading.article.text or "")
    assert "cp1251" in reading.failures[0].reason


def test_html_named_txt_is_read_as_html(tmp_path: Path) -> None:
    """A page saved as .txt is read as the page it is."""
    reading = reading_of(
        tmp_path / "a.txt",
        f"<!DOCTYPE html><html><body><article><h1>Shells hit Varn</h1><p>{TEXT}</p></article></body></html>",
    )
    assert reading.article.text == f"Shells hit Varn\n\n{TEXT}"
    assert "HTML" in reading.failures[0].reason


def test_a_date_in_an_address_resolves_nothing(tmp_path: Path) -> None:
    """Neither the address of a page nor the numbers in it are a date."""
    page = f"<html><head><link rel=canonical href='https://x.example/2019/03/24/varn'></head><body><article><p>{TEXT}</p></article></body></html>"
    article = reading_of(tmp_path / "2019-03-24.html", page).article
    assert (article.url, article.published) == ("https://x.example/2019/03/24/varn", None)


def test_facts_in_json_ld(tmp_path: Path) -> None:
    """Title, outlet and day stated in JSON-LD are taken; broken JSON-LD is passed over."""
    data = '{"@graph": [{"@type": "Organization"}, {"@type": ["NewsArticle"], "headline": "Shells hit Varn", "datePublished": "2021-05-14T23:10:00Z", "publisher": {"name": "Courier"}}]}'
    page = f"<html><head><script type='application/ld+json'>{{broken</script><script type='application/ld+json'>{data}</script></head><body><article><p>{TEXT}</p></article></body></html>"
    article = reading_of(tmp_path / "a.html", page).article
    assert (article.title, article.outlet, str(article.published), article.published_basis) == (
        "Shells hit Varn",
        "Courier",
        "2021-05-14",
        "metadata",
    )


LINES = [
    "Truce holds in Varn", "", "The truce between the two sides held for a second day on", "Thursday, the monitors said, although each of the two sides",
    "accused the other of breaking it. They could not tell which", "of the two had fired first, and asked for calm in the towns.",
    "along the river.",
]  # fmt: skip


def test_a_text_pdf(tmp_path: Path) -> None:
    """The lines of a PDF become paragraphs."""
    reading = reading_of(tmp_path / "a.pdf", pdf(LINES))
    assert reading.failures == ()
    assert "a second day on Thursday, the monitors said" in (reading.article.text or "")


@pytest.mark.filterwarnings("ignore")
def test_pdfs_that_cannot_be_read(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A locked, an image-only and a damaged PDF each fail in plain words, and nothing is printed."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(LINES))))
    writer.encrypt("secret", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    assert failed(reading_of(tmp_path / "a.pdf", locked.getvalue())) == (
        "pdf",
        "the PDF is locked with a password; save a copy without one",
    )
    assert "text recognition" in failed(reading_of(tmp_path / "b.pdf", pdf([])))[1]
    assert failed(reading_of(tmp_path / "c.pdf", b"%PDF-1.4\n" + b"\x00\xff junk" * 50))[0] == "pdf"
    assert failed(reading_of(tmp_path / "d.pdf", pdf(LINES)[:300]))[0] == "pdf"
    assert capfd.readouterr() == ("", "")


def test_a_file_that_changes_while_being_read(tmp_path: Path) -> None:
    """A file that grows under the reader is read again; a file that never rests is read as last found; both are told."""
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    growth = [" More."]

    def read(where: Path, offset: int, length: int | None) -> bytes:
        content = where.read_bytes()
        if growth:
            with where.open("a", encoding="utf-8") as file:
                file.write(growth.pop())
        return content

    found = read_bytes(str(path), "text", read=read)
    assert found.content.endswith(b" More.")
    assert "stayed the same" in found.notes[0].reason
    growth.extend([" a", " b", " c"])
    assert "3 times in a row" in read_bytes(str(path), "text", read=read).notes[0].reason


def test_odd_things_on_disk(tmp_path: Path) -> None:
    """A pipe, a broken link and a file that may not be read are failures, and none of them hangs."""
    pipe = tmp_path / "a.txt"
    os.mkfifo(pipe)
    (tmp_path / "b.txt").symlink_to(tmp_path / "none")
    readings = [read_source(source) for source in list_sources([tmp_path, tmp_path / "b.txt"])]
    assert [reading.article.text for reading in readings] == [None, None]


def test_only_debris(tmp_path: Path) -> None:
    """A text of which cleaning leaves nothing is no article."""
    assert "debris" in failed(reading_of(tmp_path / "a.txt", "Advertisement\nHide Ad\n"))[1]


def test_failed_inputs_keep_apart(tmp_path: Path) -> None:
    """Two inputs that could not be read are two articles by id."""
    ids = {reading_of(tmp_path / name, b"").article.id for name in ("a.txt", "b.txt")}
    assert len(ids) == 2
    assert all(re.fullmatch(r"a1:[0-9a-f]{20}", each) for each in ids)


@pytest.mark.parametrize(
    "text",
    [
        "1" * 1_000_000,
        "Yes\n" * 50_000,
        "'" * 100_000,
        "a " * 300_000,
        "May " * 100_000,
        "March 2 " * 50_000,
        "By " * 100_000,
    ],
)
def test_hostile_text_is_read_in_seconds(tmp_path: Path, text: str) -> None:
    """A megabyte of anything does not hang."""
    begun = time.process_time()
    reading_of(tmp_path / "a.txt", text)
    assert time.process_time() - begun < 8
