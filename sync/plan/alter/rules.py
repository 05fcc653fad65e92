"""What acts by itself: rules, policies, triggers, event triggers."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from sync.model.objects import EventTrigger, Policy, Rule, Trigger
from sync.plan.alter.no_statement import NoStatementError
from sync.plan.alter.settings import extensions_changed, replaced
from sync.plan.create import relations
from sync.plan.references import place, reference
from sync.plan.sql import Sql, deparsed, joined, name, optional, write
from sync.plan.whole import Whole

_TRIGGERS_SINCE = 14
_CONSTRAINT = "CREATE CONSTRAINT TRIGGER "


def rule(_: Rule, new: Rule, attributes: AbstractSet[str], __: Whole) -> Iterator[Sql]:
    """A rule."""
    if "definition" in attributes:
        yield replaced(deparsed(new.definition.rstrip().removesuffix(";")))
    if "firing" in attributes:
        yield relations.firing(new, "RULE", relations.MODES[new.firing])


def policy(old: Policy, new: Policy, _: AbstractSet[str], __: Whole) -> Iterator[Sql]:
    """A row-level security policy; a condition that is there stays one."""
    if (old.using and not new.using) or (old.with_check and not new.with_check):
        raise NoStatementError
    roles = joined(", ", [Sql("PUBLIC") if role == "public" else name(role) for role in new.roles])
    changes = [
        write(" TO {}", roles) if old.roles != new.roles else Sql(""),
        optional(" USING ({})", new.using if old.using != new.using else None),
        optional(" WITH CHECK ({})", new.with_check if old.with_check != new.with_check else None),
    ]
    yield write("ALTER {}{}", reference(new.identity), joined("", changes))


def trigger(old: Trigger, new: Trigger, attributes: AbstractSet[str], target: Whole) -> Iterator[Sql]:
    """A trigger. The definition of one on a partition that its parent has too changes with the parent's."""
    is_copy = relations.original(new, target) is not None
    makes = "definition" in attributes and not is_copy
    if makes:
        if target.catalog.major < _TRIGGERS_SINCE or _CONSTRAINT in (old.definition + new.definition):
            raise NoStatementError
        yield replaced(deparsed(new.definition))
    if "firing" in attributes or (makes and new.firing != "origin"):
        yield relations.firing(new, "TRIGGER", relations.MODES[new.firing])
    if not is_copy and attributes & {"definition", "firing"}:
        yield from _copies(new, target)
    of = write("TRIGGER {}", place(new.identity))
    kept = () if makes else old.depends_on_extensions  # a trigger that is replaced depends on none
    yield from extensions_changed(of, kept, new.depends_on_extensions)


def _copies(of: Trigger, target: Whole) -> Iterator[Sql]:
    """What changes on a table changes on its partitions: where it fires in a mode of its own, it does so again."""
    for partition in target.partitions_below(of.identity.schema, of.identity.relation):
        identity = of.identity._replace(schema=partition.schema, relation=partition.name)
        one = target.catalog.objects.get(identity)
        if isinstance(one, Trigger) and relations.original(one, target) is not None:
            yield relations.firing(one, "TRIGGER", relations.MODES[one.firing])


def event_trigger(_: EventTrigger, new: EventTrigger, __: AbstractSet[str], ___: Whole) -> Iterator[Sql]:
    """When an event trigger fires."""
    yield write("ALTER {} {}", reference(new.identity), Sql(relations.MODES[new.firing]))
