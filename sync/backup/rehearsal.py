"""Rehearsing a restore: into a scratch database, which must come out as the database was.

What the database holds runs there, with the rights of the scratch server's superuser, as a replay does: functions in
indexes and in materialized views. Where the scratch server lacks an extension a stand-in takes its place, which holds
no values: then the schema is rehearsed, and the rows are not.
"""

import subprocess
from collections.abc import Callable, Iterable
from dataclasses import replace

import psycopg

from sync.backup.contents import is_left_out
from sync.backup.errors import DamagedError
from sync.backup.moment import Moment, count_rows, tables_of
from sync.backup.programs import ProgramError, access, feed, running
from sync.backup.record import Rehearsed
from sync.backup.stores import Store
from sync.catalog import Profile, Scope, read
from sync.catalog.across import comparable
from sync.compare import Change, Difference, compare
from sync.diff import settled
from sync.errors import SourceError
from sync.model import Catalog, Identity, Kind
from sync.model.kinds import FACTS
from sync.plan.facts import about
from sync.postgres.database import Database
from sync.postgres.limits import reason_of
from sync.postgres.session import connect
from sync.selection import EVERYTHING
from sync.shadow.bench import Bench
from sync.shadow.roles import let_own_anything, make_role, missing_roles
from sync.shadow.scratch import Scratch
from sync.shadow.stand_ins.members import extensions_of, lacking
from sync.wording import counted

_NAMED = 3
_REMEDY = "it is not kept; without --rehearse it would have been"
# What belongs to a server and not to a database, or would begin to act: none of it is restored here, or compared.
_LEFT_OUT = ("--no-tablespaces", "--no-security-labels", "--no-subscriptions")
_NOT_COMPARED = frozenset({Kind.SECURITY_LABEL, Kind.SUBSCRIPTION})
_TABLESPACE = frozenset({"tablespace"})
# A dump does not say of which version an extension is: it will be the one that the server takes by itself.
_OF_THE_SERVER = {Kind.EXTENSION: frozenset({"version"})}
# The comment comes with the extension, which belongs to whoever makes it: no dump says to whom it did.
_OF_WHO_RESTORES = frozenset({Kind.COMMENT, Kind.OWNER})
_PUBLIC = Identity(Kind.SCHEMA, "public")

# Only a superuser may own these.
_OWNERS = """
SELECT DISTINCT r.rolname::text FROM pg_catalog.pg_roles AS r
 WHERE r.oid IN (SELECT evtowner FROM pg_catalog.pg_event_trigger
                 UNION ALL SELECT fdwowner FROM pg_catalog.pg_foreign_data_wrapper)
"""


def rehearsed(
    store: Store,
    name: str,
    held: Moment,
    database: Database,
    scratch: Scratch,
    *,
    profile: Profile,
    progress: Callable[[str], None],
) -> Rehearsed:
    """Restore a dump into a scratch database and compare the two.

    Args:
        store: Where the dump is.
        name: Its name there.
        held: The moment of the database that it shows.
        database: Where it was.
        scratch: Scratch databases.
        profile: The platform, whose own schemas are not compared.
        progress: Told what is being done.

    Raises:
        DamagedError: It does not restore, or not to the same.
        EmbeddedServerError: There is no scratch database.
        SourceError: It cannot be read what the database's extensions consist of.
    """
    bench = Bench(scratch, (database,))
    progress("rehearsing: restoring")
    with bench.database_for_files() as copy:
        absent = _absent(scratch, database)
        _prepare(copy, held)
        _restore(store, name, copy, absent)
        progress("rehearsing: comparing")
        scope = Scope(profile)
        found = replace(read(copy, scope).catalog(), surroundings=held.catalog.surroundings)
        if differences := _differences(held.catalog, found, bench):
            shown = ", ".join(f"{one.change} {one.identity.kind} {one.identity}" for one in differences[:_NAMED])
            number = counted(len(differences), "difference")
            raise DamagedError(f"{name} restores to something else: {number} ({shown})", _REMEDY)
        if absent:
            return Rehearsed.SCHEMA
        progress("rehearsing: counting rows")
        _compare_rows(name, held, copy)
        return Rehearsed.ROWS


def _absent(scratch: Scratch, database: Database) -> frozenset[str]:
    """The extensions that the scratch server lacks."""
    with connect(scratch.server().database(), autocommit=True) as connection:
        return lacking(extensions_of(database), connection)


def _prepare(copy: Database, held: Moment) -> None:
    """Make the roles that the dump names."""
    owners = [name for (name,) in held.connection.execute(_OWNERS)]
    try:
        with connect(copy, autocommit=True) as connection:
            for role in missing_roles(connection, (*held.roles, held.first_superuser, *owners)):
                make_role(connection, role)
            let_own_anything(connection, owners)
            if _PUBLIC not in held.catalog.objects:
                connection.execute("DROP SCHEMA public")  # a dump does not say that it is not there
    except psycopg.Error as error:
        raise SourceError("a scratch database cannot be prepared for a rehearsal", reason_of(error)) from error


def _restore(store: Store, name: str, copy: Database, absent: Iterable[str]) -> None:
    arguments = ["--exit-on-error", *_LEFT_OUT, *(["--schema-only"] if absent else [])]
    try:
        with (
            connect(copy, autocommit=True) as connection,
            access(copy, connection) as entry,
            running("pg_restore", arguments, entry, stdin=subprocess.PIPE) as process,
        ):
            feed(process, store.read(name))
    except ProgramError as error:
        beside = f" (there are stand-ins for {', '.join(sorted(absent))})" if absent else ""
        problem = f"{name} does not restore in a scratch database{beside}: {error.problem}"
        raise DamagedError(problem, _REMEDY) from error


def _differences(live: Catalog, found: Catalog, bench: Bench) -> list[Difference]:
    left, right = comparable(live, found)
    differences, _ = settled(
        EVERYTHING.keep(compare(left, right)),
        lambda: (live, found),
        bench,
        one_major=left.major == right.major,
    )
    gone = {of for of, one in live.objects.items() if is_left_out(one)}
    return [one for one in differences if not _is_left_out(one) and not {one.identity, _about(one.identity)} & gone]


def _about(of: Identity) -> Identity:
    return about(of) if of.kind in FACTS else of


def _is_left_out(one: Difference) -> bool:
    if one.identity.of is Kind.EXTENSION and one.identity.kind in _OF_WHO_RESTORES:
        return True
    if _NOT_COMPARED & {one.identity.kind, one.identity.of}:
        return True
    left_out = _OF_THE_SERVER.get(one.identity.kind, _TABLESPACE)
    return one.change is Change.CHANGED and all(each.name in left_out for each in one.attributes)


def _compare_rows(name: str, held: Moment, copy: Database) -> None:
    expected = held.rows()
    with connect(copy, autocommit=True) as connection:
        found = count_rows(connection, tables_of(held.catalog))
    for (schema, table), number in expected.items():
        if found[schema, table] != number:
            raise DamagedError(
                f"{name} restores {found[schema, table]} rows of {schema}.{table}, which has {number}", _REMEDY
            )
