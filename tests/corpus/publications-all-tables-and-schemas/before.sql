-- alone
-- since: 15
-- hazards: data-loss
CREATE SCHEMA shop; CREATE TABLE shop.orders (id integer PRIMARY KEY); CREATE TABLE notes (id integer PRIMARY KEY);
CREATE PUBLICATION everything FOR ALL TABLES;
CREATE PUBLICATION several FOR TABLES IN SCHEMA shop, TABLE notes;
