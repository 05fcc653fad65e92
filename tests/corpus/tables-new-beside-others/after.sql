-- hazards: access-widened
CREATE TABLE customers (id integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE invoices (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id integer NOT NULL REFERENCES customers ON DELETE CASCADE,
    number text COLLATE "C" NOT NULL UNIQUE,
    amount numeric(12, 2) NOT NULL DEFAULT 0 CHECK (amount >= 0),
    issued_at timestamptz NOT NULL DEFAULT now(),
    year integer GENERATED ALWAYS AS (EXTRACT(year FROM issued_at AT TIME ZONE 'UTC')::integer) STORED
);
CREATE INDEX invoices_of_customers ON invoices (customer_id, issued_at DESC);
COMMENT ON TABLE invoices IS 'what customers owe';
COMMENT ON COLUMN invoices.number IS 'as printed';
ALTER TABLE invoices OWNER TO corpus_owner;
GRANT SELECT ON invoices TO corpus_staff;
GRANT UPDATE (amount) ON invoices TO corpus_staff WITH GRANT OPTION;
