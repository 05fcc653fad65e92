INSERT INTO codes VALUES ('abc');
