INSERT INTO logs VALUES ('info', 1), ('error', 2);
INSERT INTO numbers VALUES (5), (17);
