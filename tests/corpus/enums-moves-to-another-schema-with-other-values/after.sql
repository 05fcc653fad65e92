-- hazards: protection-disabled, table-rewrite
CREATE SCHEMA new;
CREATE TYPE new.state AS ENUM ('shut', 'open');
CREATE TABLE doors (id integer PRIMARY KEY, state new.state NOT NULL DEFAULT 'open');
CREATE DOMAIN states AS new.state[] CHECK (value <> ARRAY['shut'::new.state]);
