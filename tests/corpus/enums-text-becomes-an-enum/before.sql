-- hazards: full-scan, table-rewrite
CREATE TABLE tickets (id integer PRIMARY KEY, state text DEFAULT 'open', tags text[] NOT NULL DEFAULT '{}', CONSTRAINT known CHECK (state IN ('open', 'closed')));
CREATE VIEW open_tickets AS SELECT id FROM tickets WHERE state = 'open';
