"""Socket Mode on the wire: hello, envelopes, late and missing acknowledgements, redelivery, tickets."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from slack_sdk import WebClient
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from bot.simulator import Server, interactions
from bot.simulator.deliveries import Outcome


def url_of(slack: Server) -> str:
    client = WebClient(base_url=slack.api_url)
    return str(client.apps_connections_open(app_token=slack.app_token)["url"])


@contextmanager
def linked(slack: Server) -> Iterator[ClientConnection]:
    with connect(url_of(slack), proxy=None) as link:
        assert received(link)["type"] == "hello"
        yield link


def received(link: ClientConnection) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(link.recv(timeout=5))
    return message


def run(slack: Server, line: str) -> Any:
    channel = slack.workspace.channel("#schema")
    return interactions.command(slack.workspace, slack.person("anna").id, channel, line)


def test_a_command_has_every_field_that_slack_sends(slack: Server) -> None:
    with linked(slack) as link:
        delivery = run(slack, "/schema diff a b")
        envelope = received(link)
        link.send(json.dumps({"envelope_id": envelope["envelope_id"]}))
        assert delivery.done.wait(5)

    assert envelope["type"] == "slash_commands"
    assert envelope["accepts_response_payload"] is True
    payload = envelope["payload"]
    assert payload["command"] == "/schema"
    assert payload["text"] == "diff a b"
    assert payload["response_url"].startswith(slack.api_url.removesuffix("api/"))
    assert {
        "team_id",
        "team_domain",
        "channel_id",
        "channel_name",
        "user_id",
        "user_name",
        "api_app_id",
        "trigger_id",
        "token",
    } <= payload.keys()
    assert delivery.outcome is Outcome.ACKNOWLEDGED


def test_without_a_connection_the_command_fails_at_once(slack: Server) -> None:
    delivery = run(slack, "/schema diff")

    assert delivery.outcome is Outcome.DISPATCH_FAILED
    assert "/schema failed with the error “dispatch_failed”" in slack.person("anna").transcript("#schema")


def test_an_acknowledgement_after_three_seconds_is_too_late(slack: Server) -> None:
    anna = slack.person("anna")
    with linked(slack) as link:
        run(slack, "/schema diff")
        envelope = received(link)
        slack.workspace.clock.advance(3.1)
        anna.wait_for("#schema", "operation_timeout")
        link.send(json.dumps({"envelope_id": envelope["envelope_id"], "payload": {"text": "late"}}))
        run(slack, "/schema again")
        received(link)

    assert "late" not in anna.transcript("#schema")


def test_an_unacknowledged_event_comes_three_times_more_and_then_no_more(slack: Server) -> None:
    with linked(slack) as link:
        interactions.open_home(slack.workspace, "U0ANNA")
        envelopes = [received(link)]
        for pause_s in (3.1, 63.1, 303.1):
            slack.workspace.clock.advance(3.1)
            slack.workspace.deliveries.tick()
            slack.workspace.clock.advance(pause_s)
            envelopes.append(received(link))
        slack.workspace.clock.advance(1000)
        with pytest.raises(TimeoutError):
            link.recv(timeout=0.2)

    assert len({each["payload"]["event_id"] for each in envelopes}) == 1
    assert [each["retry_attempt"] for each in envelopes] == [0, 1, 2, 3]


def test_an_envelope_goes_to_one_of_several_connections(slack: Server) -> None:
    with linked(slack) as one, linked(slack) as other:
        run(slack, "/schema 1")
        run(slack, "/schema 2")
        texts = {received(link)["payload"]["text"] for link in (one, other)}

    assert texts == {"1", "2"}


def test_a_connection_that_is_asked_to_go_gets_nothing_more(slack: Server) -> None:
    with linked(slack) as old:
        slack.sockets.disconnect()
        farewell = received(old)
        with linked(slack) as new:
            run(slack, "/schema diff")
            assert received(new)["type"] == "slash_commands"
            with pytest.raises(ConnectionClosed):
                old.recv(timeout=5)

    assert (farewell["type"], farewell["reason"]) == ("disconnect", "refresh_requested")


def test_a_ticket_is_good_for_one_connection(slack: Server) -> None:
    url = url_of(slack)
    with connect(url, proxy=None), pytest.raises(InvalidStatus), connect(url, proxy=None):
        pass


def test_pings_are_answered(slack: Server) -> None:
    with linked(slack) as link:
        assert link.ping(b"sdk-ping-pong").wait(5)


def test_nonsense_on_the_socket_is_ignored(slack: Server) -> None:
    with linked(slack) as link:
        link.send("not json")
        link.send(json.dumps({"envelope_id": "unknown"}))
        run(slack, "/schema diff")
        assert received(link)["type"] == "slash_commands"
