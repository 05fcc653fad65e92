"""Fixtures of the tests of a deployment's phases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.data import DATA_VARIABLE
from sync.postgres.embedded import EmbeddedServer
from sync.shadow.scratch import Scratch
from tests.deploy.pipeline.support import Stage
from tests.support.servers import Databases


@pytest.fixture
def scratch(server: EmbeddedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scratch]:
    """Scratch databases, and a folder of the test's own for what is kept."""
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    with Scratch(server) as made:
        yield made


@pytest.fixture
def stage(databases: Databases, tmp_path: Path) -> Stage:
    """Two empty databases."""
    return Stage(tmp_path, databases.fresh(), databases.fresh())
