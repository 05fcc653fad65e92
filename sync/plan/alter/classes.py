"""Which function changes the objects of each class, and which attributes it can change."""

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from sync.model import SchemaObject
from sync.model.base import attribute_names
from sync.model.objects import (
    Aggregate,
    BaseType,
    Column,
    CompositeType,
    Constraint,
    Domain,
    DomainConstraint,
    Enum,
    EventTrigger,
    Extension,
    ForeignDataWrapper,
    Index,
    Language,
    Operator,
    OperatorFamily,
    Policy,
    Publication,
    Role,
    Routine,
    Rule,
    Sequence,
    Server,
    Statistics,
    Subscription,
    Table,
    TextSearchConfiguration,
    TextSearchDictionary,
    Transform,
    Trigger,
    UserMapping,
    View,
)
from sync.plan.alter import (
    columns,
    environment,
    foreign,
    relations,
    replication,
    roles,
    routines,
    rules,
    sequences,
    tables,
    types,
    views,
)
from sync.plan.alter.no_statement import NoStatementError
from sync.plan.sql import Sql
from sync.plan.whole import Whole

Alter = Callable[[Any, Any, AbstractSet[str], Whole], Iterator[Sql]]

# Those that are not here are dropped and made again.
_ALTER: Mapping[type[SchemaObject], Alter] = {
    Role: roles.role,
    Extension: environment.extension,
    Language: environment.language,
    Enum: types.enum,
    Domain: types.domain,
    DomainConstraint: types.domain_constraint,
    CompositeType: types.composite_type,
    BaseType: types.base_type,
    Sequence: sequences.sequence,
    Table: tables.table,
    View: views.view,
    Column: columns.column,
    Constraint: relations.constraint,
    Index: relations.index,
    Statistics: relations.statistics,
    Rule: rules.rule,
    Policy: rules.policy,
    Trigger: rules.trigger,
    EventTrigger: rules.event_trigger,
    Routine: routines.routine,
    Aggregate: routines.aggregate,
    Operator: routines.operator,
    OperatorFamily: routines.operator_family,
    Transform: environment.transform,
    TextSearchConfiguration: environment.text_search_configuration,
    TextSearchDictionary: environment.text_search_dictionary,
    ForeignDataWrapper: foreign.foreign_data_wrapper,
    Server: foreign.server,
    UserMapping: foreign.user_mapping,
    Publication: replication.publication,
    Subscription: replication.subscription,
}
# What no statement says of an object that is there.
_FIXED: Mapping[type[SchemaObject], AbstractSet[str]] = {
    Domain: {"type", "collation"},
    BaseType: set(attribute_names(BaseType))
    - {"receive", "send", "modifier_input", "modifier_output", "analyze", "subscript", "storage"},
    Table: {"partition_key", "server"},
    Constraint: {"type", "inherited", "index_valid"},
    Index: {"valid"},
    Statistics: {"definition"},
    Policy: {"command", "permissive"},
    EventTrigger: {"event", "tags", "function"},
    Routine: {"result", "window"},
    Aggregate: {"arguments", "result", "type"},
    Operator: {"function", "result"},
    TextSearchConfiguration: {"parser"},
    TextSearchDictionary: {"template"},
    Server: {"wrapper", "type"},
    Publication: {"all_tables"},
    Subscription: {"two_phase", "failover"},
}


def altered(
    old: SchemaObject, new: SchemaObject, attributes: AbstractSet[str], target: Whole
) -> tuple[Sql, ...] | None:
    """The statements from one form of an object to another; None when it has to be dropped and made again.

    Args:
        old: What it is.
        new: What it is to be.
        attributes: The names of those that differ.
        target: All of what the object is to be part of; of the same major version as what it is part of.
    """
    alter = _ALTER.get(type(new))
    if alter is None or attributes & _FIXED.get(type(new), frozenset()):
        return None
    try:
        return tuple(alter(old, new, attributes, target))
    except NoStatementError:
        return None
