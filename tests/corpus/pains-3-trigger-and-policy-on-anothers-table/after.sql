-- alone
CREATE SCHEMA auth;
CREATE TABLE auth.users (id integer PRIMARY KEY, mail text);
GRANT USAGE ON SCHEMA auth TO corpus_owner;
ALTER TABLE auth.users OWNER TO corpus_owner;
CREATE TABLE profiles (id integer PRIMARY KEY REFERENCES auth.users ON DELETE CASCADE);
CREATE FUNCTION make_profile() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER make_profile AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION public.make_profile();
ALTER TABLE auth.users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON auth.users FOR SELECT TO corpus_anon USING (mail = CURRENT_USER);
