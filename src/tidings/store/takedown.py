"""Taking down on request: an article or a person's name goes from every table and from the file, and a tombstone stays."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, delete, select, update

from tidings.errors import StoreError, UsageError
from tidings.model.article import Article, Capture
from tidings.model.audit import AuditEntry, Commented, Judged
from tidings.model.coding import Coding, read_coding
from tidings.model.ids import sha256
from tidings.model.judgement import Judgement, judgement_json, read_judgement
from tidings.model.text import Evidence
from tidings.model.tombstone import Tombstone
from tidings.store import control_index, links, postgresql, rows, schema
from tidings.store.desk_tables import change_entries
from tidings.store.judgements import add_tombstone, stored_tombstones
from tidings.store.masking import BLOCK, Decode, Mask, masked_coding, masked_entry
from tidings.store.rows import Entry
from tidings.store.store import Store, add_coding, plain_errors

_MANY = 500  # ids in one statement


# --- articles ---------------------------------------------------------------------------------------------------------------


def articles_named(
    store: Store, article: str | None = None, url: str | None = None, file: str | None = None
) -> tuple[str, ...]:
    """Ids of the articles with this id (or beginning of one), address or file name. UsageError when there is none."""
    with store.transaction(writing=False) as connection:
        if url is not None:
            found = connection.execute(select(schema.article.c.id).where(schema.article.c.url == url)).scalars().all()
        elif file is not None:
            of_file = select(schema.coding.c.article).where(schema.coding.c.file == file).distinct()
            found = connection.execute(of_file).scalars().all()
        else:
            begun = (article or "").lower().removeprefix("a1:")
            like = select(schema.article.c.id).where(schema.article.c.id.startswith(f"a1:{begun}", autoescape=True))
            found = connection.execute(like).scalars().all() if begun else []
            if len(found) > 1:
                raise UsageError(f"{article} begins {len(found)} ids: {', '.join(sorted(found)[:4])}; give more of it")
    if not found:
        asked = url or file or article
        raise UsageError(
            f"no article of the record is called {asked}: `tidings show --json` prints ids, files and addresses"
        )
    return tuple(sorted(found))


def take_down_articles(store: Store, articles: Iterable[str], by: str, reason: str) -> tuple[Tombstone, ...]:
    """Take out articles with their bytes, texts, codings and claims, and all that was read from the same bytes.

    Quotes of theirs that judgements cite are masked, and comments on them. Each article leaves a tombstone.
    """
    with store.transaction(writing=True) as connection:
        wanted = _of_same_bytes(connection, set(articles))
        made = [_take_down(connection, article, by, reason) for article in sorted(wanted)]
        links.clear(connection)
        control_index.clear(connection)
    compact(store)
    return tuple(made)


def same_texts(store: Store, taken: Iterable[Tombstone]) -> tuple[str, ...]:
    """Articles still in the record with a text that was taken down: copies in other bytes, of other outlets."""
    texts = {text for grave in taken for text in grave.texts}
    wanted = select(schema.article.c.id, schema.article.c.text).where(schema.article.c.text.is_not(None))
    with store.transaction(writing=False) as connection:
        return tuple(sorted(row.id for row in connection.execute(wanted) if sha256(row.text.encode()) in texts))


def _of_same_bytes(connection: Connection, articles: set[str]) -> set[str]:
    """The articles and those read from the same bytes: under another name, or before a date was given."""
    joined = schema.coding.join(schema.capture, schema.capture.c.id == schema.coding.c.capture)
    pairs = connection.execute(select(schema.coding.c.article, schema.capture.c.sha256).select_from(joined)).all()
    while True:
        hashes = {row.sha256 for row in pairs if row.article in articles}
        more = {row.article for row in pairs if row.sha256 in hashes} - articles
        if not more:
            return articles
        articles |= more


def _take_down(connection: Connection, article: str, by: str, reason: str) -> Tombstone:
    codings = connection.execute(select(schema.coding).where(schema.coding.c.article == article)).all()
    read = [read_coding(row.line) for row in codings]
    told = {account.id for one in read for account in (*one.accounts, *one.suggested)}
    captures = [row.capture for row in codings if row.capture is not None]
    hashes = select(schema.capture.c.sha256).where(schema.capture.c.id.in_(captures)).distinct()
    originals = sorted(connection.execute(hashes).scalars())
    texts = sorted({sha256((one.article.text or "").encode()) for one in read if one.article.text is not None})
    first = read[0].article if read else None
    masked = _mask_judgements(connection, lambda one: _without_quotes(one) if one.article == article else one)
    masked |= change_entries(connection, lambda entry: _without_remark(entry, article))
    _delete(connection, [row.id for row in codings])
    return add_tombstone(
        connection,
        Tombstone(
            id="", at="", by=by, kind="article", target=article, reason=reason, outlet=first.outlet if first else None,
            language=first.language if first else None,
            published=first.published.isoformat() if first and first.published else None, originals=tuple(originals),
            texts=tuple(texts), accounts=tuple(sorted(told)), judgements=masked,
        ),
    )  # fmt: skip


def _without_quotes(judgement: Judgement) -> Judgement:
    spans = tuple(Evidence(one.start, one.end, BLOCK * len(one.quote)) for one in judgement.evidence)
    return replace(judgement, evidence=spans)


def _without_remark(entry: AuditEntry, article: str) -> AuditEntry:
    """An entry of the audit log; of a comment on the article, or on words of it, only that it was made."""
    act = entry.act
    if not isinstance(act, Commented) or article not in (act.article, act.target):
        return entry
    return replace(entry, act=replace(act, text=BLOCK * len(act.text)))


def _delete(connection: Connection, codings: list[str]) -> None:
    """Codings with all that hangs on them, and what no other coding rests on: captures, originals, articles, claims."""
    for start in range(0, len(codings), _MANY):
        some = codings[start : start + _MANY]
        for table in (schema.account, schema.failure, schema.reading):
            connection.execute(delete(table).where(table.c.coding.in_(some)))
        connection.execute(delete(schema.coding).where(schema.coding.c.id.in_(some)))
    for held, used in (
        (schema.claim.c.article, schema.coding.c.article),
        (schema.article.c.id, schema.coding.c.article),
        (schema.capture.c.id, schema.coding.c.capture),
        (schema.original.c.sha256, schema.capture.c.sha256),
    ):
        # Not NOT IN: with 150,000 originals PostgreSQL goes through all captures for each of them, and takes hours.
        unused = select(held).except_(select(used))
        connection.execute(delete(held.table).where(held.in_(unused)))


def _mask_judgements(connection: Connection, change: Callable[[Judgement], Judgement]) -> dict[str, str]:
    """Judgements changed by a function, in place, in their table and in the audit log; the SHA-256 of each changed line by its id."""
    changed: dict[str, str] = {}
    for row in connection.execute(select(schema.judgement).order_by(schema.judgement.c.number)).all():
        before = read_judgement(row.line)
        after: Judgement = change(before)
        if after != before:
            line = judgement_json(after)
            changed[row.id] = sha256(line)
            values = {"line": line, "reviewer": after.by}
            connection.execute(update(schema.judgement).where(schema.judgement.c.number == row.number).values(values))
    return changed | change_entries(connection, lambda entry: _changed_inside(entry, change))


def _changed_inside(entry: AuditEntry, change: Callable[[Judgement], Judgement]) -> AuditEntry:
    """An entry of the audit log with its judgement changed."""
    if not isinstance(entry.act, Judged):
        return entry
    return replace(entry, by=change(entry.act.judgement).by, act=Judged(judgement=change(entry.act.judgement)))


# --- persons ----------------------------------------------------------------------------------------------------------------


class Masked(Struct, frozen=True, kw_only=True):
    """What masking a person came to; ``remaining`` are single words of the names that still stand in texts, with how often."""

    tombstone: Tombstone | None
    articles: int
    originals: int
    originals_gone: int
    judgements: int
    remaining: dict[str, int]


def take_down_person(store: Store, names: Collection[str], by: str, reason: str, decode: Decode) -> Masked:
    """Mask a person's names everywhere: originals, texts, codings, claims, file names, judgements.

    Originals that cannot be masked (PDF) go. Masked articles and their accounts get new ids, as their texts are new; the
    tombstone says which. ``decode``: bytes to text, as articles are read. Without a hit there is no tombstone.
    """
    mask = Mask(names)
    with store.transaction(writing=True) as connection:
        work = _Masking(connection, mask, decode)
        work.run()
        changed = _mask_judgements(connection, lambda one: _masked_judgement(one, mask))
        changed |= change_entries(connection, lambda entry: masked_entry(entry, mask))
        links.clear(connection)
        control_index.clear(connection)
        tombstone = None
        if work.renamed or work.originals or changed:
            renamed = {old: new for old, new in sorted(work.renamed.items()) if old != new}
            tombstone = add_tombstone(
                connection,
                Tombstone(
                    id="", at="", by=mask.text(by), kind="person", target="person", reason=mask.text(reason),
                    originals=tuple(sorted(work.originals)), texts=tuple(sorted(work.texts)), renamed=renamed,
                    judgements=changed,
                ),
            )  # fmt: skip
        remaining = _remaining(connection, names)
    compact(store)
    return Masked(
        tombstone=tombstone, articles=len(work.articles), originals=len(work.originals), originals_gone=work.gone,
        judgements=sum(key.startswith("j1:") for key in changed), remaining=remaining,
    )  # fmt: skip


class _Masking:
    """One masking: goes through the codings, writes the changed ones anew and takes the old ones out."""

    def __init__(self, connection: Connection, mask: Mask, decode: Decode) -> None:
        self._connection, self._mask, self._decode = connection, mask, decode
        self.renamed: dict[str, str] = {}
        self.originals: set[str] = set()
        self.texts: set[str] = set()
        self.articles: set[str] = set()
        self.gone = 0

    def run(self) -> None:
        old: list[str] = []
        touched: set[str] = set()
        keys = self._connection.execute(select(schema.coding.c.id).order_by(schema.coding.c.id)).scalars().all()
        for key in keys:
            row = self._connection.execute(select(schema.coding).where(schema.coding.c.id == key)).one()
            made = self._anew(row)
            if made is not None and rows.coding_row(made)["id"] != key:
                old.append(key)
                touched.add(made.coding.article.id)
                self._write(row, made)
            elif made is not None:
                self._say_anew(row, made)
                touched.add(made.coding.article.id)
        _delete(self._connection, old)
        self._claims_again(touched)

    def _anew(self, row: Any) -> Entry | None:
        """The coding masked, on its way in again; ``None`` when no name stands in it, its file or its original."""
        before = read_coding(row.line)
        masked = masked_coding(before, self._mask)
        found = self._capture(row, named=masked.coding.article.text != before.article.text)
        capture, changed = found
        if masked.coding == before and not changed:
            return None
        if masked.coding.article != before.article:
            self.articles.add(masked.coding.article.id)
            self.renamed |= masked.renamed
            if before.article.text is not None and masked.coding.article.text != before.article.text:
                self.texts.add(sha256(before.article.text.encode()))
        return Entry(coding=masked.coding, capture=capture, manifest=row.manifest, complete=bool(row.complete))

    def _capture(self, row: Any, *, named: bool) -> tuple[Capture | None, bool]:
        """The bytes of a coding with the names masked and whether they changed; bytes that cannot be masked go."""
        if row.capture is None:
            return None, False
        joined = schema.capture.join(schema.original, schema.original.c.sha256 == schema.capture.c.sha256)
        whole = select(schema.capture, schema.original.c.content).select_from(joined)
        found = self._connection.execute(whole.where(schema.capture.c.id == row.capture)).one()
        content = self._mask.original(found.content, self._decode)
        file = self._mask.text(found.file)
        if content is None or (named and content == found.content):
            if not named:
                content = found.content
            else:
                self.gone += found.sha256 not in self.originals
                self.originals.add(found.sha256)
                return None, True
        if content != found.content:
            self.originals.add(found.sha256)
        capture = Capture(
            sha256=sha256(content), file=file, part=found.part, media_type=found.media_type, content=content
        )
        return capture, content != found.content or file != found.file

    def _write(self, row: Any, made: Entry) -> None:
        new = rows.coding_row(made)
        add_coding(self._connection, made, new)
        moved = {"coding": new["id"], "input": new["input"]}
        self._connection.execute(update(schema.reading).where(schema.reading.c.coding == row.id).values(moved))

    def _say_anew(self, row: Any, made: Entry) -> None:
        """A name that stood in values alone (from the table of actors): the same coding, with its line and rows written anew."""
        new = rows.coding_row(made)
        line = {"line": new["line"], "line_sha256": new["line_sha256"]}
        self._connection.execute(update(schema.coding).where(schema.coding.c.id == row.id).values(line))
        for table, found in (
            (schema.account, rows.account_rows(row.id, made.coding.accounts)),
            (schema.failure, rows.failure_rows(row.id, made.coding)),
        ):
            self._connection.execute(delete(table).where(table.c.coding == row.id))
            schema.add_new(self._connection, table, found)

    def _claims_again(self, articles: set[str]) -> None:
        """The claims of articles written anew from their lines, as those of before may hold a name."""
        for article in sorted(articles):
            self._connection.execute(delete(schema.claim).where(schema.claim.c.article == article))
            lines = select(schema.coding.c.line).where(schema.coding.c.article == article).order_by(schema.coding.c.id)
            for line in self._connection.execute(lines).scalars().all():
                schema.add_new(self._connection, schema.claim, rows.claim_rows(read_coding(line)))


def _masked_judgement(judgement: Judgement, mask: Mask) -> Judgement:
    spans = tuple(Evidence(one.start, one.end, mask.text(one.quote)) for one in judgement.evidence)
    value, reason = judgement.value, judgement.reason
    return replace(
        judgement, by=mask.text(judgement.by), value=None if value is None else mask.text(value),
        reason=None if reason is None else mask.text(reason), evidence=spans,
    )  # fmt: skip


def _remaining(connection: Connection, names: Collection[str]) -> dict[str, int]:
    """How often single words of the names still stand in texts: "Kovar said" after "Ana Kovar" was masked."""
    words = sorted({word for name in names if len(name.split()) > 1 for word in name.split() if len(word) > 2})
    alone = {word: Mask([word]) for word in words}
    found = dict.fromkeys(words, 0)
    for text in connection.execute(select(schema.article.c.text).where(schema.article.c.text.is_not(None))).scalars():
        for word in words:
            had, has = text.count(BLOCK), alone[word].text(text).count(BLOCK)
            found[word] += (has - had) // len(word)
    return {word: times for word, times in found.items() if times}


# --- what may not come back -------------------------------------------------------------------------------------------------


class Refusals(Struct, frozen=True, kw_only=True):
    """What was taken down and may not be read again: articles, bytes and texts, each with its tombstone."""

    articles: dict[str, Tombstone]
    originals: dict[str, Tombstone]
    texts: dict[str, Tombstone]
    stored: frozenset[str]

    def of(self, article: Article, capture: Capture | None) -> Tombstone | None:
        """The tombstone that forbids an article, or ``None``. A copy that has its own place in the record is not forbidden."""
        if article.id in self.stored:
            return None
        by_id = self.articles.get(article.id)
        by_bytes = self.originals.get(capture.sha256) if capture else None
        by_text = self.texts.get(sha256(article.text.encode())) if article.text is not None else None
        return by_id or by_bytes or by_text


def refusals(store: Store) -> Refusals:
    """What the record's tombstones forbid now."""
    articles: dict[str, Tombstone] = {}
    originals: dict[str, Tombstone] = {}
    texts: dict[str, Tombstone] = {}
    with store.transaction(writing=False) as connection:
        graves = stored_tombstones(connection)
        stored = frozenset(connection.execute(select(schema.article.c.id)).scalars()) if graves else frozenset()
    for grave in graves:
        for known, keys in ((originals, grave.originals), (texts, grave.texts)):
            if grave.kind == "restored":
                for key in keys:
                    known.pop(key, None)
            else:
                known.update(dict.fromkeys(keys, grave))
        if grave.kind == "restored":
            articles.pop(grave.target, None)
        elif grave.kind == "article":
            articles[grave.target] = grave
    return Refusals(articles=articles, originals=originals, texts=texts, stored=stored)


def restore(store: Store, coding: Coding, capture: Capture | None) -> Tombstone:
    """Note that an article was let in again; what forbade it forbids it no more."""
    text = coding.article.text
    draft = Tombstone(
        id="", at="", by="tidings read --restore", kind="restored", target=coding.article.id, reason="read again on purpose",
        originals=(capture.sha256,) if capture else (), texts=() if text is None else (sha256(text.encode()),),
    )  # fmt: skip
    with store.transaction(writing=True) as connection:
        return add_tombstone(connection, draft)


def refusal(tombstone: Tombstone) -> str:
    """Why an input is not read again, in a sentence."""
    what = "a name in it was masked" if tombstone.kind == "person" else "taken down"
    return f"{what} by {tombstone.by} on {tombstone.at[:10]}: {tombstone.reason}; give --restore to read it again all the same"


def compact(store: Store) -> None:
    """Write the file anew without what was deleted, its journal too. Somebody who has the file open makes this an error.

    In PostgreSQL the tables are written anew, once nobody looks at the record as it was before.
    """
    with plain_errors(store.location):
        if store.is_sqlite:
            _compact_file(store)
        else:
            with store.connection_alone() as connection:
                postgresql.compact(connection, [table.name for table in schema.metadata.sorted_tables])


def _compact_file(store: Store) -> None:
    with contextlib.closing(store.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("VACUUM")
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise StoreError(
                "another program has the record open, so what was taken down may still stand in its journal: "
                "close that program and run `tidings takedown compact`"
            )
