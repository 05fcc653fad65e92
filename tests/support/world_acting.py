"""What people do in a world, and what GitHub and a pipeline say to the bot."""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import uuid4

import httpx

from bot.simulator import Click, Message, Person, interactions
from bot.slack.messages.deployment import REASON
from tests.support.world_git import ZEROS, Pushed
from tests.support.world_seen import CHANNEL, ONE_MOMENT, PATIENCE_S, Seen, buttons_of

SECRET = "a secret of the webhook"
TOKEN = "a token of the pipeline"
ANNA, BEN, CHRIS = "Anna Lind <anna@acme.test>", "Ben Okafor <ben@acme.test>", "Chris Meyer <chris@acme.test>"


class Told(Seen):
    """A world whose bot is told of pushes."""

    __slots__ = ()

    def told(self, pushed: Pushed, *, delivery: str = "", **change: Any) -> httpx.Response:
        """Have GitHub tell of a push; the answer."""
        answer = self.webhook(self.payload(pushed, **change), delivery=delivery or str(uuid4()))
        assert answer.is_success, answer.text
        return answer

    def payload(self, pushed: Pushed, **change: Any) -> dict[str, Any]:
        """What GitHub says of a push."""
        return {
            "ref": f"refs/heads/{pushed.branch}",
            "before": pushed.before,
            "after": pushed.after,
            "created": pushed.before == ZEROS,
            "deleted": pushed.after == ZEROS,
            "forced": pushed.forced,
            "repository": {
                "clone_url": str(self.upstream.path),
                "full_name": "/".join(self.upstream.path.parts[-2:]),
                "default_branch": "main",
            },
            "pusher": {"name": "octocat", "email": "octocat@acme.test"},
            "head_commit": None if pushed.after == ZEROS else {"id": pushed.after},
            **change,
        }

    def webhook(
        self, payload: Mapping[str, Any], *, delivery: str, secret: str = SECRET, signature: str | None = None
    ) -> httpx.Response:
        """Send what GitHub sends of a push."""
        body = json.dumps(payload).encode()
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "GitHub-Hookshot/acme",
            "X-GitHub-Event": "push",
            "X-GitHub-Delivery": delivery,
            "X-Hub-Signature-256": self.signature(payload, secret) if signature is None else signature,
        }
        encoded = {name.encode(): value.encode() for name, value in headers.items()}
        return httpx.post(self.url("/github/webhook"), content=body, headers=list(encoded.items()), timeout=20)

    def signature(self, payload: Mapping[str, Any], secret: str = SECRET) -> str:
        """What GitHub signs a payload with."""
        return "sha256=" + hmac.new(secret.encode(), json.dumps(payload).encode(), hashlib.sha256).hexdigest()

    def asks(self, wanted: Mapping[str, str], token: str) -> httpx.Response:
        """Ask for a deployment as a pipeline does."""
        return httpx.post(
            self.url("/deployments"), json=wanted, headers={"Authorization": f"Bearer {token}"}, timeout=20
        )


class Acting(Told):
    """A world in which people do something."""

    __slots__ = ()

    def commit(self, branch: str, files: Mapping[str, str], message: str, author: str = CHRIS) -> Pushed:
        """Commit migrations, and push without anybody being told."""
        return self.upstream.commit(branch, files, message, author)

    def push(self, branch: str, files: Mapping[str, str], message: str, author: str = CHRIS) -> str:
        """Commit migrations and push, as GitHub would tell it; the id of the commit."""
        pushed = self.commit(branch, files, message, author)
        self.told(pushed)
        return pushed.after

    def merge(self, branch: str = "main", source: str = "develop") -> str:
        """Move a branch to where another one is, and push; the id of the commit."""
        head = self.upstream.head(source)
        assert head is not None
        self.told(self.upstream.move(branch, head))
        return head

    def to_production(self, files: Mapping[str, str], message: str, author: str = CHRIS) -> str:
        """Bring files to staging, push the same commit to `main`, and wait until people are asked; the deployment."""
        commit = self.push("develop", files, message, author)
        self.reaches(self.comes("staging", commit), "deployed")
        self.merge()
        deployment = self.comes("production", commit)
        self.reaches(deployment, "waiting")
        return deployment

    def clicks(self, person: str, deployment: str, button: str) -> Click:
        """Press a button under a deployment's message, say yes to its dialog, and wait until that is written down."""
        with self.heard():
            return self.person(person).click(self.top(deployment), button)

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Wait until what somebody does in the block is in the audit log."""
        query = "SELECT count(*) FROM bot.audit"
        before = self.records(query)
        yield
        self.wait(lambda: self.records(query) > before, "it is written down what somebody did")

    def rejects(self, person: str, deployment: str, reason: str) -> None:
        """Press Reject, and give the reason that the window asks for."""
        somebody = self.person(person)
        somebody.click(self.top(deployment), "Reject")
        with self.heard():
            somebody.submit(somebody.wait_for_view(), {REASON: reason})

    def value_of(self, message: Message, button: str) -> str:
        """What a button says of itself."""
        return str(next(one for one in buttons_of(message) if one["text"]["text"] == button)["value"])

    def replays(
        self, person: str, message: Message, button: str, *, value: str | None = None, at: Message | None = None
    ) -> None:
        """Send the click on a button once more, as it was or with another value, whatever has become of the message.

        Args:
            person: Who clicks.
            message: As it was when the button was there.
            button: Its label.
            value: Instead of the button's own.
            at: Another message, on which it is said to be.
        """
        changed = json.loads(json.dumps(message.blocks))
        ids = next(
            (block["block_id"], one["action_id"])
            for block in changed
            for one in block.get("elements", ())
            if one["type"] == "button" and one["text"]["text"] == button
        )
        if value is not None:
            for one in (
                one for block in changed for one in block.get("elements", ()) if one.get("action_id") == ids[1]
            ):
                one["value"] = value
        shown = replace(at or message, blocks=tuple(changed))
        workspace = self.slack.workspace
        delivery = interactions.act_in_message(workspace, self.person(person).id, shown, ids, None)
        assert delivery.done.wait(PATIENCE_S)

    @contextmanager
    def members(self, group: str, *people: str) -> Iterator[None]:
        """Have other people in a user group, for a while."""
        groups = self.slack.workspace.groups
        before = groups[group]
        groups[group] = replace(before, members=people)
        try:
            yield
        finally:
            groups[group] = before

    def says(self, person: str, line: str) -> None:
        """Type a command into the channel, and wait for the answer."""
        somebody = self.person(person)
        before = len(self._told(somebody))
        somebody.command(CHANNEL, line)
        self.wait(lambda: len(self._told(somebody)) > before, f"{person} is answered")

    def _told(self, person: Person) -> list[Message]:
        """What one person alone was told, but that there is something to come."""
        return [one for one in self.messages() if one.only_visible_to == person.id and one.text != ONE_MOMENT]

    def cancel_all(self) -> None:
        """End what a test has left under way."""
        self.settled()
        for one in self.deployments():
            if one.state == "waiting":
                self.says("anna", f"/schema cancel {one.id}")
                self.reaches(one.id, "cancelled")
