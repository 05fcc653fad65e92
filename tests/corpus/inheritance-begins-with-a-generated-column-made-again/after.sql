-- hazards: table-rewrite
CREATE TYPE state AS ENUM ('kept', 'found');
CREATE TABLE parent (state state, kept boolean GENERATED ALWAYS AS (state = 'kept') STORED);
CREATE TABLE child (state state, kept boolean GENERATED ALWAYS AS (state = 'kept') STORED) INHERITS (parent);
