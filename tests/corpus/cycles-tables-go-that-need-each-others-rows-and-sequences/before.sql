-- hazards: data-loss
CREATE TABLE policed (c serial);
CREATE TABLE beyond_policy (c integer DEFAULT nextval('policed_c_seq'));
CREATE VIEW between AS SELECT * FROM beyond_policy;
CREATE POLICY p ON policed USING (EXISTS (SELECT FROM between));
CREATE TABLE ruled (c serial);
CREATE TABLE beyond_rule (c ruled);
CREATE RULE r AS ON DELETE TO ruled DO ALSO DELETE FROM beyond_rule;
CREATE TABLE checked (c serial);
CREATE TABLE beyond_check (c integer DEFAULT nextval('checked_c_seq'));
CREATE FUNCTION is_good(beyond_check) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
ALTER TABLE checked ADD CHECK (is_good(NULL));
CREATE INDEX i ON checked (c) WHERE is_good(NULL);
CREATE FUNCTION does_nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER t BEFORE INSERT ON checked FOR EACH ROW WHEN (is_good(NULL)) EXECUTE FUNCTION does_nothing();
CREATE TABLE called (c integer);
CREATE FUNCTION called(called) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE TABLE beyond_call (c integer DEFAULT called(NULL), d integer GENERATED ALWAYS AS (called(NULL)) STORED);
CREATE POLICY p ON called USING (EXISTS (SELECT FROM beyond_call));
