"""Fixtures of the tests of drift."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from sync.catalog import Profile
from sync.data import DATA_VARIABLE
from sync.drift import Drift, drift
from sync.migrations import Migration, SqlFile
from sync.migrations.history import ensure, mark
from sync.postgres.database import Database
from sync.postgres.embedded import EmbeddedServer
from sync.postgres.session import connect
from sync.shadow.scratch import Scratch
from sync.sources import LiveSource

Look = Callable[..., Drift]


def migration(number: int, text: str) -> Migration:
    """A migration of a text."""
    version = f"202601010000{number:02}"
    return Migration(SqlFile(Path(f"{version}_step.sql"), text.encode()), version, "step")


def deploy(live: Database, migrations: Sequence[Migration], *, written: bool = True) -> None:
    """Apply migrations as a deployment does, and write down that the database has them."""
    with connect(live, autocommit=True) as connection:
        ensure(connection)
        for one in migrations:
            connection.execute(one.file.text.encode())
            mark(connection, one, one.written)
            if not written:
                connection.execute("UPDATE supabase_migrations.schema_migrations SET statements = NULL")


class Counting(Scratch):
    """Counts the databases that it makes."""

    def __init__(self, server: EmbeddedServer) -> None:
        super().__init__(server)
        self.number = 0

    @contextmanager
    def database(self) -> Iterator[Database]:
        """Another one."""
        self.number += 1
        with super().database() as made:
            yield made


@pytest.fixture
def scratch(server: EmbeddedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counting]:
    """Scratch databases, and a folder of the test's own for what is kept."""
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    with Counting(server) as made:
        yield made


@pytest.fixture
def look(scratch: Counting) -> Look:
    """Looks for drift: `look(live, migrations)`."""

    def looked(
        live: Database, migrations: Sequence[Migration], profile: Profile | None = None, *, keeps: bool = True
    ) -> Drift:
        return drift(LiveSource("live", live, profile), migrations, scratch, keeps=keeps)

    return looked
