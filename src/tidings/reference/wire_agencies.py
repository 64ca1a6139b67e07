"""How news says that a text is another's: agency credits, citing of an outlet, and the plain words any two reports share."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

from msgspec import Struct

from tidings.errors import DataError
from tidings.reference.counting import counting
from tidings.reference.outlets import Outlets, load_outlets

# Begins where a word begins and is bounded, so that a text of one endless word is looked through once.
_NAME = r"(?P<name>(?<![\w&.-])[A-Z0-9][\w&.-]{0,40}(?: [A-Z0-9][\w&.-]{0,40}){0,3})"
_FILE = files("tidings.reference") / "data" / "wire.yaml"


class WireWords(Struct, frozen=True, kw_only=True):
    """The words of ``wire.yaml``, ready for use.

    ``credits`` are patterns over lower-case text whose group ``agency`` is a name in ``agencies`` (to the agency's own
    name). ``citing`` are the templates of :meth:`cites`, ``cited`` the patterns of :meth:`may_cite`. ``months``, ``weekdays`` and ``numbers`` go from words to figures.
    """

    agencies: dict[str, str]
    credits: tuple[re.Pattern[str], ...]
    citing: tuple[str, ...]
    cited: tuple[re.Pattern[str], ...]
    periods: re.Pattern[str]
    months: dict[str, int]
    weekdays: dict[str, int]
    abbreviations: frozenset[str]
    plain: frozenset[str]
    denials: frozenset[str]
    numbers: dict[str, int]

    def credited(self, text: str) -> frozenset[str]:
        """The agencies whose text this is by its own words.

        >>> sorted(load_wire_words().credited("LISK (Reuters) - A bomb went off. The Associated Press contributed."))
        ['Associated Press', 'Reuters']
        """
        lowered = text.casefold()
        return frozenset(
            self.agencies[found["agency"]] for pattern in self.credits for found in pattern.finditer(lowered)
        )

    def may_cite(self, text: str) -> frozenset[str]:
        """What may be the names of outlets that a text has something from, as :func:`outlet_key` writes them; many are none.

        >>> sorted(load_wire_words().may_cite("This Tuesday, Coast FM reported that six were taken."))
        ['coast fm', 'fm']
        """
        found = [one["name"].split() for pattern in self.cited for one in pattern.finditer(text)]
        return frozenset(outlet_key(" ".join(words[at:])) for words in found for at in range(len(words)))

    def cites(self, text: str, outlet: str) -> bool:
        """Whether a text says that it has something from an outlet.

        >>> load_wire_words().cites("Six were taken, Coast FM reported.", "Coast FM")
        True
        """
        name, lowered = outlet_key(outlet), text.casefold().replace("’", "'")
        return name in lowered and any(
            re.search(template.replace("{outlet}", re.escape(name)), lowered) for template in self.citing
        )


def outlet_key(name: str) -> str:
    """The name of an outlet as it is compared: in small letters, without "the".

    >>> outlet_key("The Lisk Courier")
    'lisk courier'
    """
    return name.casefold().removeprefix("the ").strip()


@cache
def load_wire_words() -> WireWords:
    """The shipped words, read once."""
    import yaml

    raw = yaml.load(_FILE.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 safe loaders both
    return build_wire_words(raw, load_outlets())


def build_wire_words(raw: dict[str, Any], outlets: Outlets) -> WireWords:
    """The words from the plain content of the data file; DataError where a pattern is none."""
    agencies = {name: outlet.name for name, outlet in outlets.by_name.items() if outlet.kind == "agency"}
    names = "|".join(re.escape(name) for name in sorted(agencies, key=lambda name: (-len(name), name)))
    numbers = counting().numbers
    try:
        return WireWords(
            agencies=agencies,
            credits=tuple(
                re.compile(pattern.format(agency=f"(?P<agency>{names})"), re.MULTILINE) for pattern in raw["credits"]
            ),
            citing=tuple(raw["citing"]),
            cited=tuple(re.compile(pattern.replace("{name}", _NAME)) for pattern in raw["cited"]),
            periods=re.compile(raw["periods"]),
            months={word: number for number, word in enumerate(raw["months"], 1)} | raw["month_forms"],
            weekdays={word: number for number, word in enumerate(raw["weekdays"])},
            abbreviations=frozenset(raw["abbreviations"]),
            denials=frozenset(raw["denials"]),
            plain=frozenset(" ".join(raw["plain"]).split()),
            numbers={**numbers.units, **numbers.tens, **numbers.scales},
        )
    except (KeyError, re.error) as error:
        raise DataError(f"wire.yaml cannot be read: {type(error).__name__}: {error}") from error
