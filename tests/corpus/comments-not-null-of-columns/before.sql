-- hazards: data-loss, full-scan
-- since: 18
CREATE TABLE t (a int CONSTRAINT x NOT NULL, b int CONSTRAINT y NOT NULL, c int NOT NULL, d int);
COMMENT ON CONSTRAINT x ON t IS 'x';
COMMENT ON CONSTRAINT y ON t IS 'y';
COMMENT ON CONSTRAINT t_c_not_null ON t IS 'z';
