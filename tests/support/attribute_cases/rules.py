"""Rules, event triggers, statistics objects."""

from sync.model import Kind
from tests.support.attribute_cases.case import AttributeCase

_ANNA = """
DO $$ BEGIN CREATE ROLE rules_anna SUPERUSER; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
"""
_RULE = """
CREATE TABLE t (a integer, b integer); CREATE RULE r AS ON INSERT TO t DO ALSO NOTHING;
CREATE VIEW v AS SELECT 1 AS a; COMMENT ON RULE r ON t IS 'x'; COMMENT ON RULE "_RETURN" ON v IS 'x';
"""
_TRIGGER = f"""{_ANNA}
CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION f2() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER g ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION f();
COMMENT ON EVENT TRIGGER g IS 'x';
"""
_AGAIN = "DROP EVENT TRIGGER g; CREATE EVENT TRIGGER g ON {} EXECUTE FUNCTION {}; COMMENT ON EVENT TRIGGER g IS 'x'"
_STATISTICS = f"""{_ANNA}
CREATE TABLE t (a integer, b integer, c integer); CREATE STATISTICS s ON a, b FROM t; COMMENT ON STATISTICS s IS 'x';
"""


def _rule(attribute: str, change: str) -> AttributeCase:
    return AttributeCase(Kind.RULE, attribute, _RULE, change, "public.t/r")


def _trigger(attribute: str, change: str) -> AttributeCase:
    return AttributeCase(Kind.EVENT_TRIGGER, attribute, _TRIGGER, change, "g")


def _statistics(attribute: str, change: str) -> AttributeCase:
    return AttributeCase(Kind.STATISTICS, attribute, _STATISTICS, change, "public.s")


def _comment(setup: str, on: str, identity: str) -> AttributeCase:
    return AttributeCase(Kind.COMMENT, "text", setup, f"COMMENT ON {on} IS 'y'", identity)


def _owner(setup: str, of: str, identity: str) -> AttributeCase:
    return AttributeCase(Kind.OWNER, "owner", setup, f"ALTER {of} OWNER TO rules_anna", identity)


CASES = (
    _rule("definition", "CREATE OR REPLACE RULE r AS ON INSERT TO t DO INSTEAD NOTHING"),
    _rule("firing", "ALTER TABLE t DISABLE RULE r"),
    _comment(_RULE, "RULE r ON t", "rule public.t/r"),
    _comment(_RULE, 'RULE "_RETURN" ON v', 'rule public.v/"_RETURN"'),
    _trigger("event", _AGAIN.format("ddl_command_start WHEN TAG IN ('CREATE TABLE')", "f()")),
    _trigger("tags", _AGAIN.format("ddl_command_end", "f()")),
    _trigger("function", _AGAIN.format("ddl_command_end WHEN TAG IN ('CREATE TABLE')", "f2()")),
    _trigger("firing", "ALTER EVENT TRIGGER g ENABLE ALWAYS"),
    _owner(_TRIGGER, "EVENT TRIGGER g", "event trigger g"),
    _comment(_TRIGGER, "EVENT TRIGGER g", "event trigger g"),
    _statistics("definition", "DROP STATISTICS s; CREATE STATISTICS s ON a, c FROM t; COMMENT ON STATISTICS s IS 'x'"),
    _statistics("target", "ALTER STATISTICS s SET STATISTICS 50"),
    _owner(_STATISTICS, "STATISTICS s", "statistics object public.s"),
    _comment(_STATISTICS, "STATISTICS s", "statistics object public.s"),
)
