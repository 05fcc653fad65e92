-- inherited: c.f1
CREATE TABLE p(f1 int NOT NULL);
CREATE TABLE c(f1 int NOT NULL) INHERITS (p);
