-- hazards: data-loss, protection-disabled
CREATE TABLE versions (id integer NOT NULL);
CREATE TABLE a_table_with_a_name_that_is_long_éééééééééééé (a_column_likewise_xxxxxxxxxx integer NOT NULL);
CREATE TABLE others (id integer NOT NULL, CONSTRAINT others_id_not_null CHECK (id > 0));
CREATE TABLE more (id serial PRIMARY KEY, CONSTRAINT more_id_not_null CHECK (id > 0));
