"""A schema of any size: tables that look alike, each with some of what tables have."""

from sync.postgres.database import Database
from tests.support.servers import execute

_BATCH = 250  # tables in a transaction: their locks must fit into the server's table of locks

_BEFORE = """
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
"""

# Eight columns, three indexes beside the key's own, a policy, a trigger and a foreign key to the table before.
_TABLE = """
CREATE TABLE t{number} (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    parent bigint REFERENCES t{parent},
    name text NOT NULL,
    email varchar(200),
    amount numeric(12, 2) DEFAULT 0,
    state text DEFAULT 'new',
    created timestamptz NOT NULL DEFAULT now(),
    payload jsonb
);
CREATE INDEX ON t{number} (parent);
CREATE INDEX ON t{number} (lower(email));
CREATE INDEX ON t{number} (created DESC) WHERE state = 'new';
ALTER TABLE t{number} ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON t{number} FOR SELECT TO pg_monitor USING (name = CURRENT_USER);
CREATE TRIGGER touch BEFORE UPDATE ON t{number} FOR EACH ROW EXECUTE FUNCTION touch();
"""


def build(database: Database, tables: int) -> None:
    """Make the tables `t1` to `t<tables>` in an empty database."""
    execute(database, _BEFORE)
    for first in range(1, tables + 1, _BATCH):
        numbers = range(first, min(first + _BATCH, tables + 1))
        execute(database, "".join(_TABLE.format(number=number, parent=max(number - 1, 1)) for number in numbers))
