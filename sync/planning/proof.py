"""Proving plans: they are run on copies, which are compared with what was to come out."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import LiteralString

import psycopg

from sync.errors import ProofError, SourceError, one_line
from sync.model import Catalog, Identity, Kind
from sync.model.objects import Owner
from sync.plan.batches import Batch
from sync.plan.export import building
from sync.plan.roles import roles_of
from sync.plan.sql import Sql, literal, qualified, write
from sync.planning.extensions import is_owner_of_extension
from sync.planning.value import stream
from sync.postgres.database import Database
from sync.postgres.limits import Cancellation, reason_of
from sync.postgres.session import connect
from sync.shadow.bench import Bench
from sync.shadow.roles import let_own_anything, make_role, missing_roles

DEFECT = "this is a defect of schemabot: please report it"
_LONGEST = 200
_POPULATED: LiteralString = (
    "UPDATE pg_catalog.pg_class SET relispopulated = true WHERE oid = pg_catalog.to_regclass({})::pg_catalog.oid"
)
_OF_SUPERUSERS = frozenset({Kind.EVENT_TRIGGER, Kind.FOREIGN_DATA_WRAPPER})


def for_copies(catalog: Catalog) -> Catalog:
    """Without what a copy cannot have: roles are the whole server's, labels need the library that provides them.

    Nor is it told who owns extensions: whoever makes the copy owns all of them there.
    """
    objects = {of: one for of, one in catalog.objects.items() if not _is_of_no_copy(of)}
    return replace(catalog, objects=objects)


def _is_of_no_copy(of: Identity) -> bool:
    return Kind.ROLE in (of.kind, of.of) or of.kind is Kind.SECURITY_LABEL or is_owner_of_extension(of)


@contextmanager
def copy_of(
    catalog: Catalog, others: Sequence[Catalog], bench: Bench, cancellation: Cancellation | None = None
) -> Iterator[Database]:
    """A scratch database with the schema of a catalog, on a server that has what it and others name.

    Args:
        catalog: The schema.
        others: What else the server has to know the names of.
        bench: Where it is made.
        cancellation: What may end the making before its time.

    Raises:
        ConnectError: It was cancelled.
        SourceError: It cannot be made there.
    """
    with bench.database(catalog, *others) as copy:
        with connect(copy, autocommit=True) as connection:
            for name in missing_roles(connection, roles_of(catalog, *others)):
                make_role(connection, name)
            let_own_anything(connection, _owners_of_superusers_things(catalog, *others))
        made = building(for_copies(catalog), _named_later(others))
        if failure := run(copy, (*made, *_populated(catalog)), cancellation):
            raise SourceError(
                f"no copy of {catalog.label} can be made to prove the plan: {failure}",
                "--no-proof shows the plan without",
            )
        yield copy


def _named_later(others: Iterable[Catalog]) -> frozenset[Identity]:
    """The constraints that a plan may add, so that no NOT NULL has their names.

    What it is called where the catalog is from is not known, and before PostgreSQL 18 it has no name there.
    """
    return frozenset(of for other in others for of in other.objects if of.kind is Kind.CONSTRAINT)


def take(copy: Database, batches: Iterable[Batch], what: str) -> None:
    """Run a plan on a copy; what a copy cannot take is left out.

    Raises:
        ProofError: A statement fails; which does is said.
    """
    if failure := run(copy, (sql for sql, one in stream(batches) if one is None or one.on_copy)):
        raise ProofError(f"{what} fails on a copy: {failure}", DEFECT)


def run(database: Database, statements: Iterable[Sql], cancellation: Cancellation | None = None) -> str | None:
    """Run statements; why the first that fails does, and which it is. Raises ConnectError where it was cancelled."""
    with connect(database, autocommit=True, cancellation=cancellation) as connection:
        connection.execute("SET synchronous_commit = off")  # nothing of it has to outlive the machine
        connection.execute("SET statement_timeout = '10min'")  # there are no rows: what takes longer never ends
        for one in statements:
            try:
                connection.execute(one.encode(), binary=True)  # in this protocol a text is one statement and no more
            except psycopg.Error as error:
                return f"{reason_of(error)}, in: {one_line(one)[:_LONGEST]}"
    return None


def _populated(catalog: Catalog) -> Iterator[Sql]:
    """Have materialized views be populated or not, as they are where they were read.

    No query is run for that: it may call what only a stand-in is here for, or ask another server. Tables of a copy have
    no rows either.
    """
    yield Sql("SET allow_system_table_mods = on")
    for one in catalog.objects:
        if one.kind is Kind.MATERIALIZED_VIEW and one not in catalog.unpopulated:
            yield write(_POPULATED, literal(qualified(one.schema, one.name)))


def _owners_of_superusers_things(*catalogs: Catalog) -> set[str]:
    owners = (one for catalog in catalogs for one in catalog.objects.values() if isinstance(one, Owner))
    return {one.owner for one in owners if one.identity.of in _OF_SUPERUSERS}
