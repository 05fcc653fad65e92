-- hazards: table-rewrite, protection-disabled
CREATE DOMAIN positive AS integer;
CREATE DOMAIN given AS text;
CREATE TABLE stays (a positive, b positive, c given);
CREATE TABLE goes (a positive, c given);
CREATE TABLE parts (a positive, c given) PARTITION BY LIST (a);
CREATE TABLE part PARTITION OF parts FOR VALUES IN (-1);
CREATE TABLE child () INHERITS (stays);
CREATE TABLE changes (a positive, c given);
