INSERT INTO sales.orders VALUES (1, 'new');
