"""Where a database stands: what it has, what it lacks, and what is not what it was."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from sync.migrations import Migration, SqlFile
from sync.migrations.history import Applied, Did, Run, RunState
from sync.migrations.standing import Standing, State, standings

NOW = datetime(2026, 1, 31, tzinfo=UTC)


def version(number: int) -> str:
    return f"202601{number:02}000000"


def migration(number: int, text: str | None = None) -> Migration:
    content = (f"SELECT {number};" if text is None else text).encode()
    return Migration(SqlFile(Path(f"{version(number)}_m{number}.sql"), content), version(number), f"m{number}")


def applied(number: int, statements: Sequence[str] | None = None) -> Applied:
    kept = (f"SELECT {number}",) if statements is None else tuple(statements)
    return Applied(version(number), f"m{number}", kept)


def run(number: int, digest: str, action: Did = Did.APPLY, state: RunState = RunState.DONE) -> Run:
    return Run(
        id=1,
        version=version(number),
        name=f"m{number}",
        action=action,
        state=state,
        digest=digest,
        steps=(),
        steps_done=0,
        begun=None,
        snapshot=None,
        started_at=NOW,
        finished_at=NOW,
        rows_affected=0,
        notices=(),
        error=None,
        run_by="ann",
        deployment=None,
        overridden=None,
        tool_version="0",
    )


def only(found: tuple[Standing, ...]) -> Standing:
    (one,) = found
    return one


def test_each_version_has_a_state() -> None:
    found = standings(
        [migration(3), migration(1), migration(2)], [applied(1), applied(2, ["SELECT 9"]), applied(4)], []
    )
    assert [(one.version, one.name, one.state) for one in found] == [
        (version(1), "m1", State.APPLIED),
        (version(2), "m2", State.EDITED),
        (version(3), "m3", State.PENDING),
        (version(4), "m4", State.UNKNOWN),
    ]
    assert [one.out_of_order for one in found] == [False, False, True, False]
    assert found[3].migration is None
    assert found[2].applied is None


def test_nothing_is_applied_to_a_database_without_a_history() -> None:
    assert only(standings([migration(1)], [], [])).state is State.PENDING
    assert standings([], [], []) == ()


def test_what_is_later_is_in_order() -> None:
    assert not only(standings([migration(5)], [], [])).out_of_order
    found = standings([migration(5)], [applied(1), Applied("zzz", None, None)], [])
    assert [one.out_of_order for one in found] == [False, False, False]
    assert (found[2].name, found[2].state) == ("", State.UNKNOWN)


def test_the_text_that_was_applied_is_known_by_its_digest_or_its_statements() -> None:
    now, before = migration(1), migration(1, "SELECT 9;")
    unknown = Applied(version(1), None, None)
    assert only(standings([now], [applied(1, ["as another splits"])], [run(1, now.digest)])).state is State.APPLIED
    assert only(standings([now], [applied(1)], [run(1, before.digest)])).state is State.APPLIED
    assert only(standings([now], [applied(1, ["SELECT 9"])], [run(1, before.digest)])).state is State.EDITED
    assert only(standings([now], [unknown], [run(1, before.digest)])).state is State.EDITED
    assert only(standings([now], [unknown], [])).state is State.APPLIED


def test_comments_and_the_way_back_may_be_written_later() -> None:
    first = "-- Say here why.\nCREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ -- one\nSELECT 'a' $$;\n"
    before, inside = migration(1, first), migration(1, first.replace("-- one", "-- two"))
    now = migration(1, first.replace("Say here why.", "For orders.") + "\n-- rollback\n-- DROP FUNCTION f();\n")
    there = Applied(version(1), "m1", before.written)
    unknown = Applied(version(1), None, None)
    for kept, runs in ((there, []), (there, [run(1, before.digest)]), (unknown, [run(1, before.digest)])):
        assert only(standings([now], [kept], runs)).state is State.APPLIED
        assert only(standings([inside], [kept], runs)).state is State.EDITED
    unreadable = migration(1, "\\set a\nSELECT 1;")
    assert only(standings([unreadable], [unknown], [run(1, unreadable.digest)])).state is State.APPLIED
    assert only(standings([unreadable], [unknown], [run(1, before.digest)])).state is State.EDITED


def test_only_what_was_applied_last_counts() -> None:
    now, before = migration(1), migration(1, "SELECT 9;")
    there = [applied(1, ["SELECT 9"])]
    taken_back = [run(1, now.digest), run(1, now.digest, Did.ROLLBACK)]
    assert only(standings([now], there, taken_back)).state is State.EDITED
    failed = [run(1, before.digest), run(1, now.digest, state=RunState.FAILED)]
    assert only(standings([now], there, failed)).state is State.EDITED
    again = [*taken_back, run(1, now.digest, Did.MARK)]
    assert only(standings([now], there, again)).state is State.APPLIED


def test_how_statements_were_split_is_no_edit() -> None:
    text = "-- one;\nSELECT 1;\n\n;SELECT (2); -- last\n"
    for split in (
        ["-- one;\nSELECT 1", "SELECT (2)", "-- last"],
        [text],
        ["-- one;", "SELECT 1;", "SELECT (2); -- last"],
        ["SELECT 1", "SELECT (2)"],
    ):
        assert only(standings([migration(1, text)], [applied(1, split)], [])).state is State.APPLIED
    for other in (
        ["SELECT 1"],
        [text, "SELECT 3"],
        [f"{text} x"],
        [],
    ):
        assert only(standings([migration(1, text)], [applied(1, other)], [])).state is State.EDITED
    spaces = migration(1, "SELECT ' a';")
    assert only(standings([spaces], [applied(1, ["SELECT '  a'"])], [])).state is State.EDITED


def test_two_files_that_took_the_same_version_are_told_apart() -> None:
    (found,) = standings([migration(1)], [Applied(version(1), "other", ("SELECT 9",))], [])
    assert (found.state, found.is_another) == (State.EDITED, True)
    for there in (Applied(version(1), "other", ("SELECT 1",)), Applied(version(1), None, ("SELECT 9",))):
        assert not only(standings([migration(1)], [there], [])).is_another


def test_line_ends_are_no_edit() -> None:
    windows = migration(1, "SELECT 1\r\n+ 1;\r\n")
    assert only(standings([windows], [applied(1, ["SELECT 1\n+ 1"])], [])).state is State.APPLIED


def test_a_migration_that_was_renamed_is_known_again() -> None:
    pending, unknown = standings([migration(2, "SELECT 7;")], [applied(3, ["SELECT 7"])], [])
    assert (pending.state, pending.same_as) == (State.PENDING, version(3))
    assert (unknown.state, unknown.same_as) == (State.UNKNOWN, version(2))


def test_what_was_renamed_comes_before_what_was_copied() -> None:
    files = [migration(1, "SELECT 7;"), migration(5, "SELECT 7;")]
    found = standings(files, [applied(1, ["SELECT 7"]), applied(4, ["SELECT 7"])], [])
    assert [one.same_as for one in found] == [None, version(5), version(4)]
    copied = standings(files, [applied(1, ["SELECT 7"])], [])
    assert [one.same_as for one in copied] == [None, version(1)]


def test_files_without_statements_are_not_the_same() -> None:
    found = standings([migration(1, ""), migration(2, "")], [applied(1, [])], [])
    assert [(one.state, one.same_as) for one in found] == [(State.APPLIED, None), (State.PENDING, None)]
