"""GitHub's webhook over real HTTP: only what is signed is read, and only pushes to our branches are handed on."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from structlog.testing import capture_logs

from bot.github import matches
from bot.web import Accepted, Asked, Push, Site
from sync.errors import BusyError, ConfigurationError, ConnectError
from sync.migrations.mirror import Mirror
from tests.support import git
from tests.support.web import AFTER, BEFORE, REPOSITORY, SECRET, Book, payload, send, signature
from tests.web.conftest import Open


def test_a_push_is_handed_on(client: httpx.Client, book: Book) -> None:
    answer = send(client, payload())
    assert (answer.status_code, answer.json()) == (202, {"id": "d1", "said": "staging: deploying"})
    assert book.pushed == [
        Push(
            delivery="72d3162e-cc78-11e3-81ab-4c9367dc0958",
            clone_url=f"{REPOSITORY}.git",
            full_name="acme/app",
            branch="main",
            before=BEFORE,
            after=AFTER,
            deleted=False,
            forced=False,
            pusher="ann",
        )
    ]


def test_a_form_says_the_same(client: httpx.Client, book: Book) -> None:
    body = urlencode({"payload": json.dumps(payload(pusher={"name": "zoë & co"}))}).encode()
    answer = send(client, body, **{"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"})
    assert answer.status_code == 202
    assert book.pushed[0].pusher == "zoë & co"


def test_a_deleted_and_a_forced_branch(client: httpx.Client, book: Book) -> None:
    send(client, payload(deleted=True, after="0" * 40))
    send(client, payload(forced=True))
    assert [(one.deleted, one.forced, one.after) for one in book.pushed] == [
        (True, False, "0" * 40),
        (False, True, AFTER),
    ]


def test_what_was_delivered_before_is_200(client: httpx.Client, book: Book) -> None:
    book.answer = Accepted("d1", "known already", is_new=False)
    answer = send(client, payload())
    assert (answer.status_code, answer.json()["id"]) == (200, "d1")


@pytest.mark.parametrize(
    "wrong",
    [
        signature(b"{}"),
        signature(json.dumps(payload()).encode(), "other"),
        signature(json.dumps(payload()).encode(), ""),
        signature(json.dumps(payload()).encode()).upper(),
        signature(json.dumps(payload()).encode()).removeprefix("sha256="),
        signature(json.dumps(payload()).encode())[:-1],
        "sha1=" + "0" * 40,
        "",
        "ü",
    ],
)
def test_a_forged_signature_is_refused(client: httpx.Client, book: Book, wrong: str) -> None:
    answer = send(client, payload(), **{"X-Hub-Signature-256": wrong})
    assert answer.status_code == 401
    assert answer.json() == {"error": "the signature is wrong: is the webhook's secret the bot's?"}
    assert book.pushed == []


def test_nothing_is_read_of_what_is_not_signed(client: httpx.Client) -> None:
    for body in (b"{", b"[" * 100_000, b"\xff"):
        assert send(client, body, **{"X-Hub-Signature-256": signature(b"")}).status_code == 401


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", "the body is not JSON"),
        (b"{", "the body is not JSON"),
        (b"[" * 100_000, "the body is not JSON"),
        (b"\xff\xfe\xfa", "the body is not JSON"),
        (b"null", "the body is no push: the payload: "),
        (b"[]", "the body is no push: the payload: "),
        (b"{}", "the body is no push: ref: Field required"),
        (payload(ref=None), "the body is no push: ref: "),
        (payload(ref="refs/heads/a\0b"), "the body is no push: ref: "),
        (payload(ref="refs/heads/a\nb"), "the body is no push: ref: "),
        (payload(ref="refs/heads/\ud800"), "the body is no push: ref: "),
        (payload(ref="refs/heads/" + "x" * 2000), "the body is no push: ref: "),
        (payload(after="main"), "the body is no push: after: "),
        (payload(after="../../etc/passwd"), "the body is no push: after: "),
        (payload(before="0" * 41), "the body is no push: before: "),
        (payload(repository=None), "the body is no push: repository: "),
        (payload(repository={}), "the body is no push: repository.clone_url: Field required"),
        (payload(pusher={"name": {"$ne": 1}}), "the body is no push: pusher.name: "),
    ],
)
def test_what_is_malformed_is_400(client: httpx.Client, book: Book, body: Any, expected: str) -> None:
    answer = send(client, body)
    assert answer.status_code == 400
    assert answer.json()["error"].startswith(expected)
    assert "\n" not in answer.json()["error"]
    assert book.pushed == []


@pytest.mark.parametrize("form", [b"", b"payload", b"other=1", b"payload=\xff", b"&".join([b"a=1"] * 100)])
def test_a_form_without_a_payload_is_400(client: httpx.Client, form: bytes) -> None:
    answer = send(client, form, **{"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 400


@pytest.mark.parametrize("delivery", ["", "a b", "x" * 101, "ü"])
def test_a_delivery_has_an_id(client: httpx.Client, book: Book, delivery: str) -> None:
    answer = send(client, payload(), **{"X-GitHub-Delivery": delivery})
    assert (answer.status_code, book.pushed) == (400, [])


@pytest.mark.parametrize(
    "branch",
    [
        "'; DROP TABLE deployments; --",
        "<!channel>",
        "*bold*_`code`_<https://evil.test|click>",
        "../../main",
        "-rf",
        "%s{0}$(id)",
        "\u202emain",
        "refs/heads/main",
    ],
)
def test_a_branch_may_be_called_anything(client: httpx.Client, book: Book, branch: str) -> None:
    assert send(client, payload(ref=f"refs/heads/{branch}")).status_code == 202
    assert [one.branch for one in book.pushed] == [branch]


def test_other_events_are_ignored(client: httpx.Client, book: Book) -> None:
    assert send(client, {"zen": "Keep it simple."}, **{"X-GitHub-Event": "ping"}).status_code == 200
    for event in ("issues", "", "push "):
        answer = send(client, b"not even JSON", **{"X-GitHub-Event": event.strip() + "s"})
        assert (answer.status_code, answer.json()["id"]) == (202, None)
    answer = send(client, payload(ref="refs/tags/v1"))
    assert (answer.status_code, answer.json()["said"]) == (202, "ignored: only pushes of branches are deployed")
    assert book.pushed == []


@pytest.mark.parametrize(
    "repository",
    [
        {"clone_url": "https://github.com/evil/app.git", "full_name": "evil/app"},
        {"clone_url": "https://github.com/evil/app.git", "full_name": "acme/app"},
        {"clone_url": "https://github.com.evil.test/acme/app.git", "full_name": "acme/app"},
        {"clone_url": "/acme/app", "full_name": "acme/app"},
    ],
)
def test_another_repository_is_refused(client: httpx.Client, book: Book, repository: dict[str, str]) -> None:
    answer = send(client, payload(repository=repository))
    assert answer.status_code == 403
    assert answer.json() == {"error": "the push is to another repository than the bot deploys"}
    assert book.pushed == []


def test_without_a_secret_nothing_is_taken_and_the_log_says_so(opened: Open, site: Site, book: Book) -> None:
    with capture_logs() as logs:
        client = opened(replace(site, access=replace(site.access, webhook_secret="")))
    assert [one["log_level"] for one in logs if "GITHUB_WEBHOOK_SECRET is not set" in one["event"]] == ["warning"]
    for secret in (SECRET, ""):
        body = json.dumps(payload()).encode()
        answer = send(client, body, **{"X-Hub-Signature-256": signature(body, secret)})
        assert (answer.status_code, book.pushed) == (404, [])


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (BusyError("staging is frozen", "wait"), 409),
        (ConfigurationError("there is no branch"), 422),
        (ConnectError("the state cannot be reached"), 503),
    ],
)
def test_what_the_intake_refuses_is_told(client: httpx.Client, book: Book, error: Exception, status: int) -> None:
    book.answer = error
    answer = send(client, payload())
    assert (answer.status_code, answer.json()) == (status, {"error": str(error)})


def test_what_nobody_foresaw_has_a_reference(client: httpx.Client, book: Book) -> None:
    book.answer = RuntimeError(f"secret {SECRET}")
    with capture_logs() as logs:
        answer = send(client, payload())
    assert answer.status_code == 500
    said = answer.json()["error"]
    assert SECRET not in said
    (logged,) = [one for one in logs if one["event"] == "unexpected error"]
    assert said == f"something went wrong: the log has it under {logged['reference']}"


class Fetching:
    """An intake that does what it must: it asks the repository where a branch is."""

    def __init__(self, mirror: Mirror) -> None:
        self.mirror = mirror
        self.found: list[str | None] = []

    def push(self, push: Push) -> Accepted:
        """Look where the branch is."""
        self.mirror.fetch()
        head = self.mirror.head(push.branch)
        self.found.append(head.title if head else None)
        return Accepted(None, "seen")

    def request(self, asked: Asked) -> Accepted:
        """Nobody asks."""
        raise NotImplementedError(asked)


def test_a_push_to_a_repository_of_this_machine(opened: Open, site: Site, tmp_path: Path) -> None:
    shop = git.repository(tmp_path / "acme" / "app")
    commit = git.commit(shop, "First")
    intake = Fetching(Mirror(str(shop), tmp_path / "data"))
    client = opened(replace(site, intake=intake, is_ours=lambda push: matches(str(shop), push)))
    here = {"clone_url": str(shop), "full_name": "acme/app"}
    assert send(client, payload(repository=here, after=commit)).status_code == 202
    assert send(client, payload(repository=here, ref="refs/heads/gone", deleted=True)).status_code == 202
    assert send(client, payload()).status_code == 403
    assert intake.found == ["First", None]
