CREATE TRUSTED LANGUAGE own HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler;
CREATE TYPE pair AS (a integer, b integer);
CREATE FUNCTION pair_from(internal) RETURNS internal LANGUAGE internal IMMUTABLE AS 'prsd_start';
CREATE TRANSFORM FOR pair LANGUAGE own (FROM SQL WITH FUNCTION pair_from(internal));
