"""Backup: one is made, or the one that was made for the same deployment is taken."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sync.backup import State, backups, open_store
from sync.deploy.pipeline import Differs, Problem, Verified, backup, remove_old_backups
from tests.deploy.pipeline.support import ORDERS, Stage


def test_one_that_was_made_is_not_made_again(stage: Stage) -> None:
    stage.write(ORDERS)
    target = stage.target()
    begun = datetime.now(UTC)
    first = backup(target, since=begun)
    assert first.problem is None
    assert first.size_bytes > 0
    assert first.place.endswith("/backups")
    assert backup(target, since=begun) == first
    later = backup(target, since=datetime.now(UTC) + timedelta(seconds=2))
    assert later.id != first.id
    store = open_store((stage.folder / "backups").as_uri())
    assert [one.state for one in backups(store, "production")] == [State.GOOD, State.GOOD]


def test_one_that_was_not_finished_is_none(stage: Stage) -> None:
    stage.write(ORDERS)
    target = stage.target()
    begun = datetime.now(UTC)
    first = backup(target, since=begun)
    (stage.folder / "backups" / f"{first.id}.json").unlink()  # as when it was killed just before
    assert backup(target, since=begun).id != first.id


def test_an_environment_without_backups_has_none(stage: Stage) -> None:
    stage.write(ORDERS)
    assert backup(stage.target("staging"), since=datetime.now(UTC)).id == ""
    assert not (stage.folder / "backups").exists()


def test_a_store_that_takes_nothing_is_a_problem(stage: Stage) -> None:
    stage.write(ORDERS)
    (stage.folder / "backups").write_text("a file", encoding="utf-8")
    found = backup(stage.target(), since=datetime.now(UTC))
    assert found.id == ""
    assert found.problem is not None
    assert "backups" in found.problem.message


def test_old_ones_go_only_after_a_good_end(stage: Stage) -> None:
    stage.write(ORDERS)
    target = stage.target(staging=f'backup = {{ to = "{(stage.folder / "backups").as_uri()}", keep = 1 }}')
    target = replace(target, environment=target.places[0].environment)  # which keeps one
    made = [backup(target, since=datetime.now(UTC) + timedelta(seconds=2)).id for _ in range(2)]
    store = open_store((stage.folder / "backups").as_uri())

    def left() -> set[str]:
        return {one.id for one in backups(store, "production")}

    differs = Differs("added", "table", "public.byhand")
    for failed in (Verified(between=(differs,)), Verified(problem=Problem("nobody answers"))):
        assert remove_old_backups(target, failed) is None
        assert left() == set(made)
    assert remove_old_backups(target, Verified(equal_to=("the files",))) is None
    assert len(left()) == 1


def test_that_old_ones_cannot_be_removed_is_told(stage: Stage) -> None:
    stage.write(ORDERS)
    (stage.folder / "backups").write_text("a file", encoding="utf-8")
    found = remove_old_backups(stage.target(), Verified(equal_to=("the files",)))
    assert found is not None
    assert (found.place, "backups" in found.message) == ("production", True)
