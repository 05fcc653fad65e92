INSERT INTO events VALUES ('2023-02-01', 'view'), ('2024-02-01', 'click'); INSERT INTO base VALUES (1, 'view'); INSERT INTO child VALUES (2, 'click', 'x');
