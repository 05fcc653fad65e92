"""`POST /deployments`: whoever has the token may ask, and is answered in JSON."""

import json
from dataclasses import replace
from typing import Any

import httpx
import pytest

from bot.web import Accepted, Asked, Site
from sync.errors import ConfigurationError
from tests.support.web import TOKEN, Book
from tests.web.conftest import Open

COMMIT = "0123456789abcdef0123456789abcdef01234567"
BODY = {"environment": "staging", "commit": COMMIT, "requested_by": "ci/42"}


def ask(client: httpx.Client, content: Any, authorization: str = f"Bearer {TOKEN}") -> httpx.Response:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return client.post(
        "/deployments", content=body, headers=httpx.Headers({"Authorization": authorization}, encoding="utf-8")
    )


@pytest.mark.parametrize("commit", [COMMIT, "0123456", None])
def test_a_deployment_is_asked_for(client: httpx.Client, book: Book, commit: str | None) -> None:
    answer = ask(client, {**BODY, "commit": commit})
    assert (answer.status_code, answer.json()) == (202, {"id": "d1", "said": "staging: deploying"})
    assert book.asked == [Asked("staging", commit, "ci/42")]


def test_the_commit_may_be_left_out(client: httpx.Client, book: Book) -> None:
    assert ask(client, {"environment": "staging", "requested_by": "ann"}, f"bearer   {TOKEN}").status_code == 202
    assert book.asked == [Asked("staging", None, "ann")]


def test_what_was_known_is_200(client: httpx.Client, book: Book) -> None:
    book.answer = Accepted("d1", "deployed already", is_new=False)
    assert ask(client, BODY).status_code == 200


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", TOKEN, "Bearer ü"],
)
def test_without_the_token_nothing_is_read(client: httpx.Client, book: Book, authorization: str) -> None:
    answer = ask(client, b"{", authorization)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert TOKEN not in answer.text
    assert book.asked == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"{", "the body is not JSON"),
        (b"", "the body is not JSON"),
        ([], "the body: "),
        ({}, "environment: Field required"),
        ({"environment": "staging"}, "requested_by: Field required"),
        ({**BODY, "environment": ""}, "environment: "),
        ({**BODY, "environment": ["staging"]}, "environment: "),
        ({**BODY, "environment": "a\0b"}, "environment: "),
        ({**BODY, "commit": "main"}, "commit: "),
        ({**BODY, "commit": "012345"}, "commit: "),
        ({**BODY, "requested_by": "a\nb"}, "requested_by: "),
        ({**BODY, "requested_by": "x" * 201}, "requested_by: "),
        ({**BODY, "enviroment": "staging"}, "enviroment: Extra inputs are not permitted"),
    ],
)
def test_what_is_malformed_is_400(client: httpx.Client, book: Book, body: Any, expected: str) -> None:
    answer = ask(client, body)
    assert (answer.status_code, book.asked) == (400, [])
    assert answer.json()["error"].startswith(expected)


def test_an_unknown_environment_is_422(client: httpx.Client, book: Book) -> None:
    book.answer = ConfigurationError('there is no environment "stagin"', "did you mean staging?")
    answer = ask(client, {**BODY, "environment": "stagin"})
    assert answer.status_code == 422
    assert answer.json() == {"error": 'there is no environment "stagin": did you mean staging?'}


def test_without_a_token_nobody_may_ask(opened: Open, site: Site, book: Book) -> None:
    client = opened(replace(site, access=replace(site.access, deploy_token="")))
    for authorization in ("Bearer", "Bearer x", ""):
        assert ask(client, BODY, authorization).status_code == 404
    assert book.asked == []
