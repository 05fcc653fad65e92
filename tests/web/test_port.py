"""The port itself: health, readiness, metrics, unknown paths, and requests that are too large, slow or broken."""

import json
import socket
import threading
import time
from collections.abc import Mapping
from dataclasses import replace

import httpx
import pytest

from bot.web import Accepted, Asked, Site, WebServer, application, bodies, health, patience, server
from sync.errors import ConfigurationError
from tests.support.web import TOKEN, Book, payload, send
from tests.web.conftest import Open


def test_the_process_lives(client: httpx.Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "server" not in answer.headers


def test_readiness(opened: Open, site: Site) -> None:
    missing: dict[str, str] = {}
    client = opened(replace(site, readiness=lambda: dict(missing)))
    assert (client.get("/readyz").status_code, client.get("/readyz").json()) == (200, {"ready": True})
    missing["slack"] = "not connected"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "missing": {"slack": "not connected"}})
    missing.clear()
    assert client.get("/readyz").status_code == 200


def test_a_check_that_hangs_or_fails_is_not_ready(opened: Open, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "WITHIN_S", 0.1)
    go_on, asked = threading.Event(), []

    def hanging() -> Mapping[str, str]:
        asked.append(1)
        go_on.wait(20)
        raise RuntimeError("secret")

    client = opened(replace(site, readiness=hanging))
    for _ in range(3):
        answer = client.get("/readyz")
        assert (answer.status_code, list(answer.json()["missing"])) == (503, ["check"])
        assert client.get("/healthz").status_code == 200
    assert len(asked) == 1
    go_on.set()
    for _ in range(2):
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert "secret" not in answer.text


def test_metrics(client: httpx.Client) -> None:
    lines = [
        'schemabot_http_requests_total{path="/healthz",status="200"}',
        'schemabot_http_requests_total{path="/github/webhook",status="401"}',
        'schemabot_http_request_seconds_count{path="/healthz"}',
    ]

    def shown() -> list[float]:
        answer = client.get("/metrics")
        assert answer.headers["content-type"].startswith("text/plain; version=")
        assert "nothere" not in answer.text
        values = dict(line.rsplit(" ", 1) for line in answer.text.splitlines() if not line.startswith("#"))
        return [float(values.get(line, 0)) for line in lines]

    before = shown()
    client.get("/healthz")
    send(client, payload(), **{"X-Hub-Signature-256": ""})
    client.get("/nothere")
    assert [now - then for now, then in zip(shown(), before, strict=True)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/healthz/", 404),
        ("GET", "/../etc/passwd", 404),
        ("GET", "/github/webhook", 405),
        ("GET", "/deployments", 405),
        ("POST", "/slack/events", 404),
        ("DELETE", "/healthz", 405),
    ],
)
def test_other_paths_and_methods(client: httpx.Client, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)
    assert (answer.status_code, list(answer.json())) == (status, ["error"])


def test_a_body_of_5_mb_is_taken_and_no_larger_one(client: httpx.Client, book: Book) -> None:
    found = payload(padding="")
    found["padding"] = "x" * (5_000_000 - len(json.dumps(found)))
    assert send(client, found).status_code == 202
    found["padding"] += "x"
    assert send(client, found).status_code == 413
    assert len(book.pushed) == 1
    headers = {"Authorization": f"Bearer {TOKEN}"}
    assert client.post("/deployments", content=b"x" * 64_001, headers=headers).status_code == 413


def _spoken(client: httpx.Client, *pieces: bytes, wait_s: float = 0) -> bytes:
    """Say something in pieces, and hear the answer to the end."""
    with socket.create_connection((client.base_url.host, client.base_url.port or 0), timeout=10) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(wait_s)
        except OSError:
            pass  # it was answered and closed before all was said
        heard = b""
        try:
            while piece := connection.recv(65_536):
                heard += piece
        except ConnectionResetError:
            pass
        return heard


HEAD = b"POST /github/webhook HTTP/1.1\r\nHost: x\r\n"


def test_a_large_body_is_refused_while_it_comes(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "_LINGER_S", 0.2)
    chunk = b"40000\r\n" + b"x" * 0x40000 + b"\r\n"
    heard = _spoken(client, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[chunk] * 20, wait_s=0.01)
    assert heard.startswith(b"HTTP/1.1 413 ")
    assert b"the body has more than 5,000,000 bytes" in heard
    for more in (b"", b"Expect: 100-continue\r\n"):
        claimed = _spoken(client, HEAD + more + b"Content-Length: 99999999999\r\n\r\n")
        assert claimed.replace(b"HTTP/1.1 100 \r\n\r\n", b"").startswith(b"HTTP/1.1 413 ")


def test_a_slow_body_is_not_waited_for(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "WITHIN_S", 0.2)
    started = time.monotonic()
    heard = _spoken(client, HEAD + b"Content-Length: 100\r\n\r\n", b"x", b"x", b"x", b"x", wait_s=0.1)
    assert heard.startswith(b"HTTP/1.1 408 ")
    assert time.monotonic() - started < 5


def test_a_slow_head_is_not_waited_for(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "WITHIN_S", 0.2)
    whole = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    for said in ((), (b"GET",), (b"GET /healthz HTTP/1.1\r\n", *[b"X: y\r\n"] * 4), (whole, *[b"G", b"E", b"T"] * 2)):
        started = time.monotonic()
        heard = _spoken(client, *said, wait_s=0.1)
        assert heard.count(b"HTTP/1.1 200") == said.count(whole)
        assert time.monotonic() - started < 3


@pytest.mark.parametrize("length", [b"-1", b"abc", b"1e3", b""])
def test_a_length_that_is_none(client: httpx.Client, length: bytes) -> None:
    assert _spoken(client, HEAD + b"Content-Length: " + length + b"\r\n\r\n").startswith(b"HTTP/1.1 400 ")


def test_one_who_hangs_up_does_no_harm(client: httpx.Client) -> None:
    with socket.create_connection((client.base_url.host, client.base_url.port or 0)) as connection:
        connection.sendall(HEAD + b"Content-Length: 100\r\n\r\nx")
    assert client.get("/healthz").status_code == 200


def test_a_port_that_is_taken(site: Site) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(ConfigurationError, match=r"cannot be opened .*: set PORT and HOST to what is free"),
    ):
        WebServer(application(site), "127.0.0.1", taken.getsockname()[1]).start()


class Slow(Book):
    """An intake that takes its time."""

    def __init__(self) -> None:
        super().__init__()
        self.began, self.go_on = threading.Event(), threading.Event()

    def request(self, asked: Asked) -> Accepted:
        """Wait, then answer."""
        self.began.set()
        self.go_on.wait(20)
        return super().request(asked)


@pytest.mark.parametrize(("ends", "status"), [(True, 202), (False, 503)])
def test_what_is_under_way_may_end_when_the_bot_stops(
    site: Site, monkeypatch: pytest.MonkeyPatch, *, ends: bool, status: int
) -> None:
    monkeypatch.setattr(server, "_FAREWELL_S", 10 if ends else 1)
    intake = Slow()
    found = WebServer(application(replace(site, intake=intake)), "127.0.0.1", 0)
    found.start()
    answers = []

    def ask() -> None:
        url, said = f"http://127.0.0.1:{found.port}/deployments", {"environment": "staging", "requested_by": "ci"}
        answers.append(httpx.post(url, json=said, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=20))

    asking = threading.Thread(target=ask)
    asking.start()
    assert intake.began.wait(10)
    if ends:
        threading.Timer(0.3, intake.go_on.set).start()
    found.stop()
    asking.join()
    intake.go_on.set()
    assert [one.status_code for one in answers] == [status]


def test_nothing_shows_a_secret(site: Site) -> None:
    assert "hunter2" not in f"{site!r} {site}"
