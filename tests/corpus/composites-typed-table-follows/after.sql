CREATE TYPE person AS (name text, born date, died date);
CREATE TABLE people OF person (PRIMARY KEY (name));
CREATE TABLE others OF person;
