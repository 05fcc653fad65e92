-- since: 14
CREATE FUNCTION tax(amount integer) RETURNS numeric RETURN amount / 5.0;
CREATE FUNCTION gross(amount integer) RETURNS numeric BEGIN ATOMIC SELECT amount + tax(amount); END;
CREATE VIEW sample AS SELECT gross(100) AS gross;
COMMENT ON FUNCTION gross(integer) IS 'with tax';
