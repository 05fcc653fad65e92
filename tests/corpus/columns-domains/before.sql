-- hazards: table-rewrite, protection-disabled
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
CREATE DOMAIN amount AS numeric(10, 2) DEFAULT 1 NOT NULL;
CREATE TABLE mails (sender email, receiver text, cost numeric(10, 2));
