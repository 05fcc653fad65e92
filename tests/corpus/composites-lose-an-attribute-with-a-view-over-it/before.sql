CREATE TYPE contact AS (mail text, phone text, fax text);
CREATE TABLE firms (id integer PRIMARY KEY, contact contact);
CREATE VIEW faxes AS SELECT id, (contact).fax FROM firms;
