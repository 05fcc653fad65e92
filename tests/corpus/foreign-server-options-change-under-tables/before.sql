CREATE FOREIGN DATA WRAPPER foreign_wrapper_one OPTIONS (debug 'true', "odd name" 'x');
COMMENT ON FOREIGN DATA WRAPPER foreign_wrapper_one IS 'of our own';
CREATE SERVER foreign_server_one TYPE 'shop' VERSION '1' FOREIGN DATA WRAPPER foreign_wrapper_one OPTIONS (host 'a', port '1');
CREATE USER MAPPING FOR PUBLIC SERVER foreign_server_one OPTIONS ("user" 'guest');
CREATE USER MAPPING FOR corpus_staff SERVER foreign_server_one OPTIONS ("user" 'staff');
CREATE FOREIGN TABLE goods (id integer NOT NULL, price numeric OPTIONS (column_name 'p')) SERVER foreign_server_one OPTIONS (schema_name 's', table_name 't');
CREATE VIEW cheap AS SELECT id FROM goods WHERE price < 10;
GRANT USAGE ON FOREIGN SERVER foreign_server_one TO corpus_staff;
