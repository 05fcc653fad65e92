CREATE TABLE folders (id integer PRIMARY KEY, parent integer REFERENCES folders, name text);
CREATE RECURSIVE VIEW paths (id, path) AS SELECT id, name FROM folders WHERE parent IS NULL
    UNION ALL SELECT f.id, p.path || '/' || f.name FROM folders f JOIN paths p ON f.parent = p.id;
