"""Which of the alternate names of a place are worth a key: those that somebody may print, in scripts that are read where it lies."""

from __future__ import annotations

ARABIC_OR_CYRILLIC_POPULATION = 200_000  # above it a town keeps its names in these scripts whatever its country writes
ARABIC = frozenset("AE AF BH DJ DZ EG EH IL IQ IR JO KM KW LB LY MA MR OM PK PS QA SA SD SO SY TD TN TR YE".split())
CYRILLIC = frozenset("AM AZ BA BG BY GE KG KZ MD ME MK MN RS RU TJ TM UA UZ XK".split())
# First and last letter of other scripts, and the countries whose own it is: towns there keep their names in it.
OTHER_SCRIPTS = (
    ("\u0370", "\u03ff", "GR CY"), ("\u0530", "\u058f", "AM AZ"), ("\u0590", "\u05ff", "IL PS"), ("\u0900", "\u097f", "IN NP"), ("\u0980", "\u09ff", "BD IN"),
    ("\u0b80", "\u0bff", "LK IN"), ("\u0d80", "\u0dff", "LK"), ("\u0e00", "\u0e7f", "TH"), ("\u0e80", "\u0eff", "LA"), ("\u1000", "\u109f", "MM"),
    ("\u10a0", "\u10ff", "GE"), ("\u1200", "\u137f", "ET ER"), ("\u1780", "\u17ff", "KH"), ("\u4e00", "\u9fff", "CN TW HK MO JP"), ("\uac00", "\ud7af", "KR KP"),
)  # fmt: skip
# Where towns under 5,000 people keep their own name only: their alternates are machine transliterations, seldom met in news.
SMALL = 5_000
SPARSE = frozenset(
    "AD AT AU BE BR CA CH CN CZ DE DK EE ES FI FR GB GL GR HU IE IS IT JP KR LI LT LU LV MC MT MX NL NO NZ PL PT RO SE SI SK SM TH TW US".split()
)


def keeps(name: str, country: str, population: int) -> bool:
    """Whether an alternate name is worth a key: no airport codes, no machine transliterations, scripts where they are read."""
    letters = [character for character in name if character.isalpha()]
    if own_script(letters, country) and population >= SMALL:
        return len(letters) > 1
    if len(letters) < 3 or len(name) > 40 or (population < SMALL and country in SPARSE):
        return False
    script = letters[0]
    if "\u0600" <= script <= "\u06ff":
        return country in ARABIC or population >= ARABIC_OR_CYRILLIC_POPULATION
    if "\u0400" <= script <= "\u04ff":
        return country in CYRILLIC or population >= ARABIC_OR_CYRILLIC_POPULATION
    if ord(script) > 0x24F and not "\u1e00" <= script <= "\u1eff" and script not in "ʻʼʿʾ":
        return False
    return name != name.lower() and not (len(name) == 3 and name.isupper())


def own_script(letters: list[str], country: str) -> bool:
    """Whether a name is written in a script of its country that is neither Latin, Arabic nor Cyrillic."""
    return bool(letters) and any(
        first <= letters[0] <= last and country in countries.split() for first, last, countries in OTHER_SCRIPTS
    )
