-- hazards: data-loss
CREATE TYPE contact AS (mail text, phone text);
CREATE TABLE firms (id integer PRIMARY KEY, contact contact);
CREATE VIEW faxes AS SELECT id, (contact).phone AS fax FROM firms;
