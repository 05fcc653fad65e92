"""Exports that are loaded again, with psql, as people do; and what pg_dump, an independent judge, says of both."""

import re
import tempfile
from pathlib import Path

from sync.catalog import Scope, read
from sync.catalog.secrets import itself
from sync.plan.export import script
from sync.postgres.database import Database
from sync.postgres.embedded import EmbeddedServer
from tests.support.servers import Databases, clients

_RESTRICT = re.compile(r"^\\(?:un)?restrict .*\n", re.MULTILINE)  # a new word each time
# Where it is written for a column that parents have too, pg_dump forgets to quote its name.
_NOT_NULL = re.compile(r'CONSTRAINT (?:"(?:[^"]|"")*_not_null\d*"|(?:(?! CHECK ).)*?_not_null\d*) NOT NULL')
_OPTIONS = re.compile(r"WITH \(([^()]*)\)")
_STATISTICS = re.compile(r"^(CREATE STATISTICS .* ON )(.*) FROM", re.MULTILINE)
_COMMENTS = re.compile(r"^--.*\n", re.MULTILINE)
# Before, pg_dump tells whether an operator is tied to its class or to the family, which is not part of a schema.
TIES_SAID_SINCE = 14


def exported(database: Database, *, roles: bool = False, hidden: bool = False) -> str:
    """The script that builds the schema of a database from nothing, with its secrets unless they are to be hidden."""
    found = read(database, Scope(roles=roles, dependencies=True))
    return "".join(script(found.catalog(None if hidden else itself)))


def loaded(databases: Databases, text: str) -> Database:
    """A new database in which psql has run a script, in one transaction."""
    database = databases.fresh()
    psql(databases, database, text, "--single-transaction")
    return database


def psql(databases: Databases, database: Database, text: str, *more: str) -> None:
    """Have psql run a script, with more options."""
    with tempfile.TemporaryDirectory(prefix="schemabot-export-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # psql runs as the server's account
        path = folder / "schema.sql"
        path.write_text(text, encoding="utf-8", newline="")
        options = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--file={path}", *more)
        clients(databases.server).run("psql", *options, database.url, cwd=folder)


def dumped(database: Database, server: EmbeddedServer) -> list[str]:
    """The statements of `pg_dump --schema-only`, as far as they are part of a schema.

    In which order things were made is not, nor that of columns and options, nor what PostgreSQL called the
    constraint behind NOT NULL.
    """
    text = clients(server).run("pg_dump", "--schema-only", database.url, cwd=server.programs.folder)
    text = _NOT_NULL.sub("NOT NULL", _COMMENTS.sub("", _RESTRICT.sub("", text)))
    text = _OPTIONS.sub(lambda found: f"WITH ({', '.join(sorted(found[1].split(', ')))})", text)
    text = _STATISTICS.sub(lambda found: f"{found[1]}{', '.join(sorted(found[2].split(', ')))} FROM", text)
    return sorted("\n".join(sorted(line.strip(" ,") for line in one.strip().splitlines())) for one in text.split(";\n"))
