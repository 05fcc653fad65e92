-- hazards: index-build, full-scan
CREATE TABLE countries (id integer NOT NULL CONSTRAINT countries_id UNIQUE, code char(2) CONSTRAINT countries_code PRIMARY KEY);
CREATE TABLE cities (id integer PRIMARY KEY, country_id integer CONSTRAINT in_country REFERENCES countries (id));
CREATE VIEW counted AS SELECT c.id, count(*) AS cities FROM countries AS c JOIN cities ON country_id = c.id GROUP BY c.id;
