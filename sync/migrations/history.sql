-- What a database keeps of the migrations that were applied to it. The schemas are there.
-- The first table is that of the Supabase CLI, made and grown as it does it; one that it made is taken as it is.
CREATE TABLE IF NOT EXISTS supabase_migrations.schema_migrations (version text NOT NULL PRIMARY KEY);
ALTER TABLE supabase_migrations.schema_migrations ADD COLUMN IF NOT EXISTS statements text[];
ALTER TABLE supabase_migrations.schema_migrations ADD COLUMN IF NOT EXISTS name text;

-- What schemabot did, also what failed or was taken back. A row that is `running` while nobody deploys was left by a
-- deployment that died: the next one goes on behind the steps that are done.
CREATE TABLE IF NOT EXISTS schemabot.migration_runs (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version text NOT NULL,
    name text NOT NULL,
    action text NOT NULL CHECK (action IN ('apply', 'rollback', 'mark', 'unmark')),
    state text NOT NULL CHECK (state IN ('running', 'done', 'failed')),
    digest text NOT NULL,                 -- of the file's text: SHA-256, line ends made the same
    steps text[] NOT NULL DEFAULT '{}',   -- a digest of each step: what has to be the same to go on
    steps_done integer NOT NULL DEFAULT 0,
    begun jsonb,                          -- of a step outside of transactions: what there was before it
    snapshot text,                        -- of the schema before: its digest in schemabot.snapshots
    started_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    finished_at timestamptz,
    rows_affected bigint,
    notices text[] NOT NULL DEFAULT '{}',
    error text,
    run_by text NOT NULL,                 -- who asked for it
    deployment text,                      -- which deployment it was part of
    overridden text,                      -- what --force passed over
    tool_version text NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS migration_runs_running ON schemabot.migration_runs (version) WHERE state = 'running';
CREATE TABLE IF NOT EXISTS schemabot.snapshots (
    digest text PRIMARY KEY,
    content bytea NOT NULL                -- a snapshot file, compressed with zlib
);
