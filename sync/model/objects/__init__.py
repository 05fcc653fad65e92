"""The objects of a schema: a frozen class for each form, and the index of them."""

from sync.model.objects.aggregates import Aggregate
from sync.model.objects.classes import CLASSES
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
    "CLASSES",
    "AccessMethod",
    "Aggregate",
    "BaseType",
    "Cast",
    "Collation",
    "Column",
    "Comment",
    "CompositeType",
    "Constraint",
    "Conversion",
    "DefaultPrivilege",
    "Domain",
    "DomainConstraint",
    "Enum",
    "EventTrigger",
    "Extension",
    "ForeignDataWrapper",
    "Index",
    "Language",
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
    "SecurityLabel",
    "Sequence",
    "Server",
    "Statistics",
    "Subscription",
    "Table",
    "TextSearchConfiguration",
    "TextSearchDictionary",
    "TextSearchParser",
    "TextSearchTemplate",
    "Transform",
    "Trigger",
    "UserMapping",
    "View",
]
