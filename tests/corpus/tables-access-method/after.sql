-- hazards: table-rewrite
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE archive (id integer PRIMARY KEY, body text) USING heap2;
CREATE MATERIALIZED VIEW titles USING heap2 AS SELECT id, left(body, 20) AS title FROM archive;
