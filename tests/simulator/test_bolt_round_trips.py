"""A real Bolt app over Socket Mode: what people do reaches it, what it answers reaches them."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.simulator import Channel, Outcome, Person

Bolted = Any
"""The fixture's class lives in conftest, which tests do not import."""


@pytest.fixture
def channel(bolted: Bolted) -> Iterator[str]:
    workspace = bolted.server.workspace
    name = f"c{len(workspace.channels)}"
    channel = Channel(f"C0{name.upper()}", name, "", tuple(workspace.users), 0)
    workspace.channels[channel.id] = channel
    bolted.heard.clear()
    yield f"#{name}"
    for user in list(workspace.users):
        workspace.views.clear(user)


@pytest.fixture
def anna(bolted: Bolted) -> Person:
    person: Person = bolted.server.person("anna")
    return person


@pytest.fixture
def ben(bolted: Bolted) -> Person:
    person: Person = bolted.server.person("ben")
    return person


def settle(condition: Callable[[], bool]) -> None:
    """Wait for something that happens in the app's threads, of which the workspace is not told."""
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, "it did not happen within 10 s"
        time.sleep(0.01)


def heard(bolted: Bolted, what: str) -> Any:
    """Wait until the app has heard of it, and return the details."""
    settle(lambda: any(name == what for name, _ in bolted.heard))
    return next(detail for name, detail in bolted.heard if name == what)


def test_the_answer_in_an_acknowledgement_is_for_the_asker_only(channel: str, anna: Person, ben: Person) -> None:
    delivery = anna.command(channel, "/schema diff a b")

    assert delivery is not None
    assert delivery.outcome is Outcome.ACKNOWLEDGED
    assert anna.reads(anna.wait_for(channel, "You said diff a b")) == "You said diff a b"
    assert ben.sees(channel) == ()


def test_a_response_url_can_speak_to_the_whole_channel(channel: str, anna: Person, ben: Person) -> None:
    anna.command(channel, "/schema in channel")

    assert ben.wait_for(channel, "For everybody").only_visible_to is None


def test_an_unknown_command_never_reaches_the_app(channel: str, anna: Person) -> None:
    assert anna.command(channel, "/foo bar") is None
    assert anna.reads(anna.sees(channel)[-1]).startswith("/foo is not a valid command.")


def test_a_click_carries_value_and_person_and_the_original_is_replaced(
    bolted: Bolted, channel: str, anna: Person, ben: Person
) -> None:
    anna.command(channel, "/schema deploy")
    request = ben.wait_for(channel, "[Reject]")
    click = ben.click(request, "approve")

    assert click.confirm is not None
    assert click.confirm["text"]["text"] == "To *production*?"
    assert ben.reads(ben.wait_for(channel, "Deployed")) == "Deployed"
    value, user = heard(bolted, "approve")
    assert (value, user["id"]) == ("signed-1", ben.id)
    with pytest.raises(LookupError, match="there is no 'approve'"):
        ben.click(request, "approve")


def test_a_declined_confirmation_sends_nothing(bolted: Bolted, channel: str, anna: Person) -> None:
    anna.command(channel, "/schema deploy")
    click = anna.click(anna.wait_for(channel, "[Reject]"), "approve", accept=False)

    assert click.delivery is None
    assert click.confirm is not None
    assert bolted.heard == []


def opened(anna: Person, channel: str) -> Any:
    anna.command(channel, "/schema deploy")
    anna.click(anna.wait_for(channel, "[Reject]"), "Reject")
    return anna.wait_for_view("Reason")


def test_a_modal_is_filled_in_corrected_and_accepted(bolted: Bolted, channel: str, anna: Person) -> None:
    view = opened(anna, channel)

    assert anna.submit(view, {}).errors == {"reason": "Please complete this required field."}
    assert bolted.heard == []
    assert anna.submit(view, {"Reason": "bad"}).errors == {"reason": "Say why."}
    assert "! Say why." in anna.reads(anna.current(view))
    assert anna.submit(view, {"Reason": "Too risky", "Ask again": "Tomorrow"}).errors == {}
    assert anna.views() == ()
    values = bolted.heard[-1][1]
    assert values["reason"]["text"] == {"type": "plain_text_input", "value": "Too risky"}
    assert values["when"]["day"]["selected_option"]["value"] == "1d"


def test_the_app_hears_of_a_closed_modal(bolted: Bolted, channel: str, anna: Person) -> None:
    anna.close(opened(anna, channel))

    assert heard(bolted, "closed")
    assert anna.views() == ()


def test_a_home_is_published_when_it_is_opened(channel: str, anna: Person) -> None:
    del channel
    anna.open_home()

    assert "Hello @anna" in anna.reads(anna.wait_for_home("Hello"))


def test_mentions_and_messages_are_events(bolted: Bolted, channel: str, anna: Person) -> None:
    question = anna.says(channel, "Are you there, <@U0SCHEMABOT>?")
    answer = anna.wait_for(channel, "Here")

    assert answer.thread_ts == question.ts
    assert heard(bolted, "message") == "Are you there, <@U0SCHEMABOT>?"


def test_a_file_is_uploaded_in_three_steps_into_the_thread(bolted: Bolted, channel: str, anna: Person) -> None:
    client = bolted.handler.app.client
    parent = client.chat_postMessage(channel=channel, text="Plan")
    client.files_upload_v2(
        channel=parent["channel"],
        thread_ts=parent["ts"],
        content="select 'ä';\n",
        filename="plan.sql",
        snippet_type="sql",
        initial_comment="The SQL",
    )
    message = anna.wait_for(channel, "The SQL")
    (file,) = anna.files(message)

    assert message.thread_ts == parent["ts"]
    assert file.content == "select 'ä';\n".encode()
    assert client.files_info(file=file.id)["content"] == "select 'ä';\n"


def test_the_app_comes_back_after_a_disconnect_and_loses_nothing(bolted: Bolted, channel: str, anna: Person) -> None:
    before = bolted.handler.client.session_id()
    bolted.server.sockets.disconnect()
    bolted.server.wait_until_connected()
    settle(lambda: bolted.handler.client.session_id() != before)
    anna.command(channel, "/schema after")

    assert anna.reads(anna.wait_for(channel, "You said after")) == "You said after"
