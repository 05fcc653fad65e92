CREATE FOREIGN DATA WRAPPER foreign_wrapper_three;
CREATE SERVER foreign_server_three TYPE 'new' FOREIGN DATA WRAPPER foreign_wrapper_three;
CREATE USER MAPPING FOR corpus_staff SERVER foreign_server_three OPTIONS ("user" 'x');
GRANT USAGE ON FOREIGN SERVER foreign_server_three TO corpus_staff;
