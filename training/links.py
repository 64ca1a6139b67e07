"""Our own groups of reports (``annotations/links/*.txt``): which of them tell one event. Reads the markup, checks it, codes it.

``python -m training.links`` checks every file and counts what is there. The markup is described in ``annotations/links/README.md``.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from msgspec import Struct

from evals.tellings import Telling, likeness, matched
from tidings.model.article import Article, ArticleReasons, article_id
from tidings.model.coding import Coding
from tidings.pipeline.manifest import Settings
from tidings.pipeline.plan import Plan, whole_plan
from training.annotations import FOLDER as ANNOTATIONS
from training.annotations import MarkupError

FOLDER = ANNOTATIONS / "links"
_FIFTH = 5
_HEAD = re.compile(r"@ (?P<id>[a-z]+-\d\d) (?P<why>.+)")
_REPORT = re.compile(r"(?P<day>\d{4}-\d\d-\d\d) (?P<outlet>[^:{}|]+): (?P<text>.+)")
_MARK = re.compile(r"\{([^{}|]+)\|([a-z]+)\}")


class Report(Struct, frozen=True, kw_only=True):
    """A short report and what it tells, by events of its group (``war-02/taken``)."""

    published: dt.date
    outlet: str
    text: str
    told: tuple[Telling, ...]


class Group(Struct, frozen=True, kw_only=True):
    """Reports that tell one happening or only look so; ``why`` says what tempts."""

    id: str
    why: str
    reports: tuple[Report, ...]

    @property
    def is_test(self) -> bool:
        """Whether it is for tests only: every fifth by number."""
        return int(self.id.rsplit("-", 1)[1]) % _FIFTH == 0


def read_groups(folder: Path = FOLDER) -> list[Group]:
    """The groups of all files, in order. Raises :class:`MarkupError`."""
    groups = [group for path in sorted(folder.glob("*.txt")) for group in _groups(path)]
    if twice := [name for name, times in Counter(group.id for group in groups).items() if times > 1]:
        raise MarkupError(f"ids used twice: {', '.join(twice[:5])}")
    return groups


def part(groups: Iterable[Group], name: str) -> list[Group]:
    """The groups of a part: ``train``, ``test`` or ``all``."""
    return [group for group in groups if name == "all" or group.is_test == (name == "test")]


def _groups(path: Path) -> Iterator[Group]:
    head: re.Match[str] | None = None
    reports: list[Report] = []
    for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], 1):
        where = f"{path.name}:{number}"
        if line.startswith("#"):
            continue
        if line.startswith("@"):
            if (head := _HEAD.fullmatch(line)) is None:
                raise MarkupError(f"{where}: {line!r} is no head; asked for: @ name-01 what tempts")
        elif line.strip():
            if head is None:
                raise MarkupError(f"{where}: a report stands before any head")
            reports.append(_report(line, where, head["id"]))
        elif head is not None:
            if len(reports) < 2:
                raise MarkupError(f"{where}: {head['id']} has {len(reports)} reports; asked for: two or more")
            yield Group(id=head["id"], why=head["why"], reports=tuple(reports))
            head, reports = None, []


def _report(line: str, where: str, group: str) -> Report:
    found = _REPORT.fullmatch(line)
    if found is None:
        raise MarkupError(
            f"{where}: {line[:40]!r} is no report; asked for: 2021-05-18 Outlet: text with {{words|event}}"
        )
    text, at = "", 0
    spans: dict[str, list[tuple[int, int]]] = {}
    for mark in _MARK.finditer(found["text"]):
        text += found["text"][at : mark.start()]
        at = mark.end()
        spans.setdefault(mark[2], []).append((len(text), len(text) + len(mark[1])))
        text += mark[1]
    text += found["text"][at:]
    if set("{}|") & set(text):
        raise MarkupError(f"{where}: a brace or bar is left over in {text!r}; marks do not nest")
    if not spans:
        raise MarkupError(f"{where}: the report tells of no event; asked for: {{words|event}}")
    told = tuple(Telling(event=f"{group}/{key}", spans=tuple(stretches)) for key, stretches in spans.items())
    return Report(published=dt.date.fromisoformat(found["day"]), outlet=found["outlet"], text=text, told=told)


@cache
def plan(folder: Path = FOLDER) -> Plan:
    """The whole plan with the places and parties of the invented country. Every report is coded, however short."""
    return whole_plan(Settings(gazetteer=str(folder / "places.tsv"), actors=str(folder / "parties.yaml"), gate=False))


def coded(groups: Iterable[Group]) -> tuple[list[Coding], dict[str, str]]:
    """The codings of all reports, and account ids with the event that each tells.

    Accounts that tell none are not in it, nor those with the words of a second event that no account of its own tells.
    """
    codings: list[Coding] = []
    events: dict[str, str] = {}
    for group in groups:
        for place, report in enumerate(group.reports):
            coding = plan().code(_article(report, f"{group.id}-{place}.txt"))
            codings.append(coding)
            told = matched(coding.accounts, report.told)
            missed = [one for row, one in enumerate(report.told) if row not in told.values()]
            for number, row in told.items():
                account = coding.accounts[number]
                if not any(likeness(account, one) for one in missed):
                    events[account.id] = report.told[row].event
    return codings, events


def _article(report: Report, file: str) -> Article:
    return Article(
        id=article_id(report.text, report.outlet, None, report.published), file=file, title=None, outlet=report.outlet,
        url=None, language="en", published=report.published, published_basis="given", text=report.text, removed=(),
        reasons=ArticleReasons(),
    )  # fmt: skip


def main() -> None:
    """Check every file and print what is there."""
    try:
        groups = read_groups()
    except MarkupError as error:
        sys.exit(str(error))
    for name in ("train", "test"):
        chosen = part(groups, name)
        told = Counter(one.event for group in chosen for report in group.reports for one in report.told)
        print(
            f"{name}: {len(chosen)} groups, {sum(len(group.reports) for group in chosen)} reports, {sum(told.values())} "
            f"tellings of {len(told)} events, {sum(times > 1 for times in told.values())} of them told more than once"
        )


if __name__ == "__main__":
    main()
