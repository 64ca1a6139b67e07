"""Numbers in English text with their hedges, as bounds (RECORD §4 Count). Pure text: no parse, no knowledge of who is counted.

"at least 12", "12 or 13", "a million and a half", "dozens", "no", "a" all become a :class:`Number`; dates, money, measures,
ages, shares, ordinals, unit numbers and scores become none. What needs a noun to decide is left to
:mod:`tidings.annotate.quantities` through ``form`` and ``suspect``.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from msgspec import Struct

from tidings.annotate.figures import HYPHENS, MOST_PEOPLE, Figure, Words
from tidings.reference.counting import WORD, CountLexicon, Hedge, NumberWords

Bounds = tuple[int | None, int | None, int | None]
Form = Literal["figure", "vague", "unknown", "zero", "any", "both", "article"]

_DASHES = HYPHENS | frozenset("–—−")
_AGE_ENDS = frozenset({",", ".", ";", ")", *_DASHES})
_LONGEST_HEDGE = 6
_AFTER_TWO = frozenset({"in", "from", "who", "on", "at", "aged", "with", "was", "were", ",", "."})
_CORRECTION_REACH = 16  # words: "lowered its count of soldiers killed in the attack from 118"
_TURNS = frozenset({"and", "but", "or", ",", "perhaps", "possibly", "maybe", "even"})

_PLURAL_LINKS = frozenset({"if", "not", "or", "and", "even", "upon", "perhaps", "possibly", "maybe"})


class Number(Struct, frozen=True, kw_only=True):
    """A number at ``[start, end)`` with its hedges; its own words are ``[first, last)``.

    ``form``: ``figure`` exact or bounded, ``vague`` ("dozens"), ``unknown`` ("several"), ``zero`` ("no", "none"), ``any``,
    ``both``, ``article`` ("a", "another"). ``suspect``: it may be a year or a name ("sector 12") unless something countable
    follows; ``year``: it has the form of one. ``earlier``: a figure since corrected ("rose from 9").
    """

    start: int
    end: int
    first: int
    last: int
    low: int | None
    best: int | None
    high: int | None
    form: Form
    approximate: bool = False
    suspect: bool = False
    year: bool = False
    earlier: bool = False


class _Core(NamedTuple):
    """What stands at a word: bounds, the word after it, and whether it is only about right."""

    next: int
    low: float | None
    best: float | None
    high: float | None
    form: Form
    about: bool = False


def find_numbers(text: str, lexicon: CountLexicon) -> tuple[Number, ...]:
    """All numbers of a text in order; none overlaps another. Linear in the length of the text."""
    reader = _Reader(text, lexicon.numbers)
    found: list[Number] = []
    position = 0
    while position < len(reader.words):
        core = reader.core_at(position)
        if core is None:
            position += 1
            continue
        if not reader.refused(position, core):
            _append(found, reader.number(position, core), reader)
        position = core.next
    return tuple(found)


def _append(found: list[Number], number: Number, reader: _Reader) -> None:
    """Adds a number; "no", "some" or "many" that turn out to be part of its hedge make way, and two bounds on one figure join."""
    while found and found[-1].end > number.start:
        found.pop()
    if found and (joined := _joined(found[-1], number, reader)):
        found[-1] = joined
    else:
        found.append(number)


def _joined(left: Number, right: Number, reader: _Reader) -> Number | None:
    """ "at least 12 and as many as 19" as one interval."""
    if left.form != "figure" or left.best is None or left.low is None or right.best is not None or right.high is None:
        return None
    between = WORD.findall(reader.text[left.end : right.start].lower()) if right.start - left.end < 30 else ["…"]
    if not between or not set(between) <= _TURNS or left.best >= right.high:
        return None
    return Number(start=left.start, end=right.end, first=left.first, last=right.last, low=left.low, best=left.best,
                  high=right.high, form="figure")  # fmt: skip


class _Reader(Words):
    """The grammar over the words of one text: what number stands here, whether it counts, with which hedges."""

    def __init__(self, text: str, lexicon: NumberWords) -> None:
        super().__init__(text, lexicon)
        self.openers = _openers(lexicon)

    # -- what stands here ------------------------------------------------------------------------------------------

    def core_at(self, position: int) -> _Core | None:
        """The number that begins at this word, without hedges."""
        word = self.words[position]
        if not (word[0].isdigit() or word in self.openers):
            return None
        return self._vague(position) or self._interval(position) or self._phrase(position)

    def _vague(self, position: int) -> _Core | None:
        """ "dozens", "tens of thousands", "several hundred", "a few dozen", "hundreds, if not thousands"."""
        at = position + (self.word(position) == "a" and self.word(position + 1) in self.lexicon.few)
        some = self.word(at) in self.lexicon.few
        if some:
            at += 1 + (self.word(at + 1) == "of")
            single = self.lexicon.plurals.get(f"{self.word(at)}s")
            if single is not None:
                return _Core(at + 1, single, None, None, "vague")
        value: float | None = self.lexicon.plurals.get(self.word(at))
        if value is None:
            return None
        at += 1
        if self.word(at) == "of" and (multiple := self.lexicon.scales.get(self.word(at + 1).removesuffix("s"))):
            value, at = value * multiple, at + 2
        return _Core(self._past_more_plurals(at), value, None, None, "vague")

    def _past_more_plurals(self, position: int) -> int:
        """Past ", if not thousands" and "and dozens", which add nothing to the low bound."""
        at = position
        while at < position + 5 and (self.word(at) == "," or self.word(at) in _PLURAL_LINKS):
            at += 1
        joined = at > position and self.word(at - 1) != ","
        return at + 1 if joined and self.word(at) in self.lexicon.plurals else position

    def _interval(self, position: int) -> _Core | None:
        """A figure, or two as a range: "12 to 15", "12 or 13", "between 30 and 40"."""
        between = self.word(position - 1) == "between"
        left = self.figure(position, joins_and=not between)
        if left is None:
            return None
        right = self._range_end(left, between, position)
        if right is not None:
            low = left.value * right.scale if left.scale == 1 and left.value < right.value / right.scale else left.value
            if low < right.value:
                return _Core(right.next, low, low, right.value, "figure")
        if left.value % 1:
            return _Core(left.next, None, None, None, "figure")
        return _Core(left.next, left.value, left.value, left.value, "figure", left.about)

    def _range_end(self, left: Figure, between: bool, position: int) -> Figure | None:
        at, link = left.next, self.word(left.next)
        if link == "or" and self.word(at + 1) in {"even", "perhaps", "possibly", "maybe"}:
            at += 1
        if self.word(at) in _DASHES and (
            self.glued(at) and self.glued(at + 1) or self.word(at) in "–—" and not self.glued(at)
        ):
            return self.figure(at + 1)
        if link in {"or", "to"} or (between and link == "and"):
            if link == "to" and self._corrects(position):
                return None
            return self.figure(at + 1)
        return None

    def _corrects(self, position: int) -> bool:
        """Whether "from 9 to 14" here means that 9 became 14."""
        if self.word(position - 1) != "from":
            return False
        before = self.words[max(0, position - _CORRECTION_REACH) : position - 1]
        return not self.lexicon.correction_verbs.isdisjoint(before[_after_stop(before) :])

    def _phrase(self, position: int) -> _Core | None:
        """ "several", "a number", "none", "both", "a"."""
        for length in range(min(4, len(self.words) - position), 0, -1):
            form = self.lexicon.forms.get(tuple(self.words[position : position + length]))
            if form == "about_two":  # "a couple of rockets"; "a couple in their seventies" are two
                return _Core(position + length, 2, 2, 2, "figure", about=self.word(position + length) not in _AFTER_TWO)
            if form in {"zero", "both"}:
                value = 0 if form == "zero" else 2
                return _Core(position + length, value, value, value, form)
            if form == "article":
                return _Core(position + length, 1, 1, 1, form)
            if form is not None:
                return _Core(position + length, None, None, None, form)
        return None

    # -- what is no count ------------------------------------------------------------------------------------------

    def refused(self, position: int, core: _Core) -> bool:
        """Whether the words around make it something else: a name, a time, money, a measure, a share, an age, a score."""
        if core.form == "zero":
            return self.word(position) == "no" and self.word(core.next) in {".", "longer", "doubt", "matter", "-"}
        if core.form == "article":
            return self._after_is_share(core.next)
        if core.form in {"unknown", "any", "both"}:
            return self._measures(core.next) or self.word(position - 1) == "how"
        figure = core.form == "figure"
        if figure and self._is_every_one(position, core.next):
            return True
        return figure and (core.best is None and core.high is None or (core.high or 0) > MOST_PEOPLE or self._inside_a_name(position, core)) or (
            self._part_of_word(position, core.next) or self._measures(core.next) or self._after_is_share(core.next)
            or self._is_share_of(position, core) or self._is_age(position, core) or self._is_date(position, core)
        )  # fmt: skip

    def _is_every_one(self, position: int, after: int) -> bool:
        """ "every one of them", "each one of the 41", "every single one of": all of them, and no one."""
        if self.word(position) != "one" or self.word(after) != "of":
            return False
        before = self.word(position - 1)
        return before in {"every", "each"} or (before in {"single", "last"} and self.word(position - 2) == "every")

    def _inside_a_name(self, position: int, core: _Core) -> bool:
        """ "F-16", "9/11", "12:30", ".50", "#5", "$3", "1." at the head of a line, "2-1"."""
        before, after, digits = self.word(position - 1), self.word(core.next), self.words[position][0].isdigit()
        if before in self.lexicon.currency or after in self.lexicon.currency and self.glued(core.next):
            return True
        if not digits:
            return False
        if self.glued(position) and (before in {":", "/", ".", "#", "'", "’", "°", "№", "_"} or before.isalnum()):
            return True
        if (
            after in {":", "/", "°", "_"}
            and self.glued(core.next)
            and self.word(core.next + 1)[:1].isalnum()
            and self.glued(core.next + 1)
        ):
            return True
        if after in _DASHES and self.glued(core.next) and self.word(core.next + 1)[:1].isdigit():
            return True
        return (
            before in {"", "\n", "("}
            and after in {".", ")"}
            and self.glued(core.next)
            and self.word(core.next + 1) != "\n"
        )

    def _part_of_word(self, position: int, after: int) -> bool:
        """ "12-year-old", "two-storey", "mid-20s", "3rd", "200-strong"."""
        if self.letter_glued(after) and self.words[position][0].isdigit():
            return True
        joined = self.word(after) in HYPHENS and self.glued(after) and self.glued(after + 1)
        if (
            joined
            and self.word(after + 1)[:1].isalpha()
            and self.word(after + 1) not in {"plus", "odd", "or", "to", "and"}
        ):
            return True
        before = self.word(position - 1)
        return (
            before in HYPHENS
            and self.glued(position)
            and self.glued(position - 1)
            and self.word(position - 2)[:1].isalnum()
        )

    def _measures(self, after: int) -> bool:
        """Whether a unit of time, space, weight, money … follows, past "more", "square" and the like."""
        if self.word(after) in {"a", "p"} and self.word(after + 1) == "." and self.word(after + 2) == "m":
            return True
        at = after
        while at < after + 3 and self.word(at) in self.lexicon.measure_fillers:
            at += 1
        word = self.word(at)
        if (word, self.word(at + 1)) in self.lexicon.measure_names or self.letter_glued(at + 1):
            return False  # "26 M23 rebels" are no metres
        return (
            word in self.lexicon.percent
            or self._is_measure(word)
            or (self.word(after) != word and self._is_measure(self.word(after)))
        )

    def _is_measure(self, word: str) -> bool:
        return word in self.lexicon.measures or (word.endswith("s") and (word[:-1] in self.lexicon.measures or word[:-2] in self.lexicon.measures)) or (
            word.endswith("ies") and f"{word[:-3]}y" in self.lexicon.measures
        )  # fmt: skip

    def _after_is_share(self, after: int) -> bool:
        at = self.past_hyphen(after)
        return self.word(at) in self.lexicon.fractions

    def _is_share_of(self, position: int, core: _Core) -> bool:
        """ "one in five", "four out of five", on either figure."""
        if self.word(position - 1) == "in" and self.word(position - 2) in {"one", "1"}:
            return True
        if self.word(position - 1) == "of" and self.word(position - 2) == "out" and self.small(position - 3):
            return True
        link = core.next + (2 if self.word(core.next) == "out" else 1)
        number = self.word(link)[:1].isdigit() or self.small(link)
        if self.word(core.next) == "out" and self.word(core.next + 1) == "of":
            return number
        return number and core.best == 1 and self.word(core.next) == "in"

    def _is_age(self, position: int, core: _Core) -> bool:
        """ "aged 12", "between the ages of 12 and 15", "Amal Said, 34, was"."""
        if not self.lexicon.ages.isdisjoint(self.words[max(0, position - 3) : position]):
            return (core.high or 0) < 130
        digits = self.words[position].isdecimal() and (core.high or 0) < 110
        name = position > 1 and (self.text[self.starts[position - 2]].isupper() or self._is_uncased(position))
        return digits and name and self.word(position - 1) == "," and self.word(core.next) in _AGE_ENDS

    def _is_uncased(self, position: int) -> bool:
        """Whether the text here has no capitals at all, as in old wire copy brought to lower case."""
        return (
            self.words[position - 2].isalpha()
            and self.text[max(0, self.starts[position] - 60) : self.starts[position]].islower()
        )

    def _is_date(self, position: int, core: _Core) -> bool:
        """A day beside its month, a year after "in" or "since"."""
        before = position - 2 if self.word(position - 1) in {".", ","} else position - 1
        if (core.high or 0) <= 31 and (self._is_month(before) or self._is_month(core.next)):
            return True
        if self._is_month(before) and self._is_day(before - 1) and len(self.words[position]) == 2:
            return True  # "9 jun 89"
        return self._is_year(position, core) and (
            self.word(position - 1) in self.lexicon.before_year or self._is_month(before)
        )

    def _is_month(self, position: int) -> bool:
        if self.word(position) not in self.lexicon.months:
            return False
        return self.text[self.starts[position]].isupper() or self.word(position) not in {"may", "march", "mar", "dec"}

    def _is_day(self, position: int) -> bool:
        return self.word(position).isdecimal() and len(self.word(position)) <= 2

    def _is_year(self, position: int, core: _Core) -> bool:
        word = self.words[position]
        return len(word) == 4 and word.isdecimal() and 1900 <= int(word) <= 2100 and core.next == position + 1

    # -- hedges ----------------------------------------------------------------------------------------------------

    def number(self, position: int, core: _Core) -> Number:
        """The number with the hedges around it."""
        first, before = (
            self._hedges_before(position) if core.form in {"figure", "vague", "unknown"} else (position, None)
        )
        last, behind = self._hedge_after(core.next) if core.form in {"figure", "vague"} else (core.next, None)
        if self.word(first - 1) == "between" and core.low != core.high:
            first -= 1
        hedge = before or behind or ("about" if core.about else None)
        low, best, high = _bounds(core, hedge)
        label = position - 2 if self.word(position - 1) == "." else position - 1
        named = self.word(label) in self.lexicon.designators and first == position and core.form == "figure"
        return Number(
            start=self.starts[first], end=self.ends[last - 1], first=self.starts[position], last=self.ends[core.next - 1],
            low=low, best=best, high=high, form=core.form, approximate=hedge in {"about", "nearly"},
            suspect=named or self._is_year(position, core), year=self._is_year(position, core), earlier=self._was_earlier(first),
        )  # fmt: skip

    def _hedges_before(self, position: int) -> tuple[int, Hedge | None]:
        first, hedge = position, None
        for _ in range(3):
            length = next(
                (
                    n
                    for n in range(_LONGEST_HEDGE, 0, -1)
                    if first >= n and tuple(self.words[first - n : first]) in self.lexicon.hedges
                ),
                0,
            )
            if not length:
                break
            found = self.lexicon.hedges[tuple(self.words[first - length : first])]
            hedge = found if hedge is None or found in {"at_least", "at_most"} else hedge
            first -= length
        return first, hedge

    def _hedge_after(self, position: int) -> tuple[int, Hedge | None]:
        for length in range(min(2, len(self.words) - position), 0, -1):
            hedge = self.lexicon.after.get(tuple(self.words[position : position + length]))
            if hedge and self._ends_a_hedge(position, length):
                return position + length, hedge
        return position, None

    def _ends_a_hedge(self, position: int, length: int) -> bool:
        """ "12 plus" and "12 odd" only where no new figure follows, "12 at least" not where it hedges the next one."""
        following = self.word(position + length)
        return not (following[:1].isdigit() or following in self.openers)

    def _was_earlier(self, first: int) -> bool:
        """ "rose from 9 to 14", "14, up from 9"."""
        if self.word(first - 1) != "from":
            return False
        return self.word(first - 2) in {"up", "down"} or self._corrects(first)


def _after_stop(words: list[str]) -> int:
    """Where the last sentence among some words begins."""
    return next((at + 1 for at in range(len(words) - 1, -1, -1) if words[at] in {".", ";", "\n"}), 0)


def _openers(lexicon: NumberWords) -> frozenset[str]:
    """All words that a number can begin with."""
    single = {*lexicon.units, *lexicon.tens, *lexicon.plurals, *lexicon.few, *lexicon.quarters, "a", "an"}
    return frozenset(single | {phrase[0] for phrase in lexicon.forms})


def _bounds(core: _Core, hedge: Hedge | None) -> Bounds:
    """RECORD §4: at least n, n, open; up to -, -, n; about -, n, -; nearly -, n, n. A range keeps its ends."""
    low, best, high = (None if value is None else int(value) for value in (core.low, core.best, core.high))
    if core.form == "vague":
        return (None if hedge == "at_most" else low), None, None
    if core.form != "figure" or hedge is None:
        return low, best, high
    if low != high:
        return (None, None, high) if hedge == "at_most" else (low, best, high)
    return hedged((low, best, high), hedge)


def hedged(exact: Bounds, hedge: Hedge) -> Bounds:
    """The bounds of an exact figure under a hedge.

    >>> hedged((12, 12, 12), "at_least")
    (12, 12, None)
    """
    low, best, high = exact
    table: dict[Hedge, Bounds] = {
        "at_least": (low, best, None), "at_most": (None, None, high), "about": (None, best, None), "nearly": (None, best, high),
    }  # fmt: skip
    return table[hedge]
