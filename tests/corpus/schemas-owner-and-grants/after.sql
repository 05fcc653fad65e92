-- hazards: access-widened
CREATE SCHEMA team AUTHORIZATION corpus_owner;
GRANT USAGE ON SCHEMA team TO corpus_staff, PUBLIC;
CREATE TABLE team.members (id integer);
ALTER TABLE team.members OWNER TO corpus_owner;
