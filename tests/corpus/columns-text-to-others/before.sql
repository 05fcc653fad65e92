-- hazards: table-rewrite
-- changes: answers.yes, answers.data
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TABLE answers (id integer PRIMARY KEY, number text DEFAULT '1', mood text DEFAULT 'good', yes text, data text, key varchar(40), tags text);
