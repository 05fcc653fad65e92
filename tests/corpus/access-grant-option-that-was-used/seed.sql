SET SESSION AUTHORIZATION corpus_staff;
GRANT SELECT ON access_grant_option_that_was_used.orders TO corpus_anon WITH GRANT OPTION;
GRANT EXECUTE ON FUNCTION access_grant_option_that_was_used.total() TO corpus_anon;
RESET SESSION AUTHORIZATION;
