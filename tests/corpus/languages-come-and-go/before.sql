-- alone
CREATE TABLE nothing (a integer);
