"""A small shop, for backups: with rows, names that are hard to tell apart, and most of what a dump lists."""

import os

from sync.postgres.database import Database
from sync.postgres.session import connect

SHOP = """
    CREATE TABLE orders (id int PRIMARY KEY, note text, total numeric CHECK (total >= 0));
    CREATE TABLE "orders own" (id int REFERENCES orders, "a
b" text, UNIQUE (id));
    CREATE INDEX by_note ON orders (note);
    CREATE VIEW totals AS SELECT sum(total) AS total FROM orders;
    CREATE MATERIALIZED VIEW kept AS SELECT id FROM orders;
    CREATE FUNCTION note(int, a varchar DEFAULT 'x') RETURNS text LANGUAGE sql AS 'SELECT $2';
    CREATE PROCEDURE tidy() LANGUAGE sql AS 'DELETE FROM orders WHERE false';
    CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE TRIGGER stamp BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION stamp();
    ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
    CREATE POLICY "own rows" ON orders USING (id > 0);
    CREATE RULE nothing AS ON DELETE TO "orders own" DO INSTEAD NOTHING;
    CREATE SCHEMA "my schema";
    CREATE TYPE "my schema".mood AS ENUM ('sad', 'ok');
    CREATE DOMAIN short AS varchar(3);
    CREATE TABLE parts (id int, mood "my schema".mood) PARTITION BY LIST (id);
    CREATE TABLE part PARTITION OF parts FOR VALUES IN (1);
    CREATE INDEX ON parts (mood);
    CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
    CREATE SEQUENCE numbers;
    CREATE EXTENSION pg_trgm;
    INSERT INTO orders SELECT n, repeat('x', n), n FROM generate_series(1, 100) AS n;
    INSERT INTO parts VALUES (1, 'sad');
    SELECT lo_create(4711);
"""


def fill(database: Database, *, megabytes: int) -> None:
    """Make a table of rows that no compression makes smaller."""
    with connect(database, autocommit=True) as connection:
        connection.execute("CREATE TABLE bulk (piece bytea); ALTER TABLE bulk ALTER piece SET STORAGE EXTERNAL")
        for _ in range(megabytes):
            connection.execute("INSERT INTO bulk VALUES (%s)", [os.urandom(1 << 20)])
