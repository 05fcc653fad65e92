-- hazards: data-loss, full-scan
CREATE DOMAIN positive AS integer CONSTRAINT positive CHECK (VALUE > 0);
CREATE DOMAIN given AS text NOT NULL;
CREATE TABLE stays (b positive);
CREATE TABLE parts (a positive, c given) PARTITION BY LIST (a);
CREATE TABLE changes (a integer, c text);
