"""A deployment whose process is killed goes on under its name, and only under its name."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sync.deploy import pipeline
from sync.deploy.pipeline import apply, propose, records
from sync.postgres.session import connect
from sync.shadow.scratch import Scratch
from tests.deploy.pipeline.support import ORDERS, Stage
from tests.deploy.pipeline.test_validating import applied
from tests.support.servers import rows

_PROGRAM = """
import json, sys
from pathlib import Path
from sync.deploy.pipeline import Proposal, apply, from_json
from sync.postgres.database import Database
from tests.deploy.pipeline.support import Stage
folder, staging, production, name, proposal = sys.argv[1:]
stage = Stage(Path(folder), Database(staging, "staging"), Database(production, "production"))
apply(stage.target(is_alone=True, deployment=name), from_json(Proposal, json.loads(proposal)))
"""
MARKS = "CREATE TABLE marks (number integer);\nINSERT INTO marks VALUES (1);\n"
WAITS = (
    "CREATE INDEX CONCURRENTLY orders_id ON orders (id);\nSELECT pg_advisory_xact_lock(4711);\nINSERT INTO marks"
    " VALUES (2);\n"
)
WAITING = """SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND query LIKE '%4711%' AND wait_event = 'advisory'"""


def test_what_was_killed_goes_on(stage: Stage, scratch: Scratch) -> None:
    stage.write(ORDERS)
    applied(stage.target(is_alone=True))
    stage.write(ORDERS, MARKS, WAITS)
    target = stage.target(is_alone=True, deployment="d1")
    proposal = propose(target, pipeline.test(target, scratch))
    words = [str(stage.folder), stage.staging.url, stage.production.url, "d1", json.dumps(records.to_json(proposal))]
    with connect(stage.production, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(4711)")
        with subprocess.Popen([sys.executable, "-c", _PROGRAM, *words], cwd=Path(__file__).parents[3]) as process:
            for _ in range(1_000):
                if rows(stage.production, WAITING):
                    break
                assert process.poll() is None
                time.sleep(0.02)
            else:
                pytest.fail("it never waits")
            process.kill()
    # Half of the last file is there: nobody else may go on with what was approved for this one.
    assert rows(stage.production, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'orders_id'::regclass") == [
        (True,)
    ]
    assert apply(stage.target(is_alone=True, deployment="d2"), proposal).void.startswith("production changed: ")
    done = apply(target, proposal)
    assert (done.problem, done.void) == (None, "")
    assert [(one.label, one.resumed) for one in done.applied] == [
        ("20260101000002_m2.sql", 0),
        ("20260101000003_m3.sql", 1),
    ]
    assert rows(stage.production, "SELECT number FROM marks ORDER BY number") == [(1,), (2,)]
    assert pipeline.verify(target, scratch).is_equal
