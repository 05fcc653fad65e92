-- irreversible: column inheritance_column_stays_with_a_child.kept/b cannot be changed in place (inherited)
CREATE TABLE above (a integer, b integer);
CREATE TABLE kept () INHERITS (above);
CREATE TABLE below_kept () INHERITS (kept);
CREATE TABLE without () INHERITS (above);
CREATE TABLE below_without () INHERITS (without);
