"""The role that applies migrations to a database: what its sessions begin with, so that a replay begins likewise."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import LiteralString

import psycopg

from sync.errors import ReadError
from sync.plan.create.routines import setting
from sync.plan.sql import name as name_of
from sync.plan.sql import write
from sync.postgres.database import Database
from sync.postgres.limits import Cancellation, reason_of
from sync.postgres.session import connect
from sync.shadow.roles import let_own_anything, make_role, missing_roles

# A superuser makes extensions, also where others may ask for them: what the deployer gives by default to what it makes
# is not given to what they bring along.
MAKES_EXTENSIONS = "schemabot_extensions"

# What decides to which objects names without a schema lead, and how dates and times in texts are understood.
_SETTINGS = ("search_path", "DateStyle", "IntervalStyle", "TimeZone")
# Before PostgreSQL 15 the schema `public` of a new database was open to all and belonged to whoever had made the server
# or offers it, and it stays so in an upgrade. What the deployer may do there, others granted: or nothing could be made.
_QUERY = """
WITH public (owner, grantee, privilege, grantable) AS (
    SELECT n.nspowner, a.grantee, a.privilege_type, a.is_grantable
      FROM pg_catalog.pg_namespace AS n
     CROSS JOIN LATERAL pg_catalog.aclexplode(n.nspacl) AS a
     WHERE n.nspname = 'public'
)
SELECT current_user::text,
       ARRAY(SELECT pg_catalog.current_setting(one) FROM pg_catalog.unnest(%s::text[]) AS one),
       (SELECT pg_catalog.pg_get_userbyid(p.owner)::text
          FROM public AS p
         WHERE p.grantee = 0 AND p.privilege = 'CREATE'
           AND (p.owner = 10 OR (pg_catalog.current_setting('server_version_num')::integer < 150000
                                 AND pg_catalog.pg_get_userbyid(p.owner) <> current_user))),
       ARRAY(SELECT p.privilege || CASE WHEN p.grantable THEN ' WITH GRANT OPTION' ELSE '' END
               FROM public AS p
              WHERE p.grantee <> p.owner AND pg_catalog.pg_get_userbyid(p.grantee) = current_user
              ORDER BY 1),
       ARRAY(SELECT ARRAY[extname::text, extversion, pg_catalog.pg_get_userbyid(extowner)::text]
               FROM pg_catalog.pg_extension
              ORDER BY extname),
       (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)
"""
_GIVE = """
UPDATE pg_catalog.pg_extension AS x SET extowner = r.oid
  FROM pg_catalog.pg_roles AS r
 WHERE r.rolname = %s AND x.extname = %s
"""
_GRANTS: Mapping[str, LiteralString] = {
    "USAGE": "GRANT USAGE ON SCHEMA public TO {}",
    "CREATE": "GRANT CREATE ON SCHEMA public TO {}",
    "USAGE WITH GRANT OPTION": "GRANT USAGE ON SCHEMA public TO {} WITH GRANT OPTION",
    "CREATE WITH GRANT OPTION": "GRANT CREATE ON SCHEMA public TO {} WITH GRANT OPTION",
}


@dataclass(frozen=True, slots=True)
class Deployer:
    """Who applies migrations to a database, and what they find there.

    Attributes:
        role: Who owns what migrations make.
        settings: What its sessions begin with.
        open_public: Who owns the schema `public` where everybody may make something in it, as before PostgreSQL 15.
        may: What the role was granted on that schema.
        extensions: What the database has: name, version and owner of each.
        is_superuser: Whether the role is one.
    """

    role: str
    settings: Mapping[str, str] = field(default_factory=dict)
    open_public: str | None = None
    may: tuple[str, ...] = ()
    extensions: tuple[tuple[str, str, str], ...] = ()
    is_superuser: bool = True


def deployer_of(database: Database, cancellation: Cancellation | None = None) -> Deployer:
    """Who deploys to a database with its URL.

    Raises:
        ConnectError: No server answers.
        ReadError: It does not say.
    """
    try:
        with connect(database, cancellation=cancellation) as connection:
            row = connection.execute(_QUERY, [list(_SETTINGS)]).fetchone()
    except psycopg.Error as error:
        raise ReadError(f"cannot ask {database.label} for its settings", database.redact(reason_of(error))) from error
    assert row is not None
    role, settings, open_public, may, extensions, is_superuser = row
    begins_with = dict(zip(_SETTINGS, settings, strict=True))
    there = tuple((name, version, owner) for name, version, owner in extensions)
    return Deployer(role, begins_with, open_public, tuple(may), there, is_superuser)


def give_extensions(deployer: Deployer, scratch: Database) -> None:
    """Have the extensions of a scratch database belong to whom they belong to in the other one: no statement says so.

    Raises:
        psycopg.Error: It cannot be done.
    """
    with connect(scratch, autocommit=True) as connection:
        for role in missing_roles(connection, (owner for _, _, owner in deployer.extensions)):
            make_role(connection, role)
        connection.execute("SET allow_system_table_mods = on")
        for name, _, owner in deployer.extensions:
            connection.execute(_GIVE, [owner, name])


def welcome(deployer: Deployer, scratch: Database) -> None:
    """Have a scratch database as the deployer finds the other one, from its next session on.

    The role may do everything there: what it may do where it deploys, a replay cannot know.

    Raises:
        psycopg.Error: It cannot be done.
    """
    with connect(scratch, autocommit=True) as connection:
        for name in missing_roles(connection, filter(None, [deployer.role, deployer.open_public, MAKES_EXTENSIONS])):
            make_role(connection, name)
        let_own_anything(connection, [deployer.role, MAKES_EXTENSIONS])
        for key, value in deployer.settings.items():
            own = name_of(connection.info.dbname)
            with suppress(psycopg.errors.InvalidParameterValue):  # a time zone that is not known here
                connection.execute(write("ALTER DATABASE {} SET {}", own, setting(f"{key}={value}")).encode())
        if deployer.open_public:
            connection.execute(write("ALTER SCHEMA public OWNER TO {}", name_of(deployer.open_public)).encode())
            connection.execute("GRANT CREATE ON SCHEMA public TO PUBLIC")
        for one in deployer.may:
            connection.execute(write(_GRANTS[one], name_of(deployer.role)).encode())
