INSERT INTO visitors VALUES ('Ada'), ('Bob');
