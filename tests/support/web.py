"""What is said to a web port, and an intake that writes down what comes of it."""

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import Any

import httpx

from bot.web import Accepted, Asked, Push

SECRET = "webhook-hunter2"
TOKEN = "deploy-hunter2"
REPOSITORY = "https://github.com/acme/app"
BEFORE, AFTER = "a" * 40, "b" * 40


@dataclass
class Book:
    """An intake. What it is given stands in it; what it answers may be set, or raised."""

    pushed: list[Push] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    answer: Accepted | Exception | None = None

    def push(self, push: Push) -> Accepted:
        """Write it down."""
        self.pushed.append(push)
        return self._answered()

    def request(self, asked: Asked) -> Accepted:
        """Write it down."""
        self.asked.append(asked)
        return self._answered()

    def _answered(self) -> Accepted:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer or Accepted("d1", "staging: deploying")


def payload(**changed: Any) -> dict[str, Any]:
    """What GitHub sends, as far as it is read, among much that is not."""
    return {
        "ref": "refs/heads/main",
        "before": BEFORE,
        "after": AFTER,
        "created": False,
        "deleted": False,
        "forced": False,
        "repository": {"id": 1, "clone_url": f"{REPOSITORY}.git", "full_name": "acme/app", "private": True},
        "pusher": {"name": "ann", "email": "ann@example.test"},
        "head_commit": {"message": "hello"},
        **changed,
    }


def signature(body: bytes, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def send(client: httpx.Client, content: Any, **headers: str) -> httpx.Response:
    """Post as GitHub does; `signature=…` and the like replace headers."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    usual = {
        "X-Hub-Signature-256": signature(body),
        "X-GitHub-Event": "push",
        "X-GitHub-Delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
        "Content-Type": "application/json",
    }
    sent = httpx.Headers({**usual, **headers}, encoding="utf-8")
    return client.post("/github/webhook", content=body, headers=sent)
