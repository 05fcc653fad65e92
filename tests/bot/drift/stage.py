"""Two databases, their files in a repository, a state, a workspace, and the bot's part that looks for drift."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from dulwich.objects import ObjectID
from dulwich.refs import Ref
from dulwich.repo import Repo
from slack_sdk import WebClient
from sqlalchemy import select

from bot.configuration import BotConfiguration, SlackAccess
from bot.drift import Checker, Drifts, Rounds, Watch
from bot.simulator import Message, Person, Server, default_workspace, running
from bot.slack.app import make_app
from bot.slack.connection import SlackConnection
from bot.slack.courier import Courier
from bot.slack.deploying import Deploying
from bot.slack.drift_posts import drift_posts
from bot.slack.people import SlackPeople
from bot.slack.poster import Poster
from bot.slack.services import Services
from bot.store import State, open_state
from bot.store.models import Audit, Post
from sync.data import DATA_VARIABLE
from sync.migrations import Migration, SqlFile
from sync.migrations.history import ensure, mark
from sync.migrations.mirror import Mirror
from sync.postgres.database import Database
from sync.postgres.embedded import EmbeddedServer
from sync.postgres.session import connect
from sync.shadow.scratch import Scratch
from tests.bot.deployments_slack.stand import FakeDesk
from tests.support.git import commit, repository
from tests.support.servers import Databases, execute

CONFIGURATION = """
[project]
name = "acme"

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
{approvals}

[drift]
nightly = "02:00"
zone = "Europe/Madrid"
watch = "5m"
"""
APPROVALS = 'approvals = { required = 1, from = ["S0PLATFORM"] }'
FILE = "20261101000000_orders.sql"
ORDERS = """
CREATE TABLE orders (id bigint PRIMARY KEY, total integer);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON orders USING (id > 0);
"""


@dataclass
class Once:
    """Does tasks at once, each key once: what stands for the durable engine."""

    stage: "Stage"
    done: set[tuple[str, str]] = field(default_factory=set)

    def __call__(self, task: str, key: str, argument: str) -> None:
        """Do it, unless that was done."""
        if (task, key) not in self.done:
            self.done.add((task, key))
            self.stage.drifts.tasks[task](argument)


class Stage:
    """What a test plays on."""

    def __init__(
        self, configuration: BotConfiguration, state: State, databases: dict[str, Database], place: Path
    ) -> None:
        self.configuration, self.state, self.repository = configuration, state, place
        self.staging, self.production = databases["staging"], databases["production"]
        self.stopping = threading.Event()
        self.slack: Server | None = None
        self.once = Once(self)

    def open(self, stack: ExitStack, server: EmbeddedServer, data: Path) -> None:
        """Bring everything to work."""
        slack = stack.enter_context(running(default_workspace()))
        self.slack = slack
        client = WebClient(token=slack.bot_token, base_url=slack.api_url)
        self.mirror = Mirror(str(self.repository), data)
        self._scratch = stack.enter_context(Scratch(server))
        self._people = SlackPeople(client, "#schema")
        self.drifts, self.watch = self.replica(self.state)
        kinds = drift_posts(self.drifts.view)
        stack.enter_context(
            Courier(self.state.engine, client, "#schema", kinds, post_s=0.0, update_s=0.0, poll_s=0.02, retry_s=0.3)
        )
        deploying = Deploying(FakeDesk(), self.state.sessions)
        self.services = Services.make(self.configuration, Poster(client), deploying, self.drifts)
        stack.callback(self.services.close)
        self._stack, self._client = stack, client
        stack.callback(self.stopping.set)

    def replica(self, state: State) -> tuple[Drifts, Watch]:
        """The part of one process that looks for drift."""
        checker = Checker(self.configuration, self.mirror, self._scratch, self.stopping)
        rounds = Rounds(state.engine, state.sessions, checker)
        drifts = Drifts(self.configuration, self._people, rounds, self.once, waits_s=(0.01,))
        assert isinstance(self.configuration.drift.watch, timedelta)
        return drifts, Watch(rounds, self.configuration.drift.watch, waits_s=(0.01,))

    def listen(self) -> None:
        """From here on the bot hears what people type and press."""
        access = SlackAccess(self.server.bot_token, self.server.app_token, self.server.api_url)
        app = make_app(self._client, self.services)
        self._stack.enter_context(SlackConnection(access, app, self.services, threading.Event()))
        self.server.wait_until_connected()

    # -- what happens -------------------------------------------------------------------------------------

    def night(self, day: str) -> Message:
        """The clock fires; the message of the night."""
        self.drifts.fire(date.fromisoformat(day))
        return self.message(f"drift/{day}")

    def deploy(self, sql: str, name: str, *environments: str) -> None:
        """Commit a migration to both branches, and apply it as a deployment does."""
        self.commit(**{f"migrations__{name.removesuffix('.sql')}": sql})
        for one in environments or ("staging", "production"):
            applied(getattr(self, one), name, sql)

    def commit(self, **files: str) -> str:
        """Commit files to both branches; names are without `.sql`."""
        found = commit(self.repository, "Change", **{f"{name}.sql": text for name, text in files.items()})
        with Repo(str(self.repository)) as there:
            there.refs[Ref(b"refs/heads/develop")] = ObjectID(found.encode())
        return found

    def by_hand(self, environment: str, sql: str) -> None:
        """Somebody changes a database."""
        execute(getattr(self, environment), sql)

    # -- what people see ----------------------------------------------------------------------------------

    @property
    def server(self) -> Server:
        """The workspace."""
        assert self.slack is not None
        return self.slack

    def person(self, name: str) -> Person:
        """Somebody."""
        return self.server.person(name)

    @property
    def anna(self) -> Person:
        """An approver."""
        return self.person("anna")

    def settle(self) -> None:
        """Wait until all that is to be said is said."""
        unsent = select(Post.id).where(Post.state != "dropped", Post.shown_revision < Post.wanted_revision)

        def is_said() -> bool:
            with self.state.sessions() as session:
                return session.scalar(unsent.limit(1)) is None

        until(is_said)

    def message(self, subject: str) -> Message:
        """The message of a report, as it stands."""
        self.settle()
        with self.state.sessions() as session:
            post = session.scalars(select(Post).filter_by(subject=subject, key="drift-report")).one()
        return self.server.workspace.message(post.channel or "", post.ts or "")

    def reads(self, subject: str) -> str:
        """What people read in it."""
        return self.anna.reads(self.message(subject))

    def subjects(self) -> list[str]:
        """The reports that are told, in order."""
        with self.state.sessions() as session:
            return list(session.scalars(select(Post.subject).filter_by(key="drift-report").order_by(Post.id)))

    def audited(self) -> list[tuple[str, str, str]]:
        """Who did what, and what became of it."""
        with self.state.sessions() as session:
            return [(one.actor, one.action, one.outcome) for one in session.scalars(select(Audit).order_by(Audit.id))]


def applied(database: Database, name: str, sql: str) -> None:
    """Apply a migration as a deployment does."""
    version, _, rest = name.removesuffix(".sql").partition("_")
    one = Migration(SqlFile(Path(name), sql.encode()), version, rest)
    with connect(database, autocommit=True) as connection:
        ensure(connection)
        connection.execute(sql.encode())
        mark(connection, one, one.written)


def until(is_so: Callable[[], object], patience_s: float = 20.0) -> None:
    """Wait until something is so."""
    end = time.monotonic() + patience_s
    while not is_so():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def _with_tables(database: Database, _: EmbeddedServer) -> None:
    with open_state({"SCHEMABOT_STATE_URL": database.url}):
        pass


@contextmanager
def staged(
    databases: Databases,
    server: EmbeddedServer,
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    approvals: str = APPROVALS,
) -> Iterator[Stage]:
    """A stage on which staging and production are as the files say."""
    there = {name: databases.fresh() for name in ("staging", "production")}
    for name, database in there.items():
        monkeypatch.setenv(f"{name.upper()}_DATABASE_URL", database.url)
        applied(database, FILE, ORDERS)
    monkeypatch.setenv(DATA_VARIABLE, str(place / "data"))
    git = repository(place / "repository")
    file = place / "schemabot.toml"
    file.write_text(CONFIGURATION.format(repository=git, approvals=approvals))
    kept = databases.fresh(template=databases.template("drift_state", _with_tables))
    with ExitStack() as stack:
        state = stack.enter_context(open_state({"SCHEMABOT_STATE_URL": kept.url}))
        stage = Stage(BotConfiguration.load(file), state, there, git)
        stage.commit(**{f"migrations__{FILE.removesuffix('.sql')}": ORDERS})
        stage.open(stack, server, place / "data")
        yield stage
