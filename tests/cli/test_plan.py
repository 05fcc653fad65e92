"""`schemabot diff A B --format sql`: a script that psql runs, what it says at its head, and how it ends."""

from tests.cli.command import AFTER, BEFORE, Command
from tests.support.catalogs import between
from tests.support.exporting import psql
from tests.support.servers import Databases, execute, rows


def test_psql_runs_it_as_it_is(schemabot: Command, databases: Databases) -> None:
    a, b = databases.fresh(BEFORE), databases.fresh(AFTER)
    execute(a, "INSERT INTO orders VALUES (1, 'one')")
    answer = schemabot("diff", a.url, b.url, "--format", "sql", "--exit-code")
    assert (answer.status, answer.err) == (1, "")
    assert "-- Proven: on a copy of the schema nothing differed afterwards." in answer.out
    psql(databases, a, answer.out)
    assert between(a, b) == ()
    assert rows(a, "SELECT id, note FROM orders") == [(1, "one")]
    assert schemabot("diff", a.url, b.url, "--format", "sql").out.endswith("-- No difference: nothing is to be done.\n")


def test_what_is_lost_stands_at_the_head(schemabot: Command, databases: Databases) -> None:
    a, b = databases.fresh(AFTER), databases.fresh("CREATE TABLE orders (id integer PRIMARY KEY);")
    head = schemabot("diff", a.url, b.url, "--format", "sql").out.partition("\n\n")[0]
    assert "-- LOSES DATA: table public.lines is dropped" in head
    assert "-- LOSES DATA: column public.orders/note is dropped" in head


def test_a_secret_is_not_written_and_the_head_says_so(schemabot: Command, databases: Databases) -> None:
    made = "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM 'Bearer {}'; END $$"
    a, b = (databases.fresh(made.format(word * 12)) for word in ("abc1", "xyz2"))
    out = schemabot("diff", a.url, b.url, "--format", "sql").out
    assert "-- Secrets are not written: put each in the place of its [secret …], in 1 statement." in out
    assert "xyz2" not in out


def test_without_a_proof_it_says_so(schemabot: Command, databases: Databases) -> None:
    a, b = databases.fresh(BEFORE), databases.fresh(AFTER)
    out = schemabot("diff", a.url, b.url, "--format", "sql", "--no-proof").out
    assert "-- Not proven: nobody has tried this." in out
    assert "Proven:" not in out


def test_what_cannot_be_done_is_said_in_one_line(schemabot: Command, databases: Databases) -> None:
    a = databases.fresh("CREATE TABLE t (a integer, b integer) PARTITION BY LIST (a)")
    b = databases.fresh("CREATE TABLE t (a integer, b integer) PARTITION BY LIST (b)")
    complaint = schemabot("diff", a.url, b.url, "--format", "sql").complaint
    assert complaint.startswith(
        "table public.t cannot be changed in place (partition_key): PostgreSQL has no statement"
    )
