-- alone
-- since: 15
-- hazards: table-rewrite
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE archive (id integer PRIMARY KEY, body text);
CREATE MATERIALIZED VIEW titles AS SELECT id, left(body, 20) AS title FROM archive;
