"""Who is named as an approver and cannot approve is told at the start, once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from slack_sdk.socket_mode.builtin import SocketModeClient
from structlog.testing import capture_logs

from bot.configuration import BotConfiguration, SlackAccess
from bot.simulator import Server, default_workspace, running
from bot.simulator.values import UserGroup
from bot.slack.app import make_app
from bot.slack.approvers import ApproverCheck
from bot.slack.connection import SlackConnection
from bot.slack.people import SlackPeople
from tests.bot.deployments_slack.stand import FakeDesk, Records, client_of, courier_of, records, until
from tests.bot.listening import services_of
from tests.support.servers import Databases

FILE = """
[project]
name = "acme"
[environments.staging]
database = "env:STAGING_DATABASE_URL"
[environments.production]
database = "env:PRODUCTION_DATABASE_URL"
after = "staging"
approvals = {{ required = {required}, from = [{approvers}] }}
"""


@pytest.fixture
def state(databases: Databases) -> Iterator[Records]:
    with records(databases) as opened:
        yield opened


@pytest.fixture
def slack() -> Iterator[Server]:
    with running(default_workspace()) as server:
        users, groups = server.workspace.users, server.workspace.groups
        users["U0CHRIS"] = replace(users["U0CHRIS"], is_deactivated=True)
        groups["S0EMPTY"] = UserGroup("S0EMPTY", "empty", "Nobody", ())
        yield server


class Looks:
    """The check of a configuration, made anew as often as the bot is started."""

    def __init__(self, folder: Path, state: Records, slack: Server, *approvers: str, required: int = 1) -> None:
        self.file = folder / "schemabot.toml"
        named = ", ".join(f'"{one}"' for one in approvers)
        self.file.write_text(FILE.format(required=required, approvers=named))
        self.state, self.slack = state, slack

    def made(self) -> ApproverCheck:
        """As at the start of the bot."""
        people = SlackPeople(client_of(self.slack), "#schema")
        return ApproverCheck(BotConfiguration.load(self.file), people, self.state.sessions)

    def said(self) -> list[str]:
        """What is to be told to the channel."""
        return [one.arguments["text"] for one in self.state.posts().values()]


def test_everybody_who_cannot_is_named_and_that_they_are_too_few(tmp_path: Path, state: Records, slack: Server) -> None:
    named = ("U0ANNA", "U0GONE", "U0CHRIS", "U0SCHEMABOT", "S0EMPTY", "S0GONE")
    looks = Looks(tmp_path, state, slack, *named, required=2)

    with capture_logs() as log:
        looks.made().look()

    (said,) = looks.said()
    assert said.startswith(
        "Approvers of production: U0GONE is nobody in this workspace; U0CHRIS is deactivated; U0SCHEMABOT is a bot; "
        "S0EMPTY is a user group of nobody; S0GONE is no user group of this workspace; "
        "1 person can approve, and 2 must."
    )
    assert "mend approvals.from in schemabot.toml" in said
    assert [one["log_level"] for one in log] == ["warning"]


def test_people_in_a_group_and_by_themselves_count_once(tmp_path: Path, state: Records, slack: Server) -> None:
    looks = Looks(tmp_path, state, slack, "S0PLATFORM", "U0ANNA", required=3)

    looks.made().look()

    (said,) = looks.said()
    assert said.startswith("Approvers of production: 2 people can approve, and 3 must.")


def test_where_all_is_well_nothing_is_said(tmp_path: Path, state: Records, slack: Server) -> None:
    looks = Looks(tmp_path, state, slack, "S0PLATFORM", "U0ANNA", required=2)

    with capture_logs() as log:
        looks.made().look()

    assert (looks.said(), log) == ([], [])


def test_it_is_told_once_however_often_the_bot_starts_and_again_when_it_is_something_else(
    tmp_path: Path, state: Records, slack: Server
) -> None:
    looks = Looks(tmp_path, state, slack, "S0EMPTY", "U0ANNA")
    for _ in range(2):
        check = looks.made()
        with capture_logs() as log:
            check.look()
            check.look()
        assert len(log) == 1
    assert len(looks.said()) == 1

    slack.workspace.users["U0ANNA"] = replace(slack.workspace.users["U0ANNA"], is_deactivated=True)
    looks.made().look()
    assert len(looks.said()) == 2


@pytest.mark.parametrize("method", ["users.info", "usergroups.users.list"])
def test_a_slack_that_does_not_answer_is_no_error(tmp_path: Path, state: Records, slack: Server, method: str) -> None:
    slack.workspace.faults.refuse(method, "internal_error")
    looks = Looks(tmp_path, state, slack, "U0GONE", "S0EMPTY")

    looks.made().look()

    assert looks.said() == []


@contextmanager
def connected(looks: Looks) -> Iterator[SocketModeClient]:
    """The bot's connection, which looks whenever it stands."""
    slack = looks.slack
    access = SlackAccess(slack.bot_token, slack.app_token, slack.api_url)
    client = client_of(slack)
    services = services_of(BotConfiguration.load(looks.file), client, looks.state.engine, looks.state.sessions)
    app = make_app(client, services)
    with SlackConnection(access, app, services, threading.Event(), looks.made().look) as connection:
        assert connection._handler is not None  # noqa: SLF001 - which of Slack's connections it is
        yield connection._handler.client  # noqa: SLF001


def test_it_is_looked_at_when_the_bot_connects_and_connects_again(
    tmp_path: Path, state: Records, slack: Server
) -> None:
    looks = Looks(tmp_path, state, slack, "S0PLATFORM")
    with connected(looks) as client, courier_of(state, client_of(slack), FakeDesk()):
        slack.wait_until_connected()
        first = client.session_id()
        slack.workspace.groups["S0PLATFORM"] = replace(slack.workspace.groups["S0PLATFORM"], members=())
        slack.sockets.disconnect()
        told = slack.person("anna").wait_for("#schema", "S0PLATFORM is a user group of nobody")
        until(lambda: client.session_id() != first)

    assert told.text.startswith(":warning: Approvers of production:")
