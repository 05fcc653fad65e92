INSERT INTO words VALUES ('Word');
