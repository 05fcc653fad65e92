-- hazards: table-rewrite, full-scan, index-build, access-widened
CREATE FUNCTION norm(raw text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower(raw)';
CREATE DOMAIN word AS text DEFAULT norm('None') CONSTRAINT is_normal CHECK (VALUE = norm(VALUE));
CREATE TABLE words (word word, raw text, CONSTRAINT differs CHECK (norm(raw) <> raw),
    low text GENERATED ALWAYS AS (norm(raw)) STORED);
CREATE UNIQUE INDEX words_norm ON words (norm(raw));
CREATE STATISTICS words_both ON low, raw FROM words;
ALTER TABLE words CLUSTER ON words_norm;
GRANT SELECT (low) ON words TO corpus_anon;
COMMENT ON COLUMN words.low IS 'made of raw';
ALTER TABLE words ENABLE ROW LEVEL SECURITY;
CREATE POLICY low_only ON words USING (raw = norm(raw));
CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER note BEFORE INSERT ON words FOR EACH ROW WHEN (norm(NEW.raw) = 'x') EXECUTE FUNCTION noted();
CREATE RULE skip AS ON UPDATE TO words WHERE norm(NEW.raw) = 'y' DO INSTEAD NOTHING;
CREATE FUNCTION other(a text DEFAULT norm('A')) RETURNS text LANGUAGE sql AS 'SELECT a';
