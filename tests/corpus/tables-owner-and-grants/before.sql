-- hazards: access-widened
CREATE TABLE accounts (id serial PRIMARY KEY, email text NOT NULL, secret text);
ALTER TABLE accounts OWNER TO corpus_staff;
GRANT SELECT ON accounts TO corpus_anon;
