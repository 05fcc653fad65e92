-- hazards: data-loss
ALTER DEFAULT PRIVILEGES IN SCHEMA access_owner_who_has_more_by_default GRANT EXECUTE ON FUNCTIONS TO corpus_owner;
ALTER DEFAULT PRIVILEGES IN SCHEMA access_owner_who_has_more_by_default GRANT SELECT ON TABLES TO corpus_owner;
