-- hazards: data-loss, index-build, table-rewrite
-- changes: articles.words
CREATE TEXT SEARCH CONFIGURATION own (COPY = simple);
CREATE TABLE articles (id integer PRIMARY KEY, title text, words tsvector GENERATED ALWAYS AS (to_tsvector('textsearch_generated_column.own', title)) STORED);
CREATE INDEX articles_words ON articles USING gin (words);
