CREATE TABLE staff (id integer PRIMARY KEY);
CREATE TABLE chickens (id serial PRIMARY KEY, egg_id integer);
CREATE TABLE eggs (id serial PRIMARY KEY, chicken_id integer NOT NULL REFERENCES chickens, keeper integer REFERENCES staff);
ALTER TABLE chickens ADD FOREIGN KEY (egg_id) REFERENCES eggs DEFERRABLE INITIALLY DEFERRED;
