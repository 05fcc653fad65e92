"""From the first phase to the last one, as the terminal and the bot go through them."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sync.deploy import pipeline
from sync.deploy.pipeline import apply, backup, compare, propose, records, validate, verify
from sync.shadow.scratch import Scratch
from tests.deploy.pipeline.support import NOTE, ORDERS, Stage
from tests.deploy.support import history_of
from tests.support.servers import Databases, rows

LABELS = ("20260101000001_m1.sql", "20260101000002_m2.sql")


def test_a_deployment_to_production(each_databases: Databases, tmp_path: Path, scratch: Scratch) -> None:
    stage = Stage(tmp_path, each_databases.fresh(), each_databases.fresh())
    stage.write(ORDERS, NOTE)
    target = stage.target(deployment="d1")
    validated = validate(target)
    assert validated.problem is None
    assert [(one.label, one.statements) for one in validated.pending] == [(LABELS[0], 2), (LABELS[1], 1)]
    tested = pipeline.test(target, scratch)
    assert (tested.problem, tested.unsure, tested.first) == (None, "", LABELS)
    assert history_of(stage.staging) == ["20260101000001", "20260101000002"]
    compared = compare(target, scratch)
    assert (compared.problem, [one.environment for one in compared.environments]) == (None, ["staging", "production"])
    assert not compared.drift
    # Before anybody agrees, production has nothing, not even a history.
    assert rows(stage.production, "SELECT to_regnamespace('schemabot'), to_regclass('orders')") == [(None, None)]
    proposal = propose(target, tested)
    made = backup(target, since=datetime.now(UTC) - timedelta(seconds=1))
    assert made.problem is None
    assert made.id.startswith("production-")
    deployed = apply(target, proposal)
    assert (deployed.problem, deployed.void) == (None, "")
    assert [(one.label, one.rows) for one in deployed.applied] == [(LABELS[0], 2), (LABELS[1], 0)]
    verified = verify(target, scratch)
    assert verified.is_equal
    assert verified.equal_to == ("the files", "staging")
    assert validate(target).pending == ()
    for one in (validated, tested, compared, proposal, made, deployed, verified):
        kept = json.loads(json.dumps(records.to_json(one)))
        assert records.from_json(type(one), kept) == one


def test_the_same_on_the_same_is_the_same_proposal(stage: Stage, scratch: Scratch) -> None:
    stage.write(ORDERS, NOTE)
    target = stage.target(is_alone=True)
    first = propose(target, pipeline.test(target, scratch))
    assert propose(target, pipeline.test(target, scratch)) == first
    other = stage.target(is_alone=True, commit="b" * 40)
    assert propose(other, pipeline.test(other, scratch)).digest != first.digest
    stage.write(ORDERS, NOTE.replace("note", "notes"))
    edited = stage.target(is_alone=True)
    assert propose(edited, pipeline.test(edited, scratch)).digest != first.digest
