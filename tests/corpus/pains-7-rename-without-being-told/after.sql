-- hazards: data-loss, index-build
CREATE TABLE clients (id integer PRIMARY KEY, email text);
CREATE INDEX clients_email ON clients (email);
