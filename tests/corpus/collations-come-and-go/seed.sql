INSERT INTO towns VALUES ('Köln'), ('koeln');
