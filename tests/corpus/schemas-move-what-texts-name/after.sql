CREATE SCHEMA new;
CREATE DOMAIN new.amount AS integer;
CREATE DOMAIN amounts AS new.amount[] CHECK (value <> ARRAY[(9)::new.amount]);
