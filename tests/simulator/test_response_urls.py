"""response_url: five posts within thirty minutes, new, replacing, deleting."""

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.simulator import Server
from bot.simulator.payloads import response_url


def webhook(slack: Server, *, message_ts: str | None = None) -> WebhookClient:
    key = slack.workspace.response_urls.issue("U0ANNA", "C0SCHEMA", message_ts=message_ts)
    return WebhookClient(response_url(slack.workspace, key, "actions"))


def test_five_posts_and_no_more(slack: Server) -> None:
    hook = webhook(slack)
    answers = [hook.send(text=str(number)) for number in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert answers[-1].body == "used_url"
    assert len(slack.person("anna").sees("#schema")) == 5


def test_after_thirty_minutes_it_has_expired(slack: Server) -> None:
    hook = webhook(slack)
    slack.workspace.clock.advance(30 * 60 + 1)

    assert (hook.send(text="late").status_code, hook.send(text="late").body) == (404, "expired_url")


def test_the_default_is_for_one_person_even_in_a_channel_where_the_app_is_no_member(slack: Server) -> None:
    key = slack.workspace.response_urls.issue("U0ANNA", "C0GENERAL")
    WebhookClient(response_url(slack.workspace, key, "commands")).send(text="hello")

    assert slack.person("anna").sees("#general")[0].only_visible_to == "U0ANNA"
    assert slack.person("ben").sees("#general") == ()


def test_the_original_is_replaced_or_deleted(slack: Server, client: WebClient) -> None:
    ts = client.chat_postMessage(channel="#schema", text="question")["ts"]
    hook = webhook(slack, message_ts=ts)
    hook.send(text="answered", replace_original=True)
    assert [message.text for message in slack.person("ben").sees("#schema")] == ["answered"]
    hook.send(delete_original=True)
    assert slack.person("ben").sees("#schema") == ()
    assert hook.send(delete_original=True).body == "message_not_found"


@pytest.mark.parametrize(
    ("body", "error"),
    [({"text": ""}, "no_text"), ({"blocks": [{"type": "x"}]}, "invalid_blocks"), ([], "invalid_payload")],
)
def test_a_wrong_post_is_refused(slack: Server, body: object, error: str) -> None:
    answer = httpx.post(webhook(slack).url, json=body)

    assert (answer.status_code, answer.text) == (400, error)
