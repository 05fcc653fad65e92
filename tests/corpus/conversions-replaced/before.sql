-- hazards: access-widened
CREATE CONVERSION old_latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
COMMENT ON CONVERSION old_latin IS 'as ever';
