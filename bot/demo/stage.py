"""Sets the stage: the example's databases with drift between them, the local workspace, the bot under it."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from psycopg import sql

from bot.configuration import BotConfiguration, SlackAccess
from bot.simulator import Server, default_workspace, running
from bot.slack.runner import connected
from sync.errors import ConfigurationError
from sync.migrations import SqlFile, migration_files
from sync.postgres.embedded import EmbeddedServer
from sync.postgres.session import connect
from sync.shadow.replay import replay

CHANNEL = "#schema"
_EXAMPLE = "harbour"
_OPENING = (
    "Members can see other members on production. Is it not the same as staging? Type `/schema diff` to find out."
)
_ENVIRONMENTS = ("staging", "production")
_CONFIGURATION = """\
[project]
name = "harbour"

[migrations]
path = "migrations"

[environments.staging]
branch = "develop"
database = "env:STAGING_DATABASE_URL"

[environments.production]
branch = "main"
database = "env:PRODUCTION_DATABASE_URL"
after = "staging"

[slack]
channel = "#schema"
command = "/schema"
"""


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that runs.

    Attributes:
        workspace: The local Slack workspace.
        configuration: The file that the bot was started with, to try the command line on.
        environment: The variables that belong to it.
    """

    workspace: Server
    configuration: Path
    environment: dict[str, str]


@contextmanager
def stage(say: Callable[[str], None], port: int = 0) -> Iterator[Stage]:
    """Set the stage, and clear it at the end of the block.

    Args:
        say: Told each step before it is done.
        port: Where the workspace's page listens, on the loopback interface; 0 takes a free one.

    Raises:
        EmbeddedServerError: PostgreSQL does not start on this machine.
        ConfigurationError: The port is taken.
    """
    with ExitStack() as stack:
        say("starting PostgreSQL")
        server = stack.enter_context(EmbeddedServer.throwaway())
        environment = {}
        for name in _ENVIRONMENTS:
            say(f"building {name} from {len(migration_files(example() / 'migrations'))} migrations")
            environment[f"{name.upper()}_DATABASE_URL"] = _build(server, name)
        say("changing production by hand")
        replay([SqlFile(example() / "drift.sql")], server.database("production"))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="schemabot-demo-")))
        file = folder / "schemabot.toml"
        file.write_text(_CONFIGURATION)
        say("opening the workspace, starting the bot")
        workspace = stack.enter_context(_opened(port))
        stack.enter_context(_variables(environment))
        access = SlackAccess(workspace.bot_token, workspace.app_token, workspace.api_url)
        stack.enter_context(connected(BotConfiguration.load(file), access))
        workspace.wait_until_connected()
        workspace.person("ben").says(CHANNEL, _OPENING)
        yield Stage(workspace, file, environment)


def example() -> Path:
    """The folder of the example: in the checkout at its top, in an installed package beside this module."""
    beside = Path(__file__).parent / "examples" / _EXAMPLE
    return beside if beside.is_dir() else Path(__file__).parents[2] / "examples" / _EXAMPLE


@contextmanager
def _opened(port: int) -> Iterator[Server]:
    with ExitStack() as stack:
        try:
            workspace = stack.enter_context(running(default_workspace(), port))
        except OSError as error:
            raise ConfigurationError(
                f"the page cannot listen on port {port} ({error.strerror})",
                "choose another with --port, or leave it out",
            ) from None
        yield workspace


def _build(server: EmbeddedServer, name: str) -> str:
    with connect(server.database(), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    replay(migration_files(example() / "migrations"), server.database(name))
    return server.database(name).url


@contextmanager
def _variables(values: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
