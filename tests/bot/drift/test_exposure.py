"""What is told as opening data to others, between two real schemas: what the files make, and what is live."""

import pytest

from bot.drift.differing import Differing, differing
from sync.diff import diff
from sync.postgres.embedded import EmbeddedServer
from sync.shadow.scratch import Scratch
from sync.sources import LiveSource
from tests.support.servers import Databases

BASE = """
DO $$ BEGIN CREATE ROLE drift_anon; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
CREATE TABLE t (id int, a text);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
ALTER TABLE t FORCE ROW LEVEL SECURITY;
CREATE POLICY p ON t TO drift_anon USING (id > 0);
CREATE POLICY r ON t AS RESTRICTIVE USING (id < 100);
GRANT SELECT (id) ON t TO drift_anon;
CREATE VIEW v WITH (security_invoker = true) AS SELECT id FROM t;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC;
CREATE FUNCTION g() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
"""


def drifted(databases: Databases, server: EmbeddedServer, change: str) -> tuple[Differing, ...]:
    files, live = databases.fresh(BASE), databases.fresh(BASE + change)
    with Scratch(server) as scratch:
        found = diff(LiveSource("files", files, None), LiveSource("live", live, None), scratch)
    return differing(found.differences)


@pytest.mark.parametrize(
    ("change", "exposes"),
    [
        ("ALTER TABLE t DISABLE ROW LEVEL SECURITY", "row security is off"),
        ("ALTER TABLE t NO FORCE ROW LEVEL SECURITY", "row security no longer holds for the owner"),
        ("CREATE POLICY q ON t USING (true)", "lets everybody see or change more rows"),
        ("ALTER POLICY p ON t TO public", "holds for everybody too"),
        ("ALTER POLICY p ON t USING (true)", "may let other rows through"),
        ("DROP POLICY r ON t", "a policy that keeps rows back is gone"),
        ("GRANT SELECT ON t TO drift_anon", "drift_anon may SELECT"),
        ("GRANT SELECT, DELETE ON t TO public", "everybody may DELETE, SELECT"),
        ("GRANT SELECT (a) ON t TO drift_anon", "drift_anon may SELECT"),
        ("GRANT EXECUTE ON FUNCTION f() TO public", "everybody may EXECUTE"),
        ("ALTER FUNCTION f() SECURITY DEFINER", "runs with the rights of its owner"),
        ("ALTER VIEW v SET (security_invoker = false)", "security_invoker is off"),
        ("ALTER TABLE t OWNER TO drift_anon", "drift_anon owns it"),
        ("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO drift_anon", "drift_anon may SELECT"),
        ("CREATE TABLE copy (id int); GRANT SELECT ON copy TO public", "everybody may SELECT"),
    ],
)
def test_what_opens_data_is_told_as_that(
    databases: Databases, server: EmbeddedServer, change: str, exposes: str
) -> None:
    assert exposes in [one.exposes for one in drifted(databases, server, change)]


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE t ADD b text",
        "DROP POLICY p ON t",
        "CREATE POLICY q ON t AS RESTRICTIVE USING (id > 5)",
        "REVOKE SELECT (id) ON t FROM drift_anon",
        "ALTER FUNCTION g() SECURITY INVOKER",
        "CREATE TABLE m (id int); ALTER TABLE m ENABLE ROW LEVEL SECURITY; CREATE POLICY m ON m USING (id > 0)",
        "COMMENT ON TABLE t IS 'x'",
    ],
)
def test_what_does_not_is_not(databases: Databases, server: EmbeddedServer, change: str) -> None:
    found = drifted(databases, server, change)

    assert found
    assert not any(one.exposes for one in found)
