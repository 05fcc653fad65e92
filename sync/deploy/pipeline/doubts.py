"""Why a statement may fail on a copy of a schema although it is right: a copy is not all that the database is."""

from collections.abc import Collection

import postgast

from sync.migrations import Statement
from sync.parsing import unwrapped

# The two first characters of SQLSTATE. Source: PostgreSQL's manual, Appendix A.
_ELSEWHERE = frozenset({"08", "HV"})
_OF_RIGHTS = frozenset({"28", "42501"})
# No room, what is around the server, and what it did not expect itself.
_OF_THE_SERVER = frozenset({"53", "58", "XX"})
# No data, cardinality, values, integrity, and what code raises by itself.
_OF_ROWS = frozenset({"02", "20", "21", "22", "23", "P0"})
_ON_ROWS = frozenset(
    {
        *("InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "SelectStmt", "CallStmt", "DoStmt"),
        *("CreateTableAsStmt", "RefreshMatViewStmt"),
    }
)
# These may ask for what one major version has, and another one has not: settings, columns of the catalogs.
_OF_VERSIONS = _ON_ROWS | {"VariableSetStmt"}
# What is so whether or not an extension has anything behind it: what does not end, names that are not there, or twice,
# and syntax.
_SURE = frozenset({"57014", "42601", "42602", "42P01", "42703", "42P07", "42701", "42710", "42723", "42P06", "3F000"})


def extension_of(one: Statement) -> str | None:
    """The extension that a statement makes; None for any other statement."""
    if one.kind != "CreateExtensionStmt":
        return None
    return str(unwrapped(postgast.parse(one.sql).stmts[0].stmt)[1].extname)


def doubt(
    one: Statement, sqlstate: str, stand_ins: Collection[str], available: Collection[str], *, is_other_major: bool
) -> str:
    """Why a statement that failed may be right; empty where it is not.

    Args:
        one: The statement.
        sqlstate: What it failed with.
        stand_ins: The extensions that have nothing behind them on the copy.
        available: The extensions that the live server has.
        is_other_major: Whether the copy is on another major version of PostgreSQL.
    """
    kinds = {sqlstate, sqlstate[:2]}
    reasons = (
        (extension_of(one) in available, "the server of the copy lacks the extension"),
        (kinds & _ELSEWHERE, "it asks another server"),
        (kinds & _OF_RIGHTS, "roles of the copy have no memberships"),
        (kinds & _OF_THE_SERVER, "the server of the copy may be the reason"),
        (kinds & _OF_ROWS and one.kind in _ON_ROWS, "the copy has no rows"),
        (is_other_major and one.kind in _OF_VERSIONS, "the copy is on another major version of PostgreSQL"),
        (stand_ins and sqlstate not in _SURE, f"nothing is behind {', '.join(sorted(stand_ins))} on the copy"),
    )
    return next((reason for is_so, reason in reasons if is_so), "")
