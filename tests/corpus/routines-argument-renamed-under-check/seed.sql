INSERT INTO currencies VALUES ('EUR', 'Euro');
