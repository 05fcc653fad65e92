-- alone
CREATE SCHEMA old;
CREATE DOMAIN old.amount AS integer;
CREATE DOMAIN amounts AS old.amount[] CHECK (value <> ARRAY[(9)::old.amount]);
