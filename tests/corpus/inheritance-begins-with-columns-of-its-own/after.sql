-- hazards: full-scan
-- inherited: c.a, c.b
CREATE TABLE p(a int CONSTRAINT k CHECK (a>0), b int NOT NULL);
CREATE TABLE c() INHERITS (p);
