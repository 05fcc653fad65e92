-- hazards: access-widened
CREATE TABLE kinds (id integer PRIMARY KEY);
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE facts (id integer NOT NULL, kind integer NOT NULL DEFAULT 1 CONSTRAINT of_kind REFERENCES kinds, body text CONSTRAINT said CHECK (body <> ''), size integer GENERATED ALWAYS AS (length(body)) STORED, PRIMARY KEY (id, kind), UNIQUE (kind, body, id)) PARTITION BY LIST (kind);
CREATE TABLE facts_1 PARTITION OF facts FOR VALUES IN (1);
CREATE TABLE facts_2 PARTITION OF facts FOR VALUES IN (2) PARTITION BY RANGE (id);
CREATE TABLE facts_2_0 PARTITION OF facts_2 FOR VALUES FROM (0) TO (100);
CREATE INDEX facts_body ON facts (lower(body)) WHERE body IS NOT NULL;
CREATE TRIGGER stamped BEFORE UPDATE ON facts FOR EACH ROW EXECUTE FUNCTION stamp();
GRANT SELECT ON facts_2 TO corpus_anon;
