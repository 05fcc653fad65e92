"""Which kinds of objects can be renamed, by how people name them."""

from sync.model import Kind
from sync.model.kinds import RELATIONS, TYPES

# In no schema; a schema itself is named by its own name, too.
ALONE = (
    *(Kind.SCHEMA, Kind.LANGUAGE, Kind.EVENT_TRIGGER, Kind.FOREIGN_DATA_WRAPPER, Kind.SERVER, Kind.PUBLICATION),
    Kind.SUBSCRIPTION,
)
# In a schema, with arguments.
CALLED = (Kind.FUNCTION, Kind.PROCEDURE, Kind.AGGREGATE)
# In a schema, for an access method.
OF_METHOD = (Kind.OPERATOR_CLASS, Kind.OPERATOR_FAMILY)
# In a schema, with nothing but a name.
NAMED = (
    *sorted(RELATIONS | TYPES),
    *(Kind.COLLATION, Kind.CONVERSION, Kind.STATISTICS),
    *(Kind.TEXT_SEARCH_CONFIGURATION, Kind.TEXT_SEARCH_DICTIONARY),
    *(Kind.TEXT_SEARCH_PARSER, Kind.TEXT_SEARCH_TEMPLATE),
)
# On a relation, or on a domain.
ON_RELATION = (
    *(Kind.COLUMN, Kind.CONSTRAINT, Kind.INDEX, Kind.TRIGGER, Kind.POLICY, Kind.RULE, Kind.DOMAIN_CONSTRAINT),
)
IN_SCHEMA = frozenset({*CALLED, *OF_METHOD, *NAMED})
RENAMED = frozenset({*ALONE, *IN_SCHEMA, *ON_RELATION})
# What has others on it or in it, which people name after it.
PARENTS = RELATIONS | {Kind.ENUM}
