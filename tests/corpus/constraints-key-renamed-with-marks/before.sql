-- since: 14
-- hazards: index-build, full-scan
CREATE TABLE hubs (id integer CONSTRAINT hubs_one PRIMARY KEY, code text NOT NULL);
ALTER TABLE hubs CLUSTER ON hubs_one;
ALTER TABLE hubs REPLICA IDENTITY USING INDEX hubs_one;
CREATE TABLE spokes (hub integer REFERENCES hubs);
CREATE FUNCTION keep(integer) RETURNS void LANGUAGE sql BEGIN ATOMIC INSERT INTO hubs VALUES ($1, 'x') ON CONFLICT ON CONSTRAINT hubs_one DO NOTHING; END;
