"""A PostgreSQL server for tests, and an empty database of it for each.

``TIDINGS_TEST_POSTGRESQL`` names a server by the address of one of its databases, for a user who may make others, and users. Where it is not set, a
server of the machine's own programs (Debian: ``apt-get install postgresql``) is started in a folder that is thrown away, on a socket of
that folder alone. Its order of letters is that of an English dictionary, so that whoever leaves an order to the database is found out.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from sqlalchemy import URL, create_engine, make_url

SEARCHED = ("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt/postgresql")
USER = "tidings"
#: Nothing of it outlives the machine, so nothing has to reach the disk.
SETTINGS = ("fsync=off", "full_page_writes=off", "listen_addresses=", "max_connections=200")


class NoServerError(Exception):
    """Why there is no server here."""


def without(reason: str) -> NoReturn:
    """Skip; or fail under ``CI=true``, so that these tests cannot fall away unseen."""
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def programs() -> Path:
    """The folder of the newest ``initdb`` and ``postgres`` of this machine."""
    found = [Path(path).resolve().parent for path in [shutil.which("initdb")] if path]
    for folder in map(Path, SEARCHED):
        found += sorted((path.parent for path in folder.glob("**/bin/initdb")), key=_version, reverse=True)
    for folder in found:
        if (folder / "postgres").is_file():
            return folder
    raise NoServerError(
        "needs PostgreSQL: install it (Debian: apt-get install postgresql) or name a server in TIDINGS_TEST_POSTGRESQL"
    )


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in folder.parent.name.split(".") if part.isdigit())


def owner() -> tuple[int, int] | None:
    """User and group that the server runs as: root may not be, and takes those that Debian makes for it."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    import pwd

    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            found = pwd.getpwnam(name)
            return found.pw_uid, found.pw_gid
    raise NoServerError("needs a user for PostgreSQL, which refuses to run as root: there is no user postgres here")


class Server:
    """A server that was started here. ``stop(hard=True)`` pulls the plug, ``start`` brings it back."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._programs, self._owner = folder, programs(), owner()
        self._process: subprocess.Popen[bytes] | None = None
        if self._owner is not None:
            os.chown(folder, *self._owner)
        self._run(
            "initdb", "--pgdata", str(folder / "data"), "--username", USER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C",
            "--locale-provider", "icu", "--icu-locale", "en-US", "--no-sync", "--no-instructions",
        )  # fmt: skip

    @property
    def url(self) -> URL:
        """The address of the database that every server has."""
        return URL.create("postgresql", username=USER, database="postgres", query={"host": str(self.folder)})

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = [word for each in SETTINGS for word in ("-c", each)]
        words = [str(self._programs / "postgres"), "-D", str(self.folder / "data"), "-k", str(self.folder), *settings]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(words, stdout=log, stderr=log, **self._as_owner())
        until = time.monotonic() + 60
        while subprocess.run(
            [self._programs / "pg_isready", "-q", "-h", str(self.folder)], check=False, timeout=60
        ).returncode:
            if self._process.poll() is not None or time.monotonic() > until:
                raise NoServerError(f"PostgreSQL does not start: {(self.folder / 'log').read_text()[-2000:]}")
            time.sleep(0.05)

    def stop(self, *, hard: bool = False) -> None:
        """End it: now (``hard``), or after telling everybody."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT if hard else signal.SIGINT)
            self._process.wait(timeout=60)
            self._process = None

    def _run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [self._programs / program, *words], capture_output=True, text=True, check=False, **self._as_owner()
        )
        if done.returncode:
            raise NoServerError(f"{program} failed: {done.stderr}{done.stdout}")

    def _as_owner(self) -> dict[str, Any]:
        """In a folder that the owner may be in, in a language that everybody has."""
        given = {"cwd": self.folder, "env": {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}}
        if self._owner is None:
            return given
        user, group = self._owner
        return {**given, "user": user, "group": group, "extra_groups": []}


@contextlib.contextmanager
def started() -> Iterator[Server]:
    """A server in a folder of its own; both are gone afterwards. NoServerError says why there is none."""
    folder = Path(tempfile.mkdtemp(prefix="tidings-pg-", dir="/tmp"))  # the path of a socket has 107 bytes at most
    server = None
    try:
        server = Server(folder)
        server.start()
        yield server
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def empty_database(url: URL, *words: str) -> Iterator[str]:
    """The address of a new database on a server; it goes afterwards. ``words``: what CREATE DATABASE is told besides."""
    name = f"tidings_test_{uuid.uuid4().hex[:16]}"
    _tell(url, " ".join((f"CREATE DATABASE {name}", *words)))
    try:
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        _tell(url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _tell(url: URL, statement: str) -> None:
    engine = create_engine(url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with contextlib.closing(engine.connect()) as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def given() -> URL | None:
    """The server that ``TIDINGS_TEST_POSTGRESQL`` names."""
    address = os.environ.get("TIDINGS_TEST_POSTGRESQL")
    return make_url(address) if address else None
