CREATE TABLE people (id integer PRIMARY KEY, name text, active boolean);
CREATE TABLE members (id integer PRIMARY KEY, name text);
GRANT SELECT ON members TO corpus_anon;
