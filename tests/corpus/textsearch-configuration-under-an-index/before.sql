-- hazards: index-build
CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = simple);
CREATE TEXT SEARCH CONFIGURATION words (PARSER = "default");
ALTER TEXT SEARCH CONFIGURATION words ADD MAPPING FOR asciiword, word WITH plain;
CREATE TABLE texts (id integer PRIMARY KEY, body text);
CREATE INDEX texts_found ON texts USING gin (to_tsvector('textsearch_configuration_under_an_index.words', body));
