-- alone
-- hazards: data-loss
CREATE TABLE notes (id integer NOT NULL, place integer GENERATED ALWAYS AS IDENTITY);
ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO corpus_staff;
