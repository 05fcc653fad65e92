"""Names that PostgreSQL chose for constraints, made the same: a difference only for those who ask for cosmetic ones."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import count

from sync.compare import Change, Difference
from sync.model import Catalog, Identity, Kind
from sync.model.objects import Constraint, DomainConstraint
from sync.plan.actions import Action, Part
from sync.plan.references import reference
from sync.plan.sql import Sql, name, write

_ATTRIBUTE = "generated_name"


def renamed(differences: Iterable[Difference], b: Catalog) -> Iterator[Action]:
    """What gives them other names.

    Both sides of a comparison call them as A does: on the way to B it is the last thing to do, and on the way back the
    first.

    Args:
        differences: Also of what else differs.
        b: Where they go.
    """
    wanted: defaultdict[Identity, dict[str, str]] = defaultdict(dict)
    for one in differences:
        if one.change is not Change.CHANGED:
            continue
        of, found = one.identity, b.objects.get(one.identity)
        if isinstance(found, Constraint) and found.inherited and found.type == "check":
            continue  # it is called like the parent's
        on = Identity(Kind.DOMAIN if isinstance(found, DomainConstraint) else Kind.TABLE, of.schema, "", of.relation)
        for each in one.attributes:
            if each.name == _ATTRIBUTE and isinstance(each.old, str) and isinstance(each.new, str):
                wanted[on][each.old] = each.new
    for on, names in wanted.items():
        yield Action((on, Part.REST), tuple(_in_order(on, names)))


def _in_order(on: Identity, names: dict[str, str]) -> Iterator[Sql]:
    """Each when its new name is free; where they change places, one goes by another name first."""
    spare = (f"schemabot_{number}" for number in count(1))
    waiting = dict(names)
    while waiting:
        old = next((old for old, new in waiting.items() if new not in waiting), None)
        if old is None:
            old, aside = next(iter(waiting)), next(spare)
            yield _rename(on, old, aside)
            waiting[aside] = waiting.pop(old)
        else:
            yield _rename(on, old, waiting.pop(old))


def _rename(on: Identity, old: str, new: str) -> Sql:
    return write("ALTER {} RENAME CONSTRAINT {} TO {}", reference(on), name(old), name(new))
