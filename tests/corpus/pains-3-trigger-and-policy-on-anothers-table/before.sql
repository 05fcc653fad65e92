-- alone
-- hazards: access-widened, protection-disabled
CREATE SCHEMA auth;
CREATE TABLE auth.users (id integer PRIMARY KEY, mail text);
GRANT USAGE ON SCHEMA auth TO corpus_owner;
ALTER TABLE auth.users OWNER TO corpus_owner;
CREATE TABLE profiles (id integer PRIMARY KEY REFERENCES auth.users ON DELETE CASCADE);
CREATE FUNCTION make_profile() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
