INSERT INTO exams VALUES (1, 'a', ROW('maths, "hard"', 'b'), ARRAY[ROW('x', 'c')::result, NULL], '[c,b]', '{a,b}'), (2, NULL, NULL, '{}', 'empty', NULL);
