-- hazards: index-build, full-scan
CREATE TABLE hubs (id integer CONSTRAINT hubs_two PRIMARY KEY, code text NOT NULL);
ALTER TABLE hubs CLUSTER ON hubs_two;
ALTER TABLE hubs REPLICA IDENTITY USING INDEX hubs_two;
CREATE TABLE spokes (hub integer REFERENCES hubs);
CREATE FUNCTION keep(integer) RETURNS void LANGUAGE sql BEGIN ATOMIC INSERT INTO hubs VALUES ($1, 'x') ON CONFLICT ON CONSTRAINT hubs_two DO NOTHING; END;
