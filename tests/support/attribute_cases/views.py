"""Views, materialized views, and what hangs on relations: triggers and policies."""

from sync.model import Kind
from tests.support.attribute_cases.case import AttributeCase

_VIEW = "CREATE TABLE t (a integer, b text); CREATE VIEW v AS SELECT a, b FROM t; CREATE EXTENSION citext;"
_MATERIALIZED = """
CREATE EXTENSION citext; CREATE ACCESS METHOD other TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE t (a integer, b text); CREATE MATERIALIZED VIEW v AS SELECT a, b FROM t; CREATE INDEX i ON v (a);
"""
_MATERIALIZED_AGAIN = "DROP MATERIALIZED VIEW v; CREATE MATERIALIZED VIEW v {}; CREATE INDEX i ON v (a)"
_TRIGGER = """
CREATE EXTENSION citext; CREATE TABLE t (a integer, b integer);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FUNCTION f2() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER g AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
"""
_ROLES = """
DO $$ BEGIN CREATE ROLE views_anna; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
DO $$ BEGIN CREATE ROLE "Views"" Bob"; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
"""
_POLICY = f"""{_ROLES} CREATE TABLE t (a integer, b text);
CREATE POLICY o ON t FOR UPDATE TO views_anna USING (a > 0) WITH CHECK (b <> '');
"""


def _view(attribute: str, change: str, setup: str = _VIEW, since: int = 13) -> AttributeCase:
    return AttributeCase(Kind.VIEW, attribute, setup, change, "public.v", since)


def _materialized(attribute: str, change: str, since: int = 13) -> AttributeCase:
    return AttributeCase(Kind.MATERIALIZED_VIEW, attribute, _MATERIALIZED, change, "public.v", since)


def _trigger(attribute: str, change: str, setup: str = _TRIGGER, since: int = 13) -> AttributeCase:
    return AttributeCase(Kind.TRIGGER, attribute, setup, change, "public.t/g", since)


def _redefined(definition: str) -> AttributeCase:
    return _trigger("definition", f"DROP TRIGGER g ON t; CREATE {definition}")


def _policy(attribute: str, change: str, setup: str = _POLICY) -> AttributeCase:
    return AttributeCase(Kind.POLICY, attribute, setup, change, "public.t/o")


_POLICY_FOR_ALL = f"{_ROLES} CREATE TABLE t (a integer); CREATE POLICY o ON t USING (a > 0);"

CASES = (
    _view("definition", "CREATE OR REPLACE VIEW v AS SELECT a, b FROM t WHERE a > 0"),
    _view("definition", "ALTER VIEW v RENAME COLUMN a TO c"),
    _view("definition", "CREATE OR REPLACE VIEW v AS SELECT a, b, 1 AS c FROM t"),
    _view("options", "ALTER VIEW v SET (security_barrier = true)"),
    _view("options", "ALTER VIEW v SET (security_invoker = true)", since=15),
    _view("options", "CREATE OR REPLACE VIEW v AS SELECT a, b FROM t WITH LOCAL CHECK OPTION"),
    _view("options", "ALTER VIEW v SET (check_option = cascaded)", f"{_VIEW} ALTER VIEW v SET (check_option = local);"),
    _view("column_settings", "ALTER VIEW v ALTER a SET DEFAULT 1"),
    # ALTER VIEW does not take it, but PostgreSQL heeds it.
    _view(
        "depends_on_extensions",
        """INSERT INTO pg_depend SELECT 'pg_class'::regclass, 'v'::regclass, 0, 'pg_extension'::regclass, oid, 0, 'x'
             FROM pg_extension WHERE extname = 'citext'""",
    ),
    _materialized("definition", _MATERIALIZED_AGAIN.format("AS SELECT a, b FROM t WHERE a > 0")),
    _materialized("options", "ALTER MATERIALIZED VIEW v SET (fillfactor = 70)"),
    _materialized("options", "ALTER MATERIALIZED VIEW v SET (toast.autovacuum_enabled = off)"),
    _materialized("column_settings", "ALTER MATERIALIZED VIEW v ALTER a SET STATISTICS 50"),
    _materialized("column_settings", "ALTER MATERIALIZED VIEW v ALTER b SET STORAGE external"),
    _materialized("column_settings", "ALTER MATERIALIZED VIEW v ALTER b SET COMPRESSION pglz", 14),
    _materialized("column_settings", "ALTER MATERIALIZED VIEW v ALTER a SET (n_distinct = 5)"),
    _materialized("access_method", _MATERIALIZED_AGAIN.format("USING other AS SELECT a, b FROM t")),
    _materialized("tablespace", "ALTER MATERIALIZED VIEW v SET TABLESPACE elsewhere"),
    _materialized("clustered_on", "ALTER MATERIALIZED VIEW v CLUSTER ON i"),
    _materialized("depends_on_extensions", "ALTER MATERIALIZED VIEW v DEPENDS ON EXTENSION citext"),
    _redefined("TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()"),
    _redefined("TRIGGER g AFTER UPDATE OR INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()"),
    _redefined("TRIGGER g AFTER UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION f()"),
    _redefined("TRIGGER g AFTER UPDATE ON t FOR EACH STATEMENT EXECUTE FUNCTION f()"),
    _redefined("TRIGGER g AFTER UPDATE ON t FOR EACH ROW WHEN (OLD.a <> NEW.a) EXECUTE FUNCTION f()"),
    _redefined("TRIGGER g AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f('x')"),
    _redefined("TRIGGER g AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f2()"),
    _redefined("TRIGGER g AFTER UPDATE ON t REFERENCING NEW TABLE AS n FOR EACH ROW EXECUTE FUNCTION f()"),
    _redefined("CONSTRAINT TRIGGER g AFTER UPDATE ON t DEFERRABLE FOR EACH ROW EXECUTE FUNCTION f()"),
    _trigger("firing", "ALTER TABLE t DISABLE TRIGGER g"),
    _trigger("firing", "ALTER TABLE t ENABLE ALWAYS TRIGGER g"),
    _trigger("firing", "ALTER TABLE t ENABLE REPLICA TRIGGER g"),
    _trigger("depends_on_extensions", "ALTER TRIGGER g ON t DEPENDS ON EXTENSION citext"),
    _policy(
        "command",
        "DROP POLICY o ON t; CREATE POLICY o ON t FOR SELECT USING (a > 0)",
        _POLICY_FOR_ALL,
    ),
    _policy("permissive", "DROP POLICY o ON t; CREATE POLICY o ON t AS RESTRICTIVE USING (a > 0)", _POLICY_FOR_ALL),
    _policy("roles", "ALTER POLICY o ON t TO PUBLIC"),
    _policy("roles", 'ALTER POLICY o ON t TO views_anna, "Views"" Bob"'),
    _policy("using", "ALTER POLICY o ON t USING (a > 1)"),
    _policy("with_check", "ALTER POLICY o ON t WITH CHECK (b <> 'x')"),
    _policy("with_check", "ALTER POLICY o ON t WITH CHECK (true)", _POLICY_FOR_ALL),
)
