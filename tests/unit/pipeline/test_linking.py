"""The index of fusion says what fusing everything at once says: in any order, in any portions, after taking back, under rulings."""

from __future__ import annotations

import contextlib
import itertools
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tellings import telling
from tidings.fusion.cluster import pair
from tidings.fusion.episodes import with_episodes
from tidings.fusion.fuse import Rulings, fuse
from tidings.pipeline import linking
from tidings.pipeline import made_with as stamps
from tidings.store import links
from tidings.store.rows import Entry
from tidings.store.store import open_store

COPY = " ".join(
    f"The {word} said nothing of the {other} for hours."
    for word, other in itertools.permutations("mayor priest guard clerk".split(), 2)
)


def corpus():
    """Accounts of two towns, a copy of a text, a retelling with no place, another week."""
    towns = {"place": "Tolmen", "point": (-14.3, 46.9)}
    return [
        telling("a", killed=[("unknown", "14 people", 14, 14, 14)], more=COPY, outlet="Courier"),
        telling("b", killed=[("unknown", "14 people", 14, 14, 14)], more=COPY, outlet="Herald"),
        telling("c", killed=[("unknown", "17", 17, 17, 17)], published="2031-05-11", speakers=[("police", "official")]),
        telling("d", **towns),
        telling("e", type="suicide_bombing", killed=[("unknown", "3", 3, 3, 3)], **towns),
        telling("f", place=None, killed=[("unknown", "14 people", 14, 14, 14)]),
        telling("g", day="2031-05-02", published="2031-05-03"),
        telling("h", type="agreement", place=None, day=None),
    ]


def store_all(path, codings, ruled=Rulings(), portions=1):  # noqa: B008 - immutable
    """A record with these codings, linked after each portion."""
    store = open_store(path, create=True)
    store.add_manifest("m1:test", b"{}")
    for number, coding in enumerate(codings):
        store.add(Entry(coding=coding, capture=None, manifest="m1:test", complete=True))
        if (number + 1) % portions == 0:
            linking.link(store, ruled, [coding.article.id] if portions == 1 else None)
    linking.link(store, ruled)
    return store


def events(store):
    """What the index says."""
    return with_episodes(linking.linked_events(store))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(corpus()), st.sampled_from([1, 3, 100]))
def test_any_order_and_portions_say_what_all_at_once_says(tmp_path_factory, codings, portions):
    """One by one, three at a time or all together."""
    with store_all(tmp_path_factory.mktemp("r") / "r.db", codings, portions=portions) as store:
        assert events(store) == fuse(codings).events


def test_fifty_shuffles(tmp_path):
    """The same events whatever the order."""
    chance, wanted = random.Random(3), fuse(corpus()).events
    for number in range(5):
        codings = corpus()
        chance.shuffle(codings)
        with store_all(tmp_path / f"{number}.db", codings) as store:
            assert events(store) == wanted


def test_rulings_come_and_go(tmp_path):
    """Put together, held apart, left out, and taken back: each time as fusing everything under the same rulings."""
    codings = corpus()
    ids = [coding.accounts[0].id for coding in codings]
    rulings = [
        Rulings(apart=frozenset([pair(ids[0], ids[1]), pair(ids[0], ids[2])])),
        Rulings(together=frozenset([pair(ids[0], ids[6])]), out=frozenset([ids[3]])),
        Rulings(),
    ]
    with store_all(tmp_path / "r.db", codings) as store:
        for ruled in rulings:
            linking.link(store, ruled, [])
            assert events(store) == fuse(codings, ruled).events


def test_what_no_longer_speaks_goes(tmp_path):
    """An article that is read anew under the same name with another date takes the place of the first reading."""
    codings = corpus()
    with store_all(tmp_path / "r.db", codings) as store:
        with store.transaction(writing=True) as connection:
            linker = linking._Linker(connection, Rulings())
            linker.remove([codings[0].article.id])
        assert events(store) == fuse(codings[1:]).events
        linking.link(store, Rulings())
        assert events(store) == fuse(codings).events


def test_two_programs_bring_the_index_up_to_date_at_once(tmp_path, monkeypatch):
    """What another program has put in between two transactions is not put in twice."""
    with store_all(tmp_path / "r.db", corpus()) as store, open_store(tmp_path / "r.db", create=False) as other:
        with store.transaction(writing=True) as connection:
            links.clear(connection)
        transaction, is_first = store.transaction, iter([True])

        @contextlib.contextmanager
        def interrupted(*, writing):
            with transaction(writing=writing) as connection:
                yield connection
            if next(is_first, False):
                linking.link(other, Rulings())

        monkeypatch.setattr(store, "transaction", interrupted)
        linking.link(store, Rulings())
        assert events(store) == fuse(corpus()).events


@pytest.mark.parametrize(("module", "made_by"), [(linking, "_INDEX_VERSION"), (stamps, "__version__")])
def test_other_rules_make_the_index_anew(tmp_path, monkeypatch, module, made_by):
    """An index that another version has made is thrown away."""
    with store_all(tmp_path / "r.db", corpus()) as store:
        with store.transaction(writing=True) as connection:
            connection.execute(links.event.delete())
        assert events(store) == ()
        stamps.made_with.cache_clear()
        monkeypatch.setattr(module, made_by, "0")
        linking.link(store, Rulings(), [])
        assert events(store) == fuse(corpus()).events
    stamps.made_with.cache_clear()


@pytest.mark.parametrize("table", links.TABLES, ids=lambda table: table.name)
def test_the_tables_are_those_of_the_migration(tmp_path, table):
    """Each has just the columns that are asked for."""
    with open_store(tmp_path / "r.db", create=True) as store, store.transaction(writing=False) as connection:
        found = connection.exec_driver_sql(f"PRAGMA table_info({table.name})").all()
    assert [row[1] for row in found] == [column.name for column in table.columns]
