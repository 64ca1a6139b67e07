"""Which language a text is in, offline. Only English is coded; a text too short to tell is not called foreign."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_PART = 700  # characters read at the head, in the middle and at the end
_SURE = 0.5
_SURE_WHEN_SHORT = 0.3
_SHORT = 15  # words
_LETTERS = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    "the and of was were is are had has been by from with after near at least killed wounded injured said says attack "
    "attacks fighters soldiers rebels troops army police civilians village town bomb blast seize seized dead kill kills clashes".split()
)
_PIDGIN = frozenset({"dey", "wey", "dem", "una", "pipo", "sey", "abeg", "wetin"})
_NAMES = {
    "ar": "Arabic", "fr": "French", "es": "Spanish", "ru": "Russian", "uk": "Ukrainian", "de": "German", "tr": "Turkish", "fa": "Persian",
    "ku": "Kurdish", "he": "Hebrew", "zh": "Chinese", "pt": "Portuguese", "it": "Italian", "sw": "Swahili", "so": "Somali", "am": "Amharic",
    "ha": "Hausa", "ur": "Urdu", "ps": "Pashto", "hi": "Hindi", "bn": "Bengali", "my": "Burmese", "id": "Indonesian", "nl": "Dutch",
    "pl": "Polish", "sr": "Serbian", "hr": "Croatian", "ti": "Tigrinya", "ja": "Japanese", "ko": "Korean", "sv": "Swedish", "el": "Greek",
}  # fmt: skip


class Language(Struct, frozen=True):
    """An ISO 639 code, ``None`` when the text does not let one tell, and the plain reason then."""

    code: str | None
    reason: str | None = None

    @property
    def foreign(self) -> bool:
        """Whether the text is known not to be English."""
        return self.code not in (None, "en")


def language_of(text: str) -> Language:
    """The language of most of a text."""
    sample = _sample(text)
    words = _LETTERS.findall(sample)
    if not words:
        return Language(None, "the text has no words")
    code, sure = _identifier().classify(sample.lower() if sample.isupper() else sample)
    if code == "en" or (code == "pcm" and not _PIDGIN.intersection(word.casefold() for word in words)):
        return Language("en")  # the model takes English about Nigeria for Nigerian Pidgin; its little words tell
    if _letters_are_latin(sample) and len(words) < _SHORT:
        common = sum(word.casefold() in _ENGLISH for word in words)
        if common >= 2 or (common and len(words) < _SHORT // 2):
            return Language("en")
        if sure < _SURE_WHEN_SHORT:
            return Language(None, "the text is too short to tell its language")
    elif sure < _SURE and _letters_are_latin(sample):
        return Language(None, "the language cannot be told: the text is mixed, or full of names")
    return Language(code)


def language_name(code: str) -> str:
    """The English name of a language, or its code in quotes when it has none here."""
    return _NAMES.get(code, f"the language {code!r}")


def _sample(text: str) -> str:
    if len(text) <= 3 * _PART:
        return text
    middle = len(text) // 2 - _PART // 2
    return "\n".join((text[:_PART], text[middle : middle + _PART], text[-_PART:]))


def _letters_are_latin(sample: str) -> bool:
    letters = [letter for letter in sample[:_PART] if letter.isalpha()]
    latin = sum(letter < "\u0250" or unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return 2 * latin >= len(letters)


@cache
def _identifier() -> LanguageIdentifier:
    """py3langid's own model, which comes inside the package; loading takes most of a second."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
