CREATE TABLE settings (id integer PRIMARY KEY, a text, b integer DEFAULT 5, c date DEFAULT '2024-01-01', d text[] DEFAULT ARRAY['a', 'b'], e interval DEFAULT '1 mon 2 days 03:04:05');
