"""A desk that remembers what it was asked, and a state database with posts in it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from slack_sdk import WebClient
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session, sessionmaker

from bot.configuration import SlackAccess
from bot.deployments import DeploymentView, RefusedError, Taken, UnknownDeploymentError
from bot.deployments.posts import Kind, say, say_again
from bot.simulator import Message, Server
from bot.slack.app import make_single_client
from bot.slack.courier import Courier
from bot.slack.deployment_posts import deployment_posts
from bot.store.models import Post
from sync.postgres.database import Database
from sync.postgres.embedded import EmbeddedServer
from tests.support.servers import Databases, execute

MIGRATIONS = Path(__file__).parents[3] / "migrations"


@dataclass
class FakeDesk:
    """Deployments as they are put there; what it is asked to do is written down, and refused when told to."""

    views: dict[str, DeploymentView] = field(default_factory=dict)
    asked: list[tuple[Any, ...]] = field(default_factory=list)
    refusal: str = ""

    def put(self, *views: DeploymentView) -> None:
        """Have these deployments."""
        self.views |= {view.id: view for view in views}

    def view(self, deployment: str, /) -> DeploymentView:
        """One of them."""
        if deployment not in self.views:
            raise UnknownDeploymentError(
                f'there is no deployment "{deployment}"', f"the last are {', '.join(self.views)}"
            )
        return self.views[deployment]

    def recent(self, environment: str | None = None, limit: int = 10) -> tuple[DeploymentView, ...]:
        """All of them."""
        found = [one for one in self.views.values() if environment in (None, one.environment)]
        return tuple(found[:limit])

    def submit(self, environment: str, commit: str | None, *, by: str) -> Taken:
        """Remember it."""
        self._did("submit", environment, commit, by)
        return Taken("staging-50", "staging-50 deploys abc1234")

    def approve(
        self, deployment: str, /, *, by: str, question: int | None = None, digest: str | None = None
    ) -> DeploymentView:
        """Remember it."""
        self._did("approve", deployment, by, question, digest)
        return self.view(deployment)

    def accept(self, deployment: str, /, *, by: str) -> DeploymentView:
        """Remember it."""
        self._did("accept", deployment, by)
        return self.view(deployment)

    def reject(self, deployment: str, /, *, by: str, reason: str, question: int | None = None) -> DeploymentView:
        """Remember it."""
        self._did("reject", deployment, by, reason, question)
        return self.view(deployment)

    def retry(self, deployment: str, /, *, by: str) -> DeploymentView:
        """Remember it."""
        self._did("retry", deployment, by)
        return self.view(deployment)

    def cancel(self, deployment: str, /, *, by: str) -> DeploymentView:
        """Remember it."""
        self._did("cancel", deployment, by)
        return self.view(deployment)

    def undo(self, deployment: str, /, *, by: str) -> DeploymentView:
        """Remember it."""
        self._did("undo", deployment, by)
        return self.view(deployment)

    def roll_back(self, environment: str, to: str | None, *, by: str) -> DeploymentView:
        """Remember it."""
        self._did("roll_back", environment, to, by)
        return next(iter(self.views.values()))

    def log(self, deployment: str, /) -> str:
        """Three lines."""
        return f"{deployment}: all that is known\n" * 3

    def _did(self, *what: Any) -> None:
        self.asked.append(what)
        if self.refusal:
            raise RefusedError(self.refusal, approvers=("S0PLATFORM", "U0ANNA"))


@dataclass(frozen=True, slots=True)
class Records:
    """A state database."""

    database: Database
    engine: Engine
    sessions: sessionmaker[Session]

    def say(self, view: DeploymentView, *kinds: Kind, person: str | None = None, **arguments: Any) -> None:
        """Have things said about a deployment, in one transaction."""
        with self.sessions.begin() as session:
            for kind in kinds:
                key = f"{kind}/{person}" if person else kind.value
                say(session, view.id, kind, key, person=person, arguments=arguments)

    def again(self, view: DeploymentView) -> None:
        """Have the message of a deployment be brought up to date."""
        with self.sessions.begin() as session:
            say_again(session, view.id, Kind.DEPLOYMENT.value)

    def posts(self) -> dict[tuple[str, str], Post]:
        """All rows, by subject and key."""
        with self.sessions() as session:
            return {(one.subject, one.key): one for one in session.scalars(select(Post))}


def _with_tables(database: Database, _: EmbeddedServer) -> None:
    for file in sorted(MIGRATIONS.glob("*.sql")):
        execute(database, file.read_text())


@contextmanager
def records(databases: Databases) -> Iterator[Records]:
    """A fresh state database."""
    database = databases.fresh(template=databases.template("bot_state", _with_tables))
    engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(database.url))
    try:
        yield Records(database, engine, sessionmaker(engine, expire_on_commit=False))
    finally:
        engine.dispose()


def client_of(slack: Server) -> WebClient:
    """As the courier's own."""
    return make_single_client(SlackAccess(slack.bot_token, slack.app_token, slack.api_url))


def courier_of(records: Records, client: WebClient, desk: FakeDesk, channel: str = "#schema", **how: float) -> Courier:
    """A courier in a hurry."""
    hurried = {"post_s": 0.0, "update_s": 0.0, "poll_s": 0.02, "retry_s": 0.3, **how}
    return Courier(records.engine, client, channel, deployment_posts(desk, "/schema"), **hurried)


def top_level(messages: tuple[Message, ...]) -> list[Message]:
    """What stands in the channel itself and everybody sees."""
    return [one for one in messages if not one.is_reply and not one.only_visible_to]


def until(is_so: Callable[[], object], patience_s: float = 15.0) -> None:
    """Wait until something is so."""
    end = time.monotonic() + patience_s
    while not is_so():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)
