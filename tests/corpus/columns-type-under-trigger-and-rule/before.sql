-- hazards: table-rewrite, data-loss
CREATE TABLE stock (id integer PRIMARY KEY, amount integer);
CREATE TABLE moves (at timestamptz DEFAULT now(), amount integer);
CREATE FUNCTION moved() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO moves (amount) VALUES (NEW.amount); RETURN NEW; END';
CREATE TRIGGER moved AFTER UPDATE OF amount ON stock FOR EACH ROW WHEN (OLD.amount <> NEW.amount) EXECUTE FUNCTION moved();
CREATE RULE kept AS ON DELETE TO stock WHERE old.amount > 0 DO INSTEAD NOTHING;
ALTER TABLE stock ENABLE ALWAYS TRIGGER moved;
