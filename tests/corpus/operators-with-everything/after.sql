CREATE TYPE version AS (major integer, minor integer);
CREATE TABLE releases (v version);
CREATE FUNCTION v_lt(version, version) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT row_to_json($1)::text < row_to_json($2)::text';
CREATE FUNCTION v_gt(version, version) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT row_to_json($1)::text > row_to_json($2)::text';
CREATE FUNCTION v_eq(version, version) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT row_to_json($1)::text = row_to_json($2)::text';
CREATE FUNCTION v_cmp(version, version) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT CASE WHEN v_lt($1, $2) THEN -1 ELSE 1 END';
CREATE OPERATOR <<< (LEFTARG = version, RIGHTARG = version, FUNCTION = v_lt, COMMUTATOR = >>>, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
CREATE OPERATOR >>> (LEFTARG = version, RIGHTARG = version, FUNCTION = v_gt, COMMUTATOR = <<<);
CREATE OPERATOR === (LEFTARG = version, RIGHTARG = version, FUNCTION = v_eq, COMMUTATOR = ===, HASHES, MERGES);
