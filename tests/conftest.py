"""What every test may ask for: the parser, loaded once, the folder of shared articles, a PostgreSQL database; or a plain skip."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import URL

from tests import postgresql as server
from tidings.annotate.sentences import SpacyParser

# The same examples each time: a run that fails fails again. `pytest --hypothesis-profile default` looks for new ones.
settings.register_profile("repeatable", derandomize=True)
settings.load_profile("repeatable")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def parser() -> SpacyParser:
    """The default parser, loaded once a session."""
    return SpacyParser()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real articles and answers that lies beside the project; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"needs the shared articles, and there is no folder {SHARED}")
    return SHARED


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    """The address of a PostgreSQL server."""
    if (found := server.given()) is not None:
        yield found
        return
    try:
        with server.started() as started:
            yield started.url
    except server.NoServerError as error:
        server.without(str(error))


@pytest.fixture
def postgresql(postgresql_server: URL) -> Iterator[str]:
    """The address of an empty database."""
    with server.empty_database(postgresql_server) as address:
        yield address
