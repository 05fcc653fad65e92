CREATE TABLE posts (id integer PRIMARY KEY, title text, published boolean NOT NULL, author integer);
CREATE VIEW visible AS SELECT id, title, author FROM posts WHERE published;
CREATE VIEW by_author AS SELECT author, count(*) AS posts FROM visible GROUP BY author;
CREATE MATERIALIZED VIEW top_authors AS SELECT author FROM by_author WHERE posts > 1;
CREATE UNIQUE INDEX top_authors_author ON top_authors (author);
GRANT SELECT ON by_author TO corpus_anon;
GRANT SELECT ON visible TO corpus_owner;
ALTER VIEW by_author OWNER TO corpus_owner;
COMMENT ON MATERIALIZED VIEW top_authors IS 'refreshed at night';
