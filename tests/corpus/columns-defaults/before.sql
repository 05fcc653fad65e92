CREATE TABLE settings (id integer PRIMARY KEY, a text DEFAULT 'x', b integer, c date DEFAULT CURRENT_DATE, d text[] DEFAULT '{}', e interval DEFAULT '1 day');
