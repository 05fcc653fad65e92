INSERT INTO documents VALUES (1);
