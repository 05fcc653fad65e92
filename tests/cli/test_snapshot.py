"""`schemabot snapshot`: a file or standard output, fingerprints, and the file as a side of a comparison."""

import json
from pathlib import Path

from tests.cli.command import AFTER, BEFORE, Command, Write
from tests.support.servers import Databases


def test_a_file_that_diff_takes(schemabot: Command, databases: Databases, tmp_path: Path) -> None:
    database = databases.fresh(BEFORE)
    path = tmp_path / "before.json"
    answer = schemabot("snapshot", database.url, "-o", str(path))
    assert (answer.status, answer.out, answer.err) == (0, "", "")
    assert schemabot("diff", str(path), database.url, "--exit-code").status == 0
    changed = schemabot("diff", str(path), databases.fresh(AFTER).url, "--exit-code")
    assert changed.status == 1
    assert "+ table public.lines" in changed.out


def test_standard_output_by_default(schemabot: Command, write: Write) -> None:
    write("schema.sql", BEFORE)
    answer = schemabot("snapshot", "schema.sql", "--schema", "public")
    document = json.loads(answer.out)
    assert document["scope"] == {"profile": "postgres", "schemas": ["public"], "roles": False}
    assert [row[2] for row in document["kinds"]["table"]["objects"]] == ["orders"]


def test_fingerprints(schemabot: Command, databases: Databases) -> None:
    one, same, other = (
        schemabot("snapshot", databases.fresh(made).url, "--fingerprint").out for made in (BEFORE, BEFORE, AFTER)
    )
    assert one == same != other
    said = dict(line.split(maxsplit=1) for line in one.splitlines() if "PostgreSQL" not in line)
    assert len(said["all"]) == 64
    assert {"all", "table", "column", "constraint"} <= set(said)
    assert one.splitlines()[0] == other.splitlines()[0]


def test_what_is_wrong_is_said_in_one_line(schemabot: Command, databases: Databases) -> None:
    url = databases.fresh().url
    assert schemabot("snapshot", url, "-o", "nothere/s.json").complaint.startswith("cannot write nothere/s.json: ")
    assert schemabot("snapshot", url, "--schema", "publik").complaint.endswith('has no schema "publik": name another')
