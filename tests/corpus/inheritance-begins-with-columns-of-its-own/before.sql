-- hazards: protection-disabled
CREATE TABLE p(a int CONSTRAINT k CHECK (a>0), b int NOT NULL);
CREATE TABLE c(a int, b int);
