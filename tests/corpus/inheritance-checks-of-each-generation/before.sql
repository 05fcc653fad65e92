-- hazards: protection-disabled
CREATE TABLE p(f1 int);
CREATE TABLE c() INHERITS (p);
CREATE TABLE d() INHERITS (c);
