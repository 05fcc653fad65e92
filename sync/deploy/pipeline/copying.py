"""A copy of a live schema on which pending migrations can be tried: without rows, as the one who deploys finds it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import psycopg
from psycopg import sql

from sync.catalog import Scope, read_catalog
from sync.deploy.deploying import Waiting
from sync.deploy.pipeline.target import Target
from sync.errors import SourceError
from sync.migrations import history
from sync.migrations.history import Applied
from sync.model import Catalog
from sync.planning.proof import copy_of
from sync.postgres.database import Database
from sync.postgres.limits import Cancellation, reason_of
from sync.postgres.session import connect
from sync.shadow.deployer import deployer_of, welcome
from sync.shadow.roles import make_role, missing_roles
from sync.shadow.scratch import Scratch
from sync.shadow.stand_ins.members import extensions_of, lacking
from sync.sources import bench_for

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy.

    Attributes:
        database: Where it is.
        stand_ins: The extensions that have nothing behind them there.
        is_other_major: Whether it is on another major version of PostgreSQL.
    """

    database: Database
    stand_ins: frozenset[str]
    is_other_major: bool


@contextmanager
def copied(
    target: Target,
    catalog: Catalog,
    pending: Waiting,
    scratch: Scratch,
    *,
    progress: Progress = lambda _: None,
    cancellation: Cancellation | None = None,
) -> Iterator[Copy]:
    """A copy of what an environment has, with its history, dropped at the end.

    Sessions on it begin as the role that deploys, with the settings that it finds. That role may do everything there,
    and the others have no rights but those that the schema gives them. Extensions that only the environment before has
    can be made there.

    Args:
        target: The environment.
        catalog: All that is there, read with dependencies.
        pending: What is to be tried.
        scratch: Where the copy is made.
        progress: Told what is being done.
        cancellation: What may end the making before its time.

    Raises:
        ConnectError: The database cannot be reached, or it was cancelled.
        EmbeddedServerError: There is no scratch database.
        SourceError: The copy cannot be made.
    """
    sources, others = [target.live], []
    if target.after is not None and _makes_extensions(pending):
        sources.append(target.after.live)
        others.append(read_catalog(target.after.live.database, Scope(dependencies=True), target.after.name))
    progress(f"{target.name}: making a copy of the schema")
    with copy_of(catalog, others, bench_for(scratch, *sources), cancellation) as copy:
        try:
            _welcome(target, pending, copy)
        except psycopg.Error as error:
            raise SourceError(f"the copy of {target.name} cannot be deployed to: {reason_of(error)}") from error
        server = scratch.server()
        with connect(server.database(), autocommit=True) as connection:
            absent = lacking([version for one in sources for version in extensions_of(one.database)], connection)
        yield Copy(copy, absent, server.programs.major != catalog.major)


def _makes_extensions(pending: Waiting) -> bool:
    return any(one.kind == "CreateExtensionStmt" for migration in pending.migrations for one in migration.statements)


def _welcome(target: Target, pending: Waiting, copy: Database) -> None:
    """Have sessions begin as in the live database, and the history be there, with the roles that are named."""
    deployer = deployer_of(target.live.database)
    welcome(replace(deployer, open_public=None, may=()), copy)  # who may do what in public, the copy knows already
    named = {role for migration in pending.migrations for one in migration.statements for role in one.roles}
    with connect(copy, autocommit=True) as connection:
        for name in missing_roles(connection, named):
            make_role(connection, name)
        own = sql.Identifier(connection.info.dbname)
        connection.execute(sql.SQL("ALTER DATABASE {} SET role = {}").format(own, sql.Literal(deployer.role)))
        connection.execute("SET event_triggers = off")  # the user's own, which know nothing of this
        history.ensure(connection)
        _remember(connection, pending.applied)


def _remember(connection: history.Connection, applied: tuple[Applied, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO supabase_migrations.schema_migrations (version, name, statements) VALUES (%s, %s, %s)",
            [(one.version, one.name, list(one.statements) if one.statements else None) for one in applied],
        )
