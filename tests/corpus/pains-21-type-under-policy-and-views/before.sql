-- hazards: table-rewrite
CREATE TABLE accounts (id integer PRIMARY KEY, tenant integer NOT NULL, name text);
ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_tenant ON accounts FOR ALL TO corpus_anon, corpus_staff
    USING (tenant = current_setting('app.tenant')::integer) WITH CHECK (tenant > 0);
COMMENT ON POLICY of_tenant ON accounts IS 'one tenant sees one';
CREATE VIEW tenants AS SELECT tenant, count(*) AS accounts FROM accounts GROUP BY tenant;
CREATE VIEW large_tenants AS SELECT tenant FROM tenants WHERE accounts > 10;
GRANT SELECT ON large_tenants TO corpus_anon;
