"""What is taken down is gone from every table and from the bytes of the file; a tombstone says that it was there."""

from __future__ import annotations

import codecs
import html
import json
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import func, inspect, select

from tests import standin
from tidings.errors import UsageError
from tidings.fusion.fuse import Rulings
from tidings.ingest.decode import decode
from tidings.model.article import Capture
from tidings.model.ids import digest, sha256
from tidings.model.judgement import Judgement
from tidings.model.text import evidence
from tidings.pipeline.linking import link, linked_events
from tidings.store import control_index, links
from tidings.store.judgements import add_judgement, judgements, tombstones
from tidings.store.masking import Mask, masked_coding
from tidings.store.migrations import VERSION_TABLE
from tidings.store.rows import Entry
from tidings.store.store import Store, open_store
from tidings.store.takedown import articles_named, refusal, refusals, restore, take_down_articles, take_down_person
from tidings.store.verify import verify

MANIFEST = digest("m1", "{}")
TEXT = "Rebels attacked soldiers in Qadra, killing 7, Zoryana said. A sister of Zoryana Kovář-Lind fled."
OTHER = "Militias attacked farmers in Tolmen, killing 2, residents said."


def entry(text: str, file: str = "a.txt", content: bytes | None = None, outlet: str | None = None) -> Entry:
    """One coded article."""
    held = text.encode() if content is None else content
    capture = Capture(sha256=sha256(held), file=file, part=None, media_type="text/plain", content=held)
    coding = standin.coding(standin.article(text, file, outlet=outlet))
    return Entry(coding=coding, capture=capture, manifest=MANIFEST, complete=True)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A record of two articles."""
    opened = open_store(tmp_path / "r.db", create=True)
    opened.add_manifest(MANIFEST, b"{}")
    opened.add(entry(TEXT))
    opened.add(entry(OTHER, "b.txt"))
    return opened


def on_disk(store: Store) -> bytes:
    """All bytes of the record's files."""
    path = Path(store.location)
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))


def text_of(content: bytes) -> str:
    return decode(content).text


def first(store: Store) -> str:
    return articles_named(store, file="a.txt")[0]


def test_an_article_goes_and_a_tombstone_stays(store: Store) -> None:
    """Not a word of it is left in the file, what else there is stays whole, and the tombstone says who and why."""
    article = first(store)
    assert b"Zoryana" in on_disk(store)
    (grave,) = take_down_articles(store, [article], "Ana", "the family asked")
    assert b"Zoryana" not in on_disk(store)
    assert b"Qadra" not in on_disk(store)
    assert [coding.article.file for coding in store.codings()] == ["b.txt"]
    assert tombstones(store) == (grave,)
    assert (grave.target, grave.by, grave.reason) == (article, "Ana", "the family asked")
    assert grave.originals == (sha256(TEXT.encode()),)
    assert grave.accounts == tuple(account.id for account in entry(TEXT).coding.accounts)
    checked = verify(store)
    assert (checked.faults, checked.tombstones, checked.originals) == ((), 1, 1)


def test_what_is_asked_for_by_address_or_id(store: Store) -> None:
    """The beginning of an id, an address, a file; what is not there is told."""
    article = first(store)
    assert articles_named(store, article=article[:9]) == (article,)
    for asked in ({"article": "a1:ffff"}, {"url": "https://example.org/"}, {"file": "c.txt"}, {"article": ""}):
        with pytest.raises(UsageError, match="no article"):
            articles_named(store, **asked)


def test_all_that_was_read_from_the_same_bytes_goes(store: Store) -> None:
    """The same file read under an outlet is another article, and would come back if it stayed."""
    store.add(entry(TEXT, outlet="Herald"))
    taken = take_down_articles(store, [first(store)], "Ana", "asked")
    assert len(taken) == 2
    assert b"Zoryana" not in on_disk(store)
    assert verify(store).faults == ()


def test_it_may_not_come_back_unless_somebody_lets_it(store: Store) -> None:
    """Neither the article nor its bytes under another name nor its text; once restored, it may."""
    take_down_articles(store, [first(store)], "Ana", "asked")
    forbidden = refusals(store)
    for made in (entry(TEXT), entry(TEXT, "other.txt"), entry(TEXT, "x.txt", TEXT.encode("utf-16"))):
        grave = forbidden.of(made.coding.article, made.capture)
        assert grave is not None
        assert "taken down by Ana" in refusal(grave)
    assert forbidden.of(entry(OTHER, "b.txt").coding.article, None) is None
    again = entry(TEXT)
    store.add(again)
    assert any("in spite of" in fault.what for fault in verify(store).faults)
    restore(store, again.coding, again.capture)
    assert refusals(store).of(again.coding.article, again.capture) is None
    assert verify(store).faults == ()


def test_quotes_in_judgements_go_with_the_article(store: Store) -> None:
    """The ruling stays, the words it cites do not; the ruling is sound all the same."""
    article = first(store)
    words = (evidence(TEXT, 59, 70),)
    draft = Judgement(id="", at="", by="Eva", verb="set", target="c1:x", field="date", article=article, evidence=words)
    add_judgement(store, draft)
    add_judgement(store, replace(draft, article=None, evidence=()))
    take_down_articles(store, [article], "Ana", "asked")
    assert judgements(store)[0].evidence[0].quote == "█" * 11
    assert verify(store).faults == ()


def test_no_table_is_out_of_reach(store: Store) -> None:
    """Whoever adds a table that may hold words of articles has takedown clear it too, and then names the table here."""
    reached = {
        "original",
        "capture",
        "article",
        "coding",
        "reading",
        "account",
        "claim",
        "failure",
        "judgement",
        "audit",
    }
    reached |= {table.name for table in (*links.TABLES, *control_index.TABLES)}
    wordless = {"run_manifest", "run_log", "tombstone", links.event_stamp.name, "secret", "session", VERSION_TABLE}
    with store.transaction(writing=False) as connection:
        assert set(inspect(connection).get_table_names()) - {"sqlite_sequence"} == reached | wordless


def test_the_index_of_fusion_holds_nothing_of_it(store: Store) -> None:
    """Lines of events and prints of texts go too, and the index is made anew by the next run."""
    link(store, Rulings())
    assert store_rows(store) > 0
    take_down_articles(store, [first(store)], "Ana", "asked")
    assert store_rows(store) == 0
    link(store, Rulings())
    assert b"Zoryana" not in on_disk(store)
    assert b"Qadra" not in on_disk(store)
    assert [event.accounts[0].file for event in linked_events(store)] == ["b.txt"]


def store_rows(store: Store) -> int:
    """How many rows the index has."""
    with store.transaction(writing=False) as connection:
        return sum(connection.execute(select(func.count()).select_from(table)).scalar_one() for table in links.TABLES)


# --- persons ----------------------------------------------------------------------------------------------------------------


def test_a_name_goes_everywhere(store: Store) -> None:
    """From text, quotes, speakers, claims, originals and judgements, letter for letter; the record verifies."""
    account = entry(TEXT).coding.accounts[0].id
    add_judgement(
        store,
        Judgement(id="", at="", by="Eva", verb="accept", target=account, accounts=(account,), reason="Zoryana says so"),
    )
    done = take_down_person(store, ["Zoryana Kovář-Lind", "Zoryana"], "Ana", "she asked, Zoryana", text_of)
    assert b"Zoryana" not in on_disk(store)
    assert "Kovář".encode() not in on_disk(store)
    assert done.tombstone is not None
    assert done.tombstone.reason == "she asked, ███████"
    assert (done.articles, done.originals, done.originals_gone, done.judgements, done.remaining) == (1, 1, 0, 1, {})
    told = next(store.codings())
    assert (
        told.article.text
        == "Rebels attacked soldiers in Qadra, killing 7, ███████ said. A sister of ███████ ██████████ fled."
    )
    assert told.accounts[0].attribution[0].speaker == "███████"
    assert judgements(store)[0].target == told.accounts[0].id != account
    checked = verify(store)
    assert checked.faults == ()
    assert (checked.tombstones, checked.judgements) == (1, 1)


def test_a_person_who_is_nowhere_leaves_no_tombstone(store: Store) -> None:
    """Nothing changes, not even the bytes of the file."""
    before = list(store.lines())
    done = take_down_person(store, ["Nadia Quill"], "Ana", "asked", text_of)
    assert (done.tombstone, done.articles) == (None, 0)
    assert list(store.lines()) == before
    assert tombstones(store) == ()


def test_what_is_left_of_a_name_is_told(store: Store) -> None:
    """The full name is masked; that its first word also stands alone is said, for it was not asked for."""
    done = take_down_person(store, ["Zoryana Kovář-Lind"], "Ana", "asked", text_of)
    assert done.remaining == {"Zoryana": 1}
    assert next(store.codings()).accounts[0].attribution[0].speaker == "Zoryana"
    assert verify(store).faults == ()


def test_the_unmasked_original_may_not_come_back(store: Store) -> None:
    """Its bytes and its text are known by their hashes."""
    take_down_person(store, ["Zoryana"], "Ana", "asked", text_of)
    grave = refusals(store).of(entry(TEXT).coding.article, entry(TEXT).capture)
    assert grave is not None
    assert "masked" in refusal(grave)


def test_an_original_that_cannot_be_masked_goes(store: Store) -> None:
    """A PDF is packed: it is dropped, and its article stays with the name masked."""
    store.add(entry(f"{TEXT} Again.", "c.pdf", b"%PDF-1.7 packed"))
    done = take_down_person(store, ["Zoryana"], "Ana", "asked", text_of)
    assert (done.originals, done.originals_gone) == (2, 1)
    assert b"%PDF-1.7" not in on_disk(store)
    assert len(list(store.codings())) == 3
    assert verify(store).faults == ()


def test_a_name_of_the_actor_table_goes_from_values_alone(store: Store) -> None:
    """The text says "the chief", a value says who that is: the text stays, and the value is masked in every table."""
    made = entry("Rebels attacked soldiers in Qadra, killing 3, chief said.", "d.txt")
    account = made.coding.accounts[0]
    named = replace(account, actors=(replace(account.actors[0], name="Zoryana Kovář-Lind", id="zoryana-kovář-lind"),))
    store.add(replace(made, coding=replace(made.coding, accounts=(named,))))
    take_down_person(store, ["Zoryana Kovář-Lind", "Zoryana"], "Ana", "asked", text_of)
    assert b"oryana" not in on_disk(store)
    assert verify(store).faults == ()


def test_two_runs_of_one_article_are_masked_alike(store: Store) -> None:
    """Each coding of an article is written anew, and the claims they share stay."""
    store.add_manifest(digest("m1", "{ }"), b"{ }")
    store.add(replace(entry(TEXT), manifest=digest("m1", "{ }")))
    take_down_person(store, ["Zoryana"], "Ana", "asked", text_of)
    checked = verify(store)
    assert (checked.codings, checked.faults) == (3, ())
    assert b"Zoryana" not in on_disk(store)


@pytest.mark.parametrize(
    "written",
    [
        "Ana Kovář", "ANA KOVÁŘ", "Ana\n  Kovář", "Ana Kov\u0061\u0301\u0159", html.escape("Ana Kovář"), "Ana Kov&#225;&#345;",
        json.dumps("Ana Kovář")[1:-1], "ana-kovář",
    ],
)  # fmt: skip
def test_ways_of_writing_a_name(written: str) -> None:
    """In capitals, over a line break, decomposed, as HTML, as JSON and in an address: no letter of it is left."""
    masked = Mask(["Ana Kovář"]).text(f"by {written}, who")
    assert masked.startswith("by ███")
    assert masked.endswith("█████, who")


def test_a_name_is_a_whole_word() -> None:
    """ "Anatolia" is no Ana; a name without letters is none at all."""
    assert Mask(["Ana"]).text("Anatolia, Diana, Ana") == "Anatolia, Diana, ███"
    with pytest.raises(UsageError, match="is no name"):
        Mask(["12 "])


def test_originals_in_other_encodings() -> None:
    """They come out in UTF-8 with its mark; what does not hold the name stays as it is; what cannot be read is refused."""
    mask = Mask(["Ana"])
    western = "The café by the river was full when the shelling began, {} said."
    assert (
        mask.original(western.format("Ana").encode("cp1252"), text_of)
        == codecs.BOM_UTF8 + western.format("███").encode()
    )
    assert mask.original("Ana é".encode("utf-16"), text_of) == codecs.BOM_UTF8 + "███ é".encode()
    assert mask.original(b"nobody", text_of) == b"nobody"
    assert mask.original(b"Ana", text_of) == "███".encode()
    assert mask.original(bytes(range(256)) * 40, text_of) is None


def test_part_of_a_name_as_value() -> None:
    """A value that is printed as part of a masked name is masked with the words it rests on."""
    text = "Rebels attacked Zoryana in Qadra, killing 7, officials said."
    made = masked_coding(standin.coding(standin.article(text)), Mask(["attacked Zoryana in"]))
    assert made.coding.accounts[0].recipients[0].name == "███████"
