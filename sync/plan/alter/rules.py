"""What acts by itself: rules, policies, triggers, event triggers."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from sync.model.objects import EventTrigger, Policy, Rule, Trigger
from sync.plan.alter.no_statement import NoStatementError
from sync.plan.alter.relations import FIRING
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
        yield relations.firing(new, "RULE", FIRING[new.firing])


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
    makes = "definition" in attributes and relations.original(new, target) is None
    if makes:
        if target.catalog.major < _TRIGGERS_SINCE or _CONSTRAINT in (old.definition + new.definition):
            raise NoStatementError
        yield replaced(deparsed(new.definition))
    if "firing" in attributes or (makes and new.firing != "origin"):
        yield relations.firing(new, "TRIGGER", FIRING[new.firing])
    of = write("TRIGGER {}", place(new.identity))
    kept = () if makes else old.depends_on_extensions  # a trigger that is replaced depends on none
    yield from extensions_changed(of, kept, new.depends_on_extensions)


def event_trigger(_: EventTrigger, new: EventTrigger, __: AbstractSet[str], ___: Whole) -> Iterator[Sql]:
    """When an event trigger fires."""
    yield write("ALTER {} {}", reference(new.identity), Sql(FIRING[new.firing]))
