INSERT INTO totals VALUES (5), (7);
