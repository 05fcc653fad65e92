-- hazards: data-loss
CREATE TABLE kinds (id integer PRIMARY KEY);
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE facts (id integer NOT NULL, kind integer NOT NULL DEFAULT 1 CONSTRAINT of_kind REFERENCES kinds, body text CONSTRAINT said CHECK (body <> ''), size integer GENERATED ALWAYS AS (length(body)) STORED, PRIMARY KEY (id, kind), UNIQUE (kind, body, id)) PARTITION BY LIST (kind);
CREATE TABLE facts_1 PARTITION OF facts FOR VALUES IN (1);
CREATE INDEX facts_body ON facts (lower(body)) WHERE body IS NOT NULL;
CREATE TRIGGER stamped BEFORE UPDATE ON facts FOR EACH ROW EXECUTE FUNCTION stamp();
