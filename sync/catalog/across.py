"""Makes two catalogs comparable: what only the servers or the platform make different is taken out of both.

Each reader knows its own side only. What a difference means may depend on the other one: on its major version, on
which version of a platform's service stands there, on whether there is such an object at all.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sync.catalog.generated_names import with_one_name
from sync.catalog.partitions import without_managed_partitions
from sync.catalog.platform import without_services
from sync.catalog.shipped import without_shipped_versions
from sync.model import UNKNOWN, Catalog, Diagnostic, Identity, Kind, SchemaObject
from sync.model.objects import Column, DefaultPrivilege, Domain, Privilege
from sync.model.privileges import (
    MAINTAIN,
    MAINTAIN_SINCE,
    OWNER,
    default_privileges,
    new_object_privileges,
)

_NOT_NULL_SINCE = 18  # a constraint of its own


def comparable(a: Catalog, b: Catalog) -> tuple[Catalog, Catalog]:
    """Both catalogs without what is not to be compared, and with what goes without saying on one of them."""
    a, b = _looked_for(a, b), _looked_for(b, a)
    if min(a.major, b.major) < MAINTAIN_SINCE and a.major != b.major:
        a, b = (replace(one, objects=_by_identity(_without_maintain(one.objects.values()))) for one in (a, b))
    if min(a.major, b.major) < _NOT_NULL_SINCE and a.major != b.major:
        a, b = (replace(one, objects=_by_identity(_without_origins(one.objects.values()))) for one in (a, b))
    a = without_shipped_versions(a, b)
    a, b = with_one_name(*without_services(*without_managed_partitions(a, b)))
    return _completed(a, b), _completed(b, a)


def _looked_for(one: Catalog, other: Catalog) -> Catalog:
    """Without what the other side, an old snapshot perhaps, was not asked for."""
    if other.kinds is None:
        return one
    objects = {identity: found for identity, found in one.objects.items() if identity.kind in other.kinds}
    if _is_older(other):
        objects = {
            identity: found
            for identity, found in objects.items()
            if identity in other.objects or not (isinstance(found, Privilege) and found.is_shipped)
        }
    left_out = Counter(identity.kind for identity in one.objects if identity not in objects)
    told = tuple(
        Diagnostic(
            "not-compared", f"{one.label}: {kind.counted(number)} not compared: {other.label} has none on record"
        )
        for kind, number in left_out.items()
    )
    return replace(one, objects=objects, diagnostics=(*one.diagnostics, *told))


def _is_older(one: Catalog) -> bool:
    """Whether it is of a time when what was granted on PostgreSQL's own objects and on extensions' was not read."""
    return any(
        identity.kind is Kind.PRIVILEGE and ("revoked", UNKNOWN) in found.attributes()
        for identity, found in one.objects.items()
    )


def _without_maintain(objects: Iterable[SchemaObject]) -> Iterator[SchemaObject]:
    """A server before 17 has no such privilege: whoever was granted all has it on one side only."""
    for one in objects:
        if not isinstance(one, Privilege | DefaultPrivilege):
            yield one
            continue
        privileges, grantable = _but_maintain(one.privileges), _but_maintain(one.grantable)
        if isinstance(one, Privilege) and one.revoked is not None and one.is_shipped:
            revoked = _but_maintain(one.revoked)
            if privileges or revoked:
                yield replace(one, privileges=privileges, grantable=grantable, revoked=revoked)
            continue
        everything = _without_grants(one.identity)
        if one.identity.to == OWNER and {*privileges, MAINTAIN} == set(everything):
            privileges = everything
        if privileges or not one.privileges:
            yield replace(one, privileges=privileges, grantable=grantable)


def _without_origins(objects: Iterable[SchemaObject]) -> Iterator[SchemaObject]:
    """A server before 18 keeps of NOT NULL neither the name, or that of a domain's alone, nor whose it is."""
    for one in objects:
        match one:
            case Column():
                yield replace(one, not_null_name=None, not_null_inherited=None)
            case Domain():
                yield replace(one, not_null_name=None)
            case _:
                yield one


def _but_maintain(privileges: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in privileges if name != MAINTAIN)


def _completed(one: Catalog, other: Catalog) -> Catalog:
    """With the default privileges that PostgreSQL has built in, where the other side has others in their place."""
    missing = [
        DefaultPrivilege(identity, _without_grants(identity), ())
        for identity in other.objects
        if identity.kind is Kind.DEFAULT_PRIVILEGE
        and not identity.schema
        and identity not in one.objects
        and _without_grants(identity)
    ]
    return replace(one, objects={**one.objects, **_by_identity(missing)}) if missing else one


def _without_grants(identity: Identity) -> tuple[str, ...]:
    """What the role of a privilege, or of a default privilege in all schemas, has by itself."""
    if identity.kind is Kind.DEFAULT_PRIVILEGE:
        return () if identity.schema else new_object_privileges(identity.signature, identity.to)
    return default_privileges(identity.of, identity.to)


def _by_identity(objects: Iterable[SchemaObject]) -> Mapping[Identity, SchemaObject]:
    return {one.identity: one for one in objects}
