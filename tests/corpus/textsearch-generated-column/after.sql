-- hazards: table-rewrite, index-build before 17
-- changes: articles.words
CREATE TEXT SEARCH CONFIGURATION own (COPY = english);
CREATE TABLE articles (id integer PRIMARY KEY, title text, body text, words tsvector GENERATED ALWAYS AS (to_tsvector('textsearch_generated_column.own', title || coalesce(body, ''))) STORED);
CREATE INDEX articles_words ON articles USING gin (words);
