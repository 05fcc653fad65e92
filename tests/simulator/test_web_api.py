"""The Web API through slack_sdk: who may call what, and Slack's own errors."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.simulator import Server, Workspace, default_workspace, running

SCHEMA = "C0SCHEMA"
GENERAL = "C0GENERAL"


@pytest.fixture(scope="module")
def refusing() -> Iterator[WebClient]:
    """A client of a workspace in which calls change nothing, as all of them are refused."""
    with running(default_workspace()) as server:
        yield WebClient(server.bot_token, base_url=server.api_url)


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda client: client.api_call("no.such"), "unknown_method"),
        (lambda client: client.chat_postMessage(channel="#nowhere", text="x"), "channel_not_found"),
        (lambda client: client.chat_postMessage(channel="#general", text="x"), "not_in_channel"),
        (lambda client: client.api_call("chat.postMessage", json={"channel": SCHEMA}), "no_text"),
        (lambda client: client.chat_postMessage(channel=SCHEMA, text="x" * 40_001), "msg_too_long"),
        (lambda client: client.chat_postMessage(channel=SCHEMA, text="x", thread_ts="1.2"), "thread_not_found"),
        (lambda client: client.chat_postMessage(channel=SCHEMA, text="x", blocks="["), "invalid_blocks_format"),
        (lambda client: client.chat_update(channel=SCHEMA, ts="1.2", text="x"), "message_not_found"),
        (lambda client: client.chat_update(channel="#schema", ts="1.2", text="x"), "channel_not_found"),
        (lambda client: client.chat_delete(channel=SCHEMA, ts="1.2"), "message_not_found"),
        (lambda client: client.chat_postEphemeral(channel=SCHEMA, user="U1", text="x"), "user_not_found"),
        (lambda client: client.conversations_history(channel=GENERAL), "not_in_channel"),
        (lambda client: client.conversations_replies(channel=SCHEMA, ts="1.2"), "thread_not_found"),
        (lambda client: client.conversations_info(channel="C1"), "channel_not_found"),
        (lambda client: client.users_info(user="U1"), "user_not_found"),
        (lambda client: client.users_lookupByEmail(email="nobody@acme.test"), "users_not_found"),
        (lambda client: client.usergroups_users_list(usergroup="S1"), "no_such_subteam"),
        (lambda client: client.files_info(file="F1"), "file_not_found"),
        (lambda client: client.views_open(trigger_id="1", view={}), "invalid_arguments"),
    ],
)
def test_a_refusal_has_slack_s_name(refusing: WebClient, call: Callable[[WebClient], Any], error: str) -> None:
    with pytest.raises(SlackApiError) as refusal:
        call(refusing)

    assert refusal.value.response["error"] == error


def test_tokens_are_checked_and_not_mixed_up(slack: Server) -> None:
    def error(token: str, method: str) -> str:
        with pytest.raises(SlackApiError) as refusal:
            WebClient(token, base_url=slack.api_url).api_call(method)
        return str(refusal.value.response["error"])

    assert error("", "auth.test") == "not_authed"
    assert error("xoxb-wrong", "auth.test") == "invalid_auth"
    assert error(slack.bot_token, "apps.connections.open") == "not_allowed_token_type"
    assert error(slack.app_token, "auth.test") == "not_allowed_token_type"


def test_arguments_come_as_query_form_or_json(slack: Server) -> None:
    url, token = f"{slack.api_url}conversations.info", slack.bot_token
    arguments = {"token": token, "channel": SCHEMA}
    answers = [httpx.get(url, params=arguments), httpx.post(url, data=arguments), httpx.post(url, json=arguments)]

    assert [answer.json()["channel"]["name"] for answer in answers] == ["schema"] * 3


def test_wrong_blocks_are_explained(client: WebClient) -> None:
    with pytest.raises(SlackApiError) as refusal:
        client.chat_postMessage(channel=SCHEMA, text="x", blocks=[{"type": "header"}])

    assert refusal.value.response["response_metadata"]["messages"] == [
        "[ERROR] missing required field: text [json-pointer:/blocks/0]"
    ]


def test_history_is_newest_first_without_replies_and_gives_back_metadata(client: WebClient) -> None:
    metadata = {"event_type": "deployment", "event_payload": {"id": "d1", "step": "approve"}}
    first = client.chat_postMessage(channel="#schema", text="first", metadata=metadata)
    client.chat_postMessage(channel="#schema", text="second")
    client.chat_postMessage(channel="#schema", text="reply", thread_ts=first["ts"])
    client.chat_postEphemeral(channel="#schema", user="U0ANNA", text="secret")

    messages = client.conversations_history(channel=SCHEMA, include_all_metadata=True)["messages"]
    assert [message["text"] for message in messages] == ["second", "first"]
    assert messages[1]["metadata"] == metadata
    assert messages[1]["reply_count"] == 1
    assert "metadata" not in client.conversations_history(channel=SCHEMA)["messages"][1]
    thread = client.conversations_replies(channel=SCHEMA, ts=first["ts"])["messages"]
    assert [message["text"] for message in thread] == ["first", "reply"]


def test_history_comes_in_pages_and_between_times(client: WebClient) -> None:
    posted = [client.chat_postMessage(channel="#schema", text=str(number))["ts"] for number in range(5)]
    pages = [page["messages"] for page in client.conversations_history(channel=SCHEMA, limit=2)]
    later = client.conversations_history(channel=SCHEMA, oldest=posted[2])["messages"]
    exactly = client.conversations_history(channel=SCHEMA, latest=posted[2], limit=1, inclusive=True)["messages"]

    assert [[message["text"] for message in page] for page in pages] == [["4", "3"], ["2", "1"], ["0"]]
    assert [message["text"] for message in later] == ["4", "3"]
    assert [message["text"] for message in exactly] == ["2"]


def test_an_update_without_blocks_keeps_the_old_ones(slack: Server, client: WebClient) -> None:
    anna = slack.person("anna")
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "old"}}
    message = client.chat_postMessage(channel=SCHEMA, text="a", blocks=[block])
    client.chat_update(channel=SCHEMA, ts=message["ts"], text="b")
    kept = anna.sees("#schema")[0]
    client.chat_update(channel=SCHEMA, ts=message["ts"], text="c", blocks=[])
    cleared = anna.sees("#schema")[0]

    assert (kept.text, anna.reads(kept)) == ("b", "old")
    assert (cleared.text, anna.reads(cleared)) == ("c", "c")
    assert cleared.edited_ts is not None


def test_the_app_changes_only_its_own_messages(slack: Server, client: WebClient) -> None:
    ts = slack.person("anna").says("#schema", "mine").ts

    with pytest.raises(SlackApiError, match="cant_update_message"):
        client.chat_update(channel=SCHEMA, ts=ts, text="yours")
    with pytest.raises(SlackApiError, match="cant_delete_message"):
        client.chat_delete(channel=SCHEMA, ts=ts)


def test_a_deleted_parent_leaves_a_tombstone(slack: Server, client: WebClient) -> None:
    parent = client.chat_postMessage(channel=SCHEMA, text="parent")
    alone = client.chat_postMessage(channel=SCHEMA, text="alone")
    client.chat_postMessage(channel=SCHEMA, text="reply", thread_ts=parent["ts"])
    client.chat_delete(channel=SCHEMA, ts=parent["ts"])
    client.chat_delete(channel=SCHEMA, ts=alone["ts"])

    assert [message.text for message in slack.person("ben").sees("#schema")] == ["This message was deleted.", "reply"]


def test_an_ephemeral_message_is_seen_by_one_and_cannot_be_updated(slack: Server, client: WebClient) -> None:
    posted = client.chat_postEphemeral(channel=SCHEMA, user="U0ANNA", text="only you")

    assert [message.text for message in slack.person("anna").sees("#schema")] == ["only you"]
    assert slack.person("ben").sees("#schema") == ()
    with pytest.raises(SlackApiError, match="message_not_found"):
        client.chat_update(channel=SCHEMA, ts=posted["message_ts"], text="x")


def test_a_message_to_a_person_opens_their_conversation(slack: Server, client: WebClient) -> None:
    channel = client.chat_postMessage(channel="U0BEN", text="psst")["channel"]

    assert client.conversations_open(users="U0BEN")["channel"]["id"] == channel
    assert slack.person("ben").sees(channel)[0].text == "psst"


def test_joining_makes_posting_possible(client: WebClient) -> None:
    assert client.conversations_info(channel=GENERAL)["channel"]["is_member"] is False
    client.conversations_join(channel=GENERAL)
    assert client.chat_postMessage(channel="#general", text="x")["ok"]
    assert "U0SCHEMABOT" in client.conversations_members(channel=GENERAL)["members"]


def test_people_and_groups_are_found(client: WebClient) -> None:
    assert client.users_lookupByEmail(email="Anna@acme.test")["user"]["id"] == "U0ANNA"
    assert client.users_info(user="U0BEN")["user"]["profile"]["email"] == "ben@acme.test"
    assert client.usergroups_list()["usergroups"][0]["handle"] == "platform"
    assert client.usergroups_users_list(usergroup="S0PLATFORM")["users"] == ["U0ANNA", "U0BEN"]
    assert {user["id"] for user in client.users_list()["members"]} >= {"U0ANNA", "U0SCHEMABOT"}
    assert [channel["name"] for channel in client.conversations_list()["channels"]] == ["schema", "general"]


def test_reactions_are_put_and_taken(slack: Server, client: WebClient) -> None:
    ts = slack.person("anna").says("#schema", "look").ts
    client.reactions_add(channel=SCHEMA, timestamp=ts, name="eyes")
    with pytest.raises(SlackApiError, match="already_reacted"):
        client.reactions_add(channel=SCHEMA, timestamp=ts, name="eyes")
    assert ":eyes: 1" in slack.person("ben").transcript("#schema")
    client.reactions_remove(channel=SCHEMA, timestamp=ts, name="eyes")
    with pytest.raises(SlackApiError, match="no_reaction"):
        client.reactions_remove(channel=SCHEMA, timestamp=ts, name="eyes")


def test_a_rate_limit_is_waited_out_by_the_sdk(workspace: Workspace, client: WebClient) -> None:
    workspace.faults.rate_limit("chat.postMessage", channel=SCHEMA, retry_after_s=0)
    with pytest.raises(SlackApiError, match="ratelimited") as refusal:
        client.chat_postMessage(channel="#schema", text="refused")
    assert (refusal.value.response.status_code, refusal.value.response.headers["Retry-After"]) == (429, "0")

    workspace.faults.rate_limit("chat.postMessage", times=2, retry_after_s=0)
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=2))
    assert client.chat_postMessage(channel="#schema", text="at last")["ok"]


def test_an_upload_must_be_as_long_as_announced(client: WebClient) -> None:
    announced = client.files_getUploadURLExternal(filename="a.sql", length=5)
    assert httpx.post(announced["upload_url"], content=b"much too long").text == "invalid_length"
    with pytest.raises(SlackApiError, match="file_upload_size_restricted"):
        client.files_completeUploadExternal(files=[{"id": announced["file_id"]}], channel_id=SCHEMA)


def test_an_upload_may_be_a_part_of_a_form(slack: Server, client: WebClient) -> None:
    announced = client.files_getUploadURLExternal(filename="a.bin", length=4)
    httpx.post(announced["upload_url"], files={"filename": ("a.bin", b"\x00\r\n\xff")}).raise_for_status()
    client.files_completeUploadExternal(files=[{"id": announced["file_id"]}], channel_id=SCHEMA)
    anna = slack.person("anna")

    assert anna.files(anna.sees("#schema")[0])[0].content == b"\x00\r\n\xff"


def test_a_private_file_needs_the_token_and_can_be_deleted(slack: Server, client: WebClient) -> None:
    uploaded = client.files_upload_v2(channel=SCHEMA, content="select 1", filename="a.sql")["file"]
    url = client.files_info(file=uploaded["id"])["file"]["url_private"]
    assert httpx.get(url).status_code == 401
    assert httpx.get(url, headers={"Authorization": f"Bearer {slack.bot_token}"}).content == b"select 1"

    client.files_delete(file=uploaded["id"])
    assert slack.person("anna").sees("#schema")[0].files == ()
