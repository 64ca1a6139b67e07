"""All the bad input that users meet, in one folder and one run of the real program: each is told in plain words, and the rest goes on."""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest
from pypdf import PdfReader, PdfWriter

import tidings
from tests.handmade_pdf import pdf
from tidings.export.schema import coding_schema

ROOT = Path(__file__).resolve().parents[2]
ENV = {
    **os.environ,
    "PYTHONPATH": os.pathsep.join((str(Path(tidings.__file__).parents[1]), str(ROOT))),
    "COLUMNS": "160",
}
STORY = (
    "Army retakes Qayyarah, spokesman says\n\n"
    "Iraqi forces captured the town of Qayyarah from Islamic State on Tuesday after three days of fighting, killing at least 20 militants, "
    "army spokesman Harith Jalil said. “The town is ours,” he said – and left.\n\n"
    "Four soldiers were killed when a roadside bomb exploded near Mosul on Monday, a police officer said.\n"
)
ARABIC = (
    "سيطرت القوات على المدينة يوم السبت بعد معارك عنيفة استمرت عدة أيام في الشمال، وقال شهود إن السكان فروا من منازلهم."
)
SURROGATE = '{"text": "Rebels attacked \\ud800 the town of Mosul on Monday, killing four soldiers, police said."}'
LINES = [
    "The truce between the two sides held for a second day on Monday,",
    "the monitors said, and nobody was hurt in the town.",
]

# What is in the folder: the name, its bytes, the step and the words that say what is wrong with it.
UNREAD: dict[str, tuple[str | bytes, str, str]] = {
    "empty.txt": (b"", "read", "empty"),
    "blank.txt": (b" \n\t\n", "read", "empty"),
    "noise.txt": (random.Random(1).randbytes(20_000), "decode", "not text"),
    "noise.html": (random.Random(2).randbytes(20_000), "html", "not text"),
    "noise.pdf": (random.Random(3).randbytes(20_000), "pdf", "damaged"),
    "noise.json": (random.Random(4).randbytes(20_000), "json", "not text"),
    "noise.jsonl": (random.Random(5).randbytes(20_000), "json", "not text"),
    "long.txt": (b"The town was quiet. " * 2_500_000, "read", "too long: 50,000,000 bytes"),
    "long-html.html": (b"<p>The town was quiet.</p>" * 1_000_000, "read", "too long"),
    "menu.html": ("<html><body><nav><a href='/'>Home</a></nav><footer>Contact</footer></body></html>", "html", "no article"),
    "deep.json": ("[" * 100_000, "json", "nested too deeply"),
    "number.json": ('{"text": "One died.", "id": ' + "9" * 5000 + "}", "json", "number too large"),
    "list-of-what.json": ('[{"text": 5}]', "json", "'text' is a number"),
    "digits.txt": ("1" * 1_000_000, "clean", "no words"),
    "marks.txt": ('"' * 100_000, "clean", "no words"),
}  # fmt: skip
NOTED: dict[str, tuple[str | bytes, str, str]] = {
    "cp1252.txt": (STORY.encode("cp1252"), "decode", "cp1252"),
    "utf16.txt": (STORY.encode("utf-16"), "decode", "UTF-16"),
    "utf16-no-mark.txt": (STORY.encode("utf-16-be"), "decode", "UTF-16-BE"),
    "utf16.jsonl": ((json.dumps({"text": STORY}) + "\n").encode("utf-16"), "decode", "UTF-16"),
    "nul.txt": (STORY.replace("Mosul", "Mo\0sul"), "decode", "1 control character"),
    "surrogate.json": (SURROGATE, "json", "half a letter"),
    "published.json": (json.dumps({"text": STORY, "published": 20190324}), "json", "'published' is a number"),
    "day-of-creation.json": (json.dumps({"text": STORY, "published": "0001-01-01"}), "json", "no day"),
    "digits-behind.txt": (STORY + "1" * 1_000_000, "parse", "1,000,000 characters"),
    "marks-behind.txt": (STORY + '"' * 100_000 + " said.", "parse", "100,000 characters"),
    "brackets-behind.txt": (STORY + "(" * 100_000, "parse", "100,000 characters"),
    "wrong-date.txt": (STORY, "manifest", "row 2 of days.csv gives the date '2019-13-45'"),
    "changing.txt": (STORY, "capture", "changed while it was being read"),
}


class Ran(NamedTuple):
    """What a run said, and what it took."""

    code: int
    lines: dict[str, dict[str, Any]]
    told: str
    seconds: float
    megabytes: float


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("bad") / "reports"
    place.mkdir()
    for name, (content, _, _) in {**UNREAD, **NOTED}.items():
        (place / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    (place / "good.txt").write_text(STORY, encoding="utf-8")
    (place / "good-again.txt").write_text(STORY, encoding="utf-8")
    (place / "arabic.txt").write_text(ARABIC, encoding="utf-8")
    (place / "cut.jsonl").write_text(json.dumps({"text": STORY}) + '\n{"text": "cut o', encoding="utf-8")
    (place / "image.pdf").write_bytes(pdf([]))
    locked = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(LINES))))
    locked.encrypt("secret", algorithm="AES-256")
    with (place / "locked.pdf").open("wb") as file:
        locked.write(file)
    (place / "days.csv").write_text("file,published\nwrong-date.txt,2019-13-45\n", encoding="utf-8")
    os.mkfifo(place / "pipe.txt")
    (place / "link-to-itself.txt").symlink_to("link-to-itself.txt")
    (place / "link-to-good.txt").symlink_to("good.txt")
    (place / "inner").mkdir()
    (place / "inner" / "loop").symlink_to("..")
    (place / "inner" / "elsewhere").symlink_to("/")
    (place / "shut").mkdir()
    (place / "shut" / "in.txt").write_text(STORY, encoding="utf-8")
    (place / "shut").chmod(0)
    (place / "secret.txt").write_text(STORY, encoding="utf-8")
    (place / "secret.txt").chmod(0)
    return place


def megabytes(process: int) -> float:
    """The most memory that a process or one of its children has held, so far as the system tells.

    Not ``ru_maxrss``: that counts what the process held that started it, and a worker of pytest holds a gigabyte.
    """
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:
        return 0.0
    held = next((float(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)
    return max([held, *(megabytes(int(child)) for child in children)])


def tell(*words: str | Path, within: Path, program: str = "tidings") -> Ran:
    """A run of the program, as a user without rights over other people's files."""
    command = [sys.executable, "-m", program, *map(str, words)]
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("root may read everything, and there is no setpriv (util-linux) to do without that")
        command = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", *command]
    begun = time.monotonic()
    with (within / "out").open("wb") as out, (within / "err").open("wb") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, env=ENV)
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, megabytes(process.pid))
            time.sleep(0.05)
    lines = [json.loads(line) for line in (within / "out").read_bytes().splitlines()]
    found = {line["article"]["file"]: line for line in lines}
    assert len(found) == len(lines)
    told = (within / "err").read_text(encoding="utf-8")
    return Ran(process.returncode, found, told, time.monotonic() - begun, peak)


@pytest.fixture(scope="module")
def ran(folder, tmp_path_factory) -> Ran:
    """One run over everything."""
    return tell(
        "code", folder, folder.parent / "missing.txt", "--manifest", folder / "days.csv", "--json",
        within=tmp_path_factory.mktemp("run"), program="tests.changing_process",
    )  # fmt: skip


def test_the_run_goes_on_and_says_so(ran):
    """Exit code 1, one sum, no traceback; the good story is coded, in a minute at most and in bounded memory."""
    assert ran.code == 1
    assert "Traceback" not in ran.told
    assert f"{len(ran.lines)} inputs, " in ran.told
    assert len(ran.lines["good.txt"]["accounts"]) >= 2
    assert ran.lines["good.txt"]["failures"] == []
    assert ran.seconds < 120
    assert ran.megabytes < 1000


def test_every_line_is_valid_and_every_quote_exact(ran):
    """Whatever came in, what comes out keeps the contract."""
    valid = jsonschema.Draft202012Validator(coding_schema())
    for line in ran.lines.values():
        valid.validate(line)
        for found in spans(line["accounts"]) + spans(line["control"]) + spans(line["quotes"]):
            assert line["article"]["text"][found["start"] : found["end"]] == found["quote"]


def spans(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        return (
            [value]
            if set(value) == {"start", "end", "quote"}
            else [one for part in value.values() for one in spans(part)]
        )
    return [one for part in value for one in spans(part)] if isinstance(value, list) else []


@pytest.mark.parametrize("name", UNREAD)
def test_what_cannot_be_read_is_one_failure(ran, name):
    """No text, one reason in plain words, in its line and on the screen or behind the count of the rest."""
    _, step, words = UNREAD[name]
    line = one_line(ran, name)
    assert line["article"]["text"] is None
    assert [failure["step"] for failure in line["failures"]] == [step]
    assert words in line["failures"][0]["reason"]
    assert line["accounts"] == []
    assert "tidings, please report" not in line["failures"][0]["reason"]


@pytest.mark.parametrize("name", NOTED)
def test_what_is_odd_is_read_with_a_note(ran, name):
    """The story is told as in the good file, and one note says what was odd."""
    _, step, words = NOTED[name]
    line = one_line(ran, name)
    assert [failure["step"] for failure in line["failures"]] == [step]
    assert words in line["failures"][0]["reason"]
    assert line["accounts"]


def one_line(ran: Ran, name: str) -> dict[str, Any]:
    (line,) = (line for file, line in ran.lines.items() if file.partition("#")[0] == name)
    return line


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing.txt", "there is no file"), ("image.pdf", "needs text recognition"), ("locked.pdf", "locked with a password"), ("cut.jsonl#0002", "cut off before its end"),
        ("pipe.txt", "not a regular file"), ("link-to-itself.txt", "a link that leads nowhere"), ("inner/elsewhere", "not followed"),
        ("shut", "cannot be listed: no permission"), ("secret.txt", "no permission to read"),
    ],
)  # fmt: skip
def test_odd_places_and_files(ran, name, words):
    """Missing, shut, linked, locked, cut off: one failure each."""
    line = ran.lines[name]
    assert line["article"]["text"] is None
    (failure,) = line["failures"]
    assert words in failure["reason"]
    assert f"{name}: " in ran.told or "more that failed" in ran.told


def test_arabic_is_named_and_not_coded(ran):
    """The text is kept, its language named."""
    line = ran.lines["arabic.txt"]
    assert (line["article"]["language"], line["accounts"]) == ("ar", [])
    assert "Arabic" in line["failures"][0]["reason"]


def test_doubles(ran):
    """The same story in two files is in both; two names of one file are one input; a loop of links ends."""
    assert ran.lines["good.txt"]["accounts"] == ran.lines["good-again.txt"]["accounts"]
    assert "link-to-good.txt" not in ran.lines
    assert not any(name.startswith("inner/loop") for name in ran.lines)
    assert ran.lines["cut.jsonl#0001"]["accounts"]


def test_a_record_of_it_all(folder, ran, tmp_path):
    """What was read is stored, what failed too; verify finds nothing wrong; reading again codes only what failed."""
    db = tmp_path / "bad.db"
    read = ("read", folder, "--manifest", folder / "days.csv", "--db", db, "--workers", "2")
    first, second = tell(*read, within=tmp_path), tell(*read, within=tmp_path)
    assert (first.code, second.code) == (1, 1)
    assert "known already" in second.told
    assert "0 accounts coded" in second.told
    said = subprocess.run(
        [sys.executable, "-m", "tidings", "verify", "--db", db], capture_output=True, env=ENV, text=True
    )
    assert said.returncode == 0, said.stdout
    assert "nothing wrong" in said.stdout


def test_a_full_disk(tmp_path):
    """One plain line and exit code 3; what was stored before stays whole, and the next run goes on from there."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number:02}.txt").write_text(
            STORY.replace("20 militants", f"{number + 20} militants"), encoding="utf-8"
        )
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = f"mount -t tmpfs -o size=900k tmpfs {disk}"
    if subprocess.run(["unshare", "-m", "sh", "-c", mounted], capture_output=True).returncode:
        pytest.skip("a small disk cannot be made here: that takes unshare and the right to mount")
    program = f"{sys.executable} -m tidings"
    script = (
        f"{mounted}; {program} read {folder} --db {disk}/r.db; echo first $?; {program} verify --db {disk}/r.db; echo verify $?; "
        f"mount -o remount,size=50m {disk}; {program} read {folder} --db {disk}/r.db; echo second $?; {program} verify --db {disk}/r.db"
    )
    done = subprocess.run(["unshare", "-m", "sh", "-c", script], capture_output=True, env=ENV, text=True)
    assert "first 3" in done.stdout
    assert "there is no room left on the disk" in done.stderr
    assert "verify 0" in done.stdout
    assert "second 0" in done.stdout
    assert "known already" in done.stderr
    assert "30 originals" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_output_that_nobody_can_take(folder):
    """Standard output on a full disk: one plain line, exit code 3."""
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "tidings", "code", folder / "good.txt", "--json"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=ENV, text=True)
    assert done.returncode == 3
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr
