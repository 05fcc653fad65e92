-- hazards: access-widened
CREATE TYPE state AS ENUM ('a');
ALTER TYPE state OWNER TO corpus_owner;
REVOKE ALL ON TYPE state FROM PUBLIC;
GRANT USAGE ON TYPE state TO corpus_staff WITH GRANT OPTION;
