-- irreversible: cannot be changed in place (partition_key)
CREATE TABLE metrics (id integer NOT NULL, at date NOT NULL, host text) PARTITION BY RANGE (at);
