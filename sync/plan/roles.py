"""Which roles there have to be for the objects of catalogs."""

from sync.model import Catalog
from sync.model.objects import DefaultPrivilege, Owner, Policy, Privilege, UserMapping


def roles_of(*catalogs: Catalog) -> set[str]:
    """The roles that statements may name which make the objects of catalogs."""
    found: set[str] = set()
    for one in (one for catalog in catalogs for one in catalog.objects.values()):
        match one:
            case Owner():
                found.add(one.owner)
            case Privilege() | DefaultPrivilege():
                found.update((one.identity.to, one.identity.name if isinstance(one, DefaultPrivilege) else ""))
            case Policy():
                found.update(one.roles)
            case UserMapping():
                found.add(one.identity.name)
            case _:
                continue
    return found - {"", "public"}
