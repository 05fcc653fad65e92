-- hazards: data-loss, index-build
CREATE TABLE clients (id integer PRIMARY KEY, mail text);
CREATE INDEX clients_mail ON clients (mail);
