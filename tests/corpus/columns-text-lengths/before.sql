-- hazards: table-rewrite
CREATE TABLE contacts (name varchar(20), city varchar(30), zip char(5), note text);
CREATE INDEX contacts_city ON contacts (city);
