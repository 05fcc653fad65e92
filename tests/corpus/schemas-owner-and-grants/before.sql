-- alone
-- hazards: access-widened
CREATE SCHEMA team AUTHORIZATION corpus_staff;
GRANT ALL ON SCHEMA team TO corpus_anon;
CREATE TABLE team.members (id integer);
