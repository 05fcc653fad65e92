-- hazards: table-rewrite, full-scan, protection-disabled
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
CREATE DOMAIN amount AS numeric(10, 2) DEFAULT 1 NOT NULL;
CREATE TABLE mails (sender text, receiver email NOT NULL, cost amount);
