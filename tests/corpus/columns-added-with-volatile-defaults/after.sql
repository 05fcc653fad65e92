-- hazards: table-rewrite
-- changes: tickets
CREATE SEQUENCE tickets;
CREATE TABLE visitors (name text, ticket bigint NOT NULL DEFAULT nextval('tickets'), token uuid NOT NULL DEFAULT gen_random_uuid());
