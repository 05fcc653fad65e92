-- hazards: data-loss, protection-disabled
CREATE TABLE users (id integer PRIMARY KEY, email text UNIQUE);
CREATE VIEW contacts AS SELECT id, email FROM users;
