-- hazards: table-rewrite
-- changes: answers.yes, answers.data
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TABLE answers (id integer PRIMARY KEY, number integer DEFAULT 1, mood mood DEFAULT 'good', yes boolean, data jsonb, key uuid, tags text[]);
