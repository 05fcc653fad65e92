-- hazards: data-loss
CREATE TABLE told (a integer NOT NULL, b integer) PARTITION BY LIST (a);
ALTER TABLE told ADD CHECK (b > 0);
ALTER TABLE told ADD CHECK (b > 1);
ALTER TABLE told DROP CONSTRAINT told_b_check;
CREATE TABLE "order" (a integer);
ALTER TABLE "order" ADD CHECK (a > 0);
ALTER TABLE "order" ADD CHECK (a > 1);
ALTER TABLE "order" DROP CONSTRAINT order_a_check;
