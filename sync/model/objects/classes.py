"""Which class the objects of each kind have."""

from collections.abc import Mapping

from sync.model.base import SchemaObject
from sync.model.kinds import Kind
from sync.model.objects.aggregates import Aggregate
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

CLASSES: Mapping[Kind, type[SchemaObject]] = {
    Kind.ROLE: Role,
    Kind.EXTENSION: Extension,
    Kind.LANGUAGE: Language,
    Kind.SCHEMA: Schema,
    Kind.ENUM: Enum,
    Kind.DOMAIN: Domain,
    Kind.DOMAIN_CONSTRAINT: DomainConstraint,
    Kind.COMPOSITE_TYPE: CompositeType,
    Kind.RANGE_TYPE: RangeType,
    Kind.BASE_TYPE: BaseType,
    Kind.COLLATION: Collation,
    Kind.SEQUENCE: Sequence,
    Kind.TABLE: Table,
    Kind.FOREIGN_TABLE: Table,
    Kind.VIEW: View,
    Kind.MATERIALIZED_VIEW: View,
    Kind.COLUMN: Column,
    Kind.CONSTRAINT: Constraint,
    Kind.INDEX: Index,
    Kind.STATISTICS: Statistics,
    Kind.RULE: Rule,
    Kind.POLICY: Policy,
    Kind.TRIGGER: Trigger,
    Kind.EVENT_TRIGGER: EventTrigger,
    Kind.FUNCTION: Routine,
    Kind.PROCEDURE: Routine,
    Kind.AGGREGATE: Aggregate,
    Kind.OPERATOR: Operator,
    Kind.OPERATOR_CLASS: OperatorClass,
    Kind.OPERATOR_FAMILY: OperatorFamily,
    Kind.CAST: Cast,
    Kind.CONVERSION: Conversion,
    Kind.TRANSFORM: Transform,
    Kind.ACCESS_METHOD: AccessMethod,
    Kind.TEXT_SEARCH_CONFIGURATION: TextSearchConfiguration,
    Kind.TEXT_SEARCH_DICTIONARY: TextSearchDictionary,
    Kind.TEXT_SEARCH_PARSER: TextSearchParser,
    Kind.TEXT_SEARCH_TEMPLATE: TextSearchTemplate,
    Kind.FOREIGN_DATA_WRAPPER: ForeignDataWrapper,
    Kind.SERVER: Server,
    Kind.USER_MAPPING: UserMapping,
    Kind.PUBLICATION: Publication,
    Kind.PUBLICATION_TABLE: PublicationTable,
    Kind.SUBSCRIPTION: Subscription,
    Kind.OWNER: Owner,
    Kind.PRIVILEGE: Privilege,
    Kind.DEFAULT_PRIVILEGE: DefaultPrivilege,
    Kind.COMMENT: Comment,
    Kind.SECURITY_LABEL: SecurityLabel,
}
