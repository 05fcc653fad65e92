"""What a schema is made of: kinds, identities, objects, the catalog. Frozen values, no I/O."""

from sync.model.catalog import UNKNOWN_VERSION, Catalog, Diagnostic, Surroundings
from sync.model.identity import Identity
from sync.model.kinds import Kind
from sync.model.objects.aggregates import Aggregate
from sync.model.objects.base import UNKNOWN, Mark, SchemaObject, Value
from sync.model.objects.environment import AccessMethod, Cast, Conversion, Extension, Language, Transform
from sync.model.objects.facts import Comment, DefaultPrivilege, Owner, Privilege, SecurityLabel
from sync.model.objects.foreign import ForeignDataWrapper, Server, UserMapping
from sync.model.objects.operators import Operator, OperatorClass, OperatorFamily
from sync.model.objects.relations import Column, Constraint, Index, Policy, Schema, Sequence, Table, Trigger, View
from sync.model.objects.replication import Publication, PublicationTable, Subscription
from sync.model.objects.roles import Role
from sync.model.objects.routines import Routine
from sync.model.objects.rules import EventTrigger, Rule, Statistics
from sync.model.objects.text_search import (
    TextSearchConfiguration,
    TextSearchDictionary,
    TextSearchParser,
    TextSearchTemplate,
)
from sync.model.objects.types import BaseType, Collation, CompositeType, Domain, DomainConstraint, Enum, RangeType

__all__ = [
    "UNKNOWN",
    "UNKNOWN_VERSION",
    "AccessMethod",
    "Aggregate",
    "BaseType",
    "Cast",
    "Catalog",
    "Collation",
    "Column",
    "Comment",
    "CompositeType",
    "Constraint",
    "Conversion",
    "DefaultPrivilege",
    "Diagnostic",
    "Domain",
    "DomainConstraint",
    "Enum",
    "EventTrigger",
    "Extension",
    "ForeignDataWrapper",
    "Identity",
    "Index",
    "Kind",
    "Language",
    "Mark",
    "Operator",
    "OperatorClass",
    "OperatorFamily",
    "Owner",
    "Policy",
    "Privilege",
    "Publication",
    "PublicationTable",
    "RangeType",
    "Role",
    "Routine",
    "Rule",
    "Schema",
    "SchemaObject",
    "SecurityLabel",
    "Sequence",
    "Server",
    "Statistics",
    "Subscription",
    "Surroundings",
    "Table",
    "TextSearchConfiguration",
    "TextSearchDictionary",
    "TextSearchParser",
    "TextSearchTemplate",
    "Transform",
    "Trigger",
    "UserMapping",
    "Value",
    "View",
]
