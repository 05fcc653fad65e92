-- since: 17
-- hazards: access-widened
CREATE TABLE orders (id integer);
GRANT MAINTAIN ON orders TO corpus_staff;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON orders TO corpus_anon;
