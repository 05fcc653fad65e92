"""What people try who may not, or who mean no good: nothing happens, they alone are told, and it is written down."""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx
import pytest

from bot.simulator import Message, payloads
from sync.postgres.embedded import EmbeddedServer
from tests.deployments.files import CITIES, ORDERS
from tests.support.servers import execute
from tests.support.world import BEN, SECRET, World

HOSTILE = """<!channel> <!here> <@U0BEN> <!subteam^S0PLATFORM> *bold* `code` ```\\n
https://evil.test <https://evil.test|the runbook> :rotating_light: @channel & &lt;!channel&gt; \u202e
"""
BRANCH = "main'; DROP TABLE bot.deployments; --"


@pytest.fixture
def asked(world: World) -> str:
    """A deployment to production, written by ben, that waits for approval."""
    return world.to_production(ORDERS, "Add orders", BEN)


def refused(world: World, deployment: str) -> list[tuple[Any, ...]]:
    query = f"SELECT actor, action, detail FROM bot.audit WHERE deployment = '{deployment}' AND outcome = 'refused'"
    return world.records(f"{query} ORDER BY id")


def is_untouched(world: World, deployment: str) -> bool:
    """Whether it still waits, and its buttons are there."""
    return world.last("production").state == "waiting" and "Approve" in world.buttons(deployment)


def approve_at_once(world: World, request: Message, people: Sequence[str]) -> None:
    """Have some people press Approve at the same instant."""
    together = threading.Barrier(len(people))

    def click(person: str) -> None:
        together.wait()
        world.replays(person, request, "Approve")

    clicks = [threading.Thread(target=click, args=[one]) for one in people]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()


@pytest.mark.parametrize(("person", "why"), [("chris", "named as approvers"), ("ben", "it is your own")])
def test_who_may_not_approve(world: World, asked: str, person: str, why: str) -> None:
    before = world.top(asked)

    world.clicks(person, asked, "Approve")
    told = world.person(person).wait_for("#schema", why)

    assert told.only_visible_to == world.person(person).id
    assert world.top(asked) == before
    assert is_untouched(world, asked)
    assert [(actor, action) for actor, action, _ in refused(world, asked)] == [(world.person(person).id, "approve")]
    assert world.versions("production") == ["20260101000000"]


def test_who_may_not_reject(world: World, asked: str) -> None:
    world.rejects("chris", asked, "because")

    assert is_untouched(world, asked)
    assert [(actor, action) for actor, action, _ in refused(world, asked)] == [("U0CHRIS", "reject")]


def test_who_left_the_group_may_not_approve_any_more(world: World, asked: str) -> None:
    with world.members("S0PLATFORM", "U0BEN"):
        world.clicks("anna", asked, "Approve")

        assert is_untouched(world, asked)


def test_a_click_that_comes_again_does_nothing(world: World, asked: str) -> None:
    request = world.top(asked)
    world.clicks("anna", asked, "Approve")
    world.reaches(asked, "deployed")
    after = world.rows("production", "SELECT * FROM schemabot.migration_runs")

    with world.heard():
        world.replays("anna", request, "Approve")
    world.settled()

    assert world.rows("production", "SELECT * FROM schemabot.migration_runs") == after
    assert world.records(
        f"SELECT count(*) FROM bot.decisions JOIN bot.approvals ON id = approval WHERE deployment = '{asked}'"
    ) == [(1,)]
    assert "deployed" in world.top(asked).text
    assert len(world.deployments("production")) == len({one.id for one in world.deployments("production")})


def test_a_value_that_was_tampered_with(world: World, asked: str) -> None:
    request = world.top(asked)
    value = world.value_of(request, "Approve")
    name, question, digest = value.split()
    others = [
        f"{name} {int(question) + 1} {digest}",
        f"{name} {question} {'0' * len(digest)}",
        f"{name} - -",
        f"staging-1 {question} {digest}",
        f"{name}' OR true; -- {question} {digest}",
        "",
        "x" * 2000,
    ]

    for other in others:
        with world.heard():
            world.replays("anna", request, "Approve", value=other)

    assert is_untouched(world, asked)
    assert world.records(
        f"SELECT count(*) FROM bot.decisions JOIN bot.approvals ON id = approval WHERE deployment = '{asked}'"
    ) == [(0,)]
    assert world.versions("production") == ["20260101000000"]


def test_a_button_on_another_message(world: World, asked: str) -> None:
    value = world.value_of(world.top(asked), "Approve")
    other = next(one for one in world.messages() if not one.is_reply and one.ts != world.top(asked).ts)

    with world.heard():
        world.replays("anna", world.top(asked), "Approve", value=value, at=other)

    assert is_untouched(world, asked)


def test_two_approvers_at_the_same_instant(world: World) -> None:
    deployment = world.to_production({**ORDERS, **CITIES}, "Add orders and cities")

    approve_at_once(world, world.top(deployment), ("anna", "ben"))
    world.reaches(deployment, "deployed")

    runs = world.rows(
        "production", "SELECT version, count(*) FROM schemabot.migration_runs GROUP BY version ORDER BY 1"
    )
    assert [count for _, count in runs[-2:]] == [1, 1]
    assert len(world.backups()) == 1
    assert world.records(f"SELECT state FROM bot.approvals WHERE deployment = '{deployment}'") == [("approved",)]


def test_two_approvers_at_the_same_instant_are_both_counted(world: World) -> None:
    commit = world.push("payments", ORDERS, "Add orders")
    deployment = world.comes("payments", commit)
    world.reaches(deployment, "waiting")

    approve_at_once(world, world.top(deployment), ("anna", "ben"))

    world.reaches(deployment, "deployed")


def test_an_approval_that_comes_too_late(world: World) -> None:
    commit = world.push("reports", ORDERS, "Add orders")
    deployment = world.comes("reports", commit)
    world.reaches(deployment, "waiting")
    request = world.top(deployment)
    world.clicks("anna", deployment, "Approve")
    world.reaches(deployment, "expired")

    with world.heard():
        world.replays("ben", request, "Approve")
    world.says("ben", f"/schema approve {deployment}")

    world.reaches(deployment, "expired")
    assert [actor for actor, *_ in refused(world, deployment)] == ["U0BEN", "U0BEN"]
    assert world.versions("reports") == ["20260101000000"]


def test_a_delivery_that_comes_again(world: World) -> None:
    pushed = world.commit("develop", ORDERS, "Add orders")
    first = world.told(pushed, delivery="one-delivery")
    world.reaches(world.comes("staging", pushed.after), "deployed")
    before = world.deployments(), world.messages()

    again = world.told(pushed, delivery="one-delivery")
    world.settled()

    assert (first.is_success, again.is_success) == (True, True)
    assert (world.deployments(), world.messages()) == before


def test_an_old_push_said_again_deploys_nothing_old(world: World) -> None:
    old = world.commit("develop", ORDERS, "Add orders")
    world.told(old)
    world.reaches(world.comes("staging", old.after), "deployed")
    newer = world.push("develop", CITIES, "Add cities")
    world.reaches(world.comes("staging", newer), "deployed")
    before = world.messages()

    world.told(old)
    world.settled()

    assert world.versions("staging")[-1] == "20260103000000"
    assert world.messages() == before


@pytest.mark.parametrize("signature", ["", "sha256=", "sha256=" + "0" * 64, "sha1=" + "0" * 40, "sha256=\u0661"])
def test_a_forged_delivery(world: World, signature: str) -> None:
    before = world.deployments()
    pushed, delivery = world.commit("develop", ORDERS, "Add orders"), str(uuid4())

    answer = world.webhook(world.payload(pushed), delivery=delivery, signature=signature)

    assert answer.status_code in (401, 403)
    assert world.deployments() == before
    world.told(pushed, delivery=delivery)
    world.reaches(world.comes("staging", pushed.after), "deployed")  # it was not taken for one that was seen


def test_a_delivery_signed_for_another_body(world: World) -> None:
    pushed = world.commit("develop", ORDERS, "Add orders")
    signature = world.signature(world.payload(pushed))

    answer = world.webhook(world.payload(pushed, ref="refs/heads/main"), delivery="other", signature=signature)

    assert answer.status_code in (401, 403)


def test_another_repository(world: World) -> None:
    pushed = world.commit("develop", ORDERS, "Add orders")
    theirs = {"clone_url": "https://github.com/evil/app.git", "full_name": "evil/app"}

    answer = world.webhook(world.payload(pushed, repository=theirs), delivery="theirs")

    assert answer.status_code in (403, 404, 422)
    assert not [one for one in world.deployments() if one.commit == pushed.after]


def test_a_branch_named_like_sql(world: World) -> None:
    pushed = world.commit("develop", ORDERS, "Add orders")
    before = world.deployments()

    answer = world.webhook(world.payload(pushed, ref=f"refs/heads/{BRANCH}"), delivery="sql")
    world.settled()

    assert answer.is_success
    assert world.deployments() == before


def test_a_message_of_a_commit_pings_nobody(world: World) -> None:
    before = {(one.channel, one.ts) for one in world.all_messages()}
    name = "20260102000000_orders_<!channel>_`x`.sql"
    commit = world.push("develop", {name: next(iter(ORDERS.values()))}, HOSTILE, "<!channel> *x* <@U0BEN> <x@y.test>")
    deployment = world.comes("staging", commit)
    world.reaches(deployment, "deployed")
    world.merge()
    production = world.comes("production", commit)
    world.reaches(production, "waiting")
    world.rejects("anna", production, HOSTILE)
    world.reaches(production, "rejected")

    said = [one for one in world.all_messages() if (one.channel, one.ts) not in before]
    found = {one for message in said for one in world.pings(message)}
    assert found <= {"<!subteam^S0PLATFORM>", "<@U0ANNA>"}  # who is asked, and who has rejected it
    assert not [message for message in said if "<https://evil.test" in world.raw(message)]


def test_clicks_that_slack_did_not_sign(server: EmbeddedServer, scratch_server: EmbeddedServer, tmp_path: Path) -> None:
    with World.made(server, scratch_server, tmp_path / "world", over_http=True) as world:
        world.start()
        deployment = world.to_production(ORDERS, "Add orders")
        now = int(time.time())

        forged = [
            posted(world, deployment, "another secret", now),
            posted(world, deployment, "", now),
            posted(world, deployment, SECRET, now - 360),
            posted(world, deployment, SECRET, now + 360),
        ]
        world.settled()
        assert forged == [401] * 4
        assert is_untouched(world, deployment)
        assert world.records("SELECT count(*) FROM bot.decisions") == [(0,)]

        with world.heard():
            assert posted(world, deployment, SECRET, now) == 200  # the same, signed by Slack
        world.reaches(deployment, "deployed")
        world.stop()


def posted(world: World, deployment: str, secret: str, moment: int) -> int:
    """Say to the bot, as Slack does, that anna presses Approve; the status of the answer."""
    workspace, request = world.slack.workspace, world.top(deployment)
    ids = next(
        {"block_id": block["block_id"], **one}
        for block in request.blocks
        for one in block.get("elements", ())
        if one.get("action_id") == "deployment_approve"
    )
    payload = payloads.message_action_payload(workspace, "U0ANNA", request, {**ids, "action_ts": "1"}, {})
    body = urlencode({"payload": json.dumps(payload)}).encode()
    signature = hmac.new(secret.encode(), f"v0:{moment}:".encode() + body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": str(moment),
        "X-Slack-Signature": f"v0={signature}" if secret else "",
    }
    return httpx.post(world.url("/slack/events"), content=body, headers=headers, timeout=20).status_code


def test_a_file_that_runs_programs_before_anybody_has_approved_it(world: World, server: EmbeddedServer) -> None:
    psql = server.programs.folder / "psql"
    forge = f"{psql} -d '{world.state.url}' -c 'CREATE TABLE forged ()'"
    attack = f"DO $$ BEGIN EXECUTE $copy$ COPY (SELECT 1) TO PROGRAM $program${forge}$program$ $copy$; END $$;"
    commit = world.push("main", {"20260103000000_attack.sql": attack}, "Add nothing", BEN)
    deployment = world.comes("production", commit)
    world.reaches(deployment, "failed")

    forged = "SELECT to_regclass('forged') IS NOT NULL"
    assert world.records(forged) == [(False,)]
    assert "failed" in world.read(world.top(deployment))
    assert [world.versions(one) for one in ("staging", "production")] == [["20260101000000"]] * 2

    execute(server.database(), attack)  # on a server that is not confined the command does what it is meant to
    assert world.records(forged) == [(True,)]
    execute(world.state, "DROP TABLE forged")
