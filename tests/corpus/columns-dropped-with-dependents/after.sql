-- hazards: data-loss
CREATE TABLE users (id integer PRIMARY KEY, email text UNIQUE);
CREATE VIEW contacts AS SELECT id, email FROM users;
