CREATE PROCEDURE close_month(month date, INOUT closed integer DEFAULT 0) LANGUAGE plpgsql AS 'BEGIN closed := 1; END';
GRANT EXECUTE ON ALL PROCEDURES IN SCHEMA routines_procedure_with_output TO corpus_staff;
ALTER ROUTINE close_month OWNER TO corpus_owner;
