"""Starting, stopping, outages and slowness of the local workspace."""

import socket
import threading
import time
import urllib.error
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.simulator import Server, Workspace, running, transcript


def test_nothing_is_left_running(workspace: Workspace) -> None:
    before = set(threading.enumerate())
    with running(workspace) as server:
        WebClient(server.bot_token, base_url=server.api_url).auth_test()
        port = server.port

    assert set(threading.enumerate()) == before
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


def test_an_open_page_does_not_hold_up_the_end(workspace: Workspace) -> None:
    with running(workspace) as server, httpx.stream("GET", f"{server.page_url}workspace/changes") as stream:
        assert next(stream.iter_lines()).startswith("data: ")
        began = time.monotonic()
        server.stop()
        took_s = time.monotonic() - began

    assert took_s < 1.5


def test_an_outage_refuses_connections_and_forgets_nothing(slack: Server, client: WebClient) -> None:
    client.chat_postMessage(channel="#schema", text="before")
    with slack.outage(), pytest.raises(urllib.error.URLError):
        client.auth_test()

    assert client.conversations_history(channel="C0SCHEMA")["messages"][0]["text"] == "before"


def test_faults_are_told_to_the_app(workspace: Workspace, client: WebClient) -> None:
    workspace.faults.unavailable = True
    with pytest.raises(SlackApiError) as refusal:
        client.auth_test()
    assert refusal.value.response.status_code == 503

    workspace.faults.clear()
    workspace.faults.refuse("auth.test", "fatal_error")
    with pytest.raises(SlackApiError, match="fatal_error"):
        client.auth_test()

    workspace.faults.delay_s = 0.2
    began = time.monotonic()
    assert client.auth_test()["user_id"] == "U0SCHEMABOT"
    assert time.monotonic() - began >= 0.2


def test_another_host_name_is_refused(slack: Server) -> None:
    assert httpx.get(slack.page_url, headers={"Host": "evil.test"}).status_code == 400
    assert httpx.get(slack.page_url).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"Content-Type": "text/plain"}, {"Content-Type": "application/json", "Origin": "https://evil.test"}],
)
def test_another_site_cannot_act_for_a_person(slack: Server, headers: dict[str, str]) -> None:
    body = b'{"as": "U0ANNA", "channel": "C0SCHEMA", "text": "/schema deploy"}'
    answer = httpx.post(f"{slack.page_url}workspace/write", content=body, headers=headers)

    assert answer.status_code == 403
    assert slack.person("anna").sees("#schema") == ()


def test_a_wait_that_fails_shows_what_was_there_instead(slack: Server) -> None:
    anna = slack.person("anna")
    anna.says("#schema", "hello <@U0BEN>")

    with pytest.raises(TimeoutError, match=r"anna did not see 'bye'(?s:.)*hello @ben"):
        anna.wait_for("#schema", "bye", timeout_s=0.05)


def test_a_transcript_shows_threads_files_and_who_sees_what(slack: Server, client: WebClient) -> None:
    cell = {"type": "raw_text", "text": "orders"}
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": {"type": "plain_text", "text": "Deploy?"}},
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "*Commit*\n`3f2a91c` &lt;ok&gt;"}]},
        {"type": "table", "rows": [[cell, cell]]},
        {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Approve"}}]},
    ]
    parent = client.chat_postMessage(channel="#schema", text="Deploy?", blocks=blocks)
    client.files_upload_v2(channel="C0SCHEMA", thread_ts=parent["ts"], content="select 1;", filename="a.sql")
    client.chat_postEphemeral(channel="#schema", user="U0ANNA", text="<https://x.test|psst>")

    assert transcript(slack.workspace, "#schema", "anna").splitlines() == [
        "schemabot (app):",
        "  # Deploy?",
        "  *Commit*: `3f2a91c` <ok>",
        "  orders | orders",
        "  [Approve]",
        "    schemabot (app):",
        "      [file a.sql, 9 bytes]",
        "      | select 1;",
        "schemabot (app, only visible to you):",
        "  psst (https://x.test)",
    ]
    assert "psst" not in transcript(slack.workspace, "#schema", "ben")
