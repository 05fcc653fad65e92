INSERT INTO orders VALUES
    (NULL, 'b', 'x'), (-1, 'b', 'x'), (-1, 'b', 'x'), (-2, 'c', 'x'), (-2, 'c', 'x'), (-3, 'd', 'x'), (-3, 'd', 'x'), (-4, 'e', 'x');
