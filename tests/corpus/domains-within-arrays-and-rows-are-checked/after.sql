-- hazards: table-rewrite
CREATE DOMAIN amount AS integer CHECK (VALUE > 0);
CREATE DOMAIN price AS amount;
CREATE DOMAIN code AS text NOT NULL CHECK (VALUE <> '');
CREATE TYPE part AS (label text, code code);
CREATE TABLE payments (id integer PRIMARY KEY, parts amount[], prices price);
CREATE TABLE items (id integer PRIMARY KEY, part part);
CREATE TABLE others (id integer PRIMARY KEY, code code);
