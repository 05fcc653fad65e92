-- alone
-- hazards: full-scan, table-rewrite
CREATE SCHEMA old;
CREATE TYPE old.state AS ENUM ('open', 'shut', 'lost');
CREATE TABLE doors (id integer PRIMARY KEY, state old.state NOT NULL DEFAULT 'open');
ALTER TABLE doors ADD CONSTRAINT shut CHECK (state <> 'lost'::old.state);
CREATE DOMAIN states AS old.state[] CHECK (value <> ARRAY['lost'::old.state]);
