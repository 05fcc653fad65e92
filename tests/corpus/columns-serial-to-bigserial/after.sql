-- hazards: table-rewrite, full-scan
CREATE TABLE mails (id bigserial PRIMARY KEY, body text);
CREATE TABLE replies (id bigserial PRIMARY KEY, mail_id bigint NOT NULL REFERENCES mails);
GRANT USAGE ON SEQUENCE mails_id_seq TO corpus_anon;
COMMENT ON SEQUENCE mails_id_seq IS 'of mails';
