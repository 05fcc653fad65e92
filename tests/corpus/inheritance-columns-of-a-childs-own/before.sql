-- since: 18
-- inherited: c.f1
CREATE TABLE p(f1 int NOT NULL);
CREATE TABLE c() INHERITS (p);
