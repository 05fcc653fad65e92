INSERT INTO child VALUES (NULL, '', 'x');
INSERT INTO below VALUES (NULL, '', 'x');
INSERT INTO leaves VALUES (NULL, '', 'x');
INSERT INTO below_leaves VALUES (NULL, '', 'x');
