INSERT INTO local VALUES (1, 'on');
