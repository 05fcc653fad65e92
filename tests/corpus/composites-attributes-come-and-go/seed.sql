-- what has no value yet reads the same before and after
INSERT INTO people VALUES (1, NULL, NULL);
