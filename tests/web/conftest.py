"""A web port on a free port of the loopback interface."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest

from bot.configuration import WebAccess
from bot.github import matches
from bot.web import Site, application, serving
from tests.support.web import REPOSITORY, SECRET, TOKEN, Book

Open = Callable[[Site], httpx.Client]


@contextmanager
def _open(site: Site) -> Iterator[httpx.Client]:
    with (
        serving(application(site), site.access.host, site.access.port) as server,
        httpx.Client(base_url=f"http://127.0.0.1:{server.port}", timeout=10) as client,
    ):
        yield client


@pytest.fixture
def opened() -> Iterator[Open]:
    """Opens a port for a site of the test's own; closed after the test."""
    with ExitStack() as stack:
        yield lambda site: stack.enter_context(_open(site))


@pytest.fixture(scope="session")
def _site() -> Site:
    return Site(
        access=WebAccess("127.0.0.1", 0, SECRET, TOKEN),
        intake=Book(),
        is_ours=lambda push: matches(REPOSITORY, push),
        readiness=dict,
    )


@pytest.fixture(scope="session")
def _client(_site: Site) -> Iterator[httpx.Client]:
    with _open(_site) as client:
        yield client


@pytest.fixture
def site(_site: Site) -> Site:
    """A site with all secrets; a test replaces what it is about."""
    return _site


@pytest.fixture
def book(_site: Site) -> Book:
    """What came in during the test."""
    found = _site.intake
    assert isinstance(found, Book)
    found.pushed.clear()
    found.asked.clear()
    found.answer = None
    return found


@pytest.fixture
def client(_client: httpx.Client, book: Book) -> httpx.Client:  # noqa: ARG001 - it begins empty
    """Talks to a port that all tests share."""
    return _client
