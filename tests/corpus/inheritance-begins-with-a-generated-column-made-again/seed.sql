INSERT INTO child VALUES ('kept');
