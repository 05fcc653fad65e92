INSERT INTO contacts VALUES ('Ada', 'London', 'W1', 'first'), (NULL, NULL, NULL, NULL);
