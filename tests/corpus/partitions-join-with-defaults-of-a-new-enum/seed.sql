INSERT INTO a_door VALUES (1, 'kept', '{kept}', '{kept}');
INSERT INTO split VALUES (2, 'kept', '{}', '{}');
