"""A small plan for tests: text files in, one account a sentence that says "attacked", no model. Its words can misbehave."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import time
from pathlib import Path

from msgspec import Struct

from tidings.ingest.inputs import Source
from tidings.ingest.read import read_source
from tidings.model.article import Article, ArticleReasons, Capture, article_id
from tidings.model.coding import (
    Account,
    AccountReasons,
    Coding,
    ControlReasons,
    ControlStatement,
    Failure,
    Gap,
    Quote,
    account_id,
)
from tidings.model.text import Evidence, evidence
from tidings.model.values import Actor, Attribution, Count, Place, When
from tidings.pipeline.local import ReadingLike
from tidings.pipeline.manifest import Settings
from tidings.pipeline.steps import StepError

RECIPE = "tests.standin:recipe"


class FakeSource(Struct, frozen=True):
    """A text file by name."""

    path: str
    file: str
    part: int | None = None


class FakeReading(Struct, frozen=True):
    """A text file, read."""

    article: Article
    capture: Capture | None
    failures: tuple[Failure, ...]


class FakeRecipe:
    """Reads and codes. ``SLOW`` sleeps, ``BOOM`` raises, ``CRASH`` ends the process, ``STUMBLE`` does so the first time."""

    def read(self, source: FakeSource) -> FakeReading:
        try:
            content = Path(source.path).read_bytes()
        except OSError as error:
            return FakeReading(article(None, source.file), None, (Failure(step="read", reason=f"{error.strerror}"),))
        capture = Capture(
            sha256=hashlib.sha256(content).hexdigest(),
            file=source.file,
            part=None,
            media_type="text/plain",
            content=content,
        )
        text = content.decode()
        notes = (
            (Failure(step="language", reason="the text is in Arabic, and only English is coded"),)
            if "عرب" in text
            else ()
        )
        return FakeReading(article(text or None, source.file), capture, notes)

    def code(self, article: Article) -> Coding:
        text = article.text or ""
        if "CRASH" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "STUMBLE" in text and not (marker := Path(re.search(r"STUMBLE (\S+)", text)[1])).exists():
            marker.write_text("fallen once")
            os.kill(os.getpid(), signal.SIGKILL)
        if "BOOM" in text:
            raise StepError("dates", ValueError("no such day"))
        if "SLOW" in text:
            time.sleep(0.03)
        return coding(article)


def recipe(settings: Settings) -> FakeRecipe:
    """The stand-in for the whole plan."""
    return FakeRecipe()


def sources(folder: Path) -> tuple[FakeSource, ...]:
    """All text files of a folder."""
    return tuple(FakeSource(str(path), path.name) for path in sorted(folder.glob("*.txt")))


def article(text: str | None, file: str = "a.txt", language: str | None = "en", outlet: str | None = None) -> Article:
    """An article by hand."""
    return Article(
        id=article_id(text, outlet, file if text is None else None, None), file=file, title=None, outlet=outlet, url=None, language=language,
        published=None, published_basis="unknown", text=text, removed=(), reasons=ArticleReasons(outlet="not given"),
    )  # fmt: skip


def coding(source: Article) -> Coding:
    """One account for each "A attacked B in C, killing N." of the text, with all its values."""
    text = source.text or ""
    form = re.compile(
        r"(?P<who>\w+) attacked (?P<whom>\w+) in (?P<where>\w+), killing (?P<toll>\d+), (?P<said>\w+) said\."
    )
    found = tuple(_account(source, text, match) for match in form.finditer(text))
    held = re.search(r"(\w+) holds (\w+)\.", text)
    control = () if held is None else (_control(text, held),)
    said = re.search(r"“[^”]+”", text)
    quotes = () if said is None else (
        Quote(speaker=None, role=None, side=None, cue=None, content=said[0][1:-1], evidence=(evidence(text, *said.span()),)),
    )  # fmt: skip
    unclear = re.search(r"It was not clear who was (\w+)\.", text)
    gaps = (
        ()
        if unclear is None
        else (Gap(entity="who", property=unclear[1], evidence=(evidence(text, *unclear.span()),)),)
    )
    return Coding(article=source, accounts=found, control=control, quotes=quotes, gaps=gaps, failures=())


def _account(source: Article, text: str, match: re.Match[str]) -> Account:
    def words(group: str) -> tuple[Evidence, ...]:
        return (evidence(text, *match.span(group)),)

    told, toll = (evidence(text, *match.span()),), int(match["toll"])
    return Account(
        id=account_id(source.id, "armed_clash", told), type="armed_clash", polarity="affirmed", reality="actual",
        background=False, actors=(_actor(match["who"], words("who")),), recipients=(_actor(match["whom"], words("whom")),),
        place=place(match["where"], words("where")), other_places=(),
        date=When(start=None, end=None, precision="unresolved", words=None, evidence=()),
        counts=(
            Count(kind="killed", group="unknown", low=toll, best=toll, high=toll, words=match["toll"], scope="this",
                  polarity="affirmed", speaker=match["said"], evidence=words("toll")),
        ),
        means=(), evidence=told, reasons=AccountReasons(date="the text gives no day"), score=0.9, producer="standin/1",
        attribution=(
            Attribution(speaker=match["said"], id=None, kind="unnamed", cue="said", stance="asserts", covers=(),
                        evidence=words("said")),
        ),
    )  # fmt: skip


def _actor(name: str, words: tuple[Evidence, ...]) -> Actor:
    return Actor(mention=name, name=name, id=None, kind="unknown", attributed_by=(), relations=(), evidence=words)


def place(name: str, words: tuple[Evidence, ...]) -> Place:
    """A place on an island of our own."""
    return Place(
        id=f"td:{name.lower()}", name=name, geoname_id=None, lat=-12.345678, lon=45.678912, country=None, admin1=None,
        admin2=None, precision="exact", radius_km=2.0, candidates=(), evidence=words,
    )  # fmt: skip


def _control(text: str, match: re.Match[str]) -> ControlStatement:
    return ControlStatement(
        place=place(match[2], (evidence(text, *match.span(2)),)), holder=match[1], holder_id=None, previous=None, state="held",
        start=None, end=None, speaker=None, extent=None, evidence_type="explicit_control",
        evidence=(evidence(text, *match.span()),), reasons=ControlReasons(),
    )  # fmt: skip


def write_reports(folder: Path, number: int, extra: str = "") -> Path:
    """A folder of reports, no two alike."""
    folder.mkdir(parents=True, exist_ok=True)
    for index in range(number):
        text = f"Report {index}. Rebels attacked soldiers in Qadra, killing {index + 1}, officials said. Rebels holds Qadra. {extra}"
        (folder / f"report-{index:04}.txt").write_text(text, encoding="utf-8")
    return folder


def broken_recipe(settings: Settings) -> FakeRecipe:
    """A plan whose knowledge cannot be loaded."""
    from tidings.errors import DataError

    raise DataError(f"cannot load {settings.gazetteer}")


def children() -> list[str]:
    """Processes of ours that still live: only those that this process has started."""
    listed = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    return listed.read_text().split() if listed.exists() else []


class ReadingRecipe:
    """Reads as tidings does and codes as the stand-in does: for commands whose matter is not the coding."""

    def read(self, source: Source) -> ReadingLike:
        return read_source(source)

    def code(self, article: Article) -> Coding:
        return coding(article)


def reading_recipe(settings: Settings) -> ReadingRecipe:
    """The stand-in for the whole plan in tests of commands."""
    return ReadingRecipe()
