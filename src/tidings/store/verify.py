"""Is the record what it says it is? Every original hashed again, every quote held against its text, every id derived anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Table, select

from tidings.errors import StoreError, TidingsError
from tidings.model.article import article_id
from tidings.model.coding import Coding, account_id, read_coding
from tidings.model.ids import digest, sha256
from tidings.model.judgement import judgement_id, read_judgement
from tidings.model.tombstone import Tombstone, read_tombstone, tombstone_id
from tidings.store import rows, schema
from tidings.store.desk_tables import chain_faults
from tidings.store.store import Store

_CLAIM_FACTS: Final = ("article", "account", "value", "evidence")  # what its id is made of
_Claimed = dict[str, bool]  # ids of the claims that lines make, and whether one of these says all that the table says


class Fault(Struct, frozen=True, kw_only=True):
    """Something in the record that is not as it should be: where, and what is wrong."""

    where: str
    what: str


class Checked(Struct, frozen=True, kw_only=True):
    """How much was looked at, and the faults."""

    originals: int
    codings: int
    quotes: int
    claims: int
    faults: tuple[Fault, ...]
    judgements: int = 0
    tombstones: int = 0


def verify(store: Store, step: Callable[[], None] = lambda: None) -> Checked:
    """Look at every row; ``step`` is called once a coding. A file too damaged to be read to its end is a fault too."""
    faults: list[Fault] = []
    counted = dict.fromkeys(("originals", "codings", "quotes", "claims", "judgements", "tombstones"), 0)
    try:
        with store.transaction(writing=False) as connection:
            _check_all(connection, faults, counted, step)
    except StoreError as error:
        faults.append(Fault(where="file", what=str(error)))
    return Checked(**counted, faults=tuple(faults))


def _check_all(connection: Connection, faults: list[Fault], counted: dict[str, int], step: Callable[[], None]) -> None:
    faults.extend(_file_faults(connection))
    for row in _rows(connection, schema.original):
        counted["originals"] += 1
        if sha256(row.content) != row.sha256 or len(row.content) != row.size:
            faults.append(
                Fault(
                    where=f"original {row.sha256[:12]}", what="its bytes no longer have the hash they were stored under"
                )
            )
    faults.extend(_capture_faults(connection))
    faults.extend(_manifest_faults(connection))
    faults.extend(_article_faults(connection))
    claimed: _Claimed = {}
    for row in _rows(connection, schema.coding):
        counted["codings"] += 1
        where = f"coding {row.id} of {row.file}"
        found = [*_coding_faults(connection, row, claimed, counted)]
        faults.extend(Fault(where=where, what=what) for what in found)
        step()
    counted["claims"] = len(claimed)
    faults.extend(_strays(connection, claimed))
    graves: list[Tombstone] = []
    faults.extend(_tombstone_faults(connection, graves, counted))
    faults.extend(_judgement_faults(connection, graves, counted))
    masked = {key: line for grave in graves for key, line in grave.judgements.items()}
    faults.extend(Fault(where="audit log", what=what) for what in chain_faults(connection, masked))


def _rows(connection: Connection, table: Table) -> Iterator[Any]:
    """All rows of a table by key, a hundred in memory at a time."""
    everything = select(table).order_by(*table.primary_key.columns)
    return iter(connection.execute(everything, execution_options={"yield_per": 100}))


def _file_faults(connection: Connection) -> Iterator[Fault]:
    """What SQLite itself finds wrong with the file, and rows that refer to none."""
    if connection.dialect.name != "sqlite":
        return
    for (said,) in connection.exec_driver_sql("PRAGMA integrity_check").all():
        if said != "ok":
            yield Fault(where="file", what=str(said))
    for table, _, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        yield Fault(where=f"table {table}", what=f"a row refers to a row of {parent} that is not there")


def _capture_faults(connection: Connection) -> Iterator[Fault]:
    for row in _rows(connection, schema.capture):
        if digest("b1", row.sha256, row.file, row.part) != row.id:
            yield Fault(where=f"capture {row.id}", what="its name, part or hash is not what its id was made of")


def _manifest_faults(connection: Connection) -> Iterator[Fault]:
    for row in _rows(connection, schema.run_manifest):
        if digest("m1", row.content.decode(errors="replace")) != row.id:
            yield Fault(where=f"run manifest {row.id}", what="its content is not what its id was made of")


def _article_faults(connection: Connection) -> Iterator[Fault]:
    for row in _rows(connection, schema.article):
        if digest("a1", row.text, row.outlet, row.url, row.published) != row.id:
            yield Fault(
                where=f"article {row.id}", what="its text, outlet, address or date is not what its id was made of"
            )


def _coding_faults(connection: Connection, row: Any, claimed: _Claimed, counted: dict[str, int]) -> Iterator[str]:
    if sha256(row.line) != row.line_sha256:
        yield "its line no longer has the hash it was stored under"
    try:
        coding = read_coding(row.line)
    except (TidingsError, msgspec.MsgspecError) as error:
        yield str(error)
        return
    except UnicodeDecodeError as error:
        yield f"its line holds bytes that are no text ({error})"
        return
    counted["quotes"] += sum(len(spans) for _, spans in coding.valued_evidence())
    yield from _identity_faults(connection, row, coding)
    yield from _account_faults(connection, row, coding)
    wanted = {claim["id"]: claim for claim in rows.claim_rows(coding)}
    yield from _claim_faults(connection, wanted, claimed)
    wanted_failures = rows.failure_rows(row.id, coding)
    stored = connection.execute(
        select(schema.failure).where(schema.failure.c.coding == row.id).order_by(schema.failure.c.number)
    )
    if [dict(failure) for failure in stored.mappings()] != wanted_failures:
        yield "the table of failures does not say what its line says"


def _identity_faults(connection: Connection, row: Any, coding: Coding) -> Iterator[str]:
    """Ids of the article, the input and the coding itself, derived anew."""
    found = coding.article
    named = rows.article_row(found)
    if article_id(found.text, found.outlet, named["url"], found.published) != found.id or found.id != row.article:
        yield f"its article is not the one that {row.article} was made of"
    kept = connection.execute(select(schema.article.c.text).where(schema.article.c.id == row.article)).first()
    if kept is None or kept.text != found.text:
        yield "the text in its line is not the text in the table of articles"
    original = connection.execute(select(schema.capture.c.sha256).where(schema.capture.c.id == row.capture)).scalar()
    key = digest("i1", row.file, row.part, original, found.outlet, found.url)
    read = msgspec.json.encode(found).decode()
    if (
        key != row.input
        or digest("k1", row.manifest, key, read, bool(row.complete)) != row.id
        or found.file != row.file
        or bool(row.has_text) != (found.text is not None)
    ):
        yield "its id is not the hash of what it was made from"


def _account_faults(connection: Connection, row: Any, coding: Coding) -> Iterator[str]:
    for account in coding.accounts:
        if account_id(coding.article.id, account.type, account.evidence) != account.id:
            yield f"the account {account.id} is not the hash of its article, type and words"
    wanted = {account["id"]: account for account in rows.account_rows(row.id, coding.accounts)}
    stored = connection.execute(select(schema.account).where(schema.account.c.coding == row.id)).mappings()
    if {account["id"]: dict(account) for account in stored} != wanted:
        yield "the table of accounts does not say what its line says"


def _claim_faults(connection: Connection, wanted: dict[str, rows.Row], claimed: _Claimed) -> Iterator[str]:
    accounts = sorted({claim["account"] for claim in wanted.values()})
    stored: dict[str, Any] = {}
    for account in accounts:
        found = connection.execute(select(schema.claim).where(schema.claim.c.account == account)).mappings()
        stored |= {claim["id"]: claim for claim in found}
    for key, claim in wanted.items():
        if key not in stored:
            yield f"the claim {key} ({claim['field']}) is missing from the table of claims"
        elif any(stored[key][fact] != claim[fact] for fact in _CLAIM_FACTS):
            yield f"the claim {key} ({claim['field']}) does not say what its line says"
        else:
            # Two runs may make one claim with other scores, and the table keeps the first: any one of them may bear it out.
            claimed[key] = claimed.get(key, False) or dict(stored[key]) == claim
            continue
        claimed[key] = True  # told of


def _strays(connection: Connection, claimed: _Claimed) -> Iterator[Fault]:
    """Claims that no coding makes, and readings of inputs by a coding of another."""
    for key in connection.execute(select(schema.claim.c.id).order_by(schema.claim.c.id)).scalars():
        if key not in claimed:
            yield Fault(where=f"claim {key}", what="no coding of the record makes it")
        elif not claimed[key]:
            yield Fault(where=f"claim {key}", what="its field, polarity, speakers, producer or score is in no line")
    joined = schema.reading.join(schema.coding, schema.coding.c.id == schema.reading.c.coding)
    crossed = select(schema.reading.c.number).select_from(joined).where(schema.reading.c.input != schema.coding.c.input)
    for number in connection.execute(crossed).scalars():
        yield Fault(where=f"reading {number}", what="it names a coding of another input")


# --- what people ruled and took down ----------------------------------------------------------------------------------------


def _tombstone_faults(connection: Connection, graves: list[Tombstone], counted: dict[str, int]) -> Iterator[Fault]:
    """Tombstones that say something else than they were made from, and articles that stand in spite of theirs."""
    gone: dict[str, str] = {}
    for row in connection.execute(select(schema.tombstone).order_by(schema.tombstone.c.number)).all():
        counted["tombstones"] += 1
        where = f"tombstone {row.id}"
        try:
            grave = read_tombstone(row.line)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            yield Fault(where=where, what=f"it cannot be read ({error})")
            continue
        graves.append(grave)
        if tombstone_id(grave) != grave.id or (grave.id, grave.at, grave.kind, grave.target) != row[1:5]:
            yield Fault(where=where, what="it does not say what its id was made of")
        if grave.kind == "article":
            gone[grave.target] = grave.id
        elif grave.kind == "restored":
            gone.pop(grave.target, None)
    for article in connection.execute(select(schema.article.c.id).where(schema.article.c.id.in_(gone))).scalars():
        yield Fault(where=f"article {article}", what=f"it is in the record in spite of its tombstone {gone[article]}")


def _judgement_faults(connection: Connection, graves: list[Tombstone], counted: dict[str, int]) -> Iterator[Fault]:
    """Judgements that were changed, lost or put in between. One with a name masked is held against its tombstone."""
    masked = {key: line for grave in graves for key, line in grave.judgements.items()}
    before: str | None = None
    for row in connection.execute(select(schema.judgement).order_by(schema.judgement.c.number)).all():
        counted["judgements"] += 1
        where = f"judgement {row.id}"
        try:
            ruled = read_judgement(row.line)
        except (TidingsError, msgspec.MsgspecError, UnicodeDecodeError) as error:
            yield Fault(where=where, what=f"it cannot be read ({error})")
            continue
        is_sound = sha256(row.line) == masked[row.id] if row.id in masked else judgement_id(ruled) == row.id
        if not is_sound or (ruled.id, ruled.at, ruled.by, ruled.verb, ruled.target) != row[1:6]:
            yield Fault(where=where, what="it does not say what its id was made of")
        if ruled.after != before:
            yield Fault(where=where, what="the judgement before it is not the one it was made after")
        before = row.id
