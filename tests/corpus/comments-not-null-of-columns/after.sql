-- hazards: full-scan
CREATE TABLE t (a int CONSTRAINT x1 NOT NULL, b int, c int NOT NULL, d int NOT NULL, e int CONSTRAINT e NOT NULL);
COMMENT ON CONSTRAINT x1 ON t IS 'x';
COMMENT ON CONSTRAINT t_d_not_null ON t IS 'd';
COMMENT ON CONSTRAINT e ON t IS 'd';
