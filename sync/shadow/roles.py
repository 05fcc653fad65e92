"""Roles of the scratch server, which belong to all of its databases: there, and without rights that they do not need.

Nobody can log in as any of them.
"""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import psycopg
from psycopg import sql

_RESERVED = "pg_"  # PostgreSQL keeps role names that begin so for itself
_NO_ROLES = frozenset({"none", "public"})


def missing_roles(connection: psycopg.Connection[tuple[Any, ...]], names: Iterable[str]) -> list[str]:
    """Those of the names that are no roles yet and can be."""
    wanted = {name for name in names if not name.startswith(_RESERVED)} - _NO_ROLES
    query = "SELECT rolname FROM pg_catalog.pg_roles WHERE rolname = ANY(%s)"
    there = {name for (name,) in connection.execute(query, [list(wanted)])}
    return sorted(wanted - there)


def make_role(connection: psycopg.Connection[tuple[Any, ...]], name: str) -> None:
    """Make a role without any right, if nobody else does at the same time.

    Raises:
        psycopg.Error: It cannot be made.
    """
    try:
        connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(name)))
    except (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
        return


def let_own_anything(connection: psycopg.Connection[tuple[Any, ...]], names: Iterable[str]) -> None:
    """Make roles superusers: only such a role may own an event trigger or a foreign-data wrapper.

    Raises:
        psycopg.Error: It cannot be done.
    """
    query = "SELECT rolname FROM pg_catalog.pg_roles WHERE rolname = ANY(%s) AND NOT rolsuper"
    for (name,) in connection.execute(query, [list(names)]).fetchall():
        with suppress(psycopg.errors.InternalError_):  # "tuple concurrently updated": somebody else did it
            connection.execute(sql.SQL("ALTER ROLE {} SUPERUSER").format(sql.Identifier(name)))
