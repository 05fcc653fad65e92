-- hazards: table-rewrite, full-scan
CREATE TABLE mails (id serial PRIMARY KEY, body text);
CREATE TABLE replies (id serial PRIMARY KEY, mail_id integer NOT NULL REFERENCES mails);
GRANT USAGE ON SEQUENCE mails_id_seq TO corpus_anon;
COMMENT ON SEQUENCE mails_id_seq IS 'of mails';
