INSERT INTO animals VALUES (1, 'cat');
INSERT INTO birds VALUES (2, 'owl', 2, 2);
INSERT INTO parrots VALUES (3, 'ara', 2, 2, '{hi}');
