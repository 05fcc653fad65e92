"""Buttons, modals and words about deployments, by the people of the local workspace, over Slack's real protocol."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

from bot.configuration import BotConfiguration, SlackAccess
from bot.deployments.people import PeopleError
from bot.deployments.posts import Kind
from bot.deployments.states import State
from bot.simulator import Message, Person, Server, default_workspace, running
from bot.slack.app import make_app, make_client
from bot.slack.commands import _SUBCOMMANDS
from bot.slack.connection import SlackConnection
from bot.slack.courier import Courier
from bot.slack.people import SlackPeople
from sync.deploy.pipeline.records import Compared
from tests.bot.deployments_slack.samples import DIGEST, DRIFT, DRIFT_QUESTION, deployed, deployment, staging
from tests.bot.deployments_slack.stand import FakeDesk, Records, client_of, courier_of, records, until
from tests.bot.listening import services_of
from tests.support.servers import Databases, rows

FILE = """
[project]
name = "acme"
[environments.staging]
database = "env:STAGING_DATABASE_URL"
[environments.production]
database = "env:PRODUCTION_DATABASE_URL"
after = "staging"
"""
WAITING = "waits for approval"


@dataclass(frozen=True, slots=True)
class Scene:
    """The bot with its courier, a desk, and three people."""

    slack: Server
    desk: FakeDesk
    state: Records
    courier: Courier

    def person(self, name: str) -> Person:
        """Somebody."""
        return self.slack.person(name)

    def shown(self, said: str = WAITING) -> Message:
        """A deployment's message, as soon as it is there."""
        return self.person("anna").wait_for("#schema", said)

    def told(self, name: str, said: str) -> Message:
        """What somebody alone is told."""
        message = self.person(name).wait_for("#schema", said)
        assert message.only_visible_to == self.person(name).id
        return message


@pytest.fixture
def scene(databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    for name in ("STAGING", "PRODUCTION"):
        monkeypatch.setenv(f"{name}_DATABASE_URL", "postgresql://u@127.0.0.1:1/gone")
    file = tmp_path / "schemabot.toml"
    file.write_text(FILE)
    desk = FakeDesk()
    with records(databases) as state, running(default_workspace()) as slack:
        access = SlackAccess(slack.bot_token, slack.app_token, slack.api_url)
        client = make_client(access)
        services = services_of(BotConfiguration.load(file), client, state.engine, state.sessions, desk)
        connection = SlackConnection(access, make_app(client, services), services, threading.Event())
        with connection, courier_of(state, client_of(slack), desk) as courier:
            slack.wait_until_connected()
            yield Scene(slack, desk, state, courier)


@pytest.fixture
def asked(scene: Scene) -> Message:
    """The message of a deployment that waits for approval."""
    scene.desk.put(deployment())
    scene.state.say(deployment(), Kind.DEPLOYMENT)
    return scene.shown()


def wait_for(scene: Scene, *calls: tuple[object, ...]) -> None:
    """Until the desk was asked exactly that."""
    until(lambda: len(scene.desk.asked) >= len(calls))
    assert scene.desk.asked == list(calls)


def test_an_approval_names_who_and_what_they_were_shown(scene: Scene, asked: Message) -> None:
    click = scene.person("anna").click(asked, "Approve")

    assert click.confirm is not None
    assert "abc1234" in click.confirm["text"]["text"]
    wait_for(scene, ("approve", "production-42", "U0ANNA", 7, DIGEST))


def test_a_declined_confirmation_does_nothing(scene: Scene, asked: Message) -> None:
    scene.person("anna").click(asked, "Approve", accept=False)
    scene.person("anna").click(asked, "Cancel")

    wait_for(scene, ("cancel", "production-42", "U0ANNA"))


def test_a_refusal_is_told_to_the_clicker_alone_and_the_request_stays(scene: Scene, asked: Message) -> None:
    scene.desk.refusal = "only those who are named as approvers may decide on this"
    scene.person("chris").click(asked, "Approve")

    told = scene.told("chris", "only those who are named as approvers may decide")
    assert "Approvers: <!subteam^S0PLATFORM>, <@U0ANNA>." in told.text

    assert scene.person("anna").current(asked) == asked
    assert len(scene.person("anna").sees("#schema")) == 1


def test_a_rejection_asks_for_the_reason(scene: Scene, asked: Message) -> None:
    anna = scene.person("anna")
    anna.click(asked, "Reject")
    view = anna.wait_for_view("Reason")
    assert "Give orders a total" in anna.reads(view)

    assert anna.submit(view, {"Reason": "   "}).errors
    anna.submit(view, {"Reason": "Too risky <!channel>"})

    wait_for(scene, ("reject", "production-42", "U0ANNA", "Too risky <!channel>", 7))
    assert anna.views() == ()


def test_a_refused_rejection_is_told_to_who_rejects(scene: Scene, asked: Message) -> None:
    scene.desk.refusal = "you may not"
    chris = scene.person("chris")
    chris.click(asked, "Reject")
    chris.submit(chris.wait_for_view("Reason"), {"Reason": "no"})

    scene.told("chris", "you may not")


def test_the_sql_is_shown_in_a_window(scene: Scene, asked: Message) -> None:
    scene.person("ben").click(asked, "View SQL")

    view = scene.person("ben").wait_for_view("alter table orders add total integer")

    assert "production" in view.title


def test_what_failed_is_tried_again_taken_back_and_looked_into(scene: Scene) -> None:
    failed = deployed(state=State.FAILED, verified=None)
    scene.desk.put(failed)
    scene.state.say(failed, Kind.DEPLOYMENT)
    anna, message = scene.person("anna"), scene.shown("failed")

    anna.click(message, "View log")
    anna.wait_for_view("production-42: all that is known")
    anna.click(message, "Retry")
    wait_for(scene, ("retry", "production-42", "U0ANNA"))
    anna.click(message, "Roll back")

    scene.told("anna", "asks before anything is done")
    wait_for(scene, ("retry", "production-42", "U0ANNA"), ("undo", "production-42", "U0ANNA"))


def test_drift_is_accepted_with_the_question_about_it(scene: Scene) -> None:
    view = deployment(questions=(DRIFT_QUESTION,), compared=Compared((DRIFT,)))
    scene.desk.put(view)
    scene.state.say(view, Kind.DEPLOYMENT)
    message = scene.shown("drifted")

    scene.person("anna").click(message, "Check again")
    wait_for(scene, ("retry", "production-42", "U0ANNA"))
    scene.person("anna").click(message, "Accept this drift")

    wait_for(
        scene, ("retry", "production-42", "U0ANNA"), ("approve", "production-42", "U0ANNA", 8, DRIFT_QUESTION.digest)
    )


def test_a_tampered_button_does_nothing_and_is_written_down(scene: Scene, asked: Message) -> None:
    values = ("", "nonsense", f"production-42' or 1=1 7 {DIGEST}", f"production-41 7 {DIGEST}", f"staging-1 - {DIGEST}")
    for value in values:
        scene.person("chris").click(scene.slack.workspace.amend(asked, partial(with_value, value)), "Approve")

    def told() -> int:
        return sum("does not belong to this message" in one.text for one in scene.person("chris").sees("#schema"))

    until(lambda: told() == len(values))
    assert scene.desk.asked == []
    written = rows(scene.state.database, "select actor, action, outcome from bot.audit")
    assert written == [("U0CHRIS", "deployment_approve", "refused")] * len(values)


def with_value(value: str, message: Message) -> Message:
    """The message with another value behind all its buttons."""
    blocks = [dict(block) for block in message.blocks]
    actions = next(block for block in blocks if block["type"] == "actions")
    actions["elements"] = [{**element, "value": value} for element in actions["elements"]]
    return replace(message, blocks=tuple(blocks))


def test_a_button_that_was_copied_into_another_message_does_nothing(scene: Scene, asked: Message) -> None:
    copy = scene.slack.workspace.post(replace(asked, ts="", metadata=None))

    scene.person("anna").click(copy, "Approve")

    scene.told("anna", "does not belong to this message")
    assert scene.desk.asked == []


def test_a_window_that_comes_too_late_says_so(scene: Scene, asked: Message) -> None:
    scene.slack.workspace.faults.refuse("views.open", "expired_trigger_id")
    scene.person("anna").click(asked, "View SQL")

    scene.told("anna", "press again")


def test_words_do_what_buttons_do(scene: Scene) -> None:
    scene.desk.put(deployment())
    anna = scene.person("anna")
    calls: list[tuple[object, ...]] = []
    for typed, call in (
        ("deploy staging", ("submit", "staging", None, "U0ANNA")),
        ("deploy staging ABC1234", ("submit", "staging", "abc1234", "U0ANNA")),
        ("approve production-42", ("approve", "production-42", "U0ANNA", None, None)),
        ("accept production-42", ("accept", "production-42", "U0ANNA")),
        ("reject production-42 far too risky", ("reject", "production-42", "U0ANNA", "far too risky", None)),
        ("cancel production-42", ("cancel", "production-42", "U0ANNA")),
        ("retry production-42", ("retry", "production-42", "U0ANNA")),
        ("rollback production", ("roll_back", "production", None, "U0ANNA")),
        ("rollback production 20260101000000", ("roll_back", "production", "20260101000000", "U0ANNA")),
    ):
        anna.command("#schema", f"/schema {typed}")
        calls.append(call)
        wait_for(scene, *calls)

    assert scene.person("ben").sees("#schema") == ()


def test_words_that_are_refused_are_answered_alone(scene: Scene) -> None:
    scene.desk.put(deployment())
    scene.desk.refusal = "you may not"
    for typed, said in (
        ("deploy prod", "did you mean production? Environments: staging, production"),
        ("aprove production-42", "did you mean /schema approve?"),
        ("approve production-42", "you may not"),
        ("deployments <!channel>", "&lt;!channel&gt;"),
    ):
        scene.person("anna").command("#schema", f"/schema {typed}")
        until(lambda said=said: any(said in one.text for one in scene.person("anna").sees("#schema")))  # type: ignore[misc]

    assert scene.person("ben").sees("#schema") == ()


def test_what_is_under_way_is_listed(scene: Scene) -> None:
    scene.desk.put(deployment(), staging())
    scene.person("anna").command("#schema", "/schema deployments")
    listed = scene.person("ben").wait_for("#schema", "production-42")
    assert "staging-41" in listed.text

    scene.person("anna").command("#schema", "/schema status")
    status = scene.person("ben").wait_for("#schema", "Under way")
    assert "production-42" in status.text
    assert "staging-41" not in status.text


def test_help_names_every_command(scene: Scene) -> None:
    scene.person("anna").command("#schema", "/schema help")
    told = scene.told("anna", "/schema help")

    assert all(f"/schema {name}" in told.text for name in _SUBCOMMANDS)


def test_slack_knows_authors_and_members(scene: Scene) -> None:
    people = SlackPeople(client_of(scene.slack), "#schema")

    assert people.user_of("ben@acme.test") == "U0BEN"
    assert people.user_of("nobody@acme.test") is None
    assert people.user_of("") is None
    assert people.members("S0PLATFORM") == {"U0ANNA", "U0BEN"}
    assert people.members("S0GONE") == frozenset()
    assert people.is_in_channel("U0CHRIS")
    scene.slack.workspace.leave(scene.slack.workspace.channel("#schema"), "U0CHRIS")
    assert not people.is_in_channel("U0CHRIS")
    with pytest.raises(PeopleError, match="not in the channel #general"):
        SlackPeople(client_of(scene.slack), "#general").is_in_channel("U0CHRIS")


def test_many_clicks_at_once_are_all_worked_off(scene: Scene, asked: Message) -> None:
    people = [scene.person(name) for name in ("anna", "ben", "chris")]
    clicks = [threading.Thread(target=person.click, args=(asked, "Approve")) for person in people * 10]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()

    until(lambda: len(scene.desk.asked) == 30)
