"""What of a live database is its platform's: what migrations find when the first of them is applied.

A platform's schemas, extensions and default privileges are made by no migration, and migrations refer to them. They are
taken from the live database as they are now. What users hang on them is left to the files, where it can be told apart:
triggers, policies, what is granted to roles of the user's, and all that the files themselves make there.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from sync.catalog.platform import is_users
from sync.catalog.scope import PLATFORM_ROLES
from sync.model import Catalog, Identity, Kind, SchemaObject
from sync.model.kinds import FACTS, RELATIONS
from sync.model.objects import DefaultPrivilege, Owner, Privilege, Publication, Table
from sync.model.privileges import MAINTAIN, all_privileges
from sync.plan.facts import about

# What a new Supabase project has. Source: the migrations of github.com/supabase/postgres.
_PREINSTALLED = frozenset(
    {
        *("plpgsql", "uuid-ossp", "pgcrypto", "pgjwt", "pg_stat_statements", "pg_graphql", "pgsodium"),
        "supabase_vault",
    }
)
# Made by the platform, for its users to fill.
_FILLED_BY_USERS = Identity(Kind.PUBLICATION, "", "", "supabase_realtime")
_OPERATIONS = ("insert", "update", "delete", "truncate")
# Whose default privileges nobody but the platform sets.
PLATFORMS_OWN = "supabase_admin"
PUBLIC = Identity(Kind.SCHEMA, "public")
_MADE_AS = {"tables": Kind.TABLE, "sequences": Kind.SEQUENCE, "functions": Kind.FUNCTION}
_LEFT_OUT = frozenset({Kind.EVENT_TRIGGER, Kind.PUBLICATION_TABLE, Kind.SECURITY_LABEL})


@dataclass(frozen=True, slots=True)
class Platform:
    """What a platform brings along.

    Attributes:
        catalog: Its objects.
        given: By identity, what it seems to have given its users by default, in another form than there is: what shows
            it are the names of objects, whose privileges may as well have been granted by hand.
    """

    catalog: Catalog
    given: Mapping[Identity, tuple[DefaultPrivilege, frozenset[str]]] = field(default_factory=dict)


def platform_of(whole: Catalog, schemas: AbstractSet[str], deployer: str) -> Platform:
    """What is the platform's.

    Args:
        whole: All of a database, read with dependencies and as if no schema were a platform's.
        schemas: Those of the platform.
        deployer: The role that applies migrations.
    """
    own = {one for one in schemas if Identity(Kind.SCHEMA, one) in whole.objects}  # others come with an extension
    found = {of: one for of, one in whole.objects.items() if _is_platforms(of, own) and not _is_of_a_day(one)}
    if isinstance(filled := found.get(_FILLED_BY_USERS), Publication):
        found[_FILLED_BY_USERS] = replace(filled, all_tables=False, schemas=(), operations=_OPERATIONS)
    given = {}
    for one in _by_default(whole):
        usage = Identity(Kind.PRIVILEGE, PUBLIC.schema, of=Kind.SCHEMA, to=one.identity.to)
        found.setdefault(usage, Privilege(usage, ("USAGE",), (), None))
        theirs = replace(one, identity=one.identity._replace(name=deployer))
        now = whole.objects.get(theirs.identity)
        is_same = isinstance(now, DefaultPrivilege) and now.privileges == theirs.privileges
        shown_by = frozenset(_showing(whole, theirs.identity, deployer))
        if not is_same and shown_by and one.identity.to != deployer:
            given[theirs.identity] = (theirs, shown_by)
    return Platform(standing(whole, found), given)


def of_extensions(around: Catalog, whole: Catalog) -> Mapping[Identity, SchemaObject]:
    """What is in platform schemas that extensions made, and what was granted there by the platform.

    A stand-in for such an extension has none of it.

    Args:
        around: What is compared of the database.
        whole: All of it.
    """
    schemas = {one for one in around.surroundings.services if Identity(Kind.SCHEMA, one) not in whole.objects}
    return {
        of: one
        for of, one in around.objects.items()
        if of.schema in schemas and (not is_users(of) or Kind.POLICY in (of.kind, of.of))
    }


def _is_platforms(of: Identity, own: AbstractSet[str]) -> bool:
    kind = of.of or of.kind
    if kind in _LEFT_OUT or of.kind in _LEFT_OUT or is_users(of):
        return False
    if kind is Kind.EXTENSION:
        return of.name in _PREINSTALLED
    if kind is Kind.PUBLICATION:
        return of.name == _FILLED_BY_USERS.name
    if of.schema == PUBLIC.schema:
        is_access = of.kind is Kind.DEFAULT_PRIVILEGE or (of.kind is Kind.PRIVILEGE and kind is Kind.SCHEMA)
        return of == PUBLIC or (is_access and of.to in PLATFORM_ROLES)
    return of.schema in own


def _is_of_a_day(one: SchemaObject) -> bool:
    """Whether it is a partition, which services make and drop as time goes by."""
    return isinstance(one, Table) and one.partition_of is not None


def _by_default(whole: Catalog) -> Iterator[DefaultPrivilege]:
    """What the platform's own role gives by default in the schema `public`, which nobody else changes.

    The platform gave the same to what its users make, who may have changed that since. Who is given something there may
    use the schema.
    """
    for of, one in whole.objects.items():
        is_own = of.kind is Kind.DEFAULT_PRIVILEGE and of.name == PLATFORMS_OWN and of.schema == PUBLIC.schema
        if is_own and of.to in PLATFORM_ROLES and isinstance(one, DefaultPrivilege):
            yield one


def _showing(whole: Catalog, given: Identity, deployer: str) -> Iterator[str]:
    """What a role made on which others have all privileges, as by default."""
    for of, one in whole.objects.items():
        if of.kind is not Kind.PRIVILEGE or of.to != given.to or of.schema != given.schema:
            continue
        owner = whole.objects.get(of._replace(kind=Kind.OWNER, to=""))
        everything = isinstance(one, Privilege) and set(one.privileges) >= {*all_privileges(of.of)} - {MAINTAIN}
        if (
            of.of is _MADE_AS.get(given.signature)
            and everything
            and isinstance(owner, Owner)
            and owner.owner == deployer
        ):
            yield of.name


def standing(whole: Catalog, wanted: Mapping[Identity, SchemaObject]) -> Catalog:
    """What of the objects of a database can stand without the others, and what is said about it."""
    found = dict(wanted)
    relations = {(of.schema, of.name) for of in whole.objects if of.kind in RELATIONS}
    while True:
        places = {(of.schema, of.name) for of in found if of.kind in RELATIONS}
        needing = (one for one in whole.dependencies if one.dependent in found)
        fallen = {one.dependent for one in needing if _is_missing(one.needed, found, whole)}
        for of, one in found.items():
            on = (of.schema, of.relation)
            if (
                (bool(of.relation) and on in relations and on not in places)
                or (of.kind in FACTS and _is_missing(about(of), found, whole))
                or _is_missing(Identity(Kind.SCHEMA, of.schema), found, whole)
                or (isinstance(one, Privilege) and one.is_shipped)
            ):
                fallen.add(of)
        if not fallen:
            break
        found = {of: one for of, one in found.items() if of not in fallen}
    needed = frozenset(one for one in whole.dependencies if one.dependent in found and one.needed in found)
    return replace(whole, objects=found, dependencies=needed)


def _is_missing(of: Identity, found: Mapping[Identity, SchemaObject], whole: Catalog) -> bool:
    return of not in found and of in whole.objects
