INSERT INTO "table" VALUES (1, 'a', 'b', '2024-02-02');
