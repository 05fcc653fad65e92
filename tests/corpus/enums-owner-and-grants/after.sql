-- hazards: access-widened, irreversible
CREATE TYPE state AS ENUM ('a', 'b');
COMMENT ON TYPE state IS 'a or b';
ALTER TYPE state OWNER TO corpus_staff;
GRANT USAGE ON TYPE state TO corpus_anon;
