"""What stops answering, and comes back: nothing is lost, nothing is done or said twice, and people are told."""

import contextlib
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from sync.postgres.embedded import EmbeddedServer
from tests.deployments.files import CITIES, ORDERS
from tests.support.world import World
from tests.support.world_weather import down, kill_server

SLOW = {
    "20260102000000_slow.sql": """\
-- Long enough for somebody to stop the server.
CREATE TABLE slow (id bigint);
SELECT pg_sleep(1.5);
INSERT INTO slow VALUES (1);

-- rollback
-- DROP TABLE slow;
"""
}


@pytest.fixture(scope="module")
def other() -> Iterator[EmbeddedServer]:
    """A second server, for what is to stop; it forgets nothing by that."""
    with EmbeddedServer(Path(tempfile.mkdtemp(prefix="schemabot-")), temporary=True) as server:
        yield server


def said_twice(world: World) -> list[object]:
    """Posts that stand there more than once."""
    posts = [one.metadata["event_payload"]["post"] for one in world.all_messages() if one.metadata]
    files = [world.slack.workspace.files[each].name for one in world.all_messages() for each in one.files]
    return [each for each, count in Counter([*posts, *files]).items() if count > 1]


def test_slack_is_down(world: World) -> None:
    with world.slack.outage():
        commit = world.push("develop", ORDERS, "Add orders")
        staging = world.comes("staging", commit)
        world.wait(lambda: world.last("staging").state == "deployed", "staging has it, whether or not Slack is there")
        assert world.versions("staging")[-1] == "20260102000000"
        world.merge()
        production = world.comes("production", commit)
        time.sleep(1)
    world.slack.wait_until_connected(timeout_s=60)
    world.reaches(production, "waiting")

    assert "deployed" in world.top(staging).text
    world.clicks("anna", production, "Approve")
    world.reaches(production, "deployed")
    assert said_twice(world) == []


def test_the_bot_is_started_while_slack_is_down(world: World) -> None:
    world.kill()
    with world.slack.outage():
        world.start(ready=False)
        world.wait(lambda: is_alive(world), "the web port answers")
        commit = world.push("develop", ORDERS, "Add orders")
        world.comes("staging", commit)
        world.wait(lambda: world.last("staging").state == "deployed", "staging has it, whether or not Slack is there")
    world.wait_until_ready()
    world.settled()

    assert "deployed" in world.top(world.last("staging").id).text
    assert said_twice(world) == []


def is_alive(world: World) -> bool:
    with contextlib.suppress(httpx.HTTPError):
        return httpx.get(world.url("/healthz"), timeout=2).status_code == httpx.codes.OK
    return False


def test_slack_is_slow_and_wants_fewer_messages(world: World) -> None:
    faults = world.slack.workspace.faults
    faults.delay_s = 0.1
    for method in ("chat.postMessage", "chat.update", "files.getUploadURLExternal", "usergroups.users.list"):
        faults.rate_limit(method, times=2, retry_after_s=1)
    try:
        production = world.to_production(ORDERS, "Add orders")
        faults.rate_limit("chat.update", times=2, retry_after_s=1)
        world.clicks("anna", production, "Approve")
        world.reaches(production, "deployed")
    finally:
        faults.clear()

    assert "deployed" in world.top(production).text
    assert said_twice(world) == []


def test_production_is_restarted_while_it_is_deployed(
    server: EmbeddedServer, scratch_server: EmbeddedServer, other: EmbeddedServer, tmp_path: Path
) -> None:
    with World.made(server, scratch_server, tmp_path / "world", elsewhere={"production": other}) as world:
        world.start()
        deployment = world.to_production(SLOW, "Add what is slow")
        world.clicks("anna", deployment, "Approve")
        world.wait(
            lambda: world.rows("production", "SELECT 1 FROM pg_stat_activity WHERE query ~ '^SELECT pg_sleep'"), ""
        )
        with down(other):
            world.wait(lambda: "tried again" in world.top(deployment).text, "people are told that it does not answer")
        world.reaches(deployment, "deployed")

        assert world.rows("production", "SELECT * FROM slow") == [(1,)]
        assert world.versions("production") == world.versions("staging")
        assert len(world.backups()) == 1
        assert said_twice(world) == []
        world.stop()


def test_the_state_is_restarted(
    server: EmbeddedServer, scratch_server: EmbeddedServer, other: EmbeddedServer, tmp_path: Path
) -> None:
    with World.made(server, scratch_server, tmp_path / "world", elsewhere={"state": other}) as world:
        world.start()
        with down(other):
            time.sleep(0.5)
        deployment = world.to_production(SLOW, "Add what is slow")
        with down(other):  # while it waits for people
            time.sleep(1)
        world.wait_until_ready()
        time.sleep(2)  # whoever clicks sooner waits for a minute
        world.clicks("anna", deployment, "Approve")
        query = "SELECT 1 FROM pg_stat_activity WHERE query ~ '^SELECT pg_sleep' AND state = 'active'"
        world.wait(lambda: world.rows("production", query), "it is being applied")
        with down(other):  # while it is applied
            time.sleep(3)
        world.reaches(deployment, "deployed")
        more = world.to_production(CITIES, "Add cities")  # what waits for work has not stopped waiting

        assert world.last("production").id == more
        assert world.rows("production", "SELECT * FROM slow") == [(1,)]
        assert len(world.backups()) == 1
        assert said_twice(world) == []
        world.stop()


def test_all_is_killed_and_so_is_its_own_server(
    server: EmbeddedServer, scratch_server: EmbeddedServer, tmp_path: Path
) -> None:
    with World.made(server, scratch_server, tmp_path / "world", own_state=True) as world:
        world.start()
        deployment = world.to_production(ORDERS, "Add orders")
        world.kill()
        world.start()  # the server that it had lives on
        assert world.last("production").state == "waiting"
        world.kill()
        kill_server(world.scratch)
        world.start()
        world.clicks("anna", deployment, "Approve")
        world.reaches(deployment, "deployed")

        assert said_twice(world) == []
        world.stop()
