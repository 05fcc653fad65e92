-- hazards: table-rewrite, protection-disabled
CREATE UNLOGGED TABLE sessions (id serial PRIMARY KEY, token text NOT NULL UNIQUE, data jsonb);
CREATE INDEX sessions_data ON sessions USING gin (data);
CREATE VIEW open_sessions AS SELECT id, token FROM sessions;
