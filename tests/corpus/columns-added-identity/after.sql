-- hazards: table-rewrite, index-build
CREATE TABLE lines (body text, number integer GENERATED ALWAYS AS IDENTITY (START 100 INCREMENT 10) PRIMARY KEY);
