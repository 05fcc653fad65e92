CREATE TABLE sales (id integer, amount integer);
CREATE FUNCTION amounts() RETURNS SETOF integer LANGUAGE sql STABLE SECURITY DEFINER
    AS 'SELECT amount FROM matviews_owned_by_one_who_sees_all_by_views.sales';
GRANT USAGE ON SCHEMA matviews_owned_by_one_who_sees_all_by_views TO corpus_owner;
CREATE VIEW seen AS SELECT amounts() AS amount;
GRANT SELECT ON seen TO corpus_owner;
CREATE MATERIALIZED VIEW sums AS SELECT sum(amount) AS amount FROM seen;
ALTER MATERIALIZED VIEW sums OWNER TO corpus_owner;
