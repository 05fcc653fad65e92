-- since: 14
-- hazards: access-widened
CREATE FUNCTION gross(amount integer) RETURNS integer
    RETURN amount + amount / 5;
CREATE TABLE sales (amount integer CONSTRAINT not_too_much CHECK (gross(amount) < 100));
CREATE INDEX sales_gross ON sales (gross(amount));
ALTER TABLE sales ENABLE ROW LEVEL SECURITY;
CREATE POLICY small ON sales USING (gross(amount) < 10);
