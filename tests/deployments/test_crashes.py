"""A bot that is killed again and again: it ends as one that never was.

It dies before and after each durable step, within it, before and after each statement, each post, and each row that
says what was posted; with all that it started, or alone. Each life dies at each of its places once, and goes on.

By default it dies at some of the places; `SCHEMABOT_TEST_CRASHES=all` has it die at all.
"""

import os
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from sync.postgres.embedded import EmbeddedServer
from tests.support.world import World
from tests.support.world_bot import Dying

FILES = {
    "20260102000000_ledger.sql": """\
-- What is done twice is seen in what it adds.
CREATE TABLE ledger (id bigint PRIMARY KEY, total bigint NOT NULL);
INSERT INTO ledger VALUES (1, 10);

-- rollback
-- DROP TABLE ledger;
""",
    "20260103000000_index.sql": """\
-- A statement that refuses a transaction, between two that do not.
INSERT INTO ledger VALUES (2, 20);
CREATE INDEX CONCURRENTLY ledger_total ON ledger (total);
UPDATE ledger SET total = total + 1;

-- rollback
-- DROP INDEX ledger_total;
""",
    "20260104000000_counted.sql": """\
-- What others have done before it.
CREATE TABLE counted (number bigint);
INSERT INTO counted SELECT sum(total) FROM ledger;

-- rollback
-- DROP TABLE counted;
""",
}
KINDS = {
    "steps": (frozenset({"step"}), 3),
    "applying": (frozenset({"statement", "backup", "intake", "decision"}), 4),
    "posting": (frozenset({"post", "row"}), 9),
}
ALL = os.environ.get("SCHEMABOT_TEST_CRASHES") == "all"
LONG_S = 1_200.0 if ALL else 180.0


@contextmanager
def immortal(world: World, dying: Dying) -> Iterator[list[int | None]]:
    """The bot at work, started again each time it dies; how it died."""
    deaths: list[int | None] = []
    over = threading.Event()

    def watch() -> None:
        while not over.is_set():
            assert world.bot is not None
            if world.bot.wait(0.02) is not None:
                deaths.append(world.bot.status)
                world.start(dying=dying, ready=False)

    world.start(dying=dying, ready=False)
    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield deaths
    finally:
        over.set()
        watching.join()
        world.kill()


def told(world: World, branch: str, delivery: str) -> str:
    """Have GitHub tell of the head of a branch, as often as it takes; the commit."""
    head = world.upstream.head(branch)
    assert head is not None
    payload = world.payload(world.upstream.move(branch, head))

    def is_taken() -> bool:
        try:
            return world.webhook(payload, delivery=delivery).is_success
        except httpx.HTTPError:
            return False

    world.wait(is_taken, "the delivery is taken", LONG_S)
    return head


def approved(world: World, deployment: str) -> None:
    """Have anna press Approve, as often as it takes."""
    query = f"SELECT 1 FROM bot.decisions JOIN bot.approvals ON id = approval WHERE deployment = '{deployment}'"

    def is_decided() -> bool:
        with suppress(LookupError):  # the button is gone: it was heard
            world.person("anna").click(world.top(deployment), "Approve")
        return bool(world.records(query))

    world.wait(is_decided, "anna is heard", LONG_S)


@pytest.mark.parametrize("what", KINDS)
def test_a_bot_that_is_killed_again_and_again(
    server: EmbeddedServer, scratch_server: EmbeddedServer, tmp_path: Path, what: str
) -> None:
    kinds, every = KINDS[what]
    dying = Dying(kinds, tmp_path / "places", 1 if ALL else every)
    with World.made(server, scratch_server, tmp_path / "world") as world:
        with immortal(world, dying) as deaths:
            world.commit("develop", FILES, "Add a ledger")
            commit = told(world, "develop", "first")
            staging = world.comes("staging", commit, LONG_S)
            world.reaches(staging, "deployed", "failed", timeout_s=LONG_S)
            world.upstream.move("main", commit)
            told(world, "main", "second")
            production = world.comes("production", commit, LONG_S)
            world.reaches(production, "waiting", "failed", timeout_s=LONG_S)
            approved(world, production)
            world.reaches(production, "deployed", "failed", timeout_s=LONG_S)
        died = [one for one in dying.places() if one.endswith("†")]
        world.start()  # one that lives finds nothing left to do
        told(world, "main", "second")
        world.settled()

        assert set(deaths) == {-signal.SIGKILL}
        assert len(deaths) == len(died) >= 15
        assert_as_if_nothing_had_been(world, staging, production)
        world.stop()


def assert_as_if_nothing_had_been(world: World, staging: str, production: str) -> None:
    """One of everything, and all as it should be."""
    assert [(one.id, one.state) for one in world.deployments()] == [(staging, "deployed"), (production, "deployed")]
    for name in ("staging", "production"):
        assert world.versions(name) == ["20260101000000", *(one.split("_")[0] for one in FILES)]
        assert world.rows(name, "SELECT id, total FROM ledger ORDER BY id") == [(1, 11), (2, 21)]
        assert world.rows(name, "SELECT number FROM counted") == [(32,)]
        assert world.rows(name, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'ledger_total'::regclass") == [
            (True,)
        ]
        runs = world.rows(
            name,
            "SELECT version, count(*) FROM schemabot.migration_runs WHERE action = 'apply' AND state = 'done'"
            " GROUP BY version",
        )
        assert {count for _, count in runs} == {1}
    assert world.records("SELECT count(*) FROM bot.approvals") == [(1,)]
    assert world.records("SELECT count(*) FROM bot.decisions") == [(1,)]
    assert world.records("SELECT count(*) FROM bot.backups") == [(1,)]
    assert len(world.backups()) == 1

    posts = [one.metadata["event_payload"]["post"] for one in world.all_messages() if one.metadata]
    files = [world.slack.workspace.files[each].name for one in world.all_messages() for each in one.files]
    assert [each for each, count in Counter([*posts, *files]).items() if count > 1] == []
    tops = [
        one.metadata["event_payload"]["deployment"] for one in world.messages() if one.metadata and not one.is_reply
    ]
    assert tops == [staging, production]
    assert sorted(files) == [f"{production}.sql", f"{staging}.sql"]
    assert "production equals the files and staging" in world.top(production).text
    for person in ("anna", "ben"):
        requests = [one for one in world.messages(world.person(person).direct_channel()) if one.metadata]
        assert len(requests) == 1
