INSERT INTO alone VALUES (2, 3, 4);
INSERT INTO typed_alone VALUES (2, 3);
