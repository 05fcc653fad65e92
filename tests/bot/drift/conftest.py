"""The stage on which drift is looked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.postgres.embedded import EmbeddedServer
from tests.bot.drift.stage import Stage, staged
from tests.support.servers import Databases


@pytest.fixture
def stage(
    databases: Databases, server: EmbeddedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stage]:
    with staged(databases, server, tmp_path, monkeypatch) as made:
        yield made
