"""The families of objects: which query reads which, and what each row says beside the object itself."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sync.catalog.query_files import ADDRESS, columns_of
from sync.catalog.scope import Scope
from sync.catalog.there import THERE
from sync.model import Kind

if TYPE_CHECKING:
    from sync.model import SchemaObject

IDENTITY = ("kind", "schema", "relation", "name", "signature")


class Fact(StrEnum):
    """A column of a query that says something about the object of its row."""

    OWNER = "owner"
    ACL_OWNER = "acl_owner"  # whose own privileges are in the list, where another row says who the owner is
    ACL = "acl"
    GRANTED = "granted"  # entries of a list that were not there when what it is about came along
    REVOKED = "revoked"  # entries of a list that were there then
    DEFAULT_ACL = "default_acl"  # of what the role named in the row is going to make
    LABEL = "label"  # provider and label
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Family:
    """One file in `queries/`: a SELECT with a row for each object.

    Its columns are found by name: first those of `IDENTITY`, then the attributes of the class but the cosmetic ones,
    which the reader finds itself, and the facts.

    Attributes:
        query: The file's name without `.sql`.
        kind: The kind of the objects, or one of them; None when only the facts are wanted.
        facts: What each row says beside.
        guarded: The attributes that not every role may read.
        when: The attribute of `Scope` that must be true for it to be read; empty for what is always read.
    """

    query: str
    kind: Kind | None
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
    def of(self) -> "type[SchemaObject] | None":
        """The class of the objects."""
        from sync.model.objects import CLASSES

        return CLASSES[self.kind] if self.kind else None

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in the order of the query."""
        return columns_of(self.query)


_ALL = (Fact.OWNER, Fact.ACL, Fact.COMMENT)
_COMMENT = (Fact.COMMENT,)
_OWNED = (Fact.OWNER, Fact.COMMENT)

FAMILIES = (
    Family("roles", Kind.ROLE, _COMMENT, when="roles"),
    Family("extensions", Kind.EXTENSION, _OWNED),
    Family("languages", Kind.LANGUAGE, _ALL),
    Family("schemas", Kind.SCHEMA, _ALL),
    Family("enums", Kind.ENUM, _ALL),
    Family("domains", Kind.DOMAIN, _ALL),
    Family("domain_constraints", Kind.DOMAIN_CONSTRAINT, _COMMENT),
    Family("composite_types", Kind.COMPOSITE_TYPE, _ALL),
    Family("range_types", Kind.RANGE_TYPE, _ALL),
    Family("base_types", Kind.BASE_TYPE, _ALL),
    Family("type_comments", None, _COMMENT),
    Family("collations", Kind.COLLATION, _OWNED),
    Family("sequences", Kind.SEQUENCE, _ALL),
    Family("identity_sequences", None, (Fact.ACL_OWNER, Fact.ACL, Fact.COMMENT)),
    Family("tables", Kind.TABLE, _ALL),
    Family("columns", Kind.COLUMN, (Fact.ACL_OWNER, Fact.ACL, Fact.COMMENT)),
    Family("other_columns", None, (Fact.ACL_OWNER, Fact.ACL, Fact.COMMENT)),
    Family("constraints", Kind.CONSTRAINT, _COMMENT),
    Family("not_null_comments", None, _COMMENT),
    Family("key_index_comments", None, _COMMENT),
    Family("indexes", Kind.INDEX, _COMMENT),
    Family("views", Kind.VIEW, _ALL),
    Family("routines", Kind.FUNCTION, _ALL),
    Family("triggers", Kind.TRIGGER, _COMMENT),
    Family("policies", Kind.POLICY, _COMMENT),
    Family("rules", Kind.RULE, _COMMENT),
    Family("view_rules", None, _COMMENT),
    Family("event_triggers", Kind.EVENT_TRIGGER, _OWNED),
    Family("statistics", Kind.STATISTICS, _OWNED),
    Family("aggregates", Kind.AGGREGATE, _ALL),
    Family("operators", Kind.OPERATOR, _OWNED),
    Family("operator_classes", Kind.OPERATOR_CLASS, _OWNED),
    Family("operator_families", Kind.OPERATOR_FAMILY, _OWNED),
    Family("foreign_data_wrappers", Kind.FOREIGN_DATA_WRAPPER, _ALL),
    Family("servers", Kind.SERVER, _ALL),
    Family("user_mappings", Kind.USER_MAPPING, guarded=("options",)),
    Family("publications", Kind.PUBLICATION, _OWNED),
    Family("publication_tables", Kind.PUBLICATION_TABLE),
    Family("subscriptions", Kind.SUBSCRIPTION, _OWNED, guarded=("connection", "synchronous_commit")),
    Family("platform_access", None, (Fact.ACL_OWNER, Fact.ACL), when="on_platform"),
    Family("shipped_access", None, (Fact.ACL_OWNER, Fact.GRANTED, Fact.REVOKED)),
    Family("default_privileges", None, (Fact.DEFAULT_ACL,)),
    Family("security_labels", None, (Fact.LABEL,)),
    Family("casts", Kind.CAST, _COMMENT),
    Family("conversions", Kind.CONVERSION, _OWNED),
    Family("transforms", Kind.TRANSFORM, _COMMENT),
    Family("access_methods", Kind.ACCESS_METHOD, _COMMENT),
    Family("text_search_configurations", Kind.TEXT_SEARCH_CONFIGURATION, _OWNED),
    Family("text_search_dictionaries", Kind.TEXT_SEARCH_DICTIONARY, _OWNED),
    Family("text_search_parsers", Kind.TEXT_SEARCH_PARSER, _COMMENT),
    Family("text_search_templates", Kind.TEXT_SEARCH_TEMPLATE, _COMMENT),
)


def columns(family: Family, scope: Scope) -> tuple[str, ...]:
    """What each row of a family says: its columns and, where dependencies are read, where the object is."""
    return (*family.columns, ADDRESS) if scope.dependencies and family.kind else family.columns


def families_of(scope: Scope) -> tuple[Family, ...]:
    """The families that are read, in order."""
    return tuple(family for family in FAMILIES if not family.when or getattr(scope, family.when))
