INSERT INTO posts VALUES (1, 'a', true, 1), (2, 'b', true, 1), (3, 'c', true, 2), (4, 'd', false, 2);
REFRESH MATERIALIZED VIEW top_authors;
