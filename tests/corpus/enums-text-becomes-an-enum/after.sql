-- hazards: protection-disabled, table-rewrite
CREATE TYPE state AS ENUM ('open', 'closed');
CREATE TYPE tag AS ENUM ('bug', 'wish');
CREATE TABLE tickets (id integer PRIMARY KEY, state state DEFAULT 'open', tags tag[] NOT NULL DEFAULT '{}');
CREATE VIEW open_tickets AS SELECT id FROM tickets WHERE state = 'open';
