-- hazards: protection-disabled, table-rewrite
CREATE DOMAIN amount AS integer;
CREATE DOMAIN price AS amount;
CREATE DOMAIN code AS text CHECK (VALUE <> '-');
CREATE TYPE part AS (label text, code code);
CREATE TABLE payments (id integer PRIMARY KEY, parts amount[], prices price);
CREATE TABLE items (id integer PRIMARY KEY, part part);
CREATE TABLE others (id integer PRIMARY KEY, code code);
