"""Keys under which place names are filed and looked up, and the generic words inside them ("province", "camp").

Three keys a name, each looser than the one before:

- *plain*: without case, accents, spaces and punctuation; names outside the Latin script keep their own letters;
- *loose*: also without articles, the common spellings of Arabic, Persian and Cyrillic name words, and double letters
  ("Dayr az Zawr" = "Deir ez-Zor"); scripts that write their vowels are brought into Latin letters, Arabic keeps its own;
- *skeleton*: the consonants of the loose key, for spellings that no list has ("Khirbet" = "Khurbat").
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Literal

from anyascii import anyascii
from msgspec import Struct

PlaceClass = Literal["town", "admin1", "admin2", "country", "water", "mountain", "region", "site"]

_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile(r"['’‘ʻʼʿʾ`´.]")
_ARTICLES = frozenset("al el ad ar as ash at az an adh ath ul ud ur us uz ez es er il the d l".split())
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th", "ə": "a", "ħ": "h"}
)
_VOWELS = re.compile(r"[aeiouy]")
_LEAST_CONSONANTS = 3  # with fewer, half the towns of a country agree
_ARABIC = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ة": "ه",
        "ـ": None,
        "ء": None,
        "ؤ": "و",
        "ئ": "ي",
    }
)
_LOOSE_WORDS = {
    "dayr": "der", "deir": "der", "dair": "der", "deyr": "der", "dir": "der", "tall": "tel", "tell": "tel", "tal": "tel", "tel": "tel",
    "ayn": "en", "ain": "en", "ein": "en", "jabal": "jabl", "jebel": "jabl", "gebel": "jabl", "jabel": "jabl", "djebel": "jabl",
    "kafr": "kfr", "kfar": "kfr", "kafar": "kfr", "umm": "um", "um": "um", "abou": "abu", "abu": "abu", "bu": "abu",
    "ibn": "bin", "ben": "bin", "saint": "st", "sainte": "st", "mount": "mt", "khan": "kan", "kahn": "kan", "sheikh": "shk",
    "shaykh": "shk", "shaikh": "shk", "cheikh": "shk", "ras": "ras", "beit": "bet", "bayt": "bet", "bait": "bet", "naw": "new",
}  # fmt: skip
_LOOSE_SPELLINGS = tuple(
    (re.compile(found), made)
    for found, made in (
        (r"ou", "u"), (r"oo", "u"), (r"aw", "o"), (r"au", "o"), (r"ee", "i"), (r"ei|ey|ay|ai", "e"), (r"dh|z", "z"), (r"th", "t"), (r"kh", "k"),
        (r"gh", "g"), (r"ph", "f"), (r"q|c(?=[aou])|ck", "k"), (r"tch|ch|sh", "s"), (r"dj", "j"), (r"w", "v"), (r"iy+a?h?$|ia$|iye$|ye$", "ya"),
        (r"([a-z])\1+", r"\1"), (r"(?<=.)[aeo]h?$", ""), (r"y", "i"), (r"e", "i"), (r"o", "u"), (r"i+", "i"), (r"u+", "u"),
    )
)  # fmt: skip


def plain_key(name: str) -> str:
    """The plain key of a name; empty when the name has no letter.

    >>> plain_key("Île-de-France"), plain_key("Sana'a"), plain_key("U.S.")
    ('iledefrance', 'sanaa', 'us')
    """
    return "".join(_words(name))


def loose_key(name: str) -> str:
    """The loose key of a name in Latin, Arabic, or another script that writes its vowels; else empty.

    >>> loose_key("Dayr az Zawr") == loose_key("Deir ez-Zor"), loose_key("Бахмут") == loose_key("Bakhmut")
    (True, True)
    """
    words = _words(name)
    if words and all(_is_arabic(word) for word in words):
        return "".join(_bare_arabic(word) for word in words)
    if any(not word.isascii() for word in words):
        words = _words(anyascii(name)) if all(_has_vowels(word) for word in words) else []
    if not words:
        return ""
    kept = [word for word in words if word not in _ARTICLES or word == words[-1]]
    return "".join(map(_loose_word, kept))


def skeleton_key(name: str) -> str:
    """The consonants of the loose key, the first letter kept; empty where they are too few to tell names apart.

    >>> skeleton_key("Khirbet Ghazaleh") == skeleton_key("Khurbat Ghazala"), skeleton_key("Ain")
    (True, '')
    """
    key = loose_key(name)
    if not key.isascii():
        return ""
    found = key[:1] + _VOWELS.sub("", key[1:])
    return found if len(found) >= _LEAST_CONSONANTS else ""


def _is_arabic(word: str) -> bool:
    return "\u0600" <= word[0] <= "\u06ff"


def _bare_arabic(word: str) -> str:
    """An Arabic word without its article, with the forms of alif, ya and ta marbuta made one."""
    return word.translate(_ARABIC).removeprefix("ال") or word


def _has_vowels(word: str) -> bool:
    """Whether the letters are of a script that writes vowels: Latin, Greek, Cyrillic, Armenian, Georgian."""
    return all(char < "\u0590" or "\u10a0" <= char <= "\u10ff" or "\u1e00" <= char <= "\u1fff" for char in word)


@cache
def _loose_word(word: str) -> str:
    if word in _LOOSE_WORDS:
        return _LOOSE_WORDS[word]
    for spelling, made in _LOOSE_SPELLINGS:
        word = spelling.sub(made, word)
    return word


def _words(name: str) -> list[str]:
    """Letters and figures of a name, word by word: lower case, without accents in scripts that add them."""
    if name.isascii():
        return _WORD.findall(_MARKS.sub("", name.lower()))
    return _WORD.findall(_MARKS.sub("", without_accents(name.casefold().translate(_LETTERS))).lower())


def without_accents(text: str) -> str:
    """The text without combining marks: Dhī Qār becomes Dhi Qar."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


class GenericWord(Struct, frozen=True, kw_only=True):
    """A word for a kind of place, the classes it hints at (likeliest first) and the side of the name it stands on."""

    word: str
    hint: tuple[PlaceClass, ...]
    side: Literal["before", "after", "both"]


@cache
def generic_words() -> dict[str, GenericWord]:
    """The generic words of ``data/place_words.tsv`` in lower case ("governorate" hints at ``admin1``)."""
    found = {}
    for line in (files("tidings.reference") / "data" / "place_words.tsv").read_text("utf-8").splitlines()[1:]:
        word, hint, side = line.split("\t")
        assert side in ("before", "after", "both"), line
        found[word] = GenericWord(word=word, hint=tuple(hint.split("|")) if hint else (), side=side)  # type: ignore[arg-type]
    return found


def without_generic(name: str) -> tuple[str, tuple[PlaceClass, ...]]:
    """A name without its generic word, and the classes that word hints at.

    >>> without_generic("Diyala Province")
    ('Diyala', ('admin1',))
    """
    words = name.split()
    known = generic_words()
    if len(words) > 1 and (last := known.get(words[-1].lower().strip("."))) and last.side != "before":
        return " ".join(words[:-1]), last.hint
    if len(words) > 2 and words[1].lower() == "of" and (first := known.get(words[0].lower())) and first.side != "after":
        return " ".join(words[2:]), first.hint
    if len(words) > 1 and (first := known.get(words[0].lower())) and first.side != "after":
        return " ".join(words[1:]), first.hint
    return name, ()
