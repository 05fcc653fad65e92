"""`schemabot diff A B --format sql`: a script that psql runs, what it says at its head, and how it ends."""

import json

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
    assert "-- LOSES DATA: drops table public.lines and all its rows" in head
    assert "-- LOSES DATA: drops column public.orders.note and all its values" in head


def test_a_secret_is_not_written_and_the_head_says_so(schemabot: Command, databases: Databases) -> None:
    made = "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM 'Bearer {}'; END $$"
    a, b = (databases.fresh(made.format(word * 12)) for word in ("abc1", "xyz2"))
    out = schemabot("diff", a.url, b.url, "--format", "sql").out
    assert "--   secret_1: in a text of function public.f(), as it is written there" in out
    assert "xyz2" not in out


def test_secrets_in_clear_run_as_they_are(schemabot: Command, databases: Databases) -> None:
    made = "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM 'Bearer {}'; END $$"
    a, b = (databases.fresh(made.format(word * 12)) for word in ("abc1", "xyz2"))
    answer = schemabot("diff", a.url, b.url, "--format", "sql", "--with-secrets")
    head = answer.out.partition("\n\n")[0]
    assert "-- Has secrets in clear: keep it to yourself." in head
    assert "-- Proven: on a copy of the schema nothing differed afterwards." in head
    psql(databases, a, answer.out)
    assert between(a, b) == ()
    for other in ("text", "json", "html", "plan"):
        refused = schemabot("diff", a.url, b.url, "--format", other, "--with-secrets")
        assert (refused.status, refused.out) == (2, "")
        assert "xyz2" not in refused.err


def test_a_rename_is_asked_and_answered(schemabot: Command, databases: Databases) -> None:
    columns = "(id integer PRIMARY KEY, total integer, note text)"
    a, b = (databases.fresh(f"CREATE TABLE {name} {columns}") for name in ("orders", "purchases"))
    asked = schemabot("diff", a.url, b.url, "--format", "sql").out
    assert "-- QUESTION: table public.orders may have become public.purchases" in asked
    answered = schemabot("diff", a.url, b.url, "--format", "sql", "--rename", "public.orders=public.purchases").out
    assert "ALTER TABLE public.orders RENAME TO purchases;" in answered
    assert "LOSES DATA" not in answered
    assert "DROP" not in answered


def test_it_says_what_a_comparison_says(schemabot: Command, databases: Databases) -> None:
    body = "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT{}1'"
    a, b = (databases.fresh(body.format(end)) for end in ("\n", "\r\n"))
    (schemabot.folder / "schemabot.toml").write_text(
        """[project]
        name = "shop"
        [compare]
        exclude = ["adit.*"]
        [environments.staging]
        database = "env:STAGING"
        """
    )
    compared = schemabot("diff", "staging", b.url, "--format", "json", STAGING=a.url)
    said = {one["code"]: one["message"] for one in json.loads(compared.out)["diagnostics"]}
    assert said.keys() == {"pattern", "cosmetic"}
    planned = schemabot("diff", "staging", b.url, "--format", "plan", STAGING=a.url).out
    assert {one["code"]: one["message"] for one in json.loads(planned)["diagnostics"]} == said


def test_what_is_not_compared_is_not_planned_of_a_snapshot(schemabot: Command, databases: Databases) -> None:
    (schemabot.folder / "schemabot.toml").write_text(
        """[project]
        name = "shop"
        [compare]
        exclude = ["public.noise*", "trigger public.t/debug"]
        [environments.staging]
        database = "env:STAGING"
        """
    )
    both = (
        "CREATE TABLE t (id integer);CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
    )
    a = databases.fresh(both)
    b = databases.fresh(
        both + "CREATE TABLE noise (id integer); CREATE INDEX noise_id ON noise (id); ALTER TABLE t ADD x integer;"
        "CREATE TRIGGER debug BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()"
    )
    assert schemabot("snapshot", b.url, "-o", "b.json").status == 0
    sides = (("staging", "b.json"), ("b.json", "staging"))
    for x, y in sides:
        compared = schemabot("diff", x, y, "--format", "json", STAGING=a.url)
        found = json.loads(compared.out)
        assert sorted(one["identity"] for one in found["differences"]) == ["public.t/x"]
        planned = schemabot("diff", x, y, "--format", "sql", STAGING=a.url)
        assert (planned.status, planned.err) == (0, "")
        assert "noise" not in planned.out
        assert "debug" not in planned.out
        assert "ALTER TABLE public.t" in planned.out
        told = json.loads(schemabot("diff", x, y, "--format", "plan", STAGING=a.url).out)["diagnostics"]
        assert told == found["diagnostics"] == []


def test_online_builds_an_index_while_others_write(schemabot: Command, databases: Databases) -> None:
    a, b = (databases.fresh(f"CREATE TABLE t (a integer);{more}") for more in ("", "CREATE INDEX i ON t (a)"))
    assert "CREATE INDEX i ON public.t" in schemabot("diff", a.url, b.url, "--format", "sql").out
    online = schemabot("diff", a.url, b.url, "--format", "sql", "--online").out
    assert "SET lock_timeout = '0';\n" in online
    assert "CREATE INDEX CONCURRENTLY i ON public.t" in online
    refused = schemabot("diff", a.url, b.url, "--online")
    assert (refused.status, refused.out) == (2, "")


def test_what_is_filled_says_what_to_do_when_it_stops(schemabot: Command, databases: Databases) -> None:
    a, b = (databases.fresh(f"CREATE TABLE t (a integer); {more}") for more in ("", "ALTER TABLE t ADD d uuid"))
    execute(b, "ALTER TABLE t ALTER d SET DEFAULT gen_random_uuid()")
    out = schemabot("diff", a.url, b.url, "--format", "sql", "--online").out
    said = "-- invalid-on-failure: leaves rows of public.t without a value of d if it fails: run it again\n"
    assert said in out
    assert out.partition(said)[2].splitlines()[1] == "DO $body$"


def test_a_plan_as_json_has_the_way_back(schemabot: Command, databases: Databases) -> None:
    a, b = databases.fresh("CREATE TABLE t (a integer, b text)"), databases.fresh("CREATE TABLE t (a bigint NOT NULL)")
    first, second = (schemabot("diff", a.url, b.url, "--format", "plan").out for _ in range(2))
    assert first == second
    found = json.loads(first)
    assert (found["version"], found["equal"], found["proven"]) == (1, False, True)
    said = {hazard["kind"] for batch in found["batches"] for one in batch["statements"] for hazard in one["hazards"]}
    assert said == {"data-loss", "full-scan", "table-rewrite"}
    assert found["reverse"]["possible"]
    assert found["reverse"]["proven"]
    assert found["reverse"]["not_brought_back"] == ["drops column public.t.b and all its values"]
    execute(b, "ALTER TABLE t ADD COLUMN c integer")
    assert json.loads(schemabot("diff", a.url, b.url, "--format", "plan").out)["digest"] != found["digest"]


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
