"""HTTP mode: signed requests to the app's request URL."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.simulator import Outcome, Workspace, interactions, running

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


class Endpoint(ThreadingHTTPServer):
    """An app's web server that keeps what it was sent and answers as told."""

    daemon_threads = False
    status = 200
    answer = b"Got it"

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[tuple[bytes, dict[str, str]]] = []


class Handler(BaseHTTPRequestHandler):
    """Takes one request."""

    def do_POST(self) -> None:
        """Keep the request and answer."""
        server = self.server
        assert isinstance(server, Endpoint)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.requests.append((body, {name.lower(): value for name, value in self.headers.items()}))
        self.send_response(server.status)
        self.end_headers()
        self.wfile.write(server.answer)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with Endpoint() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_command_is_posted_signed_and_answered(workspace: Workspace, endpoint: Endpoint) -> None:
    url = f"http://127.0.0.1:{endpoint.server_port}/slack/events"
    workspace.app = replace(workspace.app, request_url=url, signing_secret=SECRET)
    with running(workspace) as slack:
        anna = slack.person("anna")
        delivery = anna.command("#schema", "/schema diff a b")
        shown = anna.transcript("#schema")

    body, headers = endpoint.requests[0]
    assert delivery is not None
    assert delivery.outcome is Outcome.ACKNOWLEDGED
    assert SignatureVerifier(SECRET).is_valid_request(body, headers)
    assert parse_qs(body.decode())["text"] == ["diff a b"]
    assert "Got it" in shown


def test_events_are_json_and_come_again_with_a_number(workspace: Workspace, endpoint: Endpoint) -> None:
    workspace.app = replace(workspace.app, request_url=f"http://127.0.0.1:{endpoint.server_port}/")
    endpoint.status = 500
    with running(workspace) as slack:
        slack.person("anna").command("#schema", "/schema help")
        failed = slack.person("anna").transcript("#schema")
        interactions.open_home(workspace, "U0ANNA")
        with workspace.changed:
            workspace.changed.wait_for(lambda: len(endpoint.requests) > 2, timeout=0.5)

    assert "http_service_error" in failed
    body, headers = endpoint.requests[1]
    assert json.loads(body)["event"]["type"] == "app_home_opened"
    assert "x-slack-retry-num" not in headers
    assert endpoint.requests[2][1]["x-slack-retry-num"] == "1"


def test_a_server_that_is_not_there_is_a_failed_dispatch(workspace: Workspace, endpoint: Endpoint) -> None:
    endpoint.server_close()
    workspace.app = replace(workspace.app, request_url=f"http://127.0.0.1:{endpoint.server_port}/")
    with running(workspace) as slack:
        delivery = slack.person("anna").command("#schema", "/schema help")

    assert delivery is not None
    assert delivery.outcome is Outcome.DISPATCH_FAILED
