CREATE TABLE things (id integer NOT NULL, name text);
CREATE TABLE marked (mark text);
CREATE TABLE tools (id integer NOT NULL, name text, mark text) INHERITS (things);
CREATE TABLE toys (id integer NOT NULL, name text, price integer);
