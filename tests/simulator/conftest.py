"""A running workspace, a client of its Web API, and a real Bolt app connected to it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from slack_bolt import Ack, App, Respond
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.simulator import Server, Workspace, default_workspace, running

PLAIN = {"type": "plain_text", "text": "Deploy"}
MODAL = {
    "type": "modal",
    "callback_id": "reject",
    "title": {"type": "plain_text", "text": "Reject"},
    "submit": {"type": "plain_text", "text": "Reject"},
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "reason",
            "label": {"type": "plain_text", "text": "Reason"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        },
        {
            "type": "input",
            "block_id": "when",
            "optional": True,
            "label": {"type": "plain_text", "text": "Ask again"},
            "element": {
                "type": "static_select",
                "action_id": "day",
                "options": [{"text": {"type": "plain_text", "text": "Tomorrow"}, "value": "1d"}],
            },
        },
    ],
}


@pytest.fixture
def workspace() -> Workspace:
    return default_workspace()


@pytest.fixture
def slack(workspace: Workspace) -> Iterator[Server]:
    with running(workspace) as server:
        yield server


@pytest.fixture
def client(slack: Server) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url)


@dataclass(frozen=True)
class Bolted:
    """A server, the Bolt app that is connected to it, and what the app heard."""

    server: Server
    handler: SocketModeHandler
    heard: list[tuple[str, object]]


@pytest.fixture(scope="session")
def bolted() -> Iterator[Bolted]:
    workspace = default_workspace()
    workspace.app = replace(workspace.app, events=workspace.app.events | {"app_mention", "message.channels"})
    heard: list[tuple[str, object]] = []
    with running(workspace) as server:
        app = App(client=WebClient(server.bot_token, base_url=server.api_url))
        _listen_to_people(app, heard)
        _listen_to_events(app, heard)
        handler = SocketModeHandler(app, server.app_token)
        handler.connect()  # type: ignore[no-untyped-call]  # slack_bolt leaves it untyped
        server.wait_until_connected()
        yield Bolted(server, handler, heard)
        handler.close()  # type: ignore[no-untyped-call]  # the same


def _listen_to_people(app: App, heard: list[tuple[str, object]]) -> None:
    @app.command("/schema")
    def command(ack: Ack, respond: Respond, command: dict[str, str], client: WebClient) -> None:
        ack(f"You said {command['text']}")
        if command["text"] == "in channel":
            respond("For everybody", response_type="in_channel")
        if command["text"] == "deploy":
            confirm = {
                "title": PLAIN,
                "text": {"type": "mrkdwn", "text": "To *production*?"},
                "confirm": PLAIN,
                "deny": {"type": "plain_text", "text": "Not yet"},
            }
            approve = {"type": "button", "action_id": "approve", "text": PLAIN, "value": "signed-1", "confirm": confirm}
            reject = {"type": "button", "action_id": "reject", "text": {"type": "plain_text", "text": "Reject"}}
            client.chat_postMessage(
                channel=command["channel_id"],
                text="Deploy?",
                blocks=[{"type": "actions", "elements": [approve, reject]}],
            )

    @app.action("approve")
    def approve(ack: Ack, body: dict[str, object], action: dict[str, str], respond: Respond) -> None:
        ack()
        heard.append(("approve", (action["value"], body["user"])))
        respond("Deployed", replace_original=True)

    @app.action("reject")
    def reject(ack: Ack, body: dict[str, str], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @app.view("reject")
    def rejected(ack: Ack, view: dict[str, dict[str, dict[str, object]]]) -> None:
        values = view["state"]["values"]
        heard.append(("values", values))
        if "bad" in str(values["reason"]):
            ack(response_action="errors", errors={"reason": "Say why."})
        else:
            ack()

    @app.view_closed("reject")
    def closed(ack: Ack) -> None:
        ack()
        heard.append(("closed", True))


def _listen_to_events(app: App, heard: list[tuple[str, object]]) -> None:
    @app.event("app_home_opened")
    def home(event: dict[str, str], client: WebClient) -> None:
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": f"Hello <@{event['user']}>"}}]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.event("app_mention")
    def mentioned(event: dict[str, str], client: WebClient) -> None:
        client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text="Here")

    @app.event("message")
    def said(event: dict[str, str]) -> None:
        heard.append(("message", event["text"]))
