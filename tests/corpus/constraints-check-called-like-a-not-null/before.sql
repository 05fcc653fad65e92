-- alone
-- hazards: data-loss, full-scan
CREATE TABLE versions (id integer NOT NULL, name text, CONSTRAINT versions_id_not_null CHECK (id IS NOT NULL));
CREATE TABLE a_table_with_a_name_that_is_long_éééééééééééé (
    a_column_likewise_xxxxxxxxxx integer NOT NULL,
    CONSTRAINT a_table_with_a_name_that_is_a_column_likewise_xxxxxxxx_not_null CHECK (a_column_likewise_xxxxxxxxxx > 0)
);
