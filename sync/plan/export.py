"""SQL that builds a schema from nothing: readable, in an order that works, always the same for the same schema."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace

from sync.catalog.platform import is_users
from sync.errors import one_line
from sync.model import Catalog, Identity, Kind
from sync.model.identity import quoted
from sync.plan.actions import actions
from sync.plan.order import SECTIONS, ordered, section_of
from sync.plan.roles import roles_of
from sync.plan.secrets import Variables
from sync.plan.sql import Sql
from sync.plan.whole import Whole

# As the server wrote the texts, and for bodies of functions that need what is made after them.
SETTINGS = (
    Sql("SET search_path = ''"),
    Sql("SET check_function_bodies = off"),
    Sql("SET standard_conforming_strings = on"),
    Sql("SET client_min_messages = warning"),
)


# What is in every new database.
_IN_NEW_DATABASES = (
    (Identity(Kind.SCHEMA, "public"), Sql("DROP SCHEMA IF EXISTS public")),
    (Identity(Kind.EXTENSION, "", "", "plpgsql"), Sql("DROP EXTENSION IF EXISTS plpgsql")),
)


def _own(catalog: Catalog) -> Catalog:
    """Without what the platform brings along: what is the user's in its schemas needs a platform to stand on."""
    services = catalog.surroundings.services
    objects = {
        identity: one
        for identity, one in catalog.objects.items()
        if identity.schema not in services or is_users(identity)
    }
    return replace(catalog, objects=objects)


def building(catalog: Catalog, reserved: AbstractSet[Identity] = frozenset()) -> Iterator[Sql]:
    """The statements that build all of a database's schema in a new one.

    Args:
        catalog: What to build; read with dependencies.
        reserved: Constraints that come later, whose names nothing else is given.

    Raises:
        PlanError: There is no order in which it can be built.
    """
    yield from SETTINGS
    yield from (one for of, one in _IN_NEW_DATABASES if of not in catalog.objects)
    yield from (
        one for action in ordered(actions(Whole(_own(catalog), reserved=reserved))) for one in action.statements
    )


def _roles(catalog: Catalog) -> list[str]:
    """The roles that an export names and does not make; PostgreSQL's own are on every server."""
    made = {of.name for of in catalog.objects if of.kind is Kind.ROLE}
    return sorted(one for one in roles_of(_own(catalog)) - made if not one.startswith("pg_"))


def script(catalog: Catalog, *, whole: bool = True) -> Iterator[str]:
    """A script for psql, in pieces, with a head and a heading for each section and object.

    Args:
        catalog: What to build; read with dependencies.
        whole: Whether it is all of a database, so that what it lacks of a new one is to go.

    Raises:
        PlanError: There is no order in which it can be built.
    """
    found = ordered(actions(Whole(_own(catalog))))
    major, minor = divmod(catalog.server_version, 10_000)
    yield f"-- The schema of {one_line(catalog.label)}, as PostgreSQL {major}.{minor} has it. Written by schemabot.\n"
    yield "-- Run it in an empty database, all of it or nothing: psql -1 -v ON_ERROR_STOP=1 -f this-file\n"
    if needed := _roles(catalog):
        yield f"-- These roles have to be there: {', '.join(one_line(quoted(one)) for one in needed)}\n"
    variables = Variables((one, "{0.kind} {0}".format(action.step[0])) for action in found for one in action.statements)
    yield from variables.head()
    yield "\n"
    yield from (f"{one};\n" for one in SETTINGS)
    if whole:
        yield from (f"{one};\n" for of, one in _IN_NEW_DATABASES if of not in catalog.objects)
    titles = (*SECTIONS, "Others")
    section, shown = -1, ""
    for action in found:
        if section_of(action) != section:
            section = section_of(action)
            yield f"\n-- {titles[section]}\n"
        if action.about != shown:
            shown = action.about
            yield f"\n-- {one_line(shown)}\n"
        for one in action.statements:
            yield from variables.script(one)
