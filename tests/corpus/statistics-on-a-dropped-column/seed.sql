INSERT INTO trips VALUES ('Paris', 'fr', 100);
