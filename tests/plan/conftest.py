"""Fixtures of the tests of plans and exports."""

from collections.abc import Iterator

import pytest

from sync.postgres.embedded import EmbeddedServer
from sync.shadow.scratch import Scratch
from tests.support.attribute_cases.every import TABLESPACE
from tests.support.servers import Databases, Servers


@pytest.fixture(scope="session")
def scratch(server: EmbeddedServer) -> Iterator[Scratch]:
    """Where plans are proven."""
    with Scratch(server) as made:
        yield made


@pytest.fixture
def on_major(servers: Servers, major: int) -> Iterator[Databases]:
    """The databases of the major version that the test is about."""
    databases = servers[major]
    databases.tablespace(TABLESPACE)
    yield databases
    databases.drop()
