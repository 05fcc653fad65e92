INSERT INTO regions (name) VALUES ('north');
INSERT INTO shops VALUES (1, NULL, 'corner');
