"""What in the platform's schemas is the user's, and so is compared.

A policy or a trigger of the user's on a platform's table, and a grant to a role of the user's, tell whose they are.
An index on such a table does not, nor does a column or a grant to one of the platform's roles: they are compared where
the service behind the schema has the same version on both sides, so that what differs cannot be the service's own.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from sync.catalog.scope import PLATFORM_ROLES
from sync.model import UNKNOWN_VERSION, Catalog, Diagnostic, Identity, Kind
from sync.model.privileges import OWNER, PUBLIC

_USERS_OWN = frozenset({Kind.POLICY, Kind.TRIGGER})
_NOT_USERS = PLATFORM_ROLES | {OWNER, PUBLIC}
_RELATIONS = frozenset({Kind.TABLE, Kind.FOREIGN_TABLE})


def without_services(a: Catalog, b: Catalog) -> tuple[Catalog, Catalog]:
    """Both without what the platform's services may have made, where that may differ by itself."""
    there = a.surroundings.services.keys() | b.surroundings.services.keys()
    if not there:
        return a, b
    unlike = {schema for schema in there if not _same(schema, a, b)}
    lone = {
        (identity.schema, identity.name)
        for identity in a.objects.keys() ^ b.objects.keys()
        if identity.kind in _RELATIONS and identity.schema in there
    }

    def compared(identity: Identity) -> bool:
        if identity.schema not in there or is_users(identity):
            return True
        place = (identity.schema, identity.relation or identity.name)
        return identity.schema not in unlike and place not in lone

    noticed = tuple(_diagnostics(unlike, a, b))
    return replace(_kept(a, compared), diagnostics=(*a.diagnostics, *noticed)), _kept(b, compared)


def is_users(identity: Identity) -> bool:
    """Whether it is the user's beyond doubt."""
    if identity.kind in (Kind.PRIVILEGE, Kind.DEFAULT_PRIVILEGE) and identity.to not in _NOT_USERS:
        return True
    return identity.kind in _USERS_OWN or identity.of in _USERS_OWN


def _same(schema: str, a: Catalog, b: Catalog) -> bool:
    version = a.surroundings.services.get(schema)
    return version not in (None, UNKNOWN_VERSION) and version == b.surroundings.services.get(schema)


def _diagnostics(unlike: set[str], a: Catalog, b: Catalog) -> Iterator[Diagnostic]:
    """What both sides have in versions that differ or are not known; what only one has is no news."""
    for schema in sorted(unlike & a.surroundings.services.keys() & b.surroundings.services.keys()):
        versions = (a.surroundings.services[schema], b.surroundings.services[schema])
        said = f"{a.label} has {versions[0]}, {b.label} {versions[1]}"
        if versions[0] == versions[1]:
            said = f"the versions of {a.label} and {b.label} are not known"
        yield Diagnostic("platform-version", f"{schema}: {said}: what belongs to that service is not compared")


def _kept(catalog: Catalog, compared: Callable[[Identity], bool]) -> Catalog:
    return replace(catalog, objects={identity: one for identity, one in catalog.objects.items() if compared(identity)})
