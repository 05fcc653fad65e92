-- since: 16
-- hazards: table-rewrite
CREATE TYPE state AS ENUM ('lost', 'kept');
CREATE TABLE parent (state state, kept boolean GENERATED ALWAYS AS (state = 'kept') STORED);
CREATE TABLE child (state state, kept boolean GENERATED ALWAYS AS (state = 'kept') STORED);
