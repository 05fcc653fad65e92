-- inherited: c.k
CREATE TABLE p(f1 int CONSTRAINT k CHECK (f1>0));
CREATE TABLE c() INHERITS (p);
