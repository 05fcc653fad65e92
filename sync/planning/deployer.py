"""Plans that whoever deploys will run: what that role owns and only one side has is made without naming its owner."""

from dataclasses import replace

from sync.model import Catalog, Identity, SchemaObject
from sync.model.objects import DefaultPrivilege, Owner
from sync.plan.facts import about


def unnamed(catalog: Catalog, other: Catalog, role: str) -> Catalog:
    """A catalog that does not say of what only it has that a role owns it, and gives something by default.

    Args:
        catalog: One side.
        other: The other side.
        role: The role that deploys.
    """
    objects: dict[Identity, SchemaObject] = {}
    for of, one in catalog.objects.items():
        if isinstance(one, Owner) and one.owner == role and about(of) not in other.objects:
            objects[of] = replace(one, owner="")
        elif isinstance(one, DefaultPrivilege) and of.name == role and of not in other.objects:
            own = of._replace(name="")
            objects[own] = replace(one, identity=own)
        else:
            objects[of] = one
    return replace(catalog, objects=objects)


def unnamed_like(catalog: Catalog, wanted: Catalog, role: str) -> Catalog:
    """What a role has made of such a plan, as the plan says it.

    Args:
        catalog: What was made.
        wanted: What was to be made.
        role: The role that made it.
    """
    objects: dict[Identity, SchemaObject] = {}
    for of, one in catalog.objects.items():
        like, own = wanted.objects.get(of), of._replace(name="")
        if isinstance(one, Owner) and one.owner == role and isinstance(like, Owner) and not like.owner:
            objects[of] = like
        elif isinstance(one, DefaultPrivilege) and of.name == role and own in wanted.objects:
            objects[own] = replace(one, identity=own)
        else:
            objects[of] = one
    return replace(catalog, objects=objects)
