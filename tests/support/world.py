"""A whole company for tests: a repository, databases, a Slack workspace with people, and `schemabot serve` in between.

    with World.made(server, scratch_server, folder) as world:
        world.start()
        deployment = world.to_production({"20260102000000_orders.sql": "CREATE TABLE orders (…)"}, "Add orders")
        world.clicks("anna", deployment, "Approve")
        world.reaches(deployment, "deployed")

The bot is a process of its own (`world_bot`), the databases and the repository (`world_git`) are real, and Slack is the
local workspace over its real protocol. What is fast here and slow at people's is only how often it posts.
"""

import contextlib
import hashlib
import shutil
import socket
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Self

import httpx

from bot.simulator import default_workspace, running
from sync.postgres.embedded import EmbeddedServer
from tests.support.world_acting import ANNA, BEN, CHRIS, SECRET, TOKEN, Acting
from tests.support.world_bot import Bot, Dying
from tests.support.world_files import BASE, Place, configuration
from tests.support.world_git import ZEROS, Upstream
from tests.support.world_weather import kill_server

__all__ = ["ANNA", "BEN", "CHRIS", "SECRET", "TOKEN", "World"]

BRANCHES = {"staging": "develop", "production": "main", "payments": "payments", "reports": "reports"}
_STATE = "state"


class World(Acting):
    """All of it: what is seen (`world_seen`), what people do (`world_acting`), and how it begins and ends."""

    __slots__ = ()

    @classmethod
    @contextmanager
    def made(
        cls,
        server: EmbeddedServer,
        scratch: EmbeddedServer,
        folder: Path,
        *,
        elsewhere: Mapping[str, EmbeddedServer] | None = None,
        own_state: bool = False,
        over_http: bool = False,
    ) -> Iterator[Self]:
        """A company, until the end of the block; the bot does not run yet.

        Args:
            server: Where the databases are.
            scratch: Where those are that the bot makes for a while.
            folder: An empty folder.
            elsewhere: Servers of some environments, or of `state`, that are others.
            own_state: Whether the bot keeps its state on an embedded server of its own.
            over_http: Whether Slack posts to the bot, instead of Socket Mode.
        """
        upstream = Upstream.at(folder / "acme" / "app.git")
        file = folder / "schemabot.toml"
        file.write_text(configuration(str(upstream.path), (folder / "backups").as_uri()))
        places = {name: Place((elsewhere or {}).get(name, server)) for name in (*BRANCHES, _STATE)}
        found = {name: place.server.database(_name(folder, name)) for name, place in places.items()}
        data = Path(tempfile.mkdtemp(prefix="schemabot-")) if own_state else scratch.data.parent
        if own_state:
            with EmbeddedServer(data) as own:
                found[_STATE] = own.database("schemabot")
        workspace, port = default_workspace(), _free_port()
        if over_http:
            url = f"http://127.0.0.1:{port}/slack/events"
            workspace.app = replace(workspace.app, request_url=url, signing_secret=SECRET)
        with running(workspace) as slack:
            state = found.pop(_STATE)
            world = cls(slack, found, state, upstream, folder, data, port, own_state=own_state, _places=places)
            try:
                if not own_state:
                    places[_STATE].make(_name(folder, _STATE), empty=True)
                world.renew()
                yield world
            finally:
                world.kill()
                for name, place in places.items():
                    place.remove(_name(folder, name))
                if own_state:
                    kill_server(data)
                    shutil.rmtree(data, ignore_errors=True)

    # -- the bot ------------------------------------------------------------------------------------------

    def start(self, *, dying: Dying | None = None, ready: bool = True) -> None:
        """Start the bot, and wait until it is ready."""
        if self.bot is not None and self.bot.status is None:
            raise AssertionError("the bot is at work already")
        self.bot = Bot(self._variables(), self.folder / "bot.log", dying)
        if ready:
            self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Wait until `/readyz` says so."""
        self.wait(self._is_ready, "the bot is ready")

    def kill(self) -> None:
        """End the bot, and all that it started, at once."""
        if self.bot is not None:
            self.bot.kill()

    def stop(self) -> None:
        """Tell the bot to stop, and wait until it has.

        Raises:
            AssertionError: It does not; the error shows what its threads do.
        """
        assert self.bot is not None
        assert self.bot.stop(), f"the bot does not stop:\n{self.log()[-8000:]}"

    def _is_ready(self) -> bool:
        if self.bot is not None and self.bot.status is not None:
            raise AssertionError(f"the bot has ended with {self.bot.status}:\n{self.log()[-4000:]}")
        with contextlib.suppress(httpx.HTTPError):
            return httpx.get(self.url("/readyz"), timeout=2).status_code == httpx.codes.OK
        return False

    def _variables(self) -> dict[str, str]:
        addresses = {f"{name.upper()}_DATABASE_URL": one.url for name, one in self.databases.items()}
        return {
            **addresses,
            "SCHEMABOT_STATE_URL": "" if self.own_state else self.state.url,
            "SCHEMABOT_DATA": str(self.scratch),
            "SCHEMABOT_CONFIG": str(self.folder / "schemabot.toml"),
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_APP_TOKEN": "" if self.slack.workspace.app.request_url else self.slack.app_token,
            "SLACK_SIGNING_SECRET": self.slack.workspace.app.signing_secret,
            "SLACK_API_URL": self.slack.api_url,
            "GITHUB_WEBHOOK_SECRET": SECRET,
            "SCHEMABOT_DEPLOY_TOKEN": TOKEN,
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "LOG_FORMAT": "json",
        }

    # -- beginning ----------------------------------------------------------------------------------------

    def renew(self) -> None:
        """Everything as it was at the beginning: the databases with one migration, all branches at one commit.

        The bot does not notice; what it has written down and said stays.
        """
        for name in self.databases:
            self.renew_database(name)
        shutil.rmtree(self.folder / "backups", ignore_errors=True)
        self.beginning = self.upstream.commit("main", BASE, "Begin", ANNA, onto=ZEROS).after
        for branch in BRANCHES.values():
            self.upstream.move(branch, self.beginning)

    def renew_database(self, environment: str) -> None:
        """A database as it was at the beginning."""
        self._places[environment].make(_name(self.folder, environment))


def _name(folder: Path, name: str) -> str:
    return f"{name}_{hashlib.sha256(str(folder).encode()).hexdigest()[:8]}"


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
