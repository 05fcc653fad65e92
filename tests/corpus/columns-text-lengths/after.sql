-- hazards: table-rewrite
CREATE TABLE contacts (name varchar(40), city text, zip varchar(10), note varchar(100));
CREATE INDEX contacts_city ON contacts (city);
