CREATE TABLE goods (id integer, price integer);
CREATE FUNCTION cheap(most integer DEFAULT 10) RETURNS SETOF integer LANGUAGE sql STABLE
    AS 'SELECT id FROM goods WHERE price <= most';
CREATE VIEW bargains AS SELECT * FROM cheap() AS id;
