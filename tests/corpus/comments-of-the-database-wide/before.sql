-- alone
CREATE FOREIGN DATA WRAPPER wrapper;
CREATE SERVER elsewhere FOREIGN DATA WRAPPER wrapper;
CREATE PUBLICATION news;
CREATE CAST (integer AS inet) WITH INOUT;
CREATE ACCESS METHOD other TYPE TABLE HANDLER heap_tableam_handler;
COMMENT ON SERVER elsewhere IS 'far away';
COMMENT ON CAST (integer AS inet) IS 'why not';
COMMENT ON SCHEMA public IS 'of all';
