"""When it was so: the window in which the text says that a state was true or began (RECORD §4, Control)."""

from __future__ import annotations

import calendar
import datetime as dt

from tidings.coding import tree
from tidings.coding.account_dates import when_it_was
from tidings.coding.control_frames import Saying
from tidings.coding.happenings import Happening
from tidings.coding.merge import Joined
from tidings.coding.scene import Scene
from tidings.coding.standing import BACKGROUND_DAYS
from tidings.coding.triggers import Trigger
from tidings.coding.when import choose_date
from tidings.model.mentions import CueMention, DateMention
from tidings.reference.ontology import Pattern

Window = tuple[dt.date | None, dt.date | None]
_MONTHS = tuple(name.lower() for name in calendar.month_name[1:]) + tuple(
    name.lower() for name in calendar.month_abbr[1:]
)
_ACTS = frozenset({"capture", "withdrawal", "negotiated_transfer", "leaving", "entry", "clash_inside", "engaged"})


def window_of(scene: Scene, saying: Saying, cues: tuple[CueMention, ...], account: Joined | None) -> Window:
    """The days of a saying: as its account dates the act; of a state the day it is told for, else up to publication, open to the past."""
    now: Window = (None, scene.published)
    date = _printed(scene, saying, cues) or _heading(scene, saying)
    if saying.kind in _ACTS:
        if date is not None and date.first is not None and date.kind != "since":
            return date.first, date.last
        if account is not None and not _in_perfect(scene, saying.token):
            when = when_it_was(scene, scene.parse.text, account.drafts)
            if when.start is not None:
                return when.start, when.end
        return _since(scene, date) or now
    if date is None or date.first is None:
        return now
    if date.kind == "since":
        return _since(scene, date) or now
    if saying.background:
        old = scene.published is None or (
            date.last is not None and (scene.published - date.last).days > BACKGROUND_DAYS
        )
        return (date.first, date.last) if old else now
    return now if _is_present(scene, saying.token) else (date.first, date.last)


def _heading(scene: Scene, saying: Saying) -> DateMention | None:
    """ "November 2014: Extremists seize X": the date that heads the line, as in a chronology."""
    text, start = scene.parse.text, scene.parse.tokens[saying.token].start
    line = text.rfind("\n", 0, start) + 1
    for date in scene.annotations.dates:
        if (
            date.start == line
            and date.first is not None
            and text[date.end : date.end + 3].lstrip()[:1] in (":", "-", "–", "—")
        ):
            return date
        if date.start > start:
            break
    return None


def _printed(scene: Scene, saying: Saying, cues: tuple[CueMention, ...]) -> DateMention | None:
    token = scene.parse.tokens[saying.token]
    pattern = Pattern(type="territory_taken", rank=0)
    trigger = Trigger(
        token=token.index,
        type="territory_taken",
        rank=0,
        effect=False,
        weak=False,
        verb=token.tag.startswith("VB"),
        pattern=pattern,
    )
    happening = Happening(main=trigger, triggers=(trigger,), type="territory_taken", actors=(), recipients=())
    return choose_date(scene, happening, cues)


def _since(scene: Scene, date: DateMention | None) -> Window | None:
    """ "Since 2014" is the year it began, "since May 2014" the month, else the day."""
    if date is None or date.first is None:
        return None
    first = date.first
    words = scene.parse.text[date.start : date.end].lower()
    named = any(month in words for month in _MONTHS)
    digits = "".join(each if each.isdigit() else " " for each in words).split()
    if first.day == 1 and not any(len(each) <= 2 for each in digits):
        if first.month == 1 and not named:
            return first, first.replace(month=12, day=31)
        if named:
            return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first, first if date.kind == "since" else date.last


def _in_perfect(scene: Scene, index: int) -> bool:
    """ "Has captured large areas": sums up; the day the text goes on with is not its day."""
    parse = scene.parse
    return any(
        parse.tokens[child].tag in ("VBZ", "VBP") and parse.tokens[child].lemma in ("have", "has")
        for child in parse.children(index)
    )


def _is_present(scene: Scene, index: int) -> bool:
    """Whether the verb over a word stands in the present: "now control"; "has controlled since" is dated by its "since"."""
    parse = scene.parse
    for each in (index, *tree.ancestors(parse, index)):
        token = parse.tokens[each]
        if token.pos in ("VERB", "AUX"):
            tags = {
                token.tag,
                *(
                    parse.tokens[child].tag
                    for child in parse.children(each)
                    if parse.tokens[child].dep in ("aux", "auxpass")
                ),
            }
            return not tags & {"VBD"} and bool(tags & {"VBZ", "VBP"})
    return False
