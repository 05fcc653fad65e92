-- hazards: index-build, table-rewrite
CREATE TYPE size AS ENUM ('large', 'medium', 'small');
CREATE TABLE shirts (id integer PRIMARY KEY, size size NOT NULL, other size[]);
CREATE INDEX shirts_by_size ON shirts (size DESC, id);
CREATE INDEX shirts_large ON shirts (id) WHERE size > 'medium';
COMMENT ON COLUMN shirts.size IS 'as on the label';
