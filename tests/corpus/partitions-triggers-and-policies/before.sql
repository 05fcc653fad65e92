-- hazards: protection-disabled, access-widened, data-loss
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE posts (id integer NOT NULL, tenant integer NOT NULL) PARTITION BY LIST (tenant);
CREATE TABLE posts_1 PARTITION OF posts FOR VALUES IN (1);
