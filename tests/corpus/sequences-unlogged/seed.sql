SELECT nextval('plain'), nextval('quick');
INSERT INTO t DEFAULT VALUES;
