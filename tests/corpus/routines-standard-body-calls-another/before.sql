-- since: 14
CREATE FUNCTION tax(amount integer) RETURNS integer RETURN amount / 5;
CREATE FUNCTION gross(amount integer) RETURNS numeric BEGIN ATOMIC SELECT amount + tax(amount); END;
CREATE VIEW sample AS SELECT gross(100) AS gross;
COMMENT ON FUNCTION gross(integer) IS 'with tax';
