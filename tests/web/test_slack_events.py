"""HTTP mode: Slack, as the local workspace, posts signed requests, and Bolt answers."""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import httpx
import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.simulator import Outcome, Server, default_workspace, running
from bot.web import Site, SlackOverHttp
from tests.web.conftest import Open

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


@dataclass(frozen=True)
class Scene:
    """A workspace whose app is in HTTP mode, and the app's web port."""

    slack: Server
    client: httpx.Client
    heard: list[str]


@pytest.fixture
def scene(opened: Open, site: Site) -> Iterator[Scene]:
    workspace = default_workspace()
    heard: list[str] = []
    with running(workspace) as slack:
        app = App(client=WebClient(slack.bot_token, base_url=slack.api_url), signing_secret=SECRET)

        @app.command("/schema")
        def command(ack: Ack, command: dict[str, str]) -> None:
            heard.append(command["text"])
            ack(f"You said {command['text']}")

        client = opened(replace(site, slack=SlackOverHttp(app, SECRET)))
        with slack.outage():  # the workspace posts where its app is when it starts
            url = str(client.base_url.join("/slack/events"))
            workspace.app = replace(workspace.app, request_url=url, signing_secret=SECRET)
        yield Scene(slack, client, heard)


def test_a_command_is_answered(scene: Scene) -> None:
    anna = scene.slack.person("anna")
    delivery = anna.command("#schema", "/schema diff")
    assert delivery is not None
    assert delivery.outcome is Outcome.ACKNOWLEDGED
    assert "You said diff" in anna.transcript("#schema")


def test_fifty_at_once(scene: Scene) -> None:
    anna = scene.slack.person("anna")
    threads = [threading.Thread(target=anna.command, args=("#schema", f"/schema {number}")) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(scene.heard, key=int) == [str(number) for number in range(50)]


def signed(body: bytes, secret: str = SECRET, age_s: int = 0) -> dict[str, str]:
    timestamp = str(int(time.time()) - age_s)
    digest = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}


BODY = json.dumps({"type": "url_verification", "challenge": "c"}).encode()
JSON = {"Content-Type": "application/json"}


def test_slack_may_ask_for_the_challenge(scene: Scene) -> None:
    answer = scene.client.post("/slack/events", content=BODY, headers={**JSON, **signed(BODY)})
    assert (answer.status_code, answer.json()) == (200, {"challenge": "c"})


def test_what_is_not_signed_is_refused(scene: Scene) -> None:
    good = signed(BODY)
    for headers in (
        {},
        signed(BODY, "other"),
        signed(b"{}"),
        signed(BODY, age_s=301),
        {**good, "X-Slack-Request-Timestamp": "yesterday"},
        {**good, "X-Slack-Request-Timestamp": ""},
        {**good, "X-Slack-Signature": "v0="},
        {**good, "X-Slack-Signature": "ü"},
    ):
        sent = httpx.Headers({**JSON, **headers}, encoding="utf-8")
        answer = scene.client.post("/slack/events", content=BODY, headers=sent)
        assert (answer.status_code, answer.json()) == (401, {"error": "the signature is wrong, or old"})
    for body in (b"\xff", b"[" * 100_000, b"payload=%ff"):
        assert scene.client.post("/slack/events", content=body, headers=JSON).status_code == 401
