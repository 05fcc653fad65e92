INSERT INTO labels VALUES (1, 'a');
INSERT INTO uses VALUES ('a');
