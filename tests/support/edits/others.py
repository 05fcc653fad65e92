"""Edits of what is beside tables: functions, triggers, views, types, policies, and what is said of everything."""

from tests.support.edits.drawing import (
    FREE_ROUTINES,
    LABELS,
    MATERIALIZED,
    POLICIES,
    QUERY,
    ROUTINES,
    SEQUENCES,
    TRIGGER_FUNCTIONS,
    TRIGGERS,
    VIEWS,
    Draw,
)


def drop_function(draw: Draw) -> str:
    """A function goes, with its triggers."""
    return f"DROP FUNCTION {draw.one(FREE_ROUTINES)[0]} CASCADE"


def change_function(draw: Draw) -> str:
    """Something about a function changes."""
    what = draw.of(
        *("STABLE", "IMMUTABLE", "VOLATILE", "STRICT", "COST 7", "SECURITY DEFINER", "SET search_path = public"),
        *("PARALLEL SAFE", "LEAKPROOF", f"OWNER TO {draw.role}"),
    )
    return f"ALTER FUNCTION {draw.one(ROUTINES)[0]} {what}"


def move_function(draw: Draw) -> str:
    """A function is called otherwise, or is elsewhere."""
    what = draw.of(f"RENAME TO {draw.name}", f"SET SCHEMA {draw.schema}")
    return f"ALTER FUNCTION {draw.one(FREE_ROUTINES)[0]} {what}"


def replace_function(draw: Draw) -> str:
    """A trigger function does something else."""
    function = draw.one(TRIGGER_FUNCTIONS)[0]
    return f"CREATE OR REPLACE FUNCTION {function} RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'"


def create_function(draw: Draw) -> str:
    """A function comes, and what calls it."""
    table, column, type_ = draw.column
    name = f"{draw.schema}.{draw.name}"
    return draw.of(
        f"CREATE FUNCTION {name}() RETURNS SETOF {table} LANGUAGE sql AS 'SELECT * FROM {table}'",
        f"CREATE FUNCTION {name}(one {table}) RETURNS text LANGUAGE sql RETURN (one).{column}::text",
        f"CREATE FUNCTION {name}({type_}, text DEFAULT 'x') RETURNS {type_} LANGUAGE sql STABLE RETURN $1",
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
        f" CREATE TRIGGER {draw.name} BEFORE INSERT OR UPDATE OF {column} ON {table} FOR EACH ROW"
        f" EXECUTE FUNCTION {name}()",
        f"CREATE FUNCTION {name}() RETURNS bigint LANGUAGE sql RETURN (SELECT count(*) FROM {table});"
        f" ALTER TABLE {table} ADD {draw.name} bigint DEFAULT {name}()",
        f"CREATE PROCEDURE {name}() LANGUAGE sql BEGIN ATOMIC DELETE FROM {table} WHERE {column} IS NULL; END",
    )


def create_trigger(draw: Draw) -> str:
    """A trigger comes."""
    table, column, _ = draw.column
    when = draw.of(f"AFTER UPDATE OF {column}", "BEFORE INSERT", "AFTER DELETE")
    where = draw.of("", "WHEN (current_user <> 'x')")
    function = draw.one(TRIGGER_FUNCTIONS)[0]
    return f"CREATE TRIGGER {draw.name} {when} ON {table} FOR EACH ROW {where} EXECUTE FUNCTION {function}"


def change_trigger(draw: Draw) -> str:
    """A trigger changes or goes."""
    table, trigger = draw.one(TRIGGERS)
    return draw.of(
        f"DROP TRIGGER {trigger} ON {table}",
        f"ALTER TRIGGER {trigger} ON {table} RENAME TO {draw.name}",
        f"ALTER TABLE {table} DISABLE TRIGGER {trigger}",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}",
        f"COMMENT ON TRIGGER {trigger} ON {table} IS 'said of {draw.name}'",
    )


def create_view(draw: Draw) -> str:
    """A view comes."""
    table, column, _ = draw.column
    name = f"{draw.schema}.{draw.name}"
    return draw.of(
        f"CREATE VIEW {name} AS SELECT {column}, count(*) AS counted FROM {table} GROUP BY {column}",
        f"CREATE VIEW {name} WITH (security_barrier) AS SELECT * FROM {table} WHERE {column} IS NOT NULL"
        " WITH LOCAL CHECK OPTION",
        f"CREATE VIEW {name} AS SELECT * FROM {draw.one(VIEWS)[0]}",
        f"CREATE MATERIALIZED VIEW {name} AS SELECT {column} AS one FROM {table}; CREATE INDEX ON {name} (one)",
    )


def change_view(draw: Draw) -> str:
    """A view changes or goes."""
    view = draw.one(VIEWS)[0]
    query = draw.one(QUERY, [view])[0].rstrip(";")
    name = f"'{draw.name}'"
    return draw.of(
        f"DROP VIEW {view} CASCADE",
        f"CREATE OR REPLACE VIEW {view} AS SELECT v.*, {name} AS {draw.name} FROM ({query}) AS v",
        f"DROP VIEW {view}; CREATE VIEW {view} AS SELECT {name} AS {draw.name}, v.* FROM ({query}) AS v",
        f"ALTER VIEW {view} SET (security_barrier = true)",
        f"ALTER VIEW {view} OWNER TO {draw.role}",
        f"COMMENT ON VIEW {view} IS {name}",
        f"GRANT SELECT ON {view} TO {draw.role}",
        f"ALTER VIEW {view} RENAME TO {draw.name}",
    )


def change_materialized(draw: Draw) -> str:
    """A materialized view goes, or is emptied."""
    view = draw.one(MATERIALIZED)[0]
    return draw.of(f"DROP MATERIALIZED VIEW {view} CASCADE", f"REFRESH MATERIALIZED VIEW {view} WITH NO DATA")


def facts(draw: Draw) -> str:
    """Owners, privileges and comments change."""
    table, column, _ = draw.column
    routine, sequence, schema = draw.one(ROUTINES)[0], draw.one(SEQUENCES)[0], draw.schema
    return draw.of(
        f"ALTER TABLE {table} OWNER TO {draw.role}",
        f"ALTER SCHEMA {schema} OWNER TO {draw.role}",
        f"GRANT SELECT, INSERT ON {table} TO {draw.role} WITH GRANT OPTION",
        f"GRANT UPDATE ({column}) ON {table} TO {draw.role}",
        f"GRANT USAGE ON SEQUENCE {sequence} TO PUBLIC",
        f"REVOKE EXECUTE ON FUNCTION {routine} FROM PUBLIC",
        f"GRANT CREATE ON SCHEMA {schema} TO {draw.role}",
        f"COMMENT ON TABLE {table} IS 'said of {draw.name}'",
        f"COMMENT ON COLUMN {table}.{column} IS 'it''s of\n{draw.name}'",
        f"COMMENT ON FUNCTION {routine} IS 'said of {draw.name}'",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT ON TABLES TO {draw.role}",
    )


def enum(draw: Draw) -> str:
    """An enum changes, or other types come."""
    enum, label = draw.one(LABELS)
    table, column, _ = draw.column
    new = f"{draw.schema}.{draw.name}"
    return draw.of(
        f"ALTER TYPE {enum} ADD VALUE '{draw.name}' {draw.of('BEFORE', 'AFTER')} {label}",
        f"ALTER TYPE {enum} RENAME VALUE {label} TO '{draw.name}'",
        f"CREATE TYPE {new} AS ENUM ('a', 'b'); ALTER TABLE {table} ADD {draw.name} {new} DEFAULT 'a'",
        f"CREATE DOMAIN {new} AS text CHECK (VALUE <> ''); ALTER TABLE {table} ALTER {column} TYPE {new}",
        f"CREATE TYPE {new} AS (a integer, b text); ALTER TABLE {table} ADD {draw.name} {new}[]",
        f"DROP TYPE {enum} CASCADE",
    )


def policy(draw: Draw) -> str:
    """Policies change."""
    table, column, _ = draw.column
    return draw.of(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; CREATE POLICY {draw.name} ON {table} FOR SELECT"
        f" TO {draw.role} USING ({column} IS NOT NULL)",
        f"CREATE POLICY {draw.name} ON {table} AS RESTRICTIVE WITH CHECK ({column}::text <> current_user)",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        "DROP POLICY {1} ON {0}".format(*draw.one(POLICIES)),
        "ALTER POLICY {1} ON {0} TO PUBLIC USING (false)".format(*draw.one(POLICIES)),
    )


def other(draw: Draw) -> str:
    """What else there is."""
    table, column, _ = draw.column
    sequence = draw.one(SEQUENCES)[0]
    return draw.of(
        f"ALTER SEQUENCE {sequence} INCREMENT 5 MAXVALUE 100000 CACHE 10",
        f"ALTER SEQUENCE {sequence} RENAME TO {draw.name}",
        f"ALTER SEQUENCE {sequence} OWNED BY NONE",
        f"CREATE SEQUENCE {draw.schema}.{draw.name} AS smallint OWNED BY {table}.{column}",
        f"CREATE STATISTICS {draw.schema}.{draw.name} ON {column}, ({column} IS NULL) FROM {table}",
        f"CREATE PUBLICATION {draw.name} FOR TABLE {table} WITH (publish = 'insert')",
        f"CREATE AGGREGATE {draw.schema}.{draw.name} (integer) (SFUNC = int4larger, STYPE = integer)",
    )
