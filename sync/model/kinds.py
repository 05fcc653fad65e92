"""The kinds of objects, in the order in which people read them."""

from enum import StrEnum


class Kind(StrEnum):
    """One kind of object. The value is PostgreSQL's word for it, as `--format json` shows it."""

    ROLE = "role"
    EXTENSION = "extension"
    LANGUAGE = "language"
    SCHEMA = "schema"
    ENUM = "enum"
    DOMAIN = "domain"
    DOMAIN_CONSTRAINT = "domain constraint"
    COMPOSITE_TYPE = "composite type"
    RANGE_TYPE = "range type"
    BASE_TYPE = "base type"
    COLLATION = "collation"
    SEQUENCE = "sequence"
    TABLE = "table"
    FOREIGN_TABLE = "foreign table"
    VIEW = "view"
    MATERIALIZED_VIEW = "materialized view"
    COLUMN = "column"
    CONSTRAINT = "constraint"
    INDEX = "index"
    STATISTICS = "statistics object"
    RULE = "rule"
    POLICY = "policy"
    TRIGGER = "trigger"
    EVENT_TRIGGER = "event trigger"
    FUNCTION = "function"
    PROCEDURE = "procedure"
    AGGREGATE = "aggregate"
    OPERATOR = "operator"
    OPERATOR_CLASS = "operator class"
    OPERATOR_FAMILY = "operator family"
    CAST = "cast"
    CONVERSION = "conversion"
    TRANSFORM = "transform"
    ACCESS_METHOD = "access method"
    TEXT_SEARCH_CONFIGURATION = "text search configuration"
    TEXT_SEARCH_DICTIONARY = "text search dictionary"
    TEXT_SEARCH_PARSER = "text search parser"
    TEXT_SEARCH_TEMPLATE = "text search template"
    FOREIGN_DATA_WRAPPER = "foreign data wrapper"
    SERVER = "server"
    USER_MAPPING = "user mapping"
    PUBLICATION = "publication"
    PUBLICATION_TABLE = "publication table"
    SUBSCRIPTION = "subscription"
    OWNER = "owner"
    PRIVILEGE = "privilege"
    DEFAULT_PRIVILEGE = "default privilege"
    COMMENT = "comment"
    SECURITY_LABEL = "security label"

    @property
    def plural(self) -> str:
        """The word for several of them."""
        if self in _PLURALS:
            return _PLURALS[self]
        return f"{self.value[:-1]}ies" if self.value.endswith("cy") or self.value.endswith("ry") else f"{self.value}s"

    def counted(self, number: int) -> str:
        """`1 index`, `2 indexes`."""
        return f"{number} {self.value if number == 1 else self.plural}"


_PLURALS = {
    Kind.INDEX: "indexes",
    Kind.STATISTICS: "statistics objects",
    Kind.OPERATOR_CLASS: "operator classes",
    Kind.OPERATOR_FAMILY: "operator families",
}

# A fact is about another object, and is named after it.
FACTS = frozenset({Kind.OWNER, Kind.PRIVILEGE, Kind.COMMENT, Kind.SECURITY_LABEL})

# What ALTER, DROP, COMMENT and GRANT call a type.
TYPES = frozenset({Kind.ENUM, Kind.COMPOSITE_TYPE, Kind.RANGE_TYPE, Kind.BASE_TYPE})

# What has others on it, named after it alone: `public.orders/own_rows`. In a schema each has a name of its own.
RELATIONS = frozenset(
    {
        Kind.TABLE,
        Kind.FOREIGN_TABLE,
        Kind.VIEW,
        Kind.MATERIALIZED_VIEW,
        Kind.SEQUENCE,
        Kind.COMPOSITE_TYPE,
        Kind.DOMAIN,
    }
)
