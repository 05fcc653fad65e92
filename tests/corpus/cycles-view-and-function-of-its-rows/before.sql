-- hazards: access-widened
CREATE TYPE kind AS ENUM ('a', 'b');
CREATE TABLE posts (id integer PRIMARY KEY, title varchar(80), kind kind);
