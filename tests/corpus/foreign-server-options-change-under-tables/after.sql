-- hazards: access-widened
CREATE FOREIGN DATA WRAPPER foreign_wrapper_one OPTIONS ("odd name" 'it''s "y"', trace 'on');
CREATE SERVER foreign_server_one TYPE 'shop' VERSION '2' FOREIGN DATA WRAPPER foreign_wrapper_one OPTIONS (host 'b', dbname 'd');
CREATE USER MAPPING FOR PUBLIC SERVER foreign_server_one OPTIONS ("user" 'visitor');
CREATE USER MAPPING FOR corpus_anon SERVER foreign_server_one;
CREATE FOREIGN TABLE goods (id bigint NOT NULL, price numeric, name text OPTIONS (column_name 'n')) SERVER foreign_server_one OPTIONS (table_name 'goods');
CREATE VIEW cheap AS SELECT id FROM goods WHERE price < 10;
GRANT USAGE ON FOREIGN SERVER foreign_server_one TO corpus_staff, corpus_anon;
