"""The scripts that read a catalog: one looks what there is, one reads all of it in one transaction."""

from collections.abc import Iterable, Sequence
from typing import Any

from sync.catalog.families import Family, columns, families_of
from sync.catalog.query_files import columns_of, text_of
from sync.catalog.scope import Scope
from sync.catalog.surroundings import questions
from sync.catalog.there import WITH_MEMBERS
from sync.catalog.versions import expressions
from sync.postgres.driver import sql

# Pinned for the transaction: everything that changes how the server deparses, so that two readers see the same text,
# and how long it may take.
_SETTINGS = {
    "search_path": "",
    "quote_all_identifiers": "off",
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "TimeZone": "UTC",
    "extra_float_digits": "1",
    "bytea_output": "hex",
    "xmlbinary": "base64",
    "lc_monetary": "C",
    "standard_conforming_strings": "on",
    "row_security": "on",  # or a table with policies cannot be asked at all
    "jit": "off",
    # The queries join whole catalogs, written in the order in which they are best joined. The planner, which knows
    # little about catalogs that nobody has analyzed, would look for another order for longer than they run.
    "enable_nestloop": "off",
    "join_collapse_limit": "1",
    "from_collapse_limit": "1",
    "max_parallel_workers_per_gather": "0",
    "work_mem": "64MB",
    "statement_timeout": "5min",  # a role's own may be too short for a large schema
}
LOCK_TIMEOUT_S = 30.0  # a deployment that holds a lock must not make us wait for ever
_SETTINGS_BY_MAJOR = {
    14: {"client_connection_check_interval": "2s"},  # a reader that is gone ends its query
}

ROLLBACK = sql.SQL("ROLLBACK")
_NONE = sql.SQL("NULL::text")

# Where the log of changes ends: whoever writes anything moves it. Aurora has no such function.
_LOG_POSITION = sql.SQL(
    "(CASE WHEN to_regproc('pg_catalog.aurora_version') IS NOT NULL THEN NULL"
    " WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_insert_lsn() END)::text"
)


def looking(scope: Scope) -> sql.Composable:
    """The statement that is sent first, before the transaction takes its snapshot.

    It returns where the log of changes ends, and for each of `families_of` whether there may be anything of it.
    """
    return sql.SQL("{} SELECT {}, {}").format(sql.SQL(WITH_MEMBERS), _LOG_POSITION, _there(families_of(scope)))


def reading(
    scope: Scope, major: int, families: Iterable[Family], *, superuser: bool, lock_timeout_s: float = LOCK_TIMEOUT_S
) -> sql.Composable:
    """The script that reads everything, and leaves its transaction open.

    Its last statement returns one row: for each of `families` its rows, a line each, NULL when there are none; in the
    same way what depends on what, the columns of some views, and which materialized views are not populated, NULL when
    that is not asked for; as JSON what is not compared, and what decides about that; where the log of changes ends.

    Args:
        scope: What is read.
        major: The major version of the server.
        families: Those of which there is something.
        superuser: Whether the role is one: naming a column that it may not read would fail it all.
        lock_timeout_s: How long to wait for a table that somebody has locked.
    """
    lines = [
        _lines(_query(family.query, scope, major, superuser=superuser), columns(family, scope)) for family in families
    ]
    depends = [
        _lines(_query(name, scope, major), columns_of(name)) if scope.dependencies else _NONE
        for name in ("dependencies", "view_columns", "unpopulated")
    ]
    beside = [*depends, *(_rows(_query(name, scope, major)) for name in ("unmodelled", "surroundings"))]
    answer = sql.SQL(",\n").join([*lines, *beside, _LOG_POSITION])
    return _script(*_opening(major, lock_timeout_s), sql.SQL("SELECT ") + answer)


def there(scope: Scope) -> sql.Composable:
    """The statement that returns, as the open transaction sees it, for each of `families_of` if there may be any."""
    return sql.SQL("{} SELECT {}").format(sql.SQL(WITH_MEMBERS), _there(families_of(scope)))


def _there(families: Iterable[Family]) -> sql.Composable:
    conditions = (f"EXISTS (SELECT FROM {family.there})" if family.there else "true" for family in families)
    return sql.SQL(f"ARRAY[{', '.join(conditions)}]")


def around(found: Sequence[tuple[Any, ...]]) -> tuple[sql.Composable, ...]:
    """The statements that ask the tables which `surroundings.sql` has found, each returning its rows as JSON."""
    return tuple(
        sql.SQL("SELECT ") + _rows(query) for query in questions(found, sql.SQL(text_of("managed_partitions")))
    )


def state(scope: Scope, major: int, *, as_it_is: bool, lock_timeout_s: float = LOCK_TIMEOUT_S) -> sql.Composable:
    """The script that returns a sum over all that was read.

    Args:
        scope: What was read.
        major: The major version of the server.
        as_it_is: Whether the open transaction is ended, and the sum is of what there is by now.
        lock_timeout_s: How long to wait for a table that somebody has locked.
    """
    query = _query("state", scope, major)
    return _script(ROLLBACK, *_opening(major, lock_timeout_s), query) if as_it_is else query


def _script(*statements: sql.Composable) -> sql.Composable:
    return sql.SQL(";\n").join(statements)


def _opening(major: int, lock_timeout_s: float) -> tuple[sql.Composable, sql.Composable]:
    settings = {**_SETTINGS, "lock_timeout": f"{round(lock_timeout_s * 1000)}ms"}
    for since, more in _SETTINGS_BY_MAJOR.items():
        if major >= since:
            settings |= more
    pinned = sql.SQL(", ").join(
        sql.SQL("set_config({}, {}, true)").format(sql.Literal(name), sql.Literal(value))
        for name, value in settings.items()
    )
    return sql.SQL("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"), sql.SQL("SELECT {}").format(pinned)


def _query(name: str, scope: Scope, major: int, *, superuser: bool = False) -> sql.Composed:
    """The query of a file with its placeholders filled in."""
    found = expressions(major, superuser=superuser)
    return sql.SQL(text_of(name)).format(
        schemas=scope.schemas_query(),
        platform=scope.platform_query(),
        related=scope.related_query(),
        wanted=scope.wanted_query(),
        platform_roles=scope.platform_roles(),
        reserved_roles=scope.reserved_roles(),
        everything=sql.SQL("false" if scope.schemas else "true"),
        on_platform=sql.SQL("true" if scope.on_platform else "false"),
        members=sql.SQL(_MEMBERS),
        together=sql.SQL(_TOGETHER),
        **{placeholder: sql.SQL(expression) for placeholder, expression in found.items()},
    )


# The members of extensions in one catalog; the catalog's number follows.
_MEMBERS = """SELECT objid FROM pg_depend WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e' AND classid ="""

# The extensions that take an object along when they are dropped (DEPENDS ON EXTENSION); the catalog's number follows.
_TOGETHER = """SELECT o.objid, array_agg(quote_ident(oe.extname)) AS names
                 FROM pg_depend AS o
                 JOIN pg_extension AS oe ON oe.oid = o.refobjid
                WHERE o.refclassid = 'pg_extension'::regclass AND o.deptype = 'x' AND o.classid ="""


def _lines(query: sql.Composable, columns: Iterable[str]) -> sql.Composable:
    """All rows as one text, a JSON list on each line: quick to compare, and decoded only when it has to be."""
    names = sql.SQL(", ").join(sql.Identifier("q", name) for name in columns)
    return sql.SQL("(SELECT string_agg(json_build_array({})::text, E'\\n') FROM ({}) AS q)").format(names, query)


def _rows(query: sql.Composable) -> sql.Composable:
    """All rows as JSON objects, the columns in their order."""
    return sql.SQL("(SELECT json_agg(q) FROM ({}) AS q)").format(query)
