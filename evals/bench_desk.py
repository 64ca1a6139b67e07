"""``python -m evals.bench_desk``: the desk over a record of 100,000 events with 50 readers at once.

The record is synthetic: its rows are written straight into the tables, as reading so many articles would take days. Asked
(issue 8): ready in under 6 s, a filter in under 200 ms, 50 readers with a p95 under 300 ms and no error, on two cores. The
server is a process of its own; the readers are threads of this one and share the cores with it.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import http.client
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any, Final

import msgspec
import numpy as np
from tqdm import tqdm

from tidings.fusion.assemble import assemble
from tidings.model.article import Article, ArticleReasons, article_id
from tidings.model.coding import Account, AccountReasons, Coding, account_id, coding_json
from tidings.model.event import Event, Member
from tidings.model.ids import digest
from tidings.model.text import Evidence
from tidings.model.values import Actor, Count, Place, When
from tidings.store.store import open_store

_FIRST: Final = dt.date(2012, 1, 1)
_DAYS: Final = 3_652
_TYPES: Final = ("shelling", "air_strike", "armed_clash", "attack_on_civilians", "protest", "suicide_bombing")
_PLACES: Final = 4_000
_PARTIES: Final = 300
_WAIT_SECONDS: Final = 120
_TIMES: Final = 40


def main() -> None:
    """Make the record, serve it, ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--db", type=Path, help="keep the record here, and use it if it is there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db = options.db or Path(folder) / "large.db"
        if not db.exists():
            make_record(db, options.events)
        _as_linked_today(db)
        with served(db) as (port, ready, pid):
            print(
                f"{options.events} events: ready after {ready:.1f} s ({_cpu(pid):.1f} s of work), {_memory_mb(pid):.0f} MB"
            )
            one_by_one(port, pid)
            load(port, pid, options.readers, options.seconds)
            print(f"memory at the end: {_memory_mb(pid):.0f} MB")


# --- the record -------------------------------------------------------------------------------------------------------------


def make_record(db: Path, events: int) -> None:
    """A record of so many events, each told by one to three articles of a few sentences."""
    with open_store(db, create=True) as store:
        store.add_manifest("m1:bench", b"{}")
    connection = sqlite3.connect(db, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    number = 0
    for each in tqdm(range(events), unit="event"):
        chance = random.Random(each)
        members = [_member(each, telling, chance) for telling in range(chance.choice((1, 1, 1, 2, 3)))]
        groups = {one.article.id: digest("w1", one.article.id) for one in members}
        event = assemble(members, groups, {group: (article,) for article, group in groups.items()})
        for member in members:
            number += 1
            _write_article(connection, number, member)
        _write_event(connection, event)
    connection.execute("INSERT INTO link_state VALUES ('linked by the desk up to', ?)", (str(number),))
    connection.execute("COMMIT")
    connection.close()


def _as_linked_today(db: Path) -> None:
    """Have the record say that its index of fusion is of today's code, or it would be made anew from these texts."""
    with contextlib.closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("DELETE FROM link_state WHERE name = 'made with'")
        connection.execute("INSERT INTO link_state VALUES ('made with', ?)", (_made_with(),))


def _made_with() -> str:
    """What an index of fusion is made with today, from a record of nothing."""
    from tidings.fusion.fuse import Rulings
    from tidings.pipeline.linking import link
    from tidings.store import links

    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "empty.db", create=True) as store:
        link(store, Rulings())
        with store.transaction(writing=False) as connection:
            return links.state(connection)["made with"]


def _member(number: int, telling: int, chance: random.Random) -> Member:
    """One article that tells one event: who shot at whom, where, when, with how many dead."""
    day = _FIRST + dt.timedelta(days=chance.randrange(_DAYS))
    place, party = chance.randrange(_PLACES), chance.randrange(_PARTIES)
    killed = chance.choice((0, 0, 1, 3, 12))
    text = _Text(f"Report {number}.{telling}.")
    act, who = text.add("shelled"), text.add(f"Party {party}")
    where, when, toll = text.add(f"Village {place}"), text.add(str(day)), text.add(f"{killed} people died")
    text.add("Nobody else has said anything about it so far, and the road there is closed. " * 4)
    made = Article(
        id=article_id(text.words, f"Outlet {telling}", None, day), file=f"{number}-{telling}.txt", title=f"Report {number}",
        outlet=f"Outlet {telling}", url=None, language="en", published=day, published_basis="given", text=text.words, removed=(),
        reasons=ArticleReasons(),
    )  # fmt: skip
    kind = _TYPES[number % len(_TYPES)]
    account = Account(
        id=account_id(made.id, kind, act), type=kind, polarity="affirmed", reality="actual", background=number % 9 == 0, actors=(
            Actor(mention=f"Party {party}", name=f"Party {party}", id=f"party-{party}", kind="rebel_group", attributed_by=(), relations=(), evidence=who),
        ), recipients=(), place=Place(
            id=f"td:village-{place}", name=f"Village {place}", geoname_id=None, lat=30 + place % 70 / 10, lon=35 + place % 97 / 10,
            country=("SY", "IQ", "YE")[place % 3], admin1=f"Province {place % 40}", admin2=None,
            precision="exact" if place % 5 else "admin1", radius_km=3.0, candidates=(), evidence=where,
        ), other_places=(), date=When(start=day, end=day, precision="day", words=str(day), evidence=when),
        counts=() if not killed else (
            Count(kind="killed", group="civilians", low=killed, best=killed, high=killed, words=f"{killed} people", scope="this",
                  polarity="affirmed", speaker=None, evidence=toll),
        ), means=(), attribution=(), evidence=act, reasons=AccountReasons(), score=0.9, producer="bench/1",
    )  # fmt: skip
    return Member(article=made, account=account)


class _Text:
    """A text in the making."""

    def __init__(self, words: str) -> None:
        self.words = words

    def add(self, more: str) -> tuple[Evidence, ...]:
        start = len(self.words) + 1
        self.words += f" {more}"
        return (Evidence(start, start + len(more), more),)


def _write_article(connection: sqlite3.Connection, number: int, member: Member) -> None:
    article = member.article
    coding = Coding(article=article, accounts=(member.account,), control=(), quotes=(), gaps=(), failures=())
    key, day, line = digest("d1", article.id), str(article.published), coding_json(coding)
    connection.execute(
        "INSERT OR IGNORE INTO article VALUES (?,?,?,?,?)", (article.id, article.outlet, None, day, article.text)
    )
    connection.execute(
        "INSERT INTO coding VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        (key, article.file, article.file, None, None, article.id, "m1:bench", 1, 1, line, ""),
    )
    connection.execute("INSERT INTO reading VALUES (?,?,?,?)", (number, article.file, key, "2026-11-28T00:00:00Z"))
    connection.execute("INSERT INTO link_article VALUES (?,?,?)", (article.id, key, b"{}"))


def _write_event(connection: sqlite3.Connection, event: Event) -> None:
    date, line = event.values.date, msgspec.json.encode(event)
    connection.execute("INSERT INTO event VALUES (?,?,?,?)", (event.id, str(date.start), str(date.end), line))
    connection.execute("INSERT INTO event_stamp VALUES (?,?,?,?)", (event.id, "", 1, "2026-11-28T00:00:00Z"))
    for ref in event.accounts:
        connection.execute("INSERT INTO event_account VALUES (?,?,?)", (ref.account, ref.article, event.id))


# --- the server -------------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def served(db: Path) -> Iterator[tuple[int, float, int]]:
    """A desk over a record: its port, the seconds until its first answer, and its process."""
    command = [sys.executable, "-m", "tidings", "serve", "--db", str(db), "--port", "0", "--by", "bench"]
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        port = int(line.partition("//")[2].partition("/")[0].rpartition(":")[2])
        while True:
            with contextlib.suppress(OSError):
                Reader(port).ask("/api/v1/meta")
                break
            if time.perf_counter() - begun > _WAIT_SECONDS:
                raise SystemExit("the desk does not answer")
            time.sleep(0.02)
        yield port, time.perf_counter() - begun, process.pid
    finally:
        process.terminate()
        process.wait(10)


def _cpu(pid: int) -> float:
    """Seconds that the server has worked so far: what counts where others share the machine."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


class Reader:
    """One reader with one connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, address: str) -> bytes:
        """The answer to an address; anything but 200 stops the bench."""
        self._connection.request("GET", address)
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{address}: {answer.status} {content[:200]!r}")
        return content


# --- the questions ----------------------------------------------------------------------------------------------------------


def _filters(chance: random.Random) -> str:
    """A filter as a reader sets it, hardly ever the same twice."""
    first = _FIRST + dt.timedelta(days=chance.randrange(_DAYS - 400))
    last = first + dt.timedelta(days=chance.randrange(30, 400))
    some = (
        f"first={first}&last={last}", f"type={chance.choice(_TYPES)}&first={first}", f"actor=party-{chance.randrange(_PARTIES)}",
        f"place=Village+{chance.randrange(_PLACES)}", f"country=SY&killed={chance.randrange(1, 12)}", f"text=village+{chance.randrange(99)}+party",
        f"bbox={35 + chance.random():.2f},30,{40 + chance.random():.2f},36&last={last}",
    )  # fmt: skip
    return chance.choice(some)


def one_by_one(port: int, pid: int) -> None:
    """Each kind of question by itself."""
    chance, reader = random.Random(1), Reader(port)
    ids = _ids(reader)
    for name, ask in _questions(ids, _articles(reader, ids)).items():
        took, size, worked = [], 0, _cpu(pid)
        for _ in range(_TIMES):
            address = ask(chance)
            begun = time.perf_counter()
            size = max(size, len(reader.ask(address)))
            took.append(1000 * (time.perf_counter() - begun))
        work = 1000 * (_cpu(pid) - worked) / _TIMES
        print(
            f"  {name:28} median {median(took):6.1f} ms, slowest {max(took):6.1f} ms, work {work:5.1f} ms, largest {size / 1024:6.0f} KB"
        )
    begun = time.perf_counter()
    size = len(reader.ask("/api/v1/events/map?standing=all"))
    print(f"  {'the whole map, first time':28} {1000 * (time.perf_counter() - begun):13.1f} ms, {size / 1024:24.0f} KB")


def _questions(ids: list[str], articles: list[str]) -> dict[str, Any]:
    return {
        "a page of events": lambda chance: f"/api/v1/events?{_filters(chance)}&limit=100",
        "the same by killed": lambda chance: f"/api/v1/events?{_filters(chance)}&order=killed&limit=100",
        "points under a filter": lambda chance: f"/api/v1/events/map?{_filters(chance)}",
        "a timeline": lambda chance: (
            f"/api/v1/events/timeline?{_filters(chance)}&by={chance.choice(('day', 'month', 'year'))}"
        ),
        "facets": lambda chance: f"/api/v1/events/facets?{_filters(chance)}",
        "an event": lambda chance: f"/api/v1/events/{chance.choice(ids)}",
        "an article": lambda chance: f"/api/v1/articles/{chance.choice(articles)}",
        "a sentence": lambda chance: f"/api/v1/events/{chance.choice(ids)}/sentence?rule=lowest",
    }


def _ids(reader: Reader) -> list[str]:
    page = msgspec.json.decode(reader.ask("/api/v1/events?limit=500&standing=all"))
    return [each["id"] for each in page["items"]]


def _articles(reader: Reader, ids: list[str]) -> list[str]:
    told = [msgspec.json.decode(reader.ask(f"/api/v1/accounts/{each}")) for each in ids[:100]]
    return [each["article"]["id"] for each in told]


def load(port: int, pid: int, readers: int, seconds: float) -> None:
    """Many readers at once, each looking at a list, a map, the time, counts and an event, with half a second between two looks."""
    ids, took, lock = _ids(Reader(port)), list[float](), threading.Lock()
    articles = _articles(Reader(port), ids)
    until, worked = time.perf_counter() + seconds, _cpu(pid)

    def read(number: int) -> None:
        chance, reader, mine = random.Random(number), Reader(port), list[float]()
        questions = list(_questions(ids, articles).values())
        time.sleep(chance.random() / 2)
        while time.perf_counter() < until:
            address = chance.choice(questions)(chance)
            begun = time.perf_counter()
            reader.ask(address)
            mine.append(time.perf_counter() - begun)
            time.sleep(0.25 + chance.random() / 2)
        with lock:
            took.extend(mine)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    each = 1000 * np.array(took)
    print(
        f"{readers} readers for {seconds:.0f} s: {len(each)} answers ({len(each) / seconds:.0f} a second), median {np.median(each):.0f} ms, "
        f"p95 {np.quantile(each, 0.95):.0f} ms, slowest {each.max():.0f} ms, no error; work {1000 * (_cpu(pid) - worked) / len(each):.1f} ms an answer"
    )


if __name__ == "__main__":
    main()
