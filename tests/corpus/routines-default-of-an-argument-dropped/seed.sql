INSERT INTO guests VALUES ('Bob');
