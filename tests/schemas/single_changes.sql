-- What MusicBrainz has none of, so that the single changes have something of every kind to change.
CREATE SCHEMA editorial;

CREATE TABLE editorial.note (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    parent bigint REFERENCES editorial.note,
    editor text NOT NULL DEFAULT 'nobody' COLLATE "C",
    body text NOT NULL,
    words integer GENERATED ALWAYS AS (length(body)) STORED,
    state text,
    CONSTRAINT note_body_not_empty CHECK (body <> ''),
    CONSTRAINT note_once UNIQUE (editor, body)
);
CREATE INDEX note_state_idx ON editorial.note (state);
ALTER TABLE editorial.note ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON editorial.note FOR SELECT TO PUBLIC USING (editor = CURRENT_USER);
CREATE POLICY write ON editorial.note FOR INSERT WITH CHECK (body <> 'spam');
CREATE POLICY clerks ON editorial.note FOR ALL TO pg_read_all_stats USING (true);

CREATE TABLE editorial.log (at timestamptz NOT NULL, line text) PARTITION BY RANGE (at);
CREATE TABLE editorial.log_2024 PARTITION OF editorial.log FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX log_at_idx ON editorial.log (at);

CREATE PROCEDURE editorial.tidy(days integer) LANGUAGE sql
    AS 'DELETE FROM editorial.log WHERE at < now() - days * interval ''1 day''';

CREATE VIEW editorial.notes WITH (security_barrier = true) AS
    SELECT id, editor, body FROM editorial.note WHERE state IS NULL;
CREATE MATERIALIZED VIEW editorial.totals AS SELECT editor, count(*) AS notes FROM editorial.note GROUP BY 1;
CREATE UNIQUE INDEX totals_key ON editorial.totals (editor);
CREATE SEQUENCE editorial.ticket;
