"""Whether a dump holds what was read from the catalog: every object by its name, and the rows of every table."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sync.model import Catalog, Identity, Kind, SchemaObject
from sync.model.objects import Constraint, Index, Table

# What the list of `pg_restore --list` calls the kinds that stand in it for themselves.
_WORDS = {
    Kind.SCHEMA: "SCHEMA",
    Kind.EXTENSION: "EXTENSION",
    Kind.LANGUAGE: "PROCEDURAL LANGUAGE",
    Kind.ENUM: "TYPE",
    Kind.COMPOSITE_TYPE: "TYPE",
    Kind.RANGE_TYPE: "TYPE",
    Kind.BASE_TYPE: "TYPE",
    Kind.DOMAIN: "DOMAIN",
    Kind.COLLATION: "COLLATION",
    Kind.SEQUENCE: "SEQUENCE",
    Kind.TABLE: "TABLE",
    Kind.FOREIGN_TABLE: "FOREIGN TABLE",
    Kind.VIEW: "VIEW",
    Kind.MATERIALIZED_VIEW: "MATERIALIZED VIEW",
    Kind.INDEX: "INDEX",
    Kind.STATISTICS: "STATISTICS",
    Kind.EVENT_TRIGGER: "EVENT TRIGGER",
    Kind.CONVERSION: "CONVERSION",
    Kind.ACCESS_METHOD: "ACCESS METHOD",
    Kind.TEXT_SEARCH_CONFIGURATION: "TEXT SEARCH CONFIGURATION",
    Kind.TEXT_SEARCH_DICTIONARY: "TEXT SEARCH DICTIONARY",
    Kind.TEXT_SEARCH_PARSER: "TEXT SEARCH PARSER",
    Kind.TEXT_SEARCH_TEMPLATE: "TEXT SEARCH TEMPLATE",
    Kind.OPERATOR: "OPERATOR",
    Kind.OPERATOR_CLASS: "OPERATOR CLASS",
    Kind.OPERATOR_FAMILY: "OPERATOR FAMILY",
    Kind.FOREIGN_DATA_WRAPPER: "FOREIGN DATA WRAPPER",
    Kind.SERVER: "SERVER",
    Kind.PUBLICATION: "PUBLICATION",
    Kind.FUNCTION: "FUNCTION",
    Kind.PROCEDURE: "PROCEDURE",
    Kind.AGGREGATE: "AGGREGATE",
    Kind.TRIGGER: "TRIGGER",
    Kind.POLICY: "POLICY",
    Kind.RULE: "RULE",
}
_ROUTINES = frozenset({Kind.FUNCTION, Kind.PROCEDURE, Kind.AGGREGATE})
_KEYS = {"primary key": "CONSTRAINT", "unique": "CONSTRAINT", "exclude": "CONSTRAINT", "foreign key": "FK CONSTRAINT"}
# What is in every new database, and need not be in a dump.
_IN_NEW_DATABASES = frozenset({Identity(Kind.SCHEMA, "public"), Identity(Kind.EXTENSION, "", "", "plpgsql")})


@dataclass(frozen=True, slots=True)
class Entry:
    """What the list of a dump must have.

    Attributes:
        word: What the list calls its kind.
        schema: Empty for what is in none.
        name: As the list has it.
    """

    word: str
    schema: str
    name: str

    def __str__(self) -> str:
        """For people: `table public.orders`."""
        place = f"{self.schema}." if self.schema else ""
        return f"{self.word.lower()} {place}{self.name}"


def missing(catalog: Catalog, listed: str, roles: Iterable[str]) -> tuple[Entry, ...]:
    """What a catalog has and the list of a dump does not.

    Args:
        catalog: Of the moment that the dump shows.
        listed: What `pg_restore --list` says.
        roles: The names of the server's roles: a line ends with one.
    """
    lines = sorted(_lines(listed))
    known = {"", *(_plain(one) for one in roles)}
    return tuple(one for one in _expected(catalog) if not _is_in(one, lines, known))


def owners(listed: str, roles: Iterable[str]) -> frozenset[str]:
    """Those of the roles that own something in the list of a dump."""
    lines = tuple(_lines(listed))
    return frozenset(role for role in roles if any(line.endswith(f" {_plain(role)}") for line in lines))


def _lines(listed: str) -> Iterator[str]:
    """`TABLE public orders anna` of `219; 1259 16387 TABLE public orders anna`."""
    for line in listed.splitlines():
        number, mark, rest = line.partition("; ")
        if mark and number.isdecimal():
            yield rest.split(" ", 2)[2]


def _is_in(one: Entry, lines: list[str], roles: set[str]) -> bool:
    # Names may have spaces in them: what follows the name must be a role, and nothing but.
    wanted = f"{one.word} {_plain(one.schema) or '-'} {_plain(one.name)} "
    at = bisect_left(lines, wanted)
    while at < len(lines) and lines[at].startswith(wanted):
        if lines[at][len(wanted) :] in roles:
            return True
        at += 1
    return False


def _plain(name: str) -> str:
    """As the list writes names: in one line."""
    return name.replace("\n", " ").replace("\r", " ")


def _expected(catalog: Catalog) -> Iterator[Entry]:
    for identity, one in catalog.objects.items():
        if identity in _IN_NEW_DATABASES or is_left_out(one):
            continue
        if word := _word(one):
            yield Entry(word, "" if identity.kind is Kind.SCHEMA else identity.schema, _name(identity))
        if isinstance(one, Table) and identity.kind is Kind.TABLE and one.partition_key is None:
            yield Entry("TABLE DATA", identity.schema, identity.name)


def is_left_out(one: SchemaObject) -> bool:
    """pg_dump leaves out indexes that nobody can use."""
    return (isinstance(one, Index) and not one.valid) or (isinstance(one, Constraint) and one.index_valid is False)


def _word(one: SchemaObject) -> str | None:
    """What the list calls its kind; None for what is part of another entry."""
    return _KEYS.get(one.type) if isinstance(one, Constraint) else _WORDS.get(one.identity.kind)


def _name(identity: Identity) -> str:
    """Its name as the list has it, with what it is on before it."""
    if identity.kind in _ROUTINES:
        return f"{identity.name}({identity.signature})"
    if identity.relation and identity.kind is not Kind.INDEX:
        return f"{identity.relation} {identity.name}"
    return identity.name or identity.schema
