"""Fixtures that all tests share: a PostgreSQL server per worker, and fresh databases on it.

`databases` is on the embedded PostgreSQL; `databases_15` on an installed PostgreSQL 15; `each_databases` runs
a test on both. Where that version is missing, a test marked `major(15)` is skipped, but fails in CI.
"""

import signal
from collections.abc import Iterator

import pytest

from sync.postgres import EmbeddedServer
from tests.support.servers import EMBEDDED_MAJOR, Databases, require


def pytest_configure() -> None:
    # A shell starts what runs in the background with SIGINT ignored, and children inherit that: Ctrl-C could not be
    # tested on them.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("major"):
        require(marker.args[0])


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedServer]:
    """The embedded server, one for each worker."""
    with EmbeddedServer.throwaway() as running:
        yield running


@pytest.fixture(scope="session")
def server_15() -> Iterator[EmbeddedServer]:
    """A server of PostgreSQL 15, one for each worker."""
    with EmbeddedServer.throwaway(programs=require(15)) as running:
        yield running


@pytest.fixture(scope="session")
def all_databases(server: EmbeddedServer) -> Databases:
    """The databases of the embedded server; what is made here stays until the end of the session."""
    return Databases(server)


@pytest.fixture(scope="session")
def all_databases_15(server_15: EmbeddedServer) -> Databases:
    """The databases of PostgreSQL 15; what is made here stays until the end of the session."""
    return Databases(server_15)


@pytest.fixture
def databases(all_databases: Databases) -> Iterator[Databases]:
    """Fresh databases on the embedded server: `databases.fresh("CREATE TABLE …")`. Dropped after the test."""
    yield all_databases
    all_databases.drop()


@pytest.fixture
def databases_15(all_databases_15: Databases) -> Iterator[Databases]:
    """Fresh databases on PostgreSQL 15. Dropped after the test."""
    yield all_databases_15
    all_databases_15.drop()


@pytest.fixture(params=[EMBEDDED_MAJOR, pytest.param(15, marks=pytest.mark.major(15))])
def each_databases(request: pytest.FixtureRequest) -> Databases:
    """Fresh databases on every major version that the tests know, one after the other."""
    name = "databases" if request.param == EMBEDDED_MAJOR else f"databases_{request.param}"
    chosen = request.getfixturevalue(name)
    assert isinstance(chosen, Databases)
    return chosen
