-- alone
-- hazards: access-widened, data-loss
CREATE SCHEMA sales AUTHORIZATION corpus_owner;
COMMENT ON SCHEMA sales IS 'what we sell';
CREATE TYPE sales.state AS ENUM ('new', 'sent');
CREATE TABLE sales.orders (id integer PRIMARY KEY, state sales.state);
CREATE VIEW public.all_orders AS SELECT * FROM sales.orders;
GRANT USAGE ON SCHEMA sales TO corpus_anon;
