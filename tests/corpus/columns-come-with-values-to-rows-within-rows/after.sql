-- refused: cannot come with values: column columns_come_with_values_to_rows_within_rows.user_of_child/c has the row type of
CREATE TABLE plain (a integer, b text, c integer);
CREATE TABLE user_of_plain (c plain[]);
CREATE TABLE parent (a integer, b integer DEFAULT 5);
CREATE TABLE child () INHERITS (parent);
CREATE TABLE user_of_child (c child);
