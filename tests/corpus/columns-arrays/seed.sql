INSERT INTO votes VALUES (1, '{1,2}', '{a,NULL}');
