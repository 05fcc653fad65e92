-- hazards: table-rewrite
CREATE TABLE documents (id integer PRIMARY KEY, tenant integer NOT NULL);
CREATE TABLE pages (document_id integer REFERENCES documents, body text);
ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenants ON documents TO corpus_anon USING (tenant = current_setting('app.tenant', true)::integer);
ALTER TABLE pages ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_documents ON pages AS RESTRICTIVE FOR SELECT USING (EXISTS (SELECT FROM documents AS d WHERE d.id = document_id AND d.tenant > 0));
CREATE VIEW tenants WITH (security_barrier) AS SELECT DISTINCT tenant FROM documents;
COMMENT ON POLICY tenants ON documents IS 'each sees its own';
