-- hazards: access-widened
CREATE TABLE posts (id serial PRIMARY KEY, title text);
GRANT USAGE ON SEQUENCE posts_id_seq TO corpus_anon;
CREATE TABLE tags (id bigserial PRIMARY KEY);
ALTER TABLE tags OWNER TO corpus_owner;
COMMENT ON SEQUENCE tags_id_seq IS 'of tags';
