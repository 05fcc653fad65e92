CREATE TABLE p1(f1 int);
CREATE TABLE p1_c1() INHERITS (p1);
ALTER table p1_c1 add constraint k9 check (f1 < 10) not valid enforced;
ALTER table p1 add constraint k9 check (f1 < 10) not enforced;
