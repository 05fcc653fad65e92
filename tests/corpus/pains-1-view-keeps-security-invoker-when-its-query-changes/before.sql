-- since: 15
CREATE TABLE documents (id integer PRIMARY KEY, owner text, title text);
ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON documents USING (owner = CURRENT_USER);
CREATE VIEW mine WITH (security_invoker = true, security_barrier = true) AS SELECT id FROM documents;
GRANT SELECT ON mine TO corpus_anon;
