-- hazards: protection-disabled
-- since: 18
CREATE TABLE p1(f1 int);
CREATE TABLE p1_c1() INHERITS (p1);
