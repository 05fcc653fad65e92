"""A folder of migrations: which files belong to it, and what is said of those that do not."""

from pathlib import Path

import pytest

from sync.errors import SchemabotError, SourceError
from sync.migrations import Migration, SqlFile, migrations_in
from sync.migrations.folder import folder_at


def made(folder: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def test_migrations_come_in_the_order_of_their_versions(tmp_path: Path) -> None:
    names = ("20260102000000_b.sql", "20260101000000_a.down.sql", "20260101000000_a.sql", "notes.md")
    found = migrations_in(made(tmp_path, **dict.fromkeys(names, "SELECT 1;")))
    assert [(one.version, one.name, one.label) for one in found] == [
        ("20260101000000", "a", "20260101000000_a.sql"),
        ("20260102000000", "b", "20260102000000_b.sql"),
    ]
    assert [one.down and one.down.name for one in found] == ["20260101000000_a.down.sql", None]
    assert found[0].written == ("SELECT 1",)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("1_a.sql",), "1_a.sql is not named like a migration: rename it to <14 digits>_<name>.sql"),
        (("20260101000000.sql",), "is not named like a migration"),
        (("٢٠٢٦٠١٠١٠٠٠٠٠٠_a.sql",), "is not named like a migration"),
        (("20260101000000_a.sql", "20260101000000_b.sql"), "have the version 20260101000000: rename "),
        (
            ("20260101000000_a.sql", "20260101000000_b.down.sql"),
            "20260101000000_b.down.sql takes back a migration that is not there: it belongs to 20260101000000_b.sql",
        ),
        ((), "has no migration: "),
    ],
)
def test_a_folder_that_is_not_one_of_migrations(tmp_path: Path, names: tuple[str, ...], expected: str) -> None:
    with pytest.raises(SourceError, match=r".") as refused:
        migrations_in(made(tmp_path, **dict.fromkeys(names, "")))
    assert expected in str(refused.value)


def test_all_that_is_wrong_is_known_at_once(tmp_path: Path) -> None:
    names = ("a.sql", "20260101000000_a.sql", "20260101000000_b.sql", "20260102000000_c.down.sql")
    folder = folder_at(made(tmp_path, **dict.fromkeys(names, "")))
    assert [one.rule for one in folder.misnamed] == ["version-twice", "name", "rollback-alone"]
    assert [one.label for one in folder.migrations] == ["20260101000000_a.sql"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as refused:
        migrations_in(tmp_path / "nothere")
    assert str(refused.value) == f"there is no folder {tmp_path}/nothere: schemabot new NAME makes the first migration"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"SELECT 'caf\xe9';", "is not UTF-8 text (byte 12): save it as UTF-8"),
        ("SELECT 1;".encode("utf-16"), "is not UTF-8 text (UTF-16): save it as UTF-8"),
        (b"SELECT 1;\n\0", "has a zero byte in line 2: save it as plain text in UTF-8"),
        (b"SELECT 1;\n SELCT", 'line 2, column 2: syntax error at or near "SELCT"'),
    ],
)
def test_files_that_cannot_be_read(content: bytes, expected: str) -> None:
    with pytest.raises(SchemabotError) as refused:
        _ = SqlFile(Path("a.sql"), content).statements
    assert expected in str(refused.value)


def test_a_byte_order_mark_and_line_ends_make_no_difference() -> None:
    plain, windows = b"SELECT\n1;\nSELECT 2;", b"\xef\xbb\xbfSELECT\r\n1;\r\nSELECT 2;"
    one, other = (Migration(SqlFile(Path("a.sql"), text), "20260101000000", "a") for text in (plain, windows))
    assert one.digest == other.digest
    assert [each.line for each in other.statements] == [1, 3]
    assert other.written == ("SELECT\r\n1", "SELECT 2")
