-- hazards: table-rewrite
CREATE TYPE kind_once AS ENUM ('kept', 'lost');
CREATE DOMAIN kinds_once AS kind_once[] NOT NULL;
CREATE DOMAIN amounts_once AS integer[];
CREATE TABLE sorted_once (id integer PRIMARY KEY, all_of_them kinds_once[], amounts amounts_once[]);
