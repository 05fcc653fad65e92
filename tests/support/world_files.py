"""What there is at the beginning of a world: the configuration, one migration, and the databases that have it."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from psycopg import sql

from sync.deploy import Settings, deploy
from sync.migrations.folder import migrations_in
from sync.postgres.database import Database
from sync.postgres.embedded import EmbeddedServer
from sync.postgres.session import connect
from tests.support.servers import execute

_TEMPLATE = "template_world"
_HALF = "template_world_in_the_making"

BASE = {
    "20260101000000_customers.sql": """\
CREATE TABLE customers (id bigint PRIMARY KEY, name text NOT NULL);
CREATE VIEW names AS SELECT name FROM customers;
"""
}

_USUAL = """
[project]
name = "acme"

[migrations]
repository = "{repository}"

[environments.staging]
branch = "develop"
database = "env:STAGING_DATABASE_URL"
deploy = {{ lock_timeout = "1s", retries = 1, wait = "5s" }}

[environments.production]
branch = "main"
database = "env:PRODUCTION_DATABASE_URL"
after = "staging"
approvals = {{ required = 1, from = ["S0PLATFORM"] }}
backup = {{ to = "{backups}", keep = 3 }}
deploy = {{ lock_timeout = "1s", retries = 1, wait = "5s" }}

[environments.payments]
branch = "payments"
database = "env:PAYMENTS_DATABASE_URL"
approvals = {{ required = 1, from = ["S0PLATFORM"] }}
freeze = [
    {{ from = "Mon 00:00", to = "Thu 00:00", reason = "closing of the books" }},
    {{ from = "Thu 00:00", to = "Mon 00:00", reason = "closing of the books" }},
]

[environments.reports]
branch = "reports"
database = "env:REPORTS_DATABASE_URL"
approvals = {{ required = 2, from = ["U0ANNA", "U0BEN"], own = true, expire = "6s" }}

[drift]
watch = "off"
"""


def configuration(repository: str, backups: str) -> str:
    """`schemabot.toml`, with the places where things are."""
    return _USUAL.format(repository=repository, backups=backups)


def first_state(database: Database) -> None:
    """Bring a database to the first migration, with some rows."""
    with TemporaryDirectory() as folder:
        for name, text in BASE.items():
            (Path(folder) / name).write_text(text)
        deploy(database, migrations_in(Path(folder)), Settings(run_by="anna"), label=database.label)
    execute(database, "INSERT INTO customers VALUES (1, 'Ines'), (2, 'Joan'), (3, 'Kai')")


@dataclass(frozen=True, slots=True)
class Place:
    """A server, and the databases that a world has there.

    Attributes:
        server: Running.
    """

    server: EmbeddedServer

    def make(self, name: str, *, empty: bool = False) -> Database:
        """A database, made anew where there is one: empty, or with the first migration."""
        template = "template0" if empty else self._template()
        self.remove(name)
        with connect(self.server.database(), autocommit=True) as connection:
            names = sql.Identifier(name), sql.Identifier(template)
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(*names))
        return self.server.database(name)

    def remove(self, name: str) -> None:
        """Drop a database, whoever uses it."""
        with connect(self.server.database(), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _template(self) -> str:
        """Made once for each server."""
        query = "SELECT 1 FROM pg_database WHERE datname = %s"
        with connect(self.server.database(), autocommit=True) as connection:
            if connection.execute(query, [_TEMPLATE]).fetchone() is None:
                first_state(self.make(_HALF, empty=True))
                names = sql.Identifier(_HALF), sql.Identifier(_TEMPLATE)
                connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*names))
        return _TEMPLATE
