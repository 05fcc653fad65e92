"""Sets the stage: the example's repository and databases, the local workspace, the bot under it."""

import os
import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from psycopg import sql

from bot.configuration import BotConfiguration, SlackAccess, WebAccess
from bot.demo.repository import DemoRepository
from bot.serving import Running, bot
from bot.simulator import Server, default_workspace, running
from sync.data import DATA_VARIABLE
from sync.deploy import Settings, deploy
from sync.errors import ConfigurationError
from sync.migrations import SqlFile
from sync.migrations.folder import Folder, folder_at
from sync.postgres.database import Database
from sync.postgres.embedded import EmbeddedServer
from sync.postgres.session import connect
from sync.shadow.replay import replay

CHANNEL = "#schema"
ENVIRONMENTS = ("staging", "production")

_EXAMPLE = "harbour"
_CONFIGURATION = """\
[project]
name = "harbour"

[migrations]
repository = "{repository}"
path = "migrations"

[environments.staging]
branch = "develop"
database = "env:STAGING_DATABASE_URL"

[environments.production]
branch = "main"
database = "env:PRODUCTION_DATABASE_URL"
after = "staging"
approvals = {{ required = 1, from = ["S0PLATFORM"] }}
backup = {{ to = "{backups}" }}

[slack]
channel = "#schema"
command = "/schema"

[drift]
watch = "5s"
"""


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that runs.

    Attributes:
        workspace: The local Slack workspace.
        bot: The bot.
        repository: Where the migrations are pushed to.
        production: The database that somebody will change by hand.
        configuration: The file that the bot was started with, to try the command line on.
        environment: The variables that belong to it.
    """

    workspace: Server
    bot: Running
    repository: DemoRepository
    production: Database
    configuration: Path
    environment: dict[str, str]

    def change_production(self) -> None:
        """Change production by hand, as people do."""
        replay([SqlFile(example() / "drift.sql")], self.production)


@contextmanager
def stage(say: Callable[[str], None], port: int = 0) -> Iterator[Stage]:
    """Set the stage, and clear it at the end of the block.

    Both databases have all migrations of the example but the last, which nobody has pushed yet.

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
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="schemabot-demo-")))
        known = folder_at(example() / "migrations")
        environment = {DATA_VARIABLE: str(folder / "data")}
        for name in ENVIRONMENTS:
            say(f"building {name} from {len(known.files) - 1} migrations")
            environment[f"{name.upper()}_DATABASE_URL"] = _build(server, name, known)
        say("making a git repository")
        repository = DemoRepository(folder / "harbour" / "marina", secrets.token_hex(16))
        repository.begin(known.files[:-1])
        file = folder / "schemabot.toml"
        file.write_text(
            _CONFIGURATION.format(repository=repository.path, backups=(folder / "backups").absolute().as_uri())
        )
        say("opening the workspace, starting the bot")
        workspace = stack.enter_context(_opened(port))
        stack.enter_context(_variables(environment))
        at_work = stack.enter_context(
            bot(
                BotConfiguration.load(file),
                SlackAccess(workspace.bot_token, workspace.app_token, workspace.api_url),
                WebAccess("127.0.0.1", 0, webhook_secret=repository.secret),
                environ={},
                server=server,
            )
        )
        workspace.wait_until_connected()
        repository.is_heard_at(f"http://127.0.0.1:{at_work.port}/github/webhook")
        yield Stage(workspace, at_work, repository, server.database("production"), file, environment)


def example() -> Path:
    """The folder of the example: in the checkout at its top, in an installed package beside this module."""
    beside = Path(__file__).parent / "examples" / _EXAMPLE
    return beside if beside.is_dir() else Path(__file__).parents[2] / "examples" / _EXAMPLE


def new_migration() -> SqlFile:
    """The migration that nobody has pushed yet."""
    return folder_at(example() / "migrations").files[-1]


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


def _build(server: EmbeddedServer, name: str, known: Folder) -> str:
    with connect(server.database(), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    database = server.database(name)
    deploy(database, known.migrations[:-1], Settings(run_by="the demo"), label=name)
    return database.url


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
