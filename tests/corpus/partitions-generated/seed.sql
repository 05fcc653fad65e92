INSERT INTO rects VALUES (2, 3, 'a');
