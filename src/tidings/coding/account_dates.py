"""When an account's act was: the most exact of the dates that its tellings give (RECORD §4, Date)."""

from __future__ import annotations

import datetime as dt

from tidings.coding.draft import Draft
from tidings.coding.running_day import running_date
from tidings.coding.scene import Scene
from tidings.coding.standing import BACKGROUND_DAYS
from tidings.model.mentions import DateMention
from tidings.model.text import evidence
from tidings.model.values import When


def when_it_was(scene: Scene, text: str, drafts: tuple[Draft, ...]) -> When:
    """The most exact date told; none printed in the news period: some day up to publication, which the clause itself bears out (RECORD §4)."""
    dated = [draft.date for draft in drafts if draft.date is not None]
    known = [date for date in dated if date.first is not None and date.last is not None]
    if not dated and (running := _running(scene, drafts)) is not None:
        known = [running]
    if known:
        best = min(
            known, key=lambda date: ((date.last - date.first).days if date.first and date.last else 0, date.start)
        )
        return When(
            start=best.first,
            end=best.last,
            precision=best.precision,
            words=text[best.start : best.end],
            evidence=(evidence(text, best.start, best.end),),
        )
    latest = None if any(draft.reading.background for draft in drafts[:1]) else scene.published
    if dated:
        said = dated[0]
        return When(
            start=None,
            end=said.last or latest,
            precision="unresolved",
            words=text[said.start : said.end],
            evidence=(evidence(text, said.start, said.end),),
        )
    told = (drafts[0].evidence,) if latest is not None else ()
    return When(start=None, end=latest, precision="unresolved", words=None, evidence=told)


def _running(scene: Scene, drafts: tuple[Draft, ...]) -> DateMention | None:
    """The day that the first telling goes on with; of an act that the headline names, the text's first, but for the day of the page."""
    first = running_date(scene, drafts[0])
    if first is not None or drafts[0].sentence > 0 or len(drafts) == 1:
        return first
    second = running_date(scene, drafts[1])
    return second if second is not None and second.last != scene.published else None


def _why_no_date(scene: Scene, drafts: tuple[Draft, ...]) -> str:
    """The reason, in plain words, that no first day is known."""
    for draft in drafts:
        if draft.date is not None and draft.date.reason:
            return draft.date.reason
    if scene.published is None:
        return "no date is printed, and no publication date is known"
    return "no date is printed where it is told"


def why_date(scene: Scene, drafts: tuple[Draft, ...], date: When) -> str | None:
    """Why no first day is known, or what speaks against the one that is: "Friday, 16 December" was no Friday."""
    if date.start is None:
        return _why_no_date(scene, drafts)
    told = (draft.date for draft in drafts if draft.date is not None and draft.date.reason)
    return next((one.reason for one in told if (one.first, one.last) == (date.start, date.end)), None)


def is_background(scene: Scene, drafts: tuple[Draft, ...], date: When) -> bool:
    """Whether the act lies more than seven days before publication, or is told as earlier (RECORD §3, Standing)."""
    if date.end is None or scene.published is None:
        return drafts[0].reading.background
    long_past = date.end < scene.published - dt.timedelta(days=BACKGROUND_DAYS)
    return long_past if date.start is not None else long_past or drafts[0].reading.background
