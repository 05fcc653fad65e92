-- hazards: access-widened
CREATE DEFAULT CONVERSION old_latin FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;
ALTER CONVERSION old_latin OWNER TO corpus_owner;
