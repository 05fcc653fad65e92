-- since: 15
-- hazards: full-scan
CREATE TABLE tenants (id integer, part integer, PRIMARY KEY (id, part));
CREATE TABLE rooms (tenant integer NOT NULL, part integer, CONSTRAINT of_part FOREIGN KEY (tenant, part) REFERENCES tenants ON DELETE NO ACTION);
