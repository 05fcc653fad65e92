"""The bot's own tables: made by its own engine, as the classes have them, and reached again after an outage."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from threading import Event

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

import bot.store
from bot.store import open_state
from bot.store.models import Base
from bot.store.state import VARIABLE, migrations_folder
from sync.errors import ConfigurationError, ConnectError
from sync.migrations.folder import folder_at
from sync.postgres.embedded import EmbeddedServer
from tests.support.servers import Databases, execute, rows


def test_the_tables_are_those_of_the_classes(databases: Databases) -> None:
    for module in iter_modules(bot.store.__path__):
        import_module(f"bot.store.{module.name}")
    database = databases.fresh()
    with open_state({VARIABLE: database.url}) as state:
        found = inspect(state.engine)
        there = {
            (name, column["name"], column["type"].compile(state.engine.dialect), column["nullable"])
            for name in found.get_table_names("bot")
            for column in found.get_columns(name, "bot")
        }
    declared = {
        (table.name, column.name, column.type.compile(state.engine.dialect), column.nullable)
        for table in Base.metadata.tables.values()
        for column in table.columns
    }
    assert declared == there


def test_they_are_made_once_by_the_engine_that_makes_everybody_s(databases: Databases) -> None:
    database = databases.fresh()
    for _ in range(2):
        with open_state({VARIABLE: database.url}) as state:
            assert state.answers()

    versions = [one.version for one in folder_at(migrations_folder()).migrations]
    assert rows(database, "SELECT version FROM supabase_migrations.schema_migrations ORDER BY 1") == [
        (one,) for one in versions
    ]
    assert rows(database, "SELECT DISTINCT run_by FROM schemabot.migration_runs") == [("schemabot serve",)]


def test_connections_that_were_cut_are_made_again(databases: Databases) -> None:
    database = databases.fresh()
    with open_state({VARIABLE: database.url}) as state:
        with state.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        rows(
            databases.server.database(),
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database.label.split('/')[-1]}'",
        )
        assert state.answers()


def test_a_database_that_does_not_answer_is_waited_for(databases: Databases) -> None:
    there = databases.fresh()
    url = there.url.replace("&port=", "&port=1")
    stop = Event()
    stop.set()
    with pytest.raises(ConnectError), open_state({VARIABLE: url}, stop=stop):
        pass


def test_a_wrong_url_is_told_without_its_password() -> None:
    with pytest.raises(ConfigurationError) as caught, open_state({VARIABLE: "mysql://ann:hunter2@db/state"}):
        pass
    assert "SCHEMABOT_STATE_URL is not a PostgreSQL URL" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_without_a_url_it_is_on_the_embedded_server(server: EmbeddedServer) -> None:
    with open_state({}, server=server) as state:
        assert state.database.label == "embedded/schemabot"


def test_an_error_of_a_connection_shows_no_password(databases: Databases) -> None:
    database = databases.fresh()
    with open_state({VARIABLE: database.url}) as state:
        name = database.label.split("/")[-1]
        execute(databases.server.database(), f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        state.engine.dispose()
        with pytest.raises(DBAPIError) as caught, state.engine.connect():
            pass
    assert database.url not in str(caught.value)


def test_the_migrations_come_with_the_package() -> None:
    assert migrations_folder().is_dir()
    configured = Path(__file__).parents[2] / "pyproject.toml"
    assert '"migrations" = "bot/store/migrations"' in configured.read_text()
