"""Migration files: their names, their order, and their statements as PostgreSQL's own parser splits them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import postgast
from postgast.walk import walk

from sync.errors import ReplayError, SourceError

_NAME = re.compile(r"(?P<version>\d{14})_(?P<name>.+)\.sql\Z")
_ROLLBACK = ".down.sql"
# pg_dump writes these two lines around a dump for psql; they are not SQL and mean nothing to a server.
_DUMP_GUARD = re.compile(r"^\\(?:un)?restrict [A-Za-z0-9]+[ \t]*$", re.MULTILINE)

_OWN_TRANSACTION = {
    "VacuumStmt",
    "CreatedbStmt",
    "DropdbStmt",
    "CreateTableSpaceStmt",
    "DropTableSpaceStmt",
    "AlterSystemStmt",
    "AlterEnumStmt",  # may run in one, but what it adds cannot be used before the commit
}
_CONCURRENTLY = {"IndexStmt", "DropStmt"}


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a file.

    Attributes:
        sql: Its text, without the semicolon.
        line: Of its first word in the file, counted from 1.
        kind: The parser's name for it, such as `CreateStmt`.
        alone: It refuses to run inside a transaction.
        roles: Names of roles that it mentions.
        creates_role: The role that it makes, if it is a `CREATE ROLE`.
    """

    sql: str
    line: int
    kind: str
    alone: bool
    roles: frozenset[str]
    creates_role: str | None

    @property
    def controls_transaction(self) -> bool:
        """Whether it is a `BEGIN`, `COMMIT` or the like."""
        return self.kind == "TransactionStmt"


@dataclass(frozen=True)
class SqlFile:
    """A file of SQL statements."""

    path: Path

    @property
    def name(self) -> str:
        """The file's name, as messages give it."""
        return self.path.name

    @cached_property
    def text(self) -> str:
        """The file as text.

        Raises:
            SourceError: It cannot be read, or is not UTF-8.
        """
        try:
            text = self.path.read_text(encoding="utf-8-sig")
        except OSError as error:
            raise SourceError(f"{self.path} cannot be read", error.strerror or "") from error
        except UnicodeDecodeError as error:
            raise SourceError(f"{self.path} is not UTF-8 text (byte {error.start})", "save it as UTF-8") from error
        return _DUMP_GUARD.sub("", text)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Its statements in order.

        Raises:
            ReplayError: PostgreSQL's parser refuses it; the message has the line.
        """
        try:
            tree = postgast.parse(self.text)
        except postgast.PgQueryError as error:
            raise ReplayError(f"{self.path}, {self._where(error.cursorpos)}: {error.message}", self._hint()) from None
        raw = self.text.encode()
        return tuple(_statement(raw, parsed) for parsed in tree.stmts)

    def _where(self, position: int) -> str:
        before = self.text.encode()[: max(position - 1, 0)].decode(errors="ignore")
        return f"line {before.count(chr(10)) + 1}, column {len(before) - before.rfind(chr(10))}"

    def _hint(self) -> str:
        has_commands = any(line.startswith("\\") for line in self.text.splitlines())
        return (
            "only SQL can be replayed, not psql's own \\ commands nor rows of COPY; dump with pg_dump --schema-only"
            if has_commands
            else ""
        )


def migration_files(folder: Path) -> tuple[SqlFile, ...]:
    """The migrations of a folder in the order of their versions; rollback parts (`.down.sql`) are left out.

    Raises:
        SourceError: It has none, or one not named `<14 digits>_<name>.sql`, or a version twice.
    """
    try:
        names = sorted(path.name for path in folder.iterdir() if path.suffix == ".sql")
    except OSError as error:
        raise SourceError(f"the folder {folder} cannot be read", error.strerror or "") from error
    found: dict[str, str] = {}
    for name in names:
        if name.endswith(_ROLLBACK):
            continue
        match = _NAME.match(name)
        if match is None:
            raise SourceError(
                f"{folder / name} is not named like a migration",
                "rename it to <14 digits>_<name>.sql, such as 20260131120000_add_orders.sql",
            )
        if match["version"] in found:
            raise SourceError(
                f"two migrations in {folder} have the version {match['version']}",
                f"rename {found[match['version']]} or {name}",
            )
        found[match["version"]] = name
    if not found:
        raise SourceError(f"the folder {folder} has no migration", "files are named <14 digits>_<name>.sql")
    return tuple(SqlFile(folder / name) for name in found.values())


def _statement(raw: bytes, parsed: Any) -> Statement:
    start = parsed.stmt_location
    end = start + parsed.stmt_len if parsed.stmt_len else len(raw)
    text = raw[start:end].decode()
    kind, inner = _unwrapped(parsed.stmt)
    return Statement(
        sql=text.strip(),
        line=raw[:start].count(b"\n") + 1 + _lines_before_first_word(text),
        kind=kind,
        alone=_refuses_transaction(kind, inner),
        roles=frozenset(_roles(parsed)),
        creates_role=inner.role if kind == "CreateRoleStmt" else None,
    )


def _refuses_transaction(kind: str, node: Any) -> bool:
    if kind in _CONCURRENTLY:
        return bool(node.concurrent)
    if kind == "ReindexStmt":
        return any(_unwrapped(option)[1].defname == "concurrently" for option in node.params)
    if kind == "AlterTableStmt":
        return any(_unwrapped(command)[1].HasField("def") and _detaches(command) for command in node.cmds)
    return kind in _OWN_TRANSACTION


def _detaches(command: Any) -> bool:
    kind, definition = _unwrapped(getattr(_unwrapped(command)[1], "def"))
    return kind == "PartitionCmd" and bool(definition.concurrent)


def _unwrapped(node: Any) -> tuple[str, Any]:
    inner = postgast.unwrap_node(node)
    return type(inner).__name__, inner


def _lines_before_first_word(text: str) -> int:
    """Lines of white space and comments that the parser counts to the statement."""
    tokens = postgast.scan(text).tokens
    names = postgast.pg_query_pb2.Token
    comments = (names.Value("SQL_COMMENT"), names.Value("C_COMMENT"))
    first = next((token.start for token in tokens if token.token not in comments), 0)
    return text.encode()[:first].count(b"\n")


def _roles(parsed: Any) -> Iterator[str]:
    for _, node in walk(parsed):
        if type(node).__name__ == "RoleSpec" and node.rolename:
            yield node.rolename
