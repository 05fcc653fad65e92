-- alone
-- hazards: access-widened
CREATE EXTENSION pg_stat_statements;
REVOKE EXECUTE ON FUNCTION pg_sleep(double precision) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pg_ls_dir(text) TO corpus_staff;
GRANT SELECT ON pg_authid TO corpus_staff;
GRANT SELECT ON pg_stat_statements TO corpus_anon WITH GRANT OPTION;
