-- What drifted: what each look at the databases found, since when it has been so, and who knows of it.
CREATE SEQUENCE bot.report_numbers;

-- What is told at once: of a night, of a change between the nights, of a question.
CREATE TABLE bot.reports (
    subject text PRIMARY KEY,                     -- drift/2026-11-23, watch/production/7, asked/8
    occasion text NOT NULL CHECK (occasion IN ('night', 'watch', 'asked')),
    environments text[] NOT NULL,                 -- which were to be checked
    since timestamptz,                            -- what was first seen after that is new in it; null: everything
    asked_by text,                                -- Slack's id
    checks integer NOT NULL DEFAULT 0,            -- how often it was made
    is_checking boolean NOT NULL DEFAULT false,   -- whether it is being made once more
    result jsonb,                                 -- what was found, as bot.drift.values has it
    made_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX reports_made ON bot.reports (occasion, made_at);

-- A difference, from when it was first seen until it is gone.
CREATE TABLE bot.findings (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    environment text NOT NULL,
    against text NOT NULL,                        -- files, or the environment before
    kind text NOT NULL,                           -- of the object
    identity text NOT NULL,
    change text NOT NULL CHECK (change IN ('added', 'removed', 'changed')),
    digest text NOT NULL,                         -- of the difference with all attributes
    said text NOT NULL,                           -- what differs, for people
    detail text NOT NULL,                         -- all that differs, line by line
    exposes text NOT NULL,                        -- how it opens data to others; empty where it does not
    first_seen_at timestamptz NOT NULL,
    changed_at timestamptz,                       -- when it was last found to be another difference of the object
    last_seen_at timestamptz NOT NULL,
    resolved_at timestamptz,
    told_in text REFERENCES bot.reports,          -- which report first told it as it is
    acknowledged_by text,                         -- Slack's id; who knows of it as it is
    acknowledged_until timestamptz,
    acknowledged_why text
);
CREATE UNIQUE INDEX findings_open ON bot.findings (environment, against, kind, identity) WHERE resolved_at IS NULL;
CREATE INDEX findings_told ON bot.findings (told_in);

-- Whether an environment could be checked.
CREATE TABLE bot.checked (
    environment text NOT NULL,
    against text NOT NULL,
    checked_at timestamptz NOT NULL,
    problem text NOT NULL DEFAULT '',             -- why it could not be checked; empty where it could
    failing_since timestamptz,                    -- kept when it can be checked again, for whoever tells that
    back_at timestamptz,
    PRIMARY KEY (environment, against)
);

-- What a live database looked like when somebody last looked.
CREATE TABLE bot.fingerprints (
    environment text PRIMARY KEY,
    digest text NOT NULL,
    taken_at timestamptz NOT NULL
);
