-- hazards: table-rewrite
CREATE TYPE kind_of_all AS ENUM ('kept', 'lost');
CREATE DOMAIN kinds_once AS kind_of_all[] NOT NULL;
CREATE DOMAIN amounts_once AS bigint[];
CREATE TABLE sorted_once (id integer PRIMARY KEY, all_of_them kinds_once[], amounts amounts_once[]);
