CREATE PROCEDURE close_month(month date) LANGUAGE plpgsql AS 'BEGIN NULL; END';
GRANT EXECUTE ON ALL PROCEDURES IN SCHEMA routines_procedure_with_output TO corpus_staff;
ALTER ROUTINE close_month OWNER TO corpus_owner;
