INSERT INTO "Or.ders" VALUES (1, 'a''b', '{"c\\d",a''b}'), (2, 'c\d', NULL);
