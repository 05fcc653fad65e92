-- irreversible: index pains_19_invalid_index.carts/carts_owner is invalid
CREATE TABLE carts (id integer PRIMARY KEY, owner integer);
CREATE INDEX carts_owner ON carts (owner);
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'carts_owner'::regclass;
