-- What a Supabase project has before its user makes anything, as far as it matters to a comparison: the platform's
-- roles, schemas, tables and functions, the tables in which its services keep their versions, default privileges,
-- event triggers and publications. Roles are the server's: they are made where they are missing, and stay.
DO $$
DECLARE
    one text;
BEGIN
    FOREACH one IN ARRAY ARRAY['anon', 'authenticated', 'service_role', 'dashboard_user', 'pgbouncer', 'supabase_admin',
                               'supabase_auth_admin', 'supabase_storage_admin', 'supabase_realtime_admin',
                               'supabase_functions_admin', 'supabase_replication_admin',
                               'supabase_read_only_user'] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I', one);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END;
    END LOOP;
    BEGIN
        CREATE ROLE authenticator NOINHERIT LOGIN;
        GRANT anon, authenticated, service_role TO authenticator;
        ALTER ROLE supabase_admin SUPERUSER;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
END $$;

CREATE SCHEMA auth AUTHORIZATION supabase_auth_admin;
CREATE SCHEMA storage AUTHORIZATION supabase_storage_admin;
CREATE SCHEMA realtime AUTHORIZATION supabase_admin;
CREATE SCHEMA _realtime AUTHORIZATION supabase_admin;
CREATE SCHEMA extensions;
CREATE SCHEMA graphql_public AUTHORIZATION supabase_admin;
CREATE SCHEMA supabase_functions AUTHORIZATION supabase_admin;
CREATE SCHEMA supabase_migrations;

SET ROLE supabase_auth_admin;
CREATE TABLE auth.schema_migrations (version varchar(255) PRIMARY KEY);
INSERT INTO auth.schema_migrations VALUES ('00'), ('20221208132122'), ('20240427152123');
CREATE TABLE auth.users (
    instance_id uuid, id uuid PRIMARY KEY, aud varchar(255), role varchar(255), email varchar(255),
    encrypted_password varchar(255), created_at timestamptz, raw_user_meta_data jsonb
);
CREATE INDEX users_instance_id_idx ON auth.users USING btree (instance_id);
ALTER TABLE auth.users ENABLE ROW LEVEL SECURITY;
CREATE TABLE auth.identities (
    provider_id text NOT NULL, user_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE, id uuid PRIMARY KEY
);
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE
    AS $$ SELECT nullif(current_setting('request.jwt.claim.sub', true), '')::uuid $$;
COMMENT ON TABLE auth.users IS 'Auth: Stores user login data within a secure schema.';
RESET ROLE;
GRANT USAGE ON SCHEMA auth TO anon, authenticated, service_role;
GRANT ALL ON ALL TABLES IN SCHEMA auth TO dashboard_user;
GRANT ALL ON FUNCTION auth.uid() TO dashboard_user;

SET ROLE supabase_storage_admin;
CREATE TABLE storage.migrations (
    id integer PRIMARY KEY, name varchar(100) UNIQUE NOT NULL, hash varchar(40) NOT NULL, executed_at timestamp
);
INSERT INTO storage.migrations VALUES (0, 'create-migrations-table', 'a'), (25, 'custom-metadata', 'b');
CREATE TABLE storage.buckets (id text PRIMARY KEY, name text NOT NULL, public boolean DEFAULT false);
CREATE TABLE storage.objects (
    id uuid PRIMARY KEY, bucket_id text REFERENCES storage.buckets, name text, owner_id text, metadata jsonb
);
CREATE UNIQUE INDEX bucketid_objname ON storage.objects (bucket_id, name);
ALTER TABLE storage.objects ENABLE ROW LEVEL SECURITY;
ALTER TABLE storage.buckets ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION storage.update_updated_at_column() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
CREATE TRIGGER update_objects_updated_at BEFORE UPDATE ON storage.objects
    FOR EACH ROW EXECUTE FUNCTION storage.update_updated_at_column();
RESET ROLE;
GRANT USAGE ON SCHEMA storage TO anon, authenticated, service_role;
GRANT ALL ON storage.objects, storage.buckets TO anon, authenticated, service_role;

SET ROLE supabase_admin;
CREATE TABLE realtime.schema_migrations (version bigint PRIMARY KEY, inserted_at timestamp(0));
INSERT INTO realtime.schema_migrations VALUES (20211116024918), (20241019105805);
CREATE TABLE realtime.messages (topic text NOT NULL, inserted_at timestamp NOT NULL) PARTITION BY RANGE (inserted_at);
ALTER TABLE realtime.messages ENABLE ROW LEVEL SECURITY;
CREATE TABLE realtime.messages_2026_11_22 PARTITION OF realtime.messages
    FOR VALUES FROM ('2026-11-22') TO ('2026-11-23');
CREATE TABLE _realtime.schema_migrations (version bigint PRIMARY KEY, inserted_at timestamp(0));
INSERT INTO _realtime.schema_migrations VALUES (20230810220924);
CREATE TABLE supabase_functions.migrations (version text PRIMARY KEY, inserted_at timestamptz);
INSERT INTO supabase_functions.migrations VALUES ('initial'), ('20210809183423_update_grants');
CREATE FUNCTION extensions.grant_pg_cron_access() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE EVENT TRIGGER issue_pg_cron_access ON ddl_command_end WHEN TAG IN ('CREATE EXTENSION')
    EXECUTE FUNCTION extensions.grant_pg_cron_access();
CREATE PUBLICATION supabase_realtime_messages_publication FOR TABLE realtime.messages;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO postgres, anon, authenticated, service_role;
RESET ROLE;
CREATE PUBLICATION supabase_realtime;

GRANT USAGE ON SCHEMA public TO postgres, anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO postgres, anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON FUNCTIONS TO postgres, anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON SEQUENCES TO postgres, anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES IN SCHEMA storage GRANT ALL ON TABLES TO postgres, anon, authenticated, service_role;
CREATE TABLE supabase_migrations.schema_migrations (version text PRIMARY KEY, statements text[], name text);
