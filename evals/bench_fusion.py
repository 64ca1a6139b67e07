"""``python -m evals.bench_fusion [--accounts N …]``: what one more article costs a record that holds N accounts already.

The record is made up: articles of four accounts over ten years, 400 places in 20 countries, 60 actors, tolls that fall off
as real ones do; a third of the accounts tell again what another article told. An article more is stored and linked as
``tidings read`` does it, without the reading of its text, which costs the same everywhere. Asked (issue 6): at 100,000
accounts at most 1.5 times what it takes at 1,000, over the whole of adding: coding one article and putting it in.

``--shuffles N`` reads 200 such articles in N orders, in portions of several sizes, and compares the exports byte by byte.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tidings.export.jsonl import event_lines
from tidings.fusion.fuse import Rulings, fuse
from tidings.model.article import Article, ArticleReasons, article_id
from tidings.model.coding import Account, AccountReasons, Coding, account_id
from tidings.model.ids import sha256
from tidings.model.text import Evidence, evidence
from tidings.model.values import Actor, Count, Place, When
from tidings.pipeline.linking import link
from tidings.review.views import record_view
from tidings.store.rows import Entry
from tidings.store.store import Store, open_store

_TYPES = [
    "armed_clash",
    "shelling",
    "air_strike",
    "explosion",
    "attack_on_civilians",
    "abduction",
    "territory_taken",
    "killing",
]
_WEIGHTS = [30, 22, 15, 10, 10, 4, 4, 5]
_PER_ARTICLE = 4
_PROBES = 30
_READS = 5
_REPORT = "A car bomb killed {} people at a market in Aden on Saturday, police said. Nobody claimed the attack."
_FIRST_DAY = dt.date(2012, 1, 1)
_DAYS = 3650


class _World:
    """What happens, told and told again."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._told: list[tuple[str, dt.date, int, int, int]] = []

    def article(self, number: int) -> Coding:
        """The next article."""
        chance = self._chance
        day = _FIRST_DAY + dt.timedelta(days=chance.randrange(_DAYS))
        published = day + dt.timedelta(days=1)
        happenings = [self._happening(day) for _ in range(_PER_ARTICLE)]
        text = "\n".join(
            f"{number}-{row} {kind.replace('_', ' ')} by actor-{actor} in place-{place} on {day} killing {toll} people."
            for row, (kind, day, place, actor, toll) in enumerate(happenings)
        )
        source = Article(
            id=article_id(text, f"outlet {number % 40}", None, published), file=f"{number:06}.txt", title=None,
            outlet=f"outlet {number % 40}", url=None, language="en", published=published, published_basis="given", text=text,
            removed=(), reasons=ArticleReasons(),
        )  # fmt: skip
        accounts = tuple(_account(source, text, row, each) for row, each in enumerate(happenings))
        return Coding(article=source, accounts=accounts, control=(), quotes=(), gaps=(), failures=())

    def _happening(self, day: dt.date) -> tuple[str, dt.date, int, int, int]:
        chance = self._chance
        if self._told and chance.random() < 1 / 3:
            return chance.choice(self._told)
        toll = min(300, int(chance.paretovariate(1.1)))
        made = (chance.choices(_TYPES, _WEIGHTS)[0], day, chance.randrange(400), chance.randrange(60), toll)
        self._told.append(made)
        return made


def _account(source: Article, text: str, row: int, told: tuple[str, dt.date, int, int, int]) -> Account:
    kind, day, place, actor, toll = told
    start = sum(len(line) + 1 for line in text.split("\n")[:row])
    line = text.split("\n")[row]

    def words(quote: str) -> tuple[Evidence, ...]:
        at = start + line.index(quote)
        return (evidence(text, at, at + len(quote)),)

    spans = (evidence(text, start, start + len(line)),)
    return Account(
        id=account_id(source.id, kind, spans), type=kind, polarity="affirmed", reality="actual", background=False,
        actors=(Actor(mention=f"actor-{actor}", name=f"Actor {actor}", id=f"actor-{actor}", kind="rebel_group", attributed_by=(),
                      relations=(), evidence=words(f"actor-{actor}")),),
        recipients=(),
        place=Place(id=f"td:place-{place}", name=f"Place {place}", geoname_id=None, lat=float(place % 80 - 40), lon=place / 4,
                    country=f"X{chr(65 + place % 20)}", admin1=None, admin2=None, precision="exact", radius_km=5.0,
                    candidates=(), evidence=words(f"place-{place}")),
        other_places=(), date=When(start=day, end=day, precision="day", words=str(day), evidence=words(str(day))),
        counts=(Count(kind="killed", group="unknown", low=toll, best=toll, high=toll, words=f"{toll} people", scope="this",
                      polarity="affirmed", speaker=None, evidence=words(f"{toll} people")),),
        means=(), attribution=(), evidence=spans, reasons=AccountReasons(), score=0.9, producer="made/1",
    )  # fmt: skip


def _entries(world: _World, first: int, number: int) -> Iterator[Entry]:
    for each in range(first, first + number):
        yield Entry(coding=world.article(each), capture=None, manifest="m1:bench", complete=True)


def added_in(store: Store, world: _World, first: int) -> float:
    """Seconds that one more article takes, the median of some."""
    took = []
    for entry in _entries(world, first, _PROBES):
        start = time.perf_counter()
        store.add(entry)
        link(store, Rulings(), [entry.coding.article.id])
        took.append(time.perf_counter() - start)
    return median(took)


def read_in(db: Path, folder: Path) -> float:
    """Seconds that ``tidings read`` takes for one report more, from the start of the program to its end: the median of some."""
    took = []
    for number in range(_READS):
        report = folder / f"{db.stem} {number}.txt"
        report.write_text(_REPORT.format(number + 3), encoding="utf-8")
        start = time.perf_counter()
        command = [
            sys.executable,
            "-m",
            "tidings.cli.main",
            "read",
            str(report),
            "--published",
            "2019-03-24",
            "--db",
            str(db),
        ]
        subprocess.run(command, check=True, capture_output=True)
        took.append(time.perf_counter() - start)
    return median(took)


def exports_of(articles: int, shuffles: int, folder: Path) -> set[str]:
    """Hashes of the JSON lines that some articles give, read in several orders and portions: one, if the order does not show."""
    found = set()
    entries = list(_entries(_World(11), 0, articles))
    for number in range(shuffles):
        order = random.Random(number).sample(entries, len(entries))
        with open_store(folder / f"order {number}.db", create=True) as store:
            store.add_manifest("m1:bench", b"{}")
            portion = (1, 7, 50, len(order))[number % 4]
            for first in range(0, len(order), portion):
                some = order[first : first + portion]
                for entry in some:
                    store.add(entry)
                link(store, Rulings(), [entry.coding.article.id for entry in some])
            found.add(sha256(b"".join(event_lines(record_view(store).events))))
    found.add(sha256(b"".join(event_lines(fuse([entry.coding for entry in entries]).events))))
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accounts", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--shuffles", type=int, metavar="N")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.shuffles:
            made = exports_of(200, options.shuffles, Path(folder))
            print(f"200 articles in {options.shuffles} orders: {len(made)} different exports")
            return
        for accounts in options.accounts:
            world, articles = _World(7), accounts // _PER_ARTICLE
            with open_store(Path(folder) / f"{accounts}.db", create=True) as store:
                store.add_manifest("m1:bench", b"{}")
                for entry in _entries(world, 0, articles):
                    store.add(entry)
                start = time.perf_counter()
                link(store, Rulings())
                whole = time.perf_counter() - start
                more = added_in(store, world, articles)
            read = read_in(Path(folder) / f"{accounts}.db", Path(folder))
            print(
                f"{accounts:>8} accounts: all linked in {whole:.1f} s; one article more linked in {1000 * more:.1f} ms, "
                f"read in {read:.2f} s by the command line",
                flush=True,
            )


if __name__ == "__main__":
    main()
