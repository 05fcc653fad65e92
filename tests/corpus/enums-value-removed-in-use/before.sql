-- since: 14
-- hazards: irreversible
CREATE TYPE state AS ENUM ('new', 'paid', 'lost', 'sent');
COMMENT ON TYPE state IS 'of an order';
GRANT USAGE ON TYPE state TO corpus_anon;
CREATE TABLE orders (
    id integer PRIMARY KEY,
    state state NOT NULL DEFAULT 'new',
    history state[] NOT NULL DEFAULT '{new}',
    note text DEFAULT 'paid'::state::text,
    is_open boolean GENERATED ALWAYS AS (state <> 'sent'::state) STORED,
    CONSTRAINT noted CHECK (state <> 'paid' OR note IS NOT NULL)
);
CREATE INDEX orders_by_state ON orders (state);
CREATE INDEX orders_open ON orders (id) WHERE state = 'new';
CREATE VIEW open_orders AS SELECT id, state FROM orders WHERE state <> 'sent';
GRANT SELECT ON open_orders TO corpus_anon;
COMMENT ON COLUMN open_orders.state IS 'not sent';
CREATE FUNCTION next_state(state) RETURNS state LANGUAGE sql RETURN CASE $1 WHEN 'new'::state THEN 'paid'::state ELSE 'sent'::state END;
CREATE FUNCTION count_of(wanted state) RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM orders WHERE state = wanted';
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON orders USING (state <> 'new'::state);
