-- What the bot keeps: deployments and what became of them, who decided what, what was said where, and what drifted.
-- What the databases themselves hold of their migrations stands in them, in the schemas supabase_migrations and schemabot.
CREATE SCHEMA bot;

CREATE SEQUENCE bot.deployment_numbers;

CREATE TABLE bot.deployments (
    id text PRIMARY KEY,                          -- production-42: the environment and the number
    number bigint NOT NULL UNIQUE,
    mark text NOT NULL UNIQUE,                    -- what the databases' own histories know it by
    environment text NOT NULL,
    action text NOT NULL CHECK (action IN ('deploy', 'rollback')),
    commit text NOT NULL CHECK (commit ~ '^[0-9a-f]{40}$'),
    branch text NOT NULL,
    message text NOT NULL,                        -- of the commit, all of it
    author_name text NOT NULL,
    author_email text NOT NULL,
    author_user text,                             -- Slack's id of the author; null where Slack does not know the address
    co_authors text[] NOT NULL DEFAULT '{}',      -- Slack's ids of others who wrote what is applied
    origin text NOT NULL CHECK (origin IN ('push', 'api', 'slack', 'retry')),
    requested_by text NOT NULL,                   -- Slack's id, or the name that GitHub or the caller gave
    back_to text,                                 -- of a rollback: the version that is to be the last one; '0' for none
    retry_of text REFERENCES bot.deployments,
    undoes text REFERENCES bot.deployments,       -- of a rollback: the deployment of which all that was applied goes
    state text NOT NULL CHECK (state IN ('queued', 'running', 'waiting', 'deployed', 'failed', 'unverified', 'rejected',
                                         'expired', 'void', 'superseded', 'cancelled')),
    phase text,                                   -- the last one that began
    reason text NOT NULL DEFAULT '',              -- why it is in this state, for people
    remedy text NOT NULL DEFAULT '',              -- what to do about it
    has_applied boolean NOT NULL DEFAULT false,   -- whether the database may not be as it was
    superseded_by text REFERENCES bot.deployments,
    progress jsonb,                               -- what is being done at the moment
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    finished_at timestamptz
);
CREATE INDEX deployments_unfinished ON bot.deployments (environment, number) WHERE finished_at IS NULL;
CREATE INDEX deployments_commit ON bot.deployments (environment, commit);

-- What each phase found: the records of sync.deploy.pipeline, as JSON.
CREATE TABLE bot.phases (
    deployment text NOT NULL REFERENCES bot.deployments ON DELETE CASCADE,
    phase text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    result jsonb,
    PRIMARY KEY (deployment, phase)
);

-- What people are asked.
CREATE TABLE bot.approvals (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    deployment text NOT NULL REFERENCES bot.deployments ON DELETE CASCADE,
    subject text NOT NULL CHECK (subject IN ('deployment', 'drift')),
    digest text NOT NULL,                         -- of what is approved: of the plan, or of the drift
    commit text NOT NULL,
    required integer NOT NULL CHECK (required > 0),
    approvers text[] NOT NULL,                    -- ids of users and user groups, as configured when it was asked
    own boolean NOT NULL,                         -- whether the author may approve
    state text NOT NULL DEFAULT 'open'
        CHECK (state IN ('open', 'approved', 'rejected', 'expired', 'void', 'superseded', 'cancelled')),
    reason text NOT NULL DEFAULT '',
    asked_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    decided_at timestamptz,
    UNIQUE (deployment, subject)
);
CREATE UNIQUE INDEX approvals_open ON bot.approvals (deployment) WHERE state = 'open';

-- Who said what, once each.
CREATE TABLE bot.decisions (
    approval bigint NOT NULL REFERENCES bot.approvals ON DELETE CASCADE,
    person text NOT NULL,                         -- Slack's id
    decision text NOT NULL CHECK (decision IN ('approve', 'reject')),
    reason text NOT NULL DEFAULT '',
    overrides_freeze boolean NOT NULL DEFAULT false,
    made_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (approval, person)
);

CREATE TABLE bot.backups (
    id text PRIMARY KEY,
    deployment text REFERENCES bot.deployments,
    environment text NOT NULL,
    place text NOT NULL,
    size_bytes bigint NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now()
);

-- Every click and command that decides or changes something, also those that were refused. Nothing is ever changed here.
CREATE TABLE bot.audit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    happened_at timestamptz NOT NULL DEFAULT now(),
    actor text NOT NULL,                          -- Slack's id, github, api, or schemabot
    action text NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('done', 'refused')),
    deployment text,
    environment text,
    commit text,
    digest text,
    detail text NOT NULL DEFAULT ''
);
CREATE INDEX audit_deployment ON bot.audit (deployment);
CREATE FUNCTION bot.keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is only ever added to';
END
$$;
CREATE TRIGGER keep_audit BEFORE UPDATE OR DELETE OR TRUNCATE ON bot.audit
    FOR EACH STATEMENT EXECUTE FUNCTION bot.keep_audit();

-- Deliveries of webhooks that were taken in.
CREATE TABLE bot.deliveries (
    id text PRIMARY KEY,
    received_at timestamptz NOT NULL DEFAULT now()
);

-- What is to be said in Slack, and what was. A row is made in the transaction that makes what it tells of so, and sent by
-- a courier, which finds again what may have been sent before it died.
CREATE TABLE bot.posts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject text NOT NULL,                        -- what it is about: a deployment's id, a night's
    key text NOT NULL,                            -- which of its posts
    kind text NOT NULL,                           -- how it is made of what is known
    arguments jsonb NOT NULL DEFAULT '{}',
    person text,                                  -- to whom alone; else to the channel
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'sent', 'dropped')),
    channel text,                                 -- where it stands
    ts text,                                      -- since when, in Slack's form
    wanted_revision bigint NOT NULL DEFAULT 1,    -- grows when what it tells of changes
    shown_revision bigint NOT NULL DEFAULT 0,     -- which of these stands there
    attempts integer NOT NULL DEFAULT 0,
    error text,
    not_before timestamptz NOT NULL DEFAULT now(),
    made_at timestamptz NOT NULL DEFAULT now(),
    sent_at timestamptz,
    UNIQUE (subject, key)
);
CREATE INDEX posts_unsent ON bot.posts (id) WHERE state <> 'dropped' AND shown_revision < wanted_revision;
