-- Those of a paragraph are run one after the other, on the tables of tables.sql.

-- since: 15
CREATE ACCESS METHOD other TYPE TABLE HANDLER heap_tableam_handler;
ALTER TABLE orders SET ACCESS METHOD other;

-- since: 18
ALTER TABLE orders ADD NOT NULL size NOT VALID;
ALTER TABLE orders ALTER size SET NOT NULL;

-- since: 18
ALTER TABLE orders ADD CONSTRAINT n NOT NULL size NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT n;

ALTER TABLE orders ADD CONSTRAINT given CHECK (size IS NOT NULL) NOT VALID;
UPDATE orders SET size = 1;
ALTER TABLE orders VALIDATE CONSTRAINT given;
ALTER TABLE orders ALTER size SET NOT NULL;
ALTER TABLE orders DROP CONSTRAINT given;

ALTER TABLE orders DROP CONSTRAINT orders_customer_fkey;
ALTER TABLE orders DROP CONSTRAINT late_customer;
DROP TABLE orders;

ALTER TABLE orders RENAME TO things;
ALTER TABLE things ADD a integer DEFAULT random();
ALTER TABLE things SET SCHEMA elsewhere;
CREATE INDEX i ON elsewhere.things (size);
DROP TABLE elsewhere.things;

CREATE TABLE fresh (a integer);
ALTER TABLE fresh ADD b integer DEFAULT random();
CREATE INDEX i ON fresh (a);
ALTER TABLE fresh ADD FOREIGN KEY (a) REFERENCES customers;
DROP TABLE fresh;

CREATE UNIQUE INDEX CONCURRENTLY i ON orders (size);
ALTER TABLE orders ADD CONSTRAINT k UNIQUE USING INDEX i;
ALTER TABLE orders DROP CONSTRAINT k;

ALTER TABLE rest DETACH PARTITION rest_default;
ALTER TABLE rest DETACH PARTITION rest_1;
ALTER TABLE rest ATTACH PARTITION rest_1 FOR VALUES IN (1);
DROP TABLE rest_1;

CREATE INDEX i ON ONLY rest (b);
CREATE INDEX i_1 ON rest_1 (b);
ALTER INDEX i ATTACH PARTITION i_1;
DROP INDEX i;

SET search_path = elsewhere, public;
ALTER TABLE orders ADD x integer;
CREATE TABLE orders (a integer);
ALTER TABLE orders ADD y integer;
ALTER TABLE public.orders ADD y integer;

ALTER TABLE ONLY elder ALTER a DROP NOT NULL;
ALTER TABLE ONLY younger ALTER a DROP NOT NULL;
ALTER TABLE elder ALTER a SET NOT NULL;

ALTER TABLE elder ALTER a DROP NOT NULL;
ALTER TABLE younger ALTER a DROP NOT NULL;
ALTER TABLE younger ALTER a SET NOT NULL;

-- since: 18
ALTER TABLE visits ADD CONSTRAINT later FOREIGN KEY (b) REFERENCES customers NOT VALID;
ALTER TABLE visits VALIDATE CONSTRAINT later;
