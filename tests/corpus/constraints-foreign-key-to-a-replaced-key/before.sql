-- hazards: index-build, full-scan, protection-disabled
CREATE TABLE countries (id integer CONSTRAINT countries_pkey PRIMARY KEY, code char(2) NOT NULL);
CREATE TABLE cities (id integer PRIMARY KEY, country_id integer CONSTRAINT in_country REFERENCES countries);
CREATE VIEW counted AS SELECT c.id, c.code, count(*) AS cities FROM countries AS c JOIN cities ON country_id = c.id GROUP BY c.id;
