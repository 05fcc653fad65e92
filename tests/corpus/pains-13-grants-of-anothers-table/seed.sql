SET SESSION AUTHORIZATION corpus_owner;
GRANT ALL ON pains_13_grants_of_anothers_table.objects TO corpus_staff WITH GRANT OPTION;
RESET SESSION AUTHORIZATION;
