CREATE TABLE nothing (a integer);
CREATE SEQUENCE numbers;
CREATE TABLE invoices (number bigint PRIMARY KEY DEFAULT nextval('numbers'));
CREATE TABLE credits (number bigint PRIMARY KEY DEFAULT nextval('numbers'));
ALTER SEQUENCE numbers OWNED BY invoices.number;
