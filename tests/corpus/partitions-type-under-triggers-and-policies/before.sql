-- hazards: table-rewrite
CREATE FUNCTION seen() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE bids (id integer NOT NULL, lot integer NOT NULL, amount integer) PARTITION BY LIST (lot);
CREATE TABLE bids_1 PARTITION OF bids FOR VALUES IN (1);
CREATE TABLE bids_2 PARTITION OF bids FOR VALUES IN (2);
CREATE TRIGGER seen AFTER UPDATE OF amount ON bids FOR EACH ROW WHEN (NEW.amount > OLD.amount) EXECUTE FUNCTION seen();
ALTER TABLE bids_2 DISABLE TRIGGER seen;
CREATE POLICY large ON bids_1 USING (amount > 5);
ALTER TABLE bids_1 ENABLE ROW LEVEL SECURITY;
CREATE VIEW best AS SELECT lot, max(amount) AS amount FROM bids_2 GROUP BY lot;
