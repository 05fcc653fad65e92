CREATE SCHEMA shop; CREATE TABLE shop.orders (id integer PRIMARY KEY); CREATE TABLE notes (id integer PRIMARY KEY);
CREATE SCHEMA "Ware;house"; CREATE TABLE "Ware;house".goods (id integer PRIMARY KEY);
CREATE PUBLICATION everything FOR TABLES IN SCHEMA shop, "Ware;house";
CREATE PUBLICATION several FOR TABLES IN SCHEMA public;
ALTER PUBLICATION several OWNER TO corpus_owner;
