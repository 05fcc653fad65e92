INSERT INTO sorted_once VALUES (1, ARRAY[ARRAY['kept', 'lost']::kinds_once], ARRAY[ARRAY[1, 2]::amounts_once]), (2, NULL, NULL);
