"""The state of the bot, a repository, and deployments of which nothing is done but what a test does."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from dulwich.objects import ObjectID
from dulwich.refs import Ref
from dulwich.repo import Repo
from sqlalchemy import select

from bot.configuration import BotConfiguration
from bot.deployments import Deployments, reading
from bot.deployments.asking import Asking, ask
from bot.deployments.phases import Phases
from bot.deployments.states import Subject
from bot.store import State, open_state
from bot.store.models import Audit, Post
from sync.migrations.mirror import Mirror
from sync.postgres.embedded import EmbeddedServer
from tests.support.git import commit, repository

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
approvals = {{ required = {required}, from = ["S0PLATFORM", "U0DORA"], own = {own}, expire = "24h" }}
{more}
"""


@dataclass
class Known:
    """Who is who, as a test says."""

    groups: dict[str, frozenset[str]] = field(default_factory=lambda: {"S0PLATFORM": frozenset({"U0ANNA", "U0BEN"})})
    elsewhere: set[str] = field(default_factory=set)
    users: dict[str, str] = field(default_factory=lambda: {"ann@example.test": "U0AUTHOR"})

    def user_of(self, email: str) -> str | None:
        """Whose address it is."""
        return self.users.get(email)

    def members(self, group: str) -> frozenset[str]:
        """Who is in a group."""
        return self.groups.get(group, frozenset())

    def is_in_channel(self, user: str) -> bool:
        """Whether somebody reads along."""
        return user not in self.elsewhere


@dataclass
class Desk:
    """Deployments, and what they had done."""

    deployments: Deployments
    state: State
    repository: Path
    started: list[str] = field(default_factory=list)
    nudged: list[str] = field(default_factory=list)

    @property
    def phases(self) -> Phases:
        """What writes down how far a deployment is."""
        return Phases(self.deployments.configuration, self.state.sessions, threading.Event())

    def asks(
        self,
        deployment: str,
        digest: str = "d1",
        subject: Subject = Subject.DEPLOYMENT,
        emails: tuple[str, ...] = (),
    ) -> None:
        """Ask about a deployment, as its workflow does when it has come so far."""
        approvals = self.deployments.configuration.environments["production"].approvals
        assert approvals is not None
        with self.state.sessions.begin() as session:
            reading.row(session, deployment).phase = "approve"
        ask(self.phases, self.deployments.people, deployment, Asking(subject, digest, approvals, emails))

    def audited(self) -> list[tuple[str, str, str]]:
        """Who did what, and what became of it."""
        with self.state.sessions() as session:
            return [(one.actor, one.action, one.outcome) for one in session.scalars(select(Audit).order_by(Audit.id))]

    def posts(self, deployment: str) -> list[str]:
        """What is to be said about a deployment."""
        with self.state.sessions() as session:
            return list(session.scalars(select(Post.key).filter_by(subject=deployment).order_by(Post.id)))

    def commit(self, message: str = "Add orders", branch: str = "main", **files: str) -> str:
        """A new commit of a branch, which the mirror has."""
        with Repo(str(self.repository)) as there:
            before = there.refs.as_dict().get(Ref(b"refs/heads/main"))
            found = commit(self.repository, message, **(files or {"note.txt": message}))
            there.refs[Ref(f"refs/heads/{branch}".encode())] = ObjectID(found.encode())
            if branch != "main" and before is not None:
                there.refs[Ref(b"refs/heads/main")] = before
        self.deployments.mirror.fetch()
        return found


@pytest.fixture(scope="session")
def state(server: EmbeddedServer) -> Iterator[State]:
    with open_state({}, server=server) as opened:
        yield opened


Made = Callable[..., Desk]


@pytest.fixture
def desk(state: State, tmp_path: Path) -> Iterator[Made]:
    """Deployments of a configuration: `desk(required=2, more='freeze = …')`."""

    def make(required: int = 1, more: str = "", own: str = "false") -> Desk:
        place = repository(tmp_path / "repository")
        file = tmp_path / "schemabot.toml"
        file.write_text(CONFIGURATION.format(repository=place, required=required, own=own, more=more))
        started: list[str] = []
        nudged: list[str] = []
        deployments = Deployments(
            configuration=BotConfiguration.load(file),
            sessions=state.sessions,
            people=Known(),
            mirror=Mirror(str(place), tmp_path / "data"),
            start=lambda name, _environment: started.append(name),
            nudge=nudged.append,
        )
        return Desk(deployments, state, place, started, nudged)

    yield make
    with state.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE bot.audit DISABLE TRIGGER keep_audit")
        connection.exec_driver_sql("TRUNCATE bot.deployments, bot.audit, bot.posts, bot.deliveries CASCADE")
        connection.exec_driver_sql("ALTER TABLE bot.audit ENABLE TRIGGER keep_audit")
