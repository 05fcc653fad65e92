"""The production bot against the local workspace, over Slack's real protocol, on real databases."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackRequestError
from structlog.testing import capture_logs

from bot.configuration import BotConfiguration, SlackAccess
from bot.simulator import Message, Person, Server, default_workspace, running
from bot.slack.app import make_app, make_client
from bot.slack.connection import SlackConnection
from bot.slack.poster import Asked, Poster
from sync.errors import ConfigurationError
from sync.postgres.database import Database
from tests.bot.deployments_slack.stand import Records, records
from tests.bot.listening import services_of
from tests.support.servers import Databases, execute

FUNCTION = """
create or replace function double(n integer) returns integer language plpgsql as $$
begin
  return n * {factor};
end $$;
"""
SCHEMA = "create table orders (id bigint primary key, total integer);" + FUNCTION.format(factor=2)
PASSWORD = "s3cret-pa55"
FILE = """
[project]
name = "acme"
[environments.staging]
database = "env:STAGING_DATABASE_URL"
[environments.production]
database = "env:PRODUCTION_DATABASE_URL"
after = "staging"
[environments.gone]
database = "env:GONE_DATABASE_URL"
"""


@dataclass(frozen=True, slots=True)
class Scene:
    """Two databases, the bot between them, and two people in the channel."""

    slack: Server
    anna: Person
    ben: Person
    production: Database
    state: Records


@pytest.fixture
def scene(databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    staging, production = databases.fresh(SCHEMA), databases.fresh(SCHEMA)
    monkeypatch.setenv("STAGING_DATABASE_URL", staging.url)
    monkeypatch.setenv("PRODUCTION_DATABASE_URL", production.url)
    monkeypatch.setenv("GONE_DATABASE_URL", f"postgresql://u:{PASSWORD}@127.0.0.1:1/gone")
    file = tmp_path / "schemabot.toml"
    file.write_text(FILE)
    with records(databases) as state, running(default_workspace()) as slack:
        access = SlackAccess(slack.bot_token, slack.app_token, slack.api_url)
        with connected(BotConfiguration.load(file), access, state):
            slack.wait_until_connected()
            yield Scene(slack, slack.person("anna"), slack.person("ben"), production, state)


@contextmanager
def connected(configuration: BotConfiguration, access: SlackAccess, state: Records) -> Iterator[None]:
    """What listens at work."""
    client = make_client(access)
    services = services_of(configuration, client, state.engine, state.sessions)
    with SlackConnection(access, make_app(client, services), services, threading.Event()):
        yield


def answered(message: Message) -> bool:
    """Whether it is the answer to a comparison, and not the acknowledgement."""
    return not message.only_visible_to and not message.is_reply


def test_equal_databases(scene: Scene) -> None:
    scene.anna.command("#schema", "/schema diff")

    message = scene.ben.wait_for("#schema", answered)

    assert "staging and production are identical" in message.text


def test_the_difference_is_in_the_channel_for_everybody_with_the_rest_in_the_thread(scene: Scene) -> None:
    execute(scene.production, "alter table orders add column note text;" + FUNCTION.format(factor=3))
    scene.anna.command("#schema", "/schema diff staging production")

    message = scene.ben.wait_for("#schema", answered)
    reply = scene.ben.wait_for("#schema", lambda one: bool(one.files))

    read = scene.ben.reads(message)
    assert "2 differences (1 added, 1 changed)" in read
    assert "added* column `note`: `text`" in read
    assert "changed* function `public.double(integer)`: body" in read
    assert reply.thread_ts == message.ts
    (file,) = scene.ben.files(reply)
    assert file.name == "staging-production.diff"
    assert file.content is not None
    assert b"-  return n * 2;\n" in file.content
    assert b"+  return n * 3;\n" in file.content
    assert "Comparing staging with production" in scene.anna.transcript("#schema")
    assert "Comparing" not in scene.ben.transcript("#schema")


def test_a_kind_narrows_the_answer(scene: Scene) -> None:
    execute(scene.production, "alter table orders add column note text; create view v as select 1 as one")
    scene.anna.command("#schema", "/schema diff views")

    message = scene.ben.wait_for("#schema", answered)

    assert "public.v" in message.text
    assert "note" not in message.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/schema", "/schema diff [A] [B] [kind]"),
        ("/schema help", "/schema status"),
        ("/schema dif", "did you mean /schema diff"),
        ("/schema diff stagin", 'no environment "stagin"'),
        ("/schema diff staging staging", "cannot be compared with itself"),
    ],
)
def test_help_and_refusals_are_told_to_the_asking_person_alone_and_at_once(scene: Scene, typed: str, said: str) -> None:
    started = time.monotonic()
    scene.anna.command("#schema", typed)

    message = scene.anna.wait_for("#schema", said)

    assert time.monotonic() - started < 3
    assert message.only_visible_to == scene.anna.id
    assert scene.ben.sees("#schema") == ()


def test_an_unreachable_database_is_told_without_its_password(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        scene.anna.command("#schema", "/schema diff staging gone")
        message = scene.anna.wait_for("#schema", "cannot connect to")

    assert message.only_visible_to == scene.anna.id
    assert "u@127.0.0.1:1/gone" in message.text
    assert PASSWORD not in scene.anna.transcript("#schema") + caplog.text


def test_a_missing_variable_is_named(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GONE_DATABASE_URL")
    scene.anna.command("#schema", "/schema diff staging gone")

    assert scene.anna.wait_for("#schema", "GONE_DATABASE_URL").only_visible_to == scene.anna.id


def test_status(scene: Scene) -> None:
    scene.anna.command("#schema", "/schema status")

    message = scene.ben.wait_for("#schema", answered)

    assert "acme: 2 of 3 databases answer" in message.text
    assert "gone" in message.text
    assert PASSWORD not in message.text


def test_the_home_tab_shows_what_the_bot_can_do(scene: Scene) -> None:
    scene.anna.open_home()

    assert "/schema diff" in scene.anna.reads(scene.anna.wait_for_home("/schema"))


def test_where_the_app_is_no_member_the_answer_goes_to_the_asking_person(scene: Scene) -> None:
    scene.anna.command("#general", "/schema diff")

    message = scene.anna.wait_for("#general", "are identical")

    assert message.only_visible_to == scene.anna.id
    for said in (message.text, scene.anna.reads(message)):
        assert "invite me" in said


def test_a_rate_limit_delays_the_answer_and_loses_nothing(scene: Scene) -> None:
    scene.slack.workspace.faults.rate_limit("chat.postMessage", times=2, retry_after_s=1)
    scene.anna.command("#schema", "/schema diff")

    scene.ben.wait_for("#schema", "are identical", timeout_s=15)

    assert sum(answered(one) for one in scene.ben.sees("#schema")) == 1


def test_a_refused_file_is_said_in_the_thread(scene: Scene) -> None:
    execute(scene.production, "drop function double; create view v as select 1 as one,\n 2 as two")
    scene.slack.workspace.faults.refuse("files.getUploadURLExternal", "missing_scope")
    scene.anna.command("#schema", "/schema diff")

    reply = scene.ben.wait_for("#schema", "did not take the file")

    assert reply.is_reply
    assert "missing_scope" in reply.text


def test_an_unexpected_error_shows_a_reference_that_the_log_has(scene: Scene) -> None:
    scene.slack.workspace.faults.refuse("chat.postMessage", "fatal_error")
    with capture_logs() as log:
        scene.anna.command("#schema", "/schema diff")
        message = scene.anna.wait_for("#schema", "reference")

    reference = message.text.split("reference ")[1][:8]
    assert [entry["reference"] for entry in log if entry["event"] == "unexpected error"] == [reference]
    assert "fatal_error" not in message.text


def test_many_commands_at_once_are_all_answered(scene: Scene) -> None:
    for _ in range(12):
        scene.anna.command("#schema", "/schema diff")

    def all_there(_: Message) -> bool:
        return sum(answered(one) for one in scene.ben.sees("#schema")) == 12

    scene.ben.wait_for("#schema", all_there, timeout_s=30)
    assert "timeout" not in scene.anna.transcript("#schema")


def test_a_refused_token_stops_the_bot_with_one_line(scene: Scene, tmp_path: Path) -> None:
    configuration = BotConfiguration.load(tmp_path / "schemabot.toml")
    access = SlackAccess("xoxb-wrong", scene.slack.app_token, scene.slack.api_url)

    with (
        pytest.raises(ConfigurationError, match="invalid_auth") as refused,
        connected(configuration, access, scene.state),
    ):
        pass

    assert "xoxb-wrong" not in str(refused.value)


def test_work_that_waits_when_the_bot_stops_is_answered_with_ask_again(
    databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = databases.fresh(SCHEMA)
    for name in ("STAGING", "PRODUCTION", "GONE"):
        monkeypatch.setenv(f"{name}_DATABASE_URL", database.url)
    file = tmp_path / "schemabot.toml"
    file.write_text(FILE)
    with records(databases) as state, running(default_workspace()) as slack:
        slack.workspace.faults.refuse("auth.test", "internal_error")  # Slack is unwell, which is no refusal of a token
        anna = slack.person("anna")
        access = SlackAccess(slack.bot_token, slack.app_token, slack.api_url)
        with connected(BotConfiguration.load(file), access, state):
            slack.wait_until_connected()
            slack.workspace.faults.delay_s = 0.2
            for _ in range(20):
                anna.command("#schema", "/schema diff")
        told = sum("ask again" in one.text for one in anna.sees("#schema"))
        done = sum(answered(one) for one in anna.sees("#schema"))

    assert told > 0
    assert told + done == 20


def test_a_problem_is_told_when_the_response_url_is_gone(scene: Scene) -> None:
    poster = Poster(WebClient(scene.slack.bot_token, base_url=scene.slack.api_url))
    channel = scene.slack.workspace.channel("#schema").id
    asked = Asked("diff", scene.anna.id, channel, f"{scene.slack.page_url}commands/T0/1/gone")

    poster.tell(asked, "late, but here")

    assert scene.anna.wait_for("#schema", "late, but here").only_visible_to == scene.anna.id


def test_a_file_that_does_not_arrive_is_said_in_the_thread(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    execute(scene.production, FUNCTION.format(factor=3))

    def broken(*_: object, **__: object) -> None:
        raise SlackRequestError("Failed to upload a file (status: 500)")

    monkeypatch.setattr(WebClient, "_upload_file", broken)
    scene.anna.command("#schema", "/schema diff")

    assert scene.ben.wait_for("#schema", "did not take the file").is_reply
