"""What is found about migration files before anything is run."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import pytest

from sync.migrations import Migration, SqlFile
from sync.migrations.checks import Against, Finding, Severity, check
from sync.migrations.folder import Folder, folder_at
from sync.migrations.history import Applied
from sync.migrations.standing import standings

GOOD = "-- orders are taken\nSELECT 1;\n-- rollback\n-- SELECT 2;\n"
NOW = datetime(2026, 6, 1, tzinfo=UTC)
NAME = "20260101000000_a.sql"


def found(
    folder: Path, files: Mapping[str, str | bytes] = MappingProxyType({}), *, beside_supabase: bool = False
) -> tuple[Finding, ...]:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return check(folder_at(folder), now=NOW, beside_supabase=beside_supabase).findings


def told(findings: tuple[Finding, ...]) -> list[tuple[str, str, int | None, int | None]]:
    return [(one.severity.value, one.rule, one.line, one.column) for one in findings]


def test_a_good_file(tmp_path: Path) -> None:
    assert found(tmp_path, {NAME: GOOD}) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Text
        (b"-- caf\n-- \xe9\nSELECT 1;", [("error", "encoding", 2, None)]),
        (b"SELECT 1;\n\0", [("error", "encoding", 2, None)]),
        (GOOD.encode("utf-16"), [("error", "encoding", 1, None)]),
        (b"\xef\xbb\xbf" + GOOD.encode(), [("warning", "byte-order-mark", 1, None)]),
        ("", [("warning", "empty", None, None), ("advice", "no-rollback", None, None)]),
        ("-- only words\n;;", [("warning", "empty", None, None), ("advice", "no-rollback", None, None)]),
        # SQL
        (f"{GOOD}\n", []),
        ("-- é\nSELECT 'é'; SELCT 1;\n-- rollback\n-- none", [("error", "syntax", 2, 13)]),
        ("-- a\nSELECT 1;\n<<<<<<< HEAD\n-- rollback\n-- none", [("error", "syntax", 3, 1)]),
        ("-- a\nDO $$ BEGIN FOO; END $$;\n-- rollback\n-- none", [("error", "body-syntax", 2, 13)]),
        # What only psql understands
        (f"\\set x 1\n{GOOD}", [("error", "psql-command", 1, 1)]),
        ("-- a\nSELECT 1 \\gset\nSELECT 2;\n-- rollback\n-- none", [("error", "psql-command", 2, 10)]),
        ("-- a\nSELECT :name;\n-- rollback\n-- none", [("error", "psql-variable", 2, 8)]),
        (f"\\restrict abc\n{GOOD}\\unrestrict abc\n", []),
        (f"-- \\set\n/* \\set */\n{GOOD}", []),
        ("-- a\nSELECT '\\set', E'\\\\', $$\\i x$$;\n-- rollback\n-- none", []),
        (
            "-- a\nCOPY t FROM stdin;\n1\tit's\n\\N\t\\\\\n\\.\nSELECT 1;\n-- rollback\n-- none",
            [("error", "copy-rows", 3, 1)],
        ),
        ("-- a\nCOPY t FROM stdin;", [("advice", "no-rollback", None, None), ("error", "copy-rows", 2, 1)]),
        ("-- a\nCOPY t TO stdout;\n-- rollback\n-- none", [("error", "copy-rows", 2, 1)]),
        ("-- a\nCOPY t FROM '/tmp/x';\n-- rollback\n-- none", [("warning", "server", 2, 1)]),
        # Transactions
        ("-- a\nSELECT 1;\nCOMMIT;\n-- rollback\n-- none", [("error", "commit", 3, 1)]),
        (
            "-- a\nBEGIN;\nSELECT 1;\n-- rollback\n-- none",
            [("error", "begin", 2, 1)],
        ),
        ("-- a\nBEGIN;\nSELECT 1;\nEND;\n-- rollback\n-- none", [("advice", "own-transaction", 2, 1)]),
        (
            "-- a\nBEGIN;\nBEGIN;\nCOMMIT;\n-- rollback\n-- none",
            [("error", "begin-within", 3, 1), ("advice", "own-transaction", 3, 1)],
        ),
        (
            "-- a\nBEGIN;\nSELECT 1;\nROLLBACK;\n-- rollback\n-- none",
            [("error", "rollback", 4, 1)],
        ),
        ("-- a\nSAVEPOINT s; ROLLBACK TO s;\n-- rollback\n-- none", []),
        ("-- a\nVACUUM t;\n-- rollback\n-- none", []),
        ("-- a\nVACUUM t;\nSELECT 1;\n-- rollback\n-- none", [("warning", "alone", 2, 1)]),
        ("-- a\nALTER TYPE e ADD VALUE 'x' AFTER 'y';\nSELECT 1;\n-- rollback\n-- none", [("warning", "alone", 2, 1)]),
        (
            "-- a\nBEGIN;\nVACUUM t;\nCOMMIT;\n-- rollback\n-- none",
            [("advice", "own-transaction", 2, 1), ("error", "alone-in-transaction", 3, 1)],
        ),
        ("-- a\nDISCARD ALL;\n-- rollback\n-- none", [("error", "discard", 2, 1)]),
        ("-- a\nDISCARD PLANS;\n-- rollback\n-- none", []),
        ("-- a\nCLUSTER t;\nSELECT 1;\n-- rollback\n-- none", [("warning", "alone", 2, 1)]),
        (
            "-- a\nBEGIN;\nDROP SUBSCRIPTION s;\nCOMMIT;\n-- rollback\n-- none",
            [("advice", "own-transaction", 2, 1), ("warning", "alone-in-transaction", 3, 1)],
        ),
        (
            "-- a\nBEGIN;\nALTER TYPE e ADD VALUE 'x' BEFORE 'y';\nCOMMIT;\n-- rollback\n-- none",
            [("advice", "own-transaction", 2, 1)],
        ),
        # Words
        ("SELECT 1;\n-- rollback\n-- none", [("advice", "why", 1, None)]),
        ("-- squawk-ignore ban-drop-table\nSELECT 1;\n-- rollback\n-- none", [("advice", "why", 1, None)]),
        ("/* ***\n   why */ SELECT 1;\n-- rollback\n-- none", []),
        ("-- a\nSELECT 1;", [("advice", "no-rollback", None, None)]),
        ("-- a\nSELECT 1;\n-- rollback\n--\n", [("advice", "no-rollback", 3, None)]),
        ("-- a\nSELECT 1;\n-- rollback\nSELECT 2;", [("error", "rollback-loose", 4, 1)]),
        ("-- a\nSELECT 1;\n-- rollback\n-- SELCT 2;", [("error", "rollback-syntax", 4, 4)]),
    ],
)
def test_one_file(tmp_path: Path, text: str | bytes, expected: list[tuple[str, str, int | None, int | None]]) -> None:
    assert told(found(tmp_path, {NAME: text})) == expected


def test_what_to_write_instead_is_said(tmp_path: Path) -> None:
    (one,) = found(tmp_path, {NAME: f"\\i other.sql\n{GOOD}"})
    assert one.message == "\\i is a command of psql, not SQL: it runs another file"
    assert one.remedy == "put its SQL here, or make it a migration of its own"
    assert (one.file, one.version) == (str(tmp_path / NAME), "20260101000000")


def test_names_and_versions(tmp_path: Path) -> None:
    names = ("first.sql", NAME, "20260101000000_b.sql", "20269901000000_c.sql", "20270101000000_d.sql")
    findings = found(tmp_path, dict.fromkeys((*names, "20260105000000_e.down.sql"), GOOD))
    assert [(Path(one.file).name, one.severity.value, one.rule) for one in findings] == [
        ("20260101000000_b.sql", "error", "version-twice"),
        ("20260105000000_e.down.sql", "error", "rollback-alone"),
        ("20269901000000_c.sql", "advice", "version-no-moment"),
        ("20270101000000_d.sql", "warning", "version-in-the-future"),
        ("first.sql", "error", "name"),
    ]


def test_a_file_that_is_no_file(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    os.mkfifo(tmp_path / "20260102000000_never_ends.sql")
    assert told(found(tmp_path)) == [("error", "unreadable", None, None)] * 2


def test_a_way_back_in_a_file_of_its_own(tmp_path: Path) -> None:
    down = NAME.replace(".sql", ".down.sql")
    alone: dict[str, str | bytes] = {NAME: "-- a\nSELECT 1;", down: "SELECT 2;"}
    assert found(tmp_path, alone) == ()
    assert told(found(tmp_path, beside_supabase=True)) == [("warning", "rollback-file", None, None)]
    assert told(found(tmp_path, {NAME: GOOD})) == [("error", "rollback-twice", 3, None)]
    assert told(found(tmp_path, {**alone, down: "SELCT 2;"})) == [("error", "rollback-syntax", None, None)]


# squawk

CHANGES = "-- a\nCREATE TABLE é (id int);\n/* é */ ALTER TABLE é ADD COLUMN n int;\n-- rollback\n-- none\n"


def test_what_squawk_says(tmp_path: Path) -> None:
    findings = found(tmp_path, {NAME: CHANGES})
    assert told(findings) == [
        ("warning", "squawk/prefer-bigint-over-int", 2, 20),
        ("warning", "squawk/prefer-bigint-over-int", 3, 36),
    ]
    assert "-- squawk-ignore prefer-bigint-over-int before the statement waives it" in findings[0].remedy


def test_waivers_and_the_configuration_of_squawk_hold(tmp_path: Path) -> None:
    waived = CHANGES.replace("/* é */", "-- squawk-ignore prefer-bigint-over-int\n")
    assert [one.line for one in found(tmp_path / "db", {NAME: waived})] == [2]
    (tmp_path / ".squawk.toml").write_text('excluded_rules = ["prefer-bigint-over-int"]')
    assert found(tmp_path / "db") == ()
    (tmp_path / ".squawk.toml").write_text('excluded_paths = ["*_a.sql"]')
    assert found(tmp_path / "db") == ()
    (tmp_path / ".squawk.toml").write_text("assume_in_transaction = false")
    assert "squawk/prefer-robust-stmts" in {one.rule for one in found(tmp_path / "db")}


def test_squawk_knows_which_files_are_one_transaction(tmp_path: Path) -> None:
    alone = "-- a\nCREATE INDEX CONCURRENTLY i ON t (a);\n-- rollback\n-- none\n"
    assert found(tmp_path, {NAME: alone, "20260102000000_b.sql": GOOD}) == ()


def test_squawk_reads_folders_with_any_name(tmp_path: Path) -> None:
    assert len(found(tmp_path / "a [b] *", {NAME: CHANGES})) == 2


def test_squawk_reads_what_nobody_checked_out(tmp_path: Path) -> None:
    path = Path(f"1a2b3c4:app/db/{NAME}")
    configuration = SqlFile(Path("app/.squawk.toml"), b'excluded_paths = ["app/db/2026*"]')
    folder = Folder("1a2b3c4:app/db", (SqlFile(path, CHANGES.encode()),), "1a2b3c4")
    assert [one.file for one in check(folder, now=NOW).findings] == [f"app/db/{NAME}"] * 2
    assert check(Folder(folder.label, folder.files, folder.commit, configuration), now=NOW).findings == ()
    assert list(tmp_path.iterdir()) == []


# What a database has


def test_the_files_against_what_a_database_has(tmp_path: Path) -> None:
    files = {
        "20260101000000_a.sql": "SELECT 1;",
        "20260102000000_b.sql": "SELECT 2;",
        "20260104000000_d.sql": "SELECT 4;",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    folder = folder_at(tmp_path)
    has = [
        Applied("20260101000000", "a", ("SELECT 9",)),
        Applied("20260103000000", "c", ("SELECT 2",)),
        Applied("20260104000000", "d", ("SELECT 4",)),
        Applied("20260105000000", None, None),
    ]
    against = Against("production", standings(folder.migrations, has, []))
    findings = check(folder, against=[against], now=NOW).findings
    named = [
        (Path(one.file).name, one.version[6:8], one.rule) for one in findings if one.severity is not Severity.ADVICE
    ]
    assert named == [
        ("", "03", "missing"),
        ("", "05", "missing"),
        ("20260101000000_a.sql", "01", "edited"),
        ("20260102000000_b.sql", "02", "out-of-order"),
        ("20260102000000_b.sql", "02", "same-statements"),
    ]
    assert "production has 20260103000000_c, of which there is no file" in findings[0].message
    assert "unless it is now 20260102000000: then give that its version back" in findings[0].remedy
    # Of what is applied there is no advice, as it is not to be edited.
    assert {one.version[6:8] for one in findings if one.severity is Severity.ADVICE} == {"02"}


def test_advice_is_given_where_one_database_lacks_it(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("SELECT 1;")
    folder = folder_at(tmp_path)
    has = [Applied("20260101000000", "a", ("SELECT 1",))]
    full, lacking = (Against("any", standings(folder.migrations, one, [])) for one in (has, []))
    assert check(folder, against=[full], now=NOW).findings == ()
    (tmp_path / NAME).write_text("SELECT 1;\n-- rollback\n-- Mind this:\n-- SELECT 2;")
    later = folder_at(tmp_path)
    (one,) = later.migrations
    known = Against("any", standings([one], [Applied(one.version, "a", one.written)], []))
    assert "rollback-syntax" in {each.rule for each in check(later, now=NOW).findings}
    assert check(later, against=[known], now=NOW).findings == ()
    assert check(folder, against=[full, lacking], now=NOW).findings != ()
    (tmp_path / NAME).write_text(
        "SET check_function_bodies = off; CREATE FUNCTION f() RETURNS int AS 'SELEC' LANGUAGE sql"
    )
    taken = folder_at(tmp_path)
    (one,) = taken.migrations
    known = Against("any", standings([one], [Applied(one.version, "a", one.written)], []))
    assert "body-syntax" in {each.rule for each in check(taken, now=NOW).findings}
    assert check(taken, against=[known], now=NOW).findings == ()


def test_migrations_are_checked_by_themselves() -> None:
    folder = Folder("db", (SqlFile(Path(NAME), GOOD.encode()),), "1a2b3c4")
    assert [type(one) for one in folder.migrations] == [Migration]
    assert check(folder, now=NOW).findings == ()
