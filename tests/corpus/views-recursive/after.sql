CREATE TABLE folders (id integer PRIMARY KEY, parent integer REFERENCES folders, name text);
CREATE RECURSIVE VIEW paths (id, path, depth) AS SELECT id, name, 0 FROM folders WHERE parent IS NULL
    UNION ALL SELECT f.id, p.path || '/' || f.name, p.depth + 1 FROM folders f JOIN paths p ON f.parent = p.id;
