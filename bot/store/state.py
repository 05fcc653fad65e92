"""Where the bot's records are, and how they are reached.

`SCHEMABOT_STATE_URL` names the database; without it, it is on the embedded server in `SCHEMABOT_DATA`. Its tables are
made by the files of `migrations/`, applied by the same engine that applies everybody's.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import structlog
from psycopg import sql
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session, sessionmaker

from sync.data import data_folder
from sync.deploy import Settings, deploy
from sync.errors import BusyError, ConnectError
from sync.migrations.folder import migrations_in
from sync.postgres.database import Database
from sync.postgres.embedded import EmbeddedServer
from sync.postgres.limits import CONNECT_TIMEOUT_S, LIBPQ_OPTIONS
from sync.postgres.pooler import refuse_transaction_pooler
from sync.postgres.session import connect

VARIABLE = "SCHEMABOT_STATE_URL"

_EMBEDDED = "schemabot"
_RETRY_S = 2.0
_POOL = 5
_OVERFLOW = 20

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class State:
    """The bot's records, ready for use.

    Attributes:
        database: Where they are.
        engine: SQLAlchemy's way there; connections that were lost are made again.
        sessions: Makes sessions; `with state.sessions.begin() as session:` is a transaction.
    """

    database: Database
    engine: Engine
    sessions: sessionmaker[Session]

    def answers(self) -> bool:
        """Whether the database answers."""
        try:
            with self.engine.connect() as connection:
                connection.exec_driver_sql("SELECT 1")
        except Exception:  # noqa: BLE001 - whatever it is, it does not answer
            return False
        return True


@contextmanager
def open_state(
    environ: Mapping[str, str], *, server: EmbeddedServer | None = None, stop: threading.Event | None = None
) -> Iterator[State]:
    """The records, brought up to date, until the end of the block.

    Waits for a database that does not answer: the bot may be started before it.

    Args:
        environ: Where `SCHEMABOT_STATE_URL` may stand.
        server: The embedded server to use where it does not; by default the one of `SCHEMABOT_DATA`.
        stop: Ends the waiting.

    Raises:
        ConfigurationError: The URL is none, or leads through a pooler in transaction mode.
        ConnectError: The waiting was ended.
        EmbeddedServerError: PostgreSQL does not start on this machine.
        MigrationError: The tables cannot be made.
    """
    with ExitStack() as stack:
        database = _database(environ, server, stack)
        _patiently(lambda: _prepare(database), stop or threading.Event())
        engine = engine_of(database)
        stack.callback(engine.dispose)
        yield State(database, engine, sessionmaker(engine, expire_on_commit=False))


def engine_of(database: Database) -> Engine:
    """SQLAlchemy's way to a database. Its errors never quote the URL."""
    return create_engine(
        "postgresql+psycopg://",
        creator=lambda: _connection(database),
        pool_pre_ping=True,
        pool_size=_POOL,
        max_overflow=_OVERFLOW,
    )


def keep_alive(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Have the server find out within a minute that a machine is gone which holds a lock by this connection."""
    connection.execute(
        "SELECT set_config('tcp_keepalives_idle', '15', false), set_config('tcp_keepalives_interval', '5', false),"
        " set_config('tcp_keepalives_count', '3', false)"
    )


def migrations_folder() -> Path:
    """The bot's own migrations: in the checkout at its top, in an installed package beside this module."""
    beside = Path(__file__).parent / "migrations"
    return beside if beside.is_dir() else Path(__file__).parents[2] / "migrations"


def _database(environ: Mapping[str, str], server: EmbeddedServer | None, stack: ExitStack) -> Database:
    url = environ.get(VARIABLE, "").strip()
    if url:
        return Database.parse(url, VARIABLE)
    if server is None:
        server = stack.enter_context(EmbeddedServer(data_folder()))
    with connect(server.database(), autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_catalog.pg_database WHERE datname = %s", [_EMBEDDED]).fetchone()
        if not found:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_EMBEDDED)))
    return server.database(_EMBEDDED)


def _prepare(database: Database) -> None:
    refuse_transaction_pooler(database)
    done = deploy(database, migrations_in(migrations_folder()), Settings(run_by="schemabot serve"), label="the state")
    for one in done.applied:
        log.info("state brought up to date", migration=one.label, seconds=round(one.seconds, 2))


def _patiently(attempt: Callable[[], None], stop: threading.Event) -> None:
    while True:
        try:
            attempt()
        except (ConnectError, BusyError) as error:
            log.warning("the state database cannot be used", problem=str(error), retry_in_s=_RETRY_S)
            if stop.wait(_RETRY_S):
                raise
        else:
            return


def _connection(database: Database) -> psycopg.Connection[tuple[object, ...]]:
    """A connection of the pool, which may come to hold a lock. Its errors never quote the URL."""
    failure = None
    try:
        connection = psycopg.connect(database.url, connect_timeout=CONNECT_TIMEOUT_S, **LIBPQ_OPTIONS)
        keep_alive(connection)
        connection.commit()
    except psycopg.OperationalError as error:
        failure = psycopg.OperationalError(database.redact(str(error)))
    if failure:
        raise failure
    return connection
