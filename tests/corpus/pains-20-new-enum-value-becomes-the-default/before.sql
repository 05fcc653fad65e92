-- since: 14
-- hazards: table-rewrite
CREATE TYPE role AS ENUM ('reader', 'writer');
CREATE TABLE members (id integer PRIMARY KEY, role role NOT NULL DEFAULT 'reader');
