CREATE TABLE told (a integer NOT NULL, b integer) PARTITION BY LIST (a);
ALTER TABLE told ADD CHECK (b > 1);
CREATE TABLE told_else PARTITION OF told DEFAULT PARTITION BY LIST (a);
CREATE TABLE told_at_last PARTITION OF told_else DEFAULT;
CREATE TABLE "order" (a integer);
ALTER TABLE "order" ADD CHECK (a > 1);
CREATE TABLE order_now (b integer) INHERITS ("order");
