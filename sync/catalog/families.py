"""The families of objects: which query reads which, and what each row says beside the object itself."""

from dataclasses import dataclass
from enum import StrEnum

from sync.catalog.scope import Scope
from sync.model import (
    AccessMethod,
    Aggregate,
    BaseType,
    Cast,
    Collation,
    Column,
    CompositeType,
    Constraint,
    Conversion,
    Domain,
    DomainConstraint,
    Enum,
    EventTrigger,
    Extension,
    ForeignDataWrapper,
    Index,
    Language,
    Operator,
    OperatorClass,
    OperatorFamily,
    Policy,
    Publication,
    PublicationTable,
    RangeType,
    Role,
    Routine,
    Rule,
    Schema,
    SchemaObject,
    Sequence,
    Server,
    Statistics,
    Subscription,
    Table,
    TextSearchConfiguration,
    TextSearchDictionary,
    TextSearchParser,
    TextSearchTemplate,
    Transform,
    Trigger,
    UserMapping,
    View,
)
from sync.model.objects.base import Mark, attribute_names, marked

IDENTITY = ("kind", "schema", "relation", "name", "signature")


class Fact(StrEnum):
    """A column of a query that says something about the object of its row."""

    OWNER = "owner"
    ACL_OWNER = "acl_owner"  # whose own privileges are in the list, where another row says who the owner is
    ACL = "acl"
    DEFAULT_ACL = "default_acl"  # of what the role named in the row is going to make
    LABEL = "label"  # provider and label
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Family:
    """One file in `queries/`: a SELECT with a row for each object.

    Its columns are found by name: those of `IDENTITY`, the attributes of the class but the cosmetic ones, which the
    reader finds itself, and the facts.

    Attributes:
        query: The file's name without `.sql`.
        of: The class of the objects; None when only the facts are wanted.
        facts: What each row says beside.
        guarded: The attributes that not every role may read.
        when: The attribute of `Scope` that must be true for it to be read; empty for what is always read.
    """

    query: str
    of: type[SchemaObject] | None
    facts: tuple[Fact, ...] = ()
    guarded: tuple[str, ...] = ()
    when: str = ""

    @property
    def there(self) -> str:
        """Where at least one row is when the query has any, as in a FROM clause; empty when it always has some.

        Most databases have nothing of most kinds, and planning a query that finds nothing takes as long as any.
        """
        return THERE.get(self.query, "")

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in the order in which the rows are decoded."""
        names = () if self.of is None else attribute_names(self.of)
        found = marked(self.of, Mark.COSMETIC) if self.of else frozenset[str]()
        return (*IDENTITY, *(name for name in names if name not in found), *self.facts)


_ALL = (Fact.OWNER, Fact.ACL, Fact.COMMENT)
_COMMENT = (Fact.COMMENT,)
_OWNED = (Fact.OWNER, Fact.COMMENT)

FAMILIES = (
    Family("roles", Role, _COMMENT, when="roles"),
    Family("extensions", Extension, _OWNED),
    Family("languages", Language, _ALL),
    Family("other_languages", None, (Fact.ACL_OWNER, Fact.ACL)),
    Family("schemas", Schema, _ALL),
    Family("enums", Enum, _ALL),
    Family("domains", Domain, _ALL),
    Family("domain_constraints", DomainConstraint, _COMMENT),
    Family("composite_types", CompositeType, _ALL),
    Family("range_types", RangeType, _ALL),
    Family("base_types", BaseType, _ALL),
    Family("collations", Collation, _OWNED),
    Family("sequences", Sequence, _ALL),
    Family("identity_sequences", None, (Fact.ACL_OWNER, Fact.ACL, Fact.COMMENT)),
    Family("tables", Table, _ALL),
    Family("columns", Column, (Fact.ACL_OWNER, Fact.ACL, Fact.COMMENT)),
    Family("other_columns", None, (Fact.ACL_OWNER, Fact.ACL, Fact.COMMENT)),
    Family("constraints", Constraint, _COMMENT),
    Family("not_null_comments", None, _COMMENT),
    Family("key_index_comments", None, _COMMENT),
    Family("indexes", Index, _COMMENT),
    Family("views", View, _ALL),
    Family("routines", Routine, _ALL),
    Family("triggers", Trigger, _COMMENT),
    Family("policies", Policy, _COMMENT),
    Family("rules", Rule, _COMMENT),
    Family("view_rules", None, _COMMENT),
    Family("event_triggers", EventTrigger, _OWNED),
    Family("statistics", Statistics, _OWNED),
    Family("aggregates", Aggregate, _ALL),
    Family("operators", Operator, _OWNED),
    Family("operator_classes", OperatorClass, _OWNED),
    Family("operator_families", OperatorFamily, _OWNED),
    Family("foreign_data_wrappers", ForeignDataWrapper, _ALL),
    Family("servers", Server, _ALL),
    Family("user_mappings", UserMapping, guarded=("options",)),
    Family("publications", Publication, _OWNED),
    Family("publication_tables", PublicationTable),
    Family("subscriptions", Subscription, _OWNED, guarded=("connection", "synchronous_commit")),
    Family("platform_access", None, (Fact.ACL_OWNER, Fact.ACL), when="on_platform"),
    Family("default_privileges", None, (Fact.DEFAULT_ACL,)),
    Family("security_labels", None, (Fact.LABEL,)),
    Family("casts", Cast, _COMMENT),
    Family("conversions", Conversion, _OWNED),
    Family("transforms", Transform, _COMMENT),
    Family("access_methods", AccessMethod, _COMMENT),
    Family("text_search_configurations", TextSearchConfiguration, _OWNED),
    Family("text_search_dictionaries", TextSearchDictionary, _OWNED),
    Family("text_search_parsers", TextSearchParser, _COMMENT),
    Family("text_search_templates", TextSearchTemplate, _COMMENT),
)


# The first number that PostgreSQL gives to what users make (FirstNormalObjectId).
_MADE = "oid >= 16384"
_RELATIONS = f"pg_class WHERE {_MADE} AND relkind IN"
_TYPES = f"pg_type WHERE {_MADE} AND typtype IN"
_COMMENTS = "pg_description WHERE objoid >= 16384 AND classoid ="

THERE = {
    "languages": f"pg_language WHERE {_MADE}",
    "enums": f"{_TYPES} ('e')",
    "domains": f"{_TYPES} ('d')",
    "domain_constraints": f"{_TYPES} ('d')",
    "composite_types": f"{_RELATIONS} ('c')",
    "range_types": f"{_TYPES} ('r')",
    "base_types": f"{_TYPES} ('b', 'p') AND typinput <> 'array_in'::regproc",
    "collations": f"pg_collation WHERE {_MADE}",
    "sequences": f"{_RELATIONS} ('S')",
    "identity_sequences": f"{_RELATIONS} ('S')",
    "tables": f"{_RELATIONS} ('r', 'p', 'f')",
    "columns": f"{_RELATIONS} ('r', 'p', 'f')",
    "constraints": f"pg_constraint WHERE {_MADE}",
    "not_null_comments": f"{_COMMENTS} 'pg_constraint'::regclass",
    "key_index_comments": f"{_COMMENTS} 'pg_class'::regclass",
    "indexes": "pg_index WHERE indexrelid >= 16384",
    "views": f"{_RELATIONS} ('v', 'm')",
    "routines": f"pg_proc WHERE {_MADE}",
    "triggers": f"pg_trigger WHERE {_MADE}",
    "policies": "pg_policy",
    "rules": f"pg_rewrite WHERE {_MADE} AND rulename <> '_RETURN'",
    "view_rules": f"{_COMMENTS} 'pg_rewrite'::regclass",
    "event_triggers": "pg_event_trigger",
    "statistics": "pg_statistic_ext",
    "aggregates": f"pg_proc WHERE {_MADE} AND prokind = 'a'",
    "operators": f"pg_operator WHERE {_MADE}",
    "operator_classes": f"pg_opclass WHERE {_MADE}",
    "operator_families": "(SELECT oid FROM pg_opfamily UNION ALL SELECT oid FROM pg_amop"
    " UNION ALL SELECT oid FROM pg_amproc) AS o WHERE oid >= 16384",
    "foreign_data_wrappers": "pg_foreign_data_wrapper",
    "servers": "pg_foreign_server",
    "user_mappings": "pg_foreign_server",
    "publications": "pg_publication",
    "publication_tables": "pg_publication_rel",
    "subscriptions": "pg_subscription",
    "default_privileges": "pg_default_acl",
    "security_labels": "pg_seclabel",
    "casts": f"pg_cast WHERE {_MADE}",
    "conversions": f"pg_conversion WHERE {_MADE}",
    "transforms": "pg_transform",
    "access_methods": f"pg_am WHERE {_MADE}",
    "text_search_configurations": f"pg_ts_config WHERE {_MADE}",
    "text_search_dictionaries": f"pg_ts_dict WHERE {_MADE}",
    "text_search_parsers": f"pg_ts_parser WHERE {_MADE}",
    "text_search_templates": f"pg_ts_template WHERE {_MADE}",
}


def families_of(scope: Scope) -> tuple[Family, ...]:
    """The families that are read, in order."""
    return tuple(family for family in FAMILIES if not family.when or getattr(scope, family.when))
