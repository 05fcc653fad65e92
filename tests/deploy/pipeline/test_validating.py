"""Validate: what cannot be deployed is said before anything is done; advice stops nobody."""

import pytest

from sync.deploy import Accept, deploy
from sync.deploy.pipeline import Target, validate
from sync.errors import ConnectError
from sync.postgres.database import Database
from tests.deploy.pipeline.support import NOTE, ORDERS, Stage


def applied(place: Target) -> None:
    """Deploy what there is."""
    deploy(place.live.database, place.migrations, place.settings, label=place.name)


def test_what_is_found_is_told_and_only_errors_stop(stage: Stage) -> None:
    stage.write(ORDERS, "DROP TABLE orders;")
    found = validate(stage.target())
    assert found.problem is None
    assert {one.severity for one in found.notes} == {"warning", "advice"}
    assert [one.severity for one in found.notes] == sorted((one.severity for one in found.notes), reverse=True)
    assert "squawk/ban-drop-table" in {one.rule for one in found.notes}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ALTER TABLE order ADD note text;", "m2.sql, line 1, column 13: "),
        ("-- nothing", "20260101000002_m2.sql has no statement"),
        ("COPY orders FROM stdin;", "copies rows from its client"),
        ("BEGIN; CREATE TABLE a ();", "begins a transaction that nothing ends"),
    ],
)
def test_a_file_that_cannot_be_run(stage: Stage, text: str, said: str) -> None:
    stage.write(ORDERS, text)
    problem = validate(stage.target()).problem
    assert problem is not None
    assert said in problem.message


def test_a_file_that_is_misnamed(stage: Stage) -> None:
    stage.write(ORDERS)
    (stage.folder / "migrations" / "later.sql").write_text("SELECT 1", encoding="utf-8")
    problem = validate(stage.target()).problem
    assert problem is not None
    assert problem.message.endswith("later.sql is not named like a migration")


def test_both_histories_have_to_fit(stage: Stage) -> None:
    stage.write(ORDERS, NOTE)
    applied(stage.target("staging"))
    stage.write(ORDERS)
    problem = validate(stage.target()).problem
    assert problem is not None
    assert problem.place == "staging"
    assert problem.message == "staging has migrations that are not among the files (20260101000002_m2)"
    accepted = validate(stage.target(accepted=frozenset({Accept.UNKNOWN})))
    assert accepted.problem is None
    assert [one.label for one in accepted.pending] == ["20260101000001_m1.sql"]
    stage.write(ORDERS.replace("integer", "bigint"), NOTE)
    problem = validate(stage.target()).problem
    assert problem is not None
    said = "staging has migrations whose files were edited after they had been applied (20260101000001_m1)"
    assert problem.message == said


def test_a_database_that_does_not_answer_is_no_finding(stage: Stage) -> None:
    stage.write(ORDERS)
    gone = Stage(stage.folder, Database(stage.staging.url.replace("/test_", "/gone_"), "gone"), stage.production)
    with pytest.raises(ConnectError):
        validate(gone.target())
