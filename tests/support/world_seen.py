"""What there is in a world to be seen: what the bot has written down, what databases have, what stands in Slack."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import psycopg

from bot.simulator import Message, Person, Server
from bot.simulator.transcript import body_of
from sync.backup import State, backups, open_store
from sync.postgres.database import Database
from tests.support.servers import execute, rows
from tests.support.world_bot import Bot
from tests.support.world_files import Place
from tests.support.world_git import ZEROS, Upstream

CHANNEL = "#schema"
ONE_MOMENT = "One moment…"
PATIENCE_S = 90.0  # what met an outage of the state is tried again within a minute
_POLL_S = 0.03
_UNSETTLED = """
    SELECT 'deployment ' || id || ' is ' || state || coalesce(' in ' || phase, '')
    FROM bot.deployments WHERE state IN ('queued', 'running')
    UNION ALL
    SELECT 'post ' || subject || '/' || key || ' is ' || state || coalesce(': ' || error, '')
    FROM bot.posts WHERE state <> 'dropped' AND shown_revision < wanted_revision
"""

_PING = re.compile(r"<[!@][^>]*>")

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Deployment:
    """What the bot's records say of a deployment."""

    id: str
    environment: str
    commit: str
    state: str
    reason: str


@dataclass(slots=True)
class Seen:
    """A world, as far as it can be seen.

    Attributes:
        slack: The workspace.
        databases: Of each environment, by its name.
        state: The bot's own.
        upstream: The repository.
        folder: Where configuration, backups and logs are.
        scratch: The data folder of the bot.
        port: Where the bot listens.
        bot: The process; None before it is started.
        beginning: The commit at which all branches begin.
        own_state: Whether the bot's own database is on a server of its own.
    """

    slack: Server
    databases: dict[str, Database]
    state: Database
    upstream: Upstream
    folder: Path
    scratch: Path
    port: int
    bot: Bot | None = None
    beginning: str = ZEROS
    own_state: bool = False
    _places: dict[str, Place] = field(default_factory=dict)

    def url(self, path: str) -> str:
        """An address on the bot's web port."""
        return f"http://127.0.0.1:{self.port}{path}"

    def log(self) -> str:
        """What the bot has written so far."""
        file = self.folder / "bot.log"
        return file.read_text(errors="replace") if file.exists() else ""

    def person(self, name: str) -> Person:
        """Somebody in the workspace."""
        return self.slack.person(name)

    def deployments(self, environment: str | None = None) -> list[Deployment]:
        """What the bot's records have, the first before the others."""
        query = 'SELECT id, environment, "commit", state, reason FROM bot.deployments ORDER BY number'
        found = [Deployment(*one) for one in rows(self.state, query)]
        return [one for one in found if environment in (None, one.environment)]

    def last(self, environment: str) -> Deployment:
        """The newest deployment of an environment."""
        return self.deployments(environment)[-1]

    def records(self, query: str) -> list[tuple[Any, ...]]:
        """What the bot's database says."""
        return rows(self.state, query)

    def execute(self, environment: str, statements: str) -> None:
        """Change a database by hand."""
        execute(self.databases[environment], statements)

    def rows(self, environment: str, query: str) -> list[tuple[Any, ...]]:
        """What a query in a database returns."""
        return rows(self.databases[environment], query)

    def versions(self, environment: str) -> list[str]:
        """The migrations that a database says it has."""
        return [
            one
            for (one,) in self.rows(
                environment, "SELECT version FROM supabase_migrations.schema_migrations ORDER BY version"
            )
        ]

    def backups(self, environment: str = "production") -> list[str]:
        """The backups that are whole, by their names."""
        store = open_store((self.folder / "backups").as_uri())
        return [one.id for one in backups(store, environment) if one.state is State.GOOD]

    def messages(self, channel: str = CHANNEL) -> tuple[Message, ...]:
        """All messages of a channel, replies and what only one person sees too."""
        return self.slack.workspace.messages(self.slack.workspace.channel(channel).id)

    def top(self, deployment: str) -> Message:
        """The message of a deployment.

        Raises:
            AssertionError: There is none, or more than one.
        """
        found = [one for one in self.messages() if not one.is_reply and _about(one) == deployment]
        assert len(found) == 1, f"{len(found)} messages of {deployment}:\n{self.seen()}"
        return found[0]

    def thread(self, deployment: str) -> str:
        """All that stands in the thread of a deployment."""
        top = self.top(deployment)
        return "\n".join(self.read(one) for one in self.messages() if one.thread_ts == top.ts and one.is_reply)

    def buttons(self, deployment: str) -> list[str]:
        """The labels of the buttons under a deployment."""
        return [str(one["text"]["text"]) for one in buttons_of(self.top(deployment))]

    def sql_of(self, deployment: str) -> Message:
        """The message in its thread that has the SQL.

        Raises:
            AssertionError: There is none, or more than one.
        """
        files = self.slack.workspace.files
        found = [one for one in self.messages() if f"{deployment}.sql" in {files[each].name for each in one.files}]
        assert len(found) == 1, f"{len(found)} files of {deployment}:\n{self.seen()}"
        return found[0]

    def asked(self, environment: str) -> str:
        """Wait until a deployment of an environment waits for people, and all is said; its id."""

        def waiting() -> str:
            return next((one.id for one in self.deployments(environment) if one.state == "waiting"), "")

        found = self.wait(waiting, f"a deployment to {environment} waits for people")
        self.settled()
        return found

    def all_messages(self) -> list[Message]:
        """Those of all channels and conversations."""
        workspace = self.slack.workspace
        return [one for channel in tuple(workspace.channels) for one in workspace.messages(channel)]

    def raw(self, message: Message) -> str:
        """All that Slack reads marks and mentions in: the text, and what of the blocks is not plain."""
        return "\n".join([message.text, *_marked(list(message.blocks))])

    def pings(self, message: Message) -> list[str]:
        """Whom a message tells, in Slack's form."""
        return [one for one in _PING.findall(self.raw(message)) if not one.startswith("<!date^")]

    def file(self, name: str) -> str:
        """The content of the one file of that name.

        Raises:
            ValueError: There is none, or more than one.
        """
        (found,) = (one for one in self.slack.workspace.files.values() if one.name == name)
        return (found.content or b"").decode()

    def read(self, message: Message) -> str:
        """A message, and its files, as people read it."""
        files = [self.slack.workspace.files[one] for one in message.files]
        contents = [f"[{one.name}]\n{(one.content or b'').decode()}" for one in files]
        return "\n".join([body_of(self.slack.workspace, message), *contents])

    def seen(self, person: str = "anna") -> str:
        """The channel as somebody sees it."""
        return self.person(person).transcript(CHANNEL)

    def wait(self, until: Callable[[], Found | None], what: str, timeout_s: float = PATIENCE_S) -> Found:
        """Wait until something is so, and return it.

        Raises:
            TimeoutError: It did not become so; the error shows how it stands.
        """
        deadline = time.monotonic() + timeout_s
        while True:
            found = until()
            if found:
                return found
            if time.monotonic() > deadline:
                said = f"it did not become so within {timeout_s:.0f} s that {what}"
                raise TimeoutError(f"{said}\n{self.seen()}\n{self.log()[-3000:]}")
            time.sleep(_POLL_S)

    def settled(self, timeout_s: float = PATIENCE_S) -> None:
        """Wait until all deployments are over or wait for people, and all is said."""

        def is_quiet() -> bool:
            return not self._unsettled() and not self._pending_workflows()

        self.wait(is_quiet, "all is done and said", timeout_s)

    def reaches(self, deployment: str, *states: str, timeout_s: float = PATIENCE_S) -> Deployment:
        """Wait until a deployment is in one of some states, and all is said."""

        def there() -> Deployment | None:
            found = next((one for one in self.deployments() if one.id == deployment), None)
            return found if found is not None and found.state in states else None

        found = self.wait(there, f"{deployment} is {' or '.join(states)}", timeout_s)
        self.settled(timeout_s)
        return found

    def comes(self, environment: str, commit: str, timeout_s: float = PATIENCE_S) -> str:
        """Wait for a deployment of a commit; its id."""

        def there() -> str | None:
            return next((one.id for one in self.deployments(environment)[::-1] if one.commit == commit), None)

        return self.wait(there, f"{commit[:7]} is deployed to {environment}", timeout_s)

    def _unsettled(self) -> list[str]:
        try:
            return [one for (one,) in self.records(_UNSETTLED)]
        except psycopg.errors.UndefinedTable:
            return ["the state is not made yet"]

    def _pending_workflows(self) -> bool:
        """Whether anything durable is at work: a deployment that is over may have something to do afterwards."""
        query = """
            SELECT workflow_uuid FROM dbos.workflow_status AS one
            WHERE status IN ('PENDING', 'ENQUEUED') AND NOT EXISTS (
                SELECT FROM bot.deployments WHERE workflow_uuid = 'deployment/' || id AND state = 'waiting'
            )
        """
        return bool(self.records(query))


def buttons_of(message: Message) -> list[dict[str, Any]]:
    return [one for block in message.blocks for one in block.get("elements", ()) if one["type"] == "button"]


def _marked(found: Any) -> Iterator[str]:
    if isinstance(found, dict):
        if found.get("type") == "mrkdwn":
            yield str(found["text"])
        for each in found.values():
            yield from _marked(each)
    elif isinstance(found, list):
        for each in found:
            yield from _marked(each)


def _about(message: Message) -> str | None:
    payload = (message.metadata or {}).get("event_payload", {})
    return str(payload.get("deployment")) if payload.get("step") == "deployment" else None
