-- alone
-- hazards: access-widened, data-loss
CREATE SCHEMA archive;
ALTER DEFAULT PRIVILEGES IN SCHEMA archive GRANT SELECT ON TABLES TO corpus_staff;
