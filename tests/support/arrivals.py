"""For every kind an object that comes, with what necessarily comes along; the other way round it goes."""

from dataclasses import dataclass

from sync.model import Kind


@dataclass(frozen=True, slots=True)
class Arrival:
    """An object that one of two databases has.

    In all texts `HERE` stands for a schema and `NAME` for a name of its own.

    Attributes:
        kind: The object's.
        identity: The object, as text.
        setup: SQL that is run on both sides.
        statements: SQL that is run on one side.
        along: Kind and identity of what comes along with it.
        since: The first major version that has the feature.
    """

    kind: Kind
    identity: str
    statements: str
    setup: str = ""
    along: tuple[tuple[Kind, str], ...] = ()
    since: int = 13

    def named(self, name: str, schema: str = "public") -> "Arrival":
        """The same under a name and in a schema."""

        def filled(text: str) -> str:
            return text.replace("NAME", name).replace("HERE", schema)

        along = tuple((kind, filled(identity)) for kind, identity in self.along)
        return Arrival(self.kind, filled(self.identity), filled(self.statements), filled(self.setup), along, self.since)

    @property
    def identities(self) -> frozenset[tuple[str, str]]:
        """Everything that comes."""
        return frozenset({(self.kind.value, self.identity), *((kind.value, name) for kind, name in self.along)})


_TABLE = "CREATE TABLE HERE.NAME (a integer PRIMARY KEY, b text);"
_TRIGGER = "CREATE FUNCTION HERE.NAME() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
_WRAPPER = "CREATE FOREIGN DATA WRAPPER NAME;"
_SERVER = f"{_WRAPPER} CREATE SERVER NAME FOREIGN DATA WRAPPER NAME;"
_PAIR = "CREATE TYPE HERE.NAME AS (a integer);"

ARRIVALS = (
    Arrival(Kind.ROLE, "NAME", "CREATE ROLE NAME"),
    Arrival(Kind.EXTENSION, "citext", "CREATE EXTENSION citext"),
    Arrival(Kind.LANGUAGE, "NAME", "CREATE LANGUAGE NAME HANDLER plpgsql_call_handler"),
    Arrival(Kind.SCHEMA, "NAME", "CREATE SCHEMA NAME"),
    Arrival(Kind.ENUM, "HERE.NAME", "CREATE TYPE HERE.NAME AS ENUM ('a')"),
    Arrival(Kind.DOMAIN, "HERE.NAME", "CREATE DOMAIN HERE.NAME AS text"),
    Arrival(
        Kind.DOMAIN_CONSTRAINT,
        "HERE.NAME/k",
        "ALTER DOMAIN HERE.NAME ADD CONSTRAINT k CHECK (VALUE <> '')",
        "CREATE DOMAIN HERE.NAME AS text;",
    ),
    Arrival(Kind.COMPOSITE_TYPE, "HERE.NAME", _PAIR),
    Arrival(Kind.RANGE_TYPE, "HERE.NAME", "CREATE TYPE HERE.NAME AS RANGE (SUBTYPE = integer)"),
    Arrival(Kind.BASE_TYPE, "HERE.NAME", "CREATE TYPE HERE.NAME"),
    Arrival(Kind.COLLATION, "HERE.NAME", 'CREATE COLLATION HERE.NAME FROM "C"'),
    Arrival(Kind.SEQUENCE, "HERE.NAME", "CREATE SEQUENCE HERE.NAME"),
    Arrival(
        Kind.TABLE,
        "HERE.NAME",
        _TABLE,
        along=(
            (Kind.COLUMN, "HERE.NAME/a"),
            (Kind.COLUMN, "HERE.NAME/b"),
            (Kind.CONSTRAINT, "HERE.NAME/NAME_pkey"),
        ),
    ),
    Arrival(
        Kind.FOREIGN_TABLE,
        "HERE.NAME",
        "CREATE FOREIGN TABLE HERE.NAME (a integer) SERVER NAME",
        _SERVER,
        ((Kind.COLUMN, "HERE.NAME/a"),),
    ),
    Arrival(Kind.VIEW, "HERE.NAME", "CREATE VIEW HERE.NAME AS SELECT 1 AS one"),
    Arrival(Kind.MATERIALIZED_VIEW, "HERE.NAME", "CREATE MATERIALIZED VIEW HERE.NAME AS SELECT 1 AS one"),
    Arrival(Kind.COLUMN, "HERE.NAME/c", "ALTER TABLE HERE.NAME ADD c text", _TABLE),
    Arrival(Kind.CONSTRAINT, "HERE.NAME/k", "ALTER TABLE HERE.NAME ADD CONSTRAINT k UNIQUE (b)", _TABLE),
    Arrival(Kind.INDEX, "HERE.NAME/NAME_idx", "CREATE INDEX NAME_idx ON HERE.NAME (b)", _TABLE),
    Arrival(Kind.STATISTICS, "HERE.NAME_s", "CREATE STATISTICS HERE.NAME_s ON a, b FROM HERE.NAME", _TABLE),
    Arrival(Kind.RULE, "HERE.NAME/r", "CREATE RULE r AS ON INSERT TO HERE.NAME DO ALSO NOTHING", _TABLE),
    Arrival(Kind.POLICY, "HERE.NAME/o", "CREATE POLICY o ON HERE.NAME", _TABLE),
    Arrival(
        Kind.TRIGGER,
        "HERE.NAME/g",
        "CREATE TRIGGER g BEFORE INSERT ON HERE.NAME FOR EACH ROW EXECUTE FUNCTION HERE.NAME()",
        _TABLE + _TRIGGER,
    ),
    Arrival(
        Kind.EVENT_TRIGGER,
        "NAME",
        "CREATE EVENT TRIGGER NAME ON login EXECUTE FUNCTION HERE.NAME(); ALTER EVENT TRIGGER NAME DISABLE",
        "CREATE FUNCTION HERE.NAME() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';",
        since=17,
    ),
    Arrival(
        Kind.EVENT_TRIGGER,
        "NAME",
        "CREATE EVENT TRIGGER NAME ON sql_drop EXECUTE FUNCTION HERE.NAME()",
        "CREATE FUNCTION HERE.NAME() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';",
    ),
    Arrival(
        Kind.FUNCTION,
        "HERE.NAME(integer)",
        "CREATE FUNCTION HERE.NAME(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    ),
    Arrival(Kind.PROCEDURE, "HERE.NAME()", "CREATE PROCEDURE HERE.NAME() LANGUAGE sql AS 'SELECT 1'"),
    Arrival(
        Kind.AGGREGATE,
        "HERE.NAME(integer)",
        "CREATE AGGREGATE HERE.NAME(integer) (sfunc = int4pl, stype = integer)",
    ),
    Arrival(
        Kind.OPERATOR,
        "HERE.===(integer, integer)",
        "CREATE OPERATOR HERE.=== (FUNCTION = int4eq, LEFTARG = integer, RIGHTARG = integer)",
    ),
    Arrival(
        Kind.OPERATOR_CLASS,
        "HERE.NAME using hash",
        "CREATE OPERATOR CLASS HERE.NAME FOR TYPE integer USING hash FAMILY HERE.NAME AS STORAGE integer",
        "CREATE OPERATOR FAMILY HERE.NAME USING hash;",
    ),
    Arrival(Kind.OPERATOR_FAMILY, "HERE.NAME using hash", "CREATE OPERATOR FAMILY HERE.NAME USING hash"),
    Arrival(
        Kind.CAST,
        "HERE.NAME as integer",
        "CREATE CAST (HERE.NAME AS integer) WITH FUNCTION HERE.NAME(HERE.NAME)",
        f"{_PAIR} CREATE FUNCTION HERE.NAME(HERE.NAME) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';",
    ),
    Arrival(Kind.CONVERSION, "HERE.NAME", "CREATE CONVERSION HERE.NAME FOR 'LATIN2' TO 'UTF8' FROM iso8859_to_utf8"),
    Arrival(
        Kind.TRANSFORM,
        "for HERE.NAME language plpgsql",
        "CREATE TRANSFORM FOR HERE.NAME LANGUAGE plpgsql (FROM SQL WITH FUNCTION prsd_lextype(internal))",
        _PAIR,
    ),
    Arrival(Kind.ACCESS_METHOD, "NAME", "CREATE ACCESS METHOD NAME TYPE INDEX HANDLER bthandler"),
    Arrival(
        Kind.TEXT_SEARCH_CONFIGURATION,
        "HERE.NAME",
        'CREATE TEXT SEARCH CONFIGURATION HERE.NAME (PARSER = "default")',
    ),
    Arrival(Kind.TEXT_SEARCH_DICTIONARY, "HERE.NAME", "CREATE TEXT SEARCH DICTIONARY HERE.NAME (TEMPLATE = simple)"),
    Arrival(
        Kind.TEXT_SEARCH_PARSER,
        "HERE.NAME",
        """CREATE TEXT SEARCH PARSER HERE.NAME
        (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype)""",
    ),
    Arrival(Kind.TEXT_SEARCH_TEMPLATE, "HERE.NAME", "CREATE TEXT SEARCH TEMPLATE HERE.NAME (LEXIZE = dsimple_lexize)"),
    Arrival(Kind.FOREIGN_DATA_WRAPPER, "NAME", _WRAPPER),
    Arrival(Kind.SERVER, "NAME", "CREATE SERVER NAME FOREIGN DATA WRAPPER NAME", _WRAPPER),
    Arrival(Kind.USER_MAPPING, "NAME/public", "CREATE USER MAPPING FOR public SERVER NAME", _SERVER),
    Arrival(Kind.PUBLICATION, "NAME", "CREATE PUBLICATION NAME"),
    Arrival(
        Kind.PUBLICATION_TABLE,
        "HERE.NAME/NAME",
        "ALTER PUBLICATION NAME ADD TABLE HERE.NAME",
        f"{_TABLE} CREATE PUBLICATION NAME;",
    ),
    Arrival(
        Kind.SUBSCRIPTION,
        "NAME",
        """CREATE SUBSCRIPTION NAME CONNECTION 'host=127.0.0.1 port=1' PUBLICATION p
        WITH (connect = false, slot_name = NONE)""",
    ),
    Arrival(Kind.PRIVILEGE, "table HERE.NAME to public", "GRANT SELECT ON HERE.NAME TO PUBLIC", _TABLE),
    Arrival(Kind.PRIVILEGE, "column HERE.NAME/b to public", "GRANT SELECT (b) ON HERE.NAME TO PUBLIC", _TABLE),
    Arrival(Kind.PRIVILEGE, "column HERE.NAME/ctid to public", "GRANT SELECT (ctid) ON HERE.NAME TO PUBLIC", _TABLE),
    Arrival(
        Kind.PRIVILEGE,
        "table HERE.NAME to public",
        "GRANT SELECT ON HERE.NAME TO PUBLIC",
        f"{_TABLE} ALTER EXTENSION plpgsql ADD TABLE HERE.NAME;",
    ),
    Arrival(
        Kind.PRIVILEGE,
        "function HERE.NAME() to public",
        "REVOKE EXECUTE ON FUNCTION HERE.NAME() FROM PUBLIC",
        f"{_TRIGGER} ALTER EXTENSION plpgsql ADD FUNCTION HERE.NAME();",
    ),
    Arrival(
        Kind.DEFAULT_PRIVILEGE,
        "of postgres in schema NAME on tables to public",
        "ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA NAME GRANT SELECT ON TABLES TO PUBLIC",
        "CREATE SCHEMA NAME;",
    ),
    Arrival(Kind.COMMENT, "table HERE.NAME", "COMMENT ON TABLE HERE.NAME IS 'x'", _TABLE),
    Arrival(Kind.COMMENT, "composite type HERE.NAME", "COMMENT ON TYPE HERE.NAME IS 'x'", _TABLE),
    Arrival(Kind.COMMENT, "base type HERE._NAME", "COMMENT ON TYPE HERE._NAME IS 'x'", _TABLE),
    Arrival(
        Kind.SECURITY_LABEL,
        "table HERE.NAME by arrivals",
        "INSERT INTO pg_seclabel VALUES ('HERE.NAME'::regclass, 'pg_class'::regclass, 0, 'arrivals', 'secret')",
        _TABLE,
    ),
)
