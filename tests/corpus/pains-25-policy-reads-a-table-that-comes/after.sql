-- hazards: access-widened
CREATE TABLE documents (id integer PRIMARY KEY);
ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
CREATE TABLE zz_shares (document integer REFERENCES documents, reader text);
CREATE FUNCTION a_shared(integer) RETURNS boolean LANGUAGE plpgsql STABLE
    AS 'BEGIN RETURN EXISTS (SELECT FROM zz_shares WHERE document = $1); END';
CREATE POLICY shared ON documents TO corpus_anon USING (EXISTS (SELECT FROM zz_shares s WHERE s.document = documents.id));
CREATE POLICY also ON documents TO corpus_staff USING (a_shared(id));
