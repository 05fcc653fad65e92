CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = simple, STOPWORDS = english);
CREATE TEXT SEARCH DICTIONARY stems (TEMPLATE = snowball, LANGUAGE = english);
COMMENT ON TEXT SEARCH DICTIONARY stems IS 'English';
CREATE TEXT SEARCH CONFIGURATION words (PARSER = "default");
ALTER TEXT SEARCH CONFIGURATION words ADD MAPPING FOR asciiword WITH plain, stems;
ALTER TEXT SEARCH CONFIGURATION words ADD MAPPING FOR email WITH simple;
ALTER TEXT SEARCH CONFIGURATION words OWNER TO corpus_owner;
CREATE TABLE texts (id integer PRIMARY KEY, body text);
CREATE VIEW hits AS SELECT id FROM texts WHERE to_tsvector('textsearch_configuration_under_an_index.words', body) @@ 'x'::tsquery;
