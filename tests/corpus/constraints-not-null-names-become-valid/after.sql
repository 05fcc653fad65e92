-- hazards: data-loss, full-scan
CREATE TABLE t (a int CONSTRAINT y NOT NULL);
CREATE TABLE u (a int NOT NULL);
