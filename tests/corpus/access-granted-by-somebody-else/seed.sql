SET SESSION AUTHORIZATION corpus_staff;
GRANT SELECT ON access_granted_by_somebody_else.orders TO corpus_anon;
GRANT INSERT ON access_granted_by_somebody_else.orders TO corpus_owner;
RESET SESSION AUTHORIZATION;
