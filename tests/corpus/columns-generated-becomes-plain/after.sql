-- hazards: irreversible
CREATE TABLE totals (net integer, gross integer DEFAULT 0);
