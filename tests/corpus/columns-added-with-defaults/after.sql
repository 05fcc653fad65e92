-- hazards: access-widened
CREATE TABLE orders (
    id integer PRIMARY KEY,
    paid boolean NOT NULL DEFAULT false,
    placed_at timestamptz NOT NULL DEFAULT now(),
    channel varchar(10) DEFAULT 'web',
    extra jsonb NOT NULL DEFAULT '{}'
);
CREATE VIEW numbers AS SELECT id FROM orders;
COMMENT ON COLUMN orders.channel IS 'where it came from';
GRANT SELECT (id, paid) ON orders TO corpus_anon;
