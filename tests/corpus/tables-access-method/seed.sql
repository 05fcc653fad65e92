INSERT INTO archive VALUES (1, 'once upon a time');
REFRESH MATERIALIZED VIEW titles;
