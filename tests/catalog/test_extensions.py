"""Extensions, and what is said about them: the comment that comes with one is nobody's."""

from sync.catalog import read_catalog
from sync.model import Kind
from tests.catalog.test_restoring import restored
from tests.support.catalogs import PLAIN, between, shown
from tests.support.servers import Databases, execute

MADE = "CREATE EXTENSION citext VERSION '1.4';"
COMMENT = ("comment", "extension citext", ())


def test_the_comment_of_the_control_file_is_noise(each_databases: Databases) -> None:
    database = each_databases.fresh("CREATE EXTENSION citext")
    objects = read_catalog(database, PLAIN).objects
    assert not [one for one in objects if one.kind is Kind.COMMENT and one.of == Kind.EXTENSION]
    assert between(database, restored(database, each_databases.fresh(), each_databases.server)) == ()


def test_it_stays_noise_after_an_update_and_a_move(each_databases: Databases) -> None:
    a, b = each_databases.fresh(f"CREATE SCHEMA s; {MADE}"), each_databases.fresh(f"CREATE SCHEMA s; {MADE}")
    execute(b, "ALTER EXTENSION citext UPDATE TO '1.5'")
    execute(b, "ALTER EXTENSION citext SET SCHEMA s")
    assert shown(between(a, b)) == {("changed", "extension", "citext", ("in_schema", "version"))}


def test_a_comment_of_ones_own_is_none(each_databases: Databases) -> None:
    a, b = each_databases.fresh(MADE), each_databases.fresh(MADE)
    execute(b, "COMMENT ON EXTENSION citext IS 'mine'")
    assert shown(between(a, b)) == {("added", *COMMENT)}
    at_once = each_databases.fresh(f"BEGIN; {MADE} COMMENT ON EXTENSION citext IS 'mine'; COMMIT")
    assert between(b, at_once) == ()


def test_a_comment_that_was_taken_away_is_none(each_databases: Databases) -> None:
    a, b = each_databases.fresh(MADE), each_databases.fresh(f"{MADE} COMMENT ON EXTENSION citext IS NULL")
    assert shown(between(a, b)) == {("added", *COMMENT)}


def test_who_made_the_cluster_owns_plpgsql_and_is_no_difference(each_databases: Databases) -> None:
    objects = read_catalog(each_databases.fresh(MADE), PLAIN).objects
    owned = {identity.name for identity in objects if identity.kind is Kind.OWNER and identity.of == Kind.EXTENSION}
    assert owned == {"citext"}
