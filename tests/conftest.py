"""Fixtures that all tests share: a PostgreSQL server per worker and major version, and fresh databases on it.

`databases` is on the embedded PostgreSQL; `databases_15` on an installed PostgreSQL 15; `each_databases` runs
a test on both, or with SCHEMABOT_TEST_MAJORS=all on every major version that the machine has; one marked `since(14)`
on those that are not older. Where PostgreSQL 15 is missing, a test that needs it is skipped, but fails in CI.
"""

import signal
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from sync.postgres.embedded import EmbeddedServer
from tests.support.memory import use_memory
from tests.support.servers import EMBEDDED_MAJOR, Databases, Servers, chosen_majors, require, running_scratch


def pytest_configure() -> None:
    use_memory()
    # A shell starts what runs in the background with SIGINT ignored, and children inherit that: Ctrl-C could not be
    # tested on them.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave a test out on the major versions before the one that it is marked `since`."""
    early = [item for item in items if _major(item, "major", EMBEDDED_MAJOR) < _major(item, "since", 0)]
    if early:
        config.hook.pytest_deselected(items=early)
        items[:] = [item for item in items if item not in early]


def _major(item: pytest.Item, marker: str, otherwise: int) -> int:
    found = item.get_closest_marker(marker)
    return int(found.args[0]) if found else otherwise


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("major"):
        require(marker.args[0])


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """The servers of this worker: `servers[15]` has the databases of PostgreSQL 15, for the whole session."""
    with ExitStack() as stack:
        yield Servers(stack)


@pytest.fixture(scope="session")
def server(servers: Servers) -> EmbeddedServer:
    """The embedded server, one for each worker."""
    return servers[EMBEDDED_MAJOR].server


@pytest.fixture(scope="session")
def scratch_server() -> Iterator[EmbeddedServer]:
    """The server of scratch databases for processes with `SCHEMABOT_DATA` at its parent, one for each worker."""
    with running_scratch() as running:
        yield running


def _databases(servers: Servers, major: int) -> Iterator[Databases]:
    databases = servers[major]
    yield databases
    databases.drop()


@pytest.fixture
def databases(servers: Servers) -> Iterator[Databases]:
    """Fresh databases on the embedded server: `databases.fresh("CREATE TABLE …")`. Dropped after the test."""
    yield from _databases(servers, EMBEDDED_MAJOR)


@pytest.fixture
def databases_15(servers: Servers) -> Iterator[Databases]:
    """Fresh databases on PostgreSQL 15. Dropped after the test."""
    yield from _databases(servers, 15)


@pytest.fixture(params=[pytest.param(major, marks=pytest.mark.major(major)) for major in chosen_majors()])
def each_databases(servers: Servers, request: pytest.FixtureRequest) -> Iterator[Databases]:
    """Fresh databases on one major version after the other. Dropped after the test."""
    yield from _databases(servers, request.param)
