-- What PostgreSQL deparses, in as many forms as there are: views, rules, policies, checks, defaults, indexes, bodies.
-- A block ends at an empty line. One that begins with `-- since 14` is for PostgreSQL 14 and later.

DROP SCHEMA public; CREATE SCHEMA zoo; CREATE SCHEMA "Odd Schema";

CREATE TYPE zoo.mood AS ENUM ('sad', 'ok', 'very happy');

CREATE TYPE zoo.point3 AS (x numeric, y numeric, z text COLLATE "C");

CREATE TYPE zoo.floatrange AS RANGE (SUBTYPE = float8);

CREATE DOMAIN zoo.email AS varchar(200) DEFAULT lower('NOBODY@EXAMPLE.ORG') CHECK (VALUE ~~ '%@%' AND length(VALUE) > 3);

CREATE DOMAIN zoo.positive AS numeric(12, 2) CONSTRAINT above CHECK (VALUE > 0 AND VALUE IS DISTINCT FROM 13) DEFAULT (1 + 1);

CREATE DOMAIN zoo.code AS text COLLATE "C" CONSTRAINT known CHECK (VALUE IN ('a', 'b') OR VALUE SIMILAR TO '[A-Z]{3}(x|y)*');

CREATE SEQUENCE zoo.numbers;

CREATE SEQUENCE "Odd Schema"."Odd Numbers";

CREATE COLLATION zoo.plain FROM "C";

CREATE TEXT SEARCH CONFIGURATION zoo.search (COPY = pg_catalog.english);

CREATE FUNCTION zoo.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;

CREATE FUNCTION zoo.twice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n * 2';

CREATE FUNCTION zoo.twice(n text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT n || n';

CREATE FUNCTION zoo.named(a integer, b integer DEFAULT 2, VARIADIC c integer[] DEFAULT ARRAY[1, 2]) RETURNS integer LANGUAGE sql STABLE AS 'SELECT a + b';

CREATE FUNCTION zoo.series(n integer, OUT i integer, OUT name text) RETURNS SETOF record LANGUAGE sql AS 'SELECT 1, ''x''';

CREATE FUNCTION zoo.tabled(n integer) RETURNS TABLE (id integer, "Odd Name" text) LANGUAGE plpgsql AS 'BEGIN END';

CREATE FUNCTION zoo.raw(n integer) RETURNS SETOF record LANGUAGE sql AS 'SELECT n, n';

CREATE FUNCTION zoo.same(x anyelement) RETURNS anyelement LANGUAGE sql IMMUTABLE AS 'SELECT x';

CREATE FUNCTION zoo.defaults(a timestamptz DEFAULT now() - '1 day'::interval, b text DEFAULT CURRENT_USER, c numeric DEFAULT -1.50, d zoo.mood DEFAULT 'very happy', e text[] DEFAULT '{}', f date DEFAULT CURRENT_DATE, g boolean DEFAULT NOT true, h jsonb DEFAULT '{"a": [1, 2]}', i integer DEFAULT zoo.twice(21), j bit(3) DEFAULT B'101', k bytea DEFAULT '\xdeadbeef', l char DEFAULT 'x', m interval DEFAULT '1 year 2 mons 3 days 04:05:06') RETURNS void LANGUAGE sql AS '';

CREATE FUNCTION zoo.added(a zoo.point3, b zoo.point3) RETURNS zoo.point3 LANGUAGE sql IMMUTABLE AS 'SELECT a';

CREATE OPERATOR zoo.|+| (FUNCTION = zoo.added, LEFTARG = zoo.point3, RIGHTARG = zoo.point3);

CREATE FUNCTION zoo.negated(a zoo.point3) RETURNS zoo.point3 LANGUAGE sql IMMUTABLE AS 'SELECT a';

CREATE OPERATOR zoo.!! (FUNCTION = zoo.negated, RIGHTARG = zoo.point3);

CREATE AGGREGATE zoo.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');

CREATE AGGREGATE zoo.median(double precision ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);

CREATE FUNCTION zoo.size(p zoo.point3) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';

CREATE CAST (zoo.point3 AS integer) WITH FUNCTION zoo.size(zoo.point3) AS IMPLICIT;

CREATE FUNCTION zoo.plainly(a integer, b integer DEFAULT 2, c text DEFAULT 'x') RETURNS integer LANGUAGE sql STABLE AS 'SELECT a + b';

CREATE TABLE zoo.people (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name varchar(100) NOT NULL DEFAULT 'nobody'::varchar,
    nick text COLLATE "C" UNIQUE,
    email zoo.email,
    mood zoo.mood DEFAULT 'ok',
    born date DEFAULT ('now'::text)::date,
    seen timestamptz DEFAULT CURRENT_TIMESTAMP(3),
    local timestamp DEFAULT (now() AT TIME ZONE 'Europe/Zurich'),
    tags text[] DEFAULT ARRAY['a', 'b']::text[],
    numbers integer[] DEFAULT '{1,2}',
    data jsonb DEFAULT jsonb_build_object('a', 1, 'b', ARRAY[1, 2]),
    doc xml,
    place zoo.point3,
    during tstzrange,
    salary numeric(12, 2) DEFAULT 1000.50,
    flags bit(8) DEFAULT B'10101010',
    vbits bit varying(8),
    boss bigint REFERENCES zoo.people (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
    raw bytea DEFAULT decode('dead', 'hex'),
    kind "char" DEFAULT 'x',
    waits interval DEFAULT '1 day 02:03:04'::interval,
    waits_seconds interval second(3),
    initials char(3) DEFAULT 'abc',
    full_name text GENERATED ALWAYS AS (((name)::text || ' ') || COALESCE(nick, '?'::text)) STORED,
    doubled integer GENERATED ALWAYS AS (zoo.twice(COALESCE(cardinality(numbers), 0))) STORED
);

CREATE TABLE zoo.orders (
    id integer DEFAULT nextval('zoo.numbers'::regclass) PRIMARY KEY,
    person bigint NOT NULL REFERENCES zoo.people MATCH FULL ON UPDATE CASCADE,
    status varchar(20) NOT NULL DEFAULT 'new',
    amount zoo.positive,
    placed timestamptz NOT NULL DEFAULT now(),
    note text DEFAULT E'tab\there, quote '' and \\ backslash',
    quantity integer DEFAULT (2 * 3 + 1),
    ratio double precision DEFAULT 1e-10,
    price money DEFAULT '$1.50',
    address inet DEFAULT '10.0.0.0/8',
    odd text DEFAULT nextval('"Odd Schema"."Odd Numbers"'::regclass)::text,
    session text DEFAULT current_setting('app.session', true),
    by_whom text DEFAULT SESSION_USER,
    role name DEFAULT CURRENT_ROLE,
    catalog text DEFAULT CURRENT_CATALOG,
    at time DEFAULT LOCALTIME(0),
    stamp timestamp DEFAULT LOCALTIMESTAMP,
    zoned timetz DEFAULT CURRENT_TIME
);

CREATE TABLE "Odd Schema"."Odd ""Table""" ("Select" integer PRIMARY KEY, "a b" text, "from" text, "Größe" text, CHECK ("Select" > 0 AND "Größe" <> U&'\00fc'));

CREATE TABLE zoo.measures (place text, taken timestamptz, value numeric) PARTITION BY RANGE (lower(place), (date_part('year', taken AT TIME ZONE 'UTC')));

CREATE TABLE zoo.measures_2020 PARTITION OF zoo.measures FOR VALUES FROM (MINVALUE, MINVALUE) TO ('m', 2021);

CREATE TABLE zoo.parts (kind text, at date) PARTITION BY LIST ((upper(kind)));

CREATE TABLE zoo.parts_ab PARTITION OF zoo.parts FOR VALUES IN ('A', 'B', NULL);

CREATE TABLE zoo.parts_rest PARTITION OF zoo.parts DEFAULT;

CREATE TABLE zoo.hashed (id integer) PARTITION BY HASH (id);

CREATE TABLE zoo.hashed_0 PARTITION OF zoo.hashed FOR VALUES WITH (MODULUS 4, REMAINDER 0);

CREATE TABLE zoo.parent (id integer, note text, CONSTRAINT long CHECK (length(note) > 2 AND note IS NOT NULL));

CREATE TABLE zoo.child (extra integer) INHERITS (zoo.parent);

-- Checks.

ALTER TABLE zoo.people ADD CONSTRAINT c_in CHECK (name IN ('a', 'b', 'c')) NOT VALID;

ALTER TABLE zoo.people ADD CONSTRAINT c_not_in CHECK (nick NOT IN ('a', 'b') OR nick IS NULL);

ALTER TABLE zoo.people ADD CONSTRAINT c_any CHECK (name = ANY (ARRAY['x', 'y']::varchar[]) AND nick <> ALL (ARRAY['p'::text, 'q'::text]));

ALTER TABLE zoo.people ADD CONSTRAINT c_between CHECK (born BETWEEN '1900-01-01' AND CURRENT_DATE AND salary NOT BETWEEN SYMMETRIC 5 AND 3);

-- since 14
ALTER TABLE zoo.people ADD CONSTRAINT c_extract CHECK (EXTRACT(year FROM born) > 1900 AND date_part('hour', seen) < 25);

-- since 14
ALTER TABLE zoo.people ADD CONSTRAINT c_epoch CHECK (EXTRACT(epoch FROM waits) >= 0 AND EXTRACT(timezone_hour FROM seen) IS NOT NULL);

ALTER TABLE zoo.people ADD CONSTRAINT c_trim CHECK (TRIM(BOTH ' ' FROM name) <> '' AND btrim(nick) <> '' AND TRIM(LEADING 'x' FROM nick) = ltrim(nick, 'x') AND TRIM(TRAILING FROM nick) = rtrim(nick));

ALTER TABLE zoo.people ADD CONSTRAINT c_substring CHECK (SUBSTRING(name FROM 1 FOR 3) <> 'abc' AND substr(nick, 2) <> 'x' AND SUBSTRING(nick FROM '[a-z]+') IS NOT NULL AND SUBSTRING(nick FROM 'a#"b#"c' FOR '#') IS NULL);

ALTER TABLE zoo.people ADD CONSTRAINT c_overlay CHECK (OVERLAY(name PLACING 'xx' FROM 2 FOR 1) <> '' AND POSITION('a' IN name) = strpos(name, 'a') AND COLLATION FOR (nick) IS NOT NULL);

ALTER TABLE zoo.people ADD CONSTRAINT c_like CHECK (name LIKE 'a%' ESCAPE '!' AND nick ILIKE '%b' AND nick NOT LIKE 'c_' AND nick NOT SIMILAR TO 'x|y' AND name ~* '^a' AND nick !~ 'b$');

ALTER TABLE zoo.people ADD CONSTRAINT c_row CHECK (ROW(id, name) > ROW(1, 'a') AND (born, seen) IS DISTINCT FROM (NULL, NULL) AND place IS NOT NULL AND ROW((place).*) IS NULL);

ALTER TABLE zoo.people ADD CONSTRAINT c_place CHECK ((place).x > 0 AND ((place).z COLLATE "POSIX") < 'm' AND 'n' COLLATE "C" > (place).z);

ALTER TABLE zoo.people ADD CONSTRAINT c_case CHECK (CASE mood WHEN 'sad' THEN salary > 10 WHEN 'ok' THEN true ELSE NULL END AND CASE WHEN id = 1 THEN 1.5 WHEN id IS NULL THEN 2 END > 1);

ALTER TABLE zoo.people ADD CONSTRAINT c_null CHECK (NULLIF(name, 'x') IS NOT NULL AND COALESCE(nick, name, 'x') <> '' AND GREATEST(id, 3, 4) > LEAST(1, id));

ALTER TABLE zoo.people ADD CONSTRAINT c_bool CHECK ((id > 1) IS TRUE AND (id > 2) IS NOT FALSE AND (id > 3) IS UNKNOWN AND NOT (id = 4 OR id = 5 AND id <> 6));

ALTER TABLE zoo.people ADD CONSTRAINT c_array CHECK (tags[1] = 'a' AND numbers[1:2] = ARRAY[1, 2] AND 'x' = ANY (tags) AND numbers @> '{1}' AND cardinality(tags) < 5 AND ARRAY[[1, 2], [3, 4]] IS NOT NULL);

ALTER TABLE zoo.people ADD CONSTRAINT c_json CHECK (data ->> 'a' = '1' AND data #>> '{b,c}' IS NULL AND data ? 'k' AND data ?| ARRAY['a'] AND jsonb_typeof(data) = 'object' AND data @? '$.a[*] ? (@ > 2)' AND jsonb_path_exists(data, '$."a b".c'));

ALTER TABLE zoo.people ADD CONSTRAINT c_range CHECK (during && tstzrange(now(), NULL, '[)') AND NOT isempty(during) AND lower(during) > '2000-01-01 00:00:00+00' AND zoo.floatrange(1, 2) @> 1.5::float8);

ALTER TABLE zoo.people ADD CONSTRAINT c_numbers CHECK (salary * 1.10 - -3 > 0 AND id % 2 = 0 AND id ^ 2 > 1 AND |/ id > 1 AND @ id > 0 AND (id # 3) > 0 AND ~ id < 0 AND id << 2 > 0 AND 12345678901234567890 > id AND 1e400 > id AND -5 < id);

ALTER TABLE zoo.people ADD CONSTRAINT c_bits CHECK (flags <> B'11110000' AND (flags & B'00001111') = X'0F'::bit(8) AND vbits <> B'1'::bit varying AND get_bit(flags, 1) = 0);

ALTER TABLE zoo.people ADD CONSTRAINT c_interval CHECK (waits < INTERVAL '1' YEAR AND waits_seconds > INTERVAL '10.5' SECOND AND waits <> INTERVAL '1-2' YEAR TO MONTH AND seen + '1 mon -3 days' < now());

ALTER TABLE zoo.people ADD CONSTRAINT c_time CHECK (seen AT TIME ZONE 'UTC' > '2000-01-01' AND (local AT TIME ZONE INTERVAL '02:00') < now() AND (born, waits) OVERLAPS (DATE '2001-01-01', INTERVAL '1 day') AND timezone('UTC', seen) IS NOT NULL);

ALTER TABLE zoo.people ADD CONSTRAINT c_cast CHECK (name::text::varchar(10)::bpchar <> '' AND CAST(id AS text) <> '1' AND id::numeric(10, 2) > 1.0 AND '5'::integer > 4 AND integer '6' > id AND mood > 'sad'::zoo.mood AND date '2001-01-01' < born AND kind = 'x' AND initials = 'abc');

ALTER TABLE zoo.people ADD CONSTRAINT c_type CHECK ('zoo.people'::regclass <> 'zoo.orders'::regclass AND 'zoo.twice(integer)'::regprocedure IS NOT NULL AND 'zoo.mood'::regtype IS NOT NULL AND pg_typeof(id) = 'bigint'::regtype);

ALTER TABLE zoo.people ADD CONSTRAINT c_user CHECK (CURRENT_USER <> 'x' AND SESSION_USER::text <> 'y' AND USER = CURRENT_ROLE AND (CURRENT_USER)::text = name AND CURRENT_SCHEMA <> 'x' AND current_database() <> 'z');

ALTER TABLE zoo.people ADD CONSTRAINT c_call CHECK (zoo.named(1) > 0 AND zoo.plainly(1, b => 3) > 0 AND zoo.named(1, 2, VARIADIC ARRAY[1]) > 0 AND zoo.named(1, 2, 3, 4) > 0 AND zoo.plainly(b => 1, a => 2) > 0 AND zoo.twice('x') = 'xx' AND concat(VARIADIC tags) <> '');

ALTER TABLE zoo.people ADD CONSTRAINT c_operator CHECK ((place OPERATOR(zoo.|+|) place) IS NOT NULL AND (OPERATOR(zoo.!!) place) IS NOT NULL AND id OPERATOR(pg_catalog.+) 1 > 0 AND name || 'x' || 1 <> '');

ALTER TABLE zoo.people ADD CONSTRAINT c_unicode CHECK (name <> 'Ünïcödé ☃ 日本' AND nick <> E'new\nline\ttab' AND nick <> $x$dollar '$x$ AND U&'d\0061t\+000061' <> nick AND name IS NORMALIZED AND normalize(nick) <> '');

-- since 14
ALTER TABLE zoo.people ADD CONSTRAINT c_normal CHECK (nick IS NOT NFKC NORMALIZED AND normalize(nick, NFD) <> '');

ALTER TABLE zoo.people ADD CONSTRAINT c_hash CHECK (md5(name) <> '' AND raw <> '\x00ff' AND encode(raw, 'base64') <> '' AND length(raw) < 10 AND sha256(raw) <> '\x');

ALTER TABLE zoo.people ADD CONSTRAINT c_xml CHECK (doc IS DOCUMENT AND XMLEXISTS('//a' PASSING BY VALUE doc) AND XMLSERIALIZE(CONTENT doc AS text) <> '');

ALTER TABLE zoo.people ADD CONSTRAINT c_implicit CHECK (zoo.twice(place) > 0 AND zoo.same(id) = id AND zoo.same('a'::text) < 'b');

ALTER TABLE zoo.people ADD CONSTRAINT c_collate CHECK (nick COLLATE zoo.plain < 'x' AND lower(name COLLATE "C") = 'a' AND (nick || name) COLLATE "POSIX" <> '');

-- since 14
ALTER TABLE zoo.people ADD CONSTRAINT c_subscript CHECK (data['a'] = '1'::jsonb AND data['b'][0] IS NOT NULL AND zoo.floatmultirange(zoo.floatrange(1, 2)) @> 1.5::float8 AND bit_count(flags) > 1 AND SUBSTRING(nick SIMILAR 'a#"b#"c' ESCAPE '#') IS NULL AND BTRIM(nick) <> '' AND date_bin('1 hour', local, TIMESTAMP '2001-01-01') IS NOT NULL);

-- since 16
ALTER TABLE zoo.people ADD CONSTRAINT c_is_json CHECK (name IS JSON AND nick IS JSON OBJECT AND nick IS NOT JSON ARRAY WITH UNIQUE KEYS AND name IS JSON SCALAR AND random_normal(0.0, 1.0) < 100 AND 0x_ff > 1_000 AND JSON_OBJECT('a': 1, 'b' VALUE name ABSENT ON NULL) IS NOT NULL AND JSON_ARRAY(1, name NULL ON NULL RETURNING jsonb) IS NOT NULL AND SYSTEM_USER <> 'x');

-- since 17
ALTER TABLE zoo.people ADD CONSTRAINT c_sql_json CHECK (JSON_EXISTS(data, '$.a') AND JSON_VALUE(data, '$.a' RETURNING integer DEFAULT 3 ON EMPTY ERROR ON ERROR) > 0 AND JSON_QUERY(data, '$.b[*]' WITH CONDITIONAL WRAPPER) IS NULL AND JSON_SERIALIZE(data RETURNING text) <> '' AND JSON_SCALAR(id) IS NOT NULL AND JSON(name) IS NOT NULL AND seen AT LOCAL > '2000-01-01');

ALTER TABLE zoo.people ADD CONSTRAINT x_during EXCLUDE USING gist (during WITH &&) WHERE (id > 10 AND name::text <> 'x');

ALTER TABLE zoo.people ADD CONSTRAINT f_boss FOREIGN KEY (boss) REFERENCES zoo.people (id) MATCH SIMPLE ON DELETE SET DEFAULT NOT VALID;

-- since 15
ALTER TABLE zoo.people ADD CONSTRAINT f_boss_set FOREIGN KEY (boss) REFERENCES zoo.people (id) ON DELETE SET NULL (boss);

-- since 15
ALTER TABLE zoo.people ADD CONSTRAINT u_nulls UNIQUE NULLS NOT DISTINCT (name, nick) INCLUDE (mood);

-- Indexes and statistics.

CREATE INDEX i_lower ON zoo.people (lower(name), (salary * 2) DESC NULLS LAST, nick COLLATE "C" text_pattern_ops);

CREATE INDEX i_partial ON zoo.people USING btree (born) WHERE mood IN ('sad', 'ok') AND name IN ('a', 'b') AND NOT (nick IS NULL);

CREATE INDEX i_gin ON zoo.people USING gin (tags, data jsonb_path_ops, to_tsvector('zoo.search', COALESCE(nick, '')));

-- since 14
CREATE INDEX i_extract ON zoo.people ((EXTRACT(year FROM born)), (date_trunc('month', seen AT TIME ZONE 'UTC')), (born - DATE '2000-01-01'));

CREATE UNIQUE INDEX i_unique ON zoo.people ((zoo.twice(id::integer)), (TRIM(nick))) INCLUDE (name) WITH (fillfactor = 70);

CREATE INDEX i_json ON zoo.people ((data ->> 'a'), ((data -> 'b' ->> 'c')::integer)) WHERE (data ->> 'a') IS NOT NULL;

CREATE INDEX i_brin ON zoo.orders USING brin (placed, id) WITH (pages_per_range = 16);

CREATE INDEX i_case ON zoo.orders ((CASE WHEN status = 'new' THEN 1 ELSE 0 END), (COALESCE(note, ''::text)), (ARRAY[id, quantity])) WHERE status <> ALL ('{a,b}'::varchar[]);

CREATE INDEX i_odd ON "Odd Schema"."Odd ""Table""" ("Select", lower("Größe"), ("a b" || "from"));

CREATE INDEX i_partitioned ON zoo.measures (lower(place), value) WHERE value > 1.50;

CREATE STATISTICS zoo.s_columns (ndistinct, dependencies) ON name, nick, born FROM zoo.people;

-- since 14
CREATE STATISTICS zoo.s_expressions ON (lower(name)), (EXTRACT(year FROM born)), (date_trunc('day', seen)) FROM zoo.people;

-- Views.

CREATE VIEW zoo.v_one AS SELECT upper(nick) AS loud, * FROM (SELECT born FROM zoo.people) AS q, LATERAL (SELECT people.id, people.name, people.nick FROM zoo.people) AS l;

CREATE VIEW zoo.v_plain AS SELECT id, name FROM zoo.people;

CREATE VIEW zoo.v_alias AS SELECT p.id AS number, p.name "Name", 1 AS "select", 'x' AS unknown, NULL AS nothing FROM zoo.people AS p WHERE p.id > 3 ORDER BY p.name DESC NULLS LAST, 1 LIMIT 10 OFFSET 2;

CREATE VIEW zoo.v_star AS SELECT * FROM zoo.people;

CREATE VIEW zoo.v_joins AS SELECT p.id, o.id AS order_id, b.name FROM zoo.people p JOIN zoo.orders o ON o.person = p.id LEFT JOIN zoo.people b ON b.id = p.boss RIGHT JOIN zoo.orders o2 ON o2.id = o.id FULL JOIN zoo.orders o3 ON o3.id = o2.id CROSS JOIN zoo.child;

CREATE VIEW zoo.v_using AS SELECT id, a.name, b.nick FROM zoo.people a JOIN zoo.people b USING (id) LEFT JOIN zoo.orders c USING (id);

CREATE VIEW zoo.v_natural AS SELECT * FROM (SELECT id, note FROM zoo.parent) AS x NATURAL JOIN (SELECT id, extra FROM zoo.child) AS y NATURAL LEFT JOIN (SELECT 1 AS id) AS z;

CREATE VIEW zoo.v_join_alias AS SELECT j.id, j.who FROM (zoo.people AS p (id, who) JOIN zoo.orders AS o (oid, person) ON o.person = p.id) AS j;

-- since 14
CREATE VIEW zoo.v_using_alias AS SELECT u.id, a.name FROM zoo.people a JOIN zoo.people b USING (id) AS u;

CREATE VIEW zoo.v_columns (one, two) AS SELECT id, name FROM zoo.people;

CREATE VIEW zoo.v_view AS SELECT v.number, v."Name" FROM zoo.v_alias v WHERE v."select" = 1;

CREATE VIEW zoo.v_view_of_view AS SELECT number FROM zoo.v_view UNION ALL SELECT id FROM zoo.v_plain;

CREATE VIEW zoo.v_exists AS SELECT id FROM zoo.people WHERE EXISTS (SELECT 1 FROM zoo.orders WHERE orders.person = people.id AND orders.status IN ('new', 'paid')) AND NOT EXISTS (SELECT FROM zoo.child);

CREATE VIEW zoo.v_sublinks AS SELECT id, (SELECT max(amount) FROM zoo.orders o WHERE o.person = p.id) AS most, ARRAY(SELECT o.id FROM zoo.orders o ORDER BY 1) AS ids FROM zoo.people p WHERE id IN (SELECT person FROM zoo.orders) AND id <> ALL (SELECT extra FROM zoo.child) AND (id, name) IN (SELECT person, status FROM zoo.orders) AND id > ANY (SELECT 1) AND ROW(id, name) = (SELECT person, status FROM zoo.orders LIMIT 1);

CREATE VIEW zoo.v_with AS WITH a AS (SELECT id, name FROM zoo.people), b (n) AS MATERIALIZED (SELECT count(*) FROM a), c AS NOT MATERIALIZED (SELECT 1 AS one) SELECT a.id, b.n, c.one FROM a, b, c;

CREATE RECURSIVE VIEW zoo.v_recursive (n, path) AS SELECT 1, ARRAY[1] UNION ALL SELECT n + 1, path || n FROM v_recursive WHERE n < 10;

CREATE VIEW zoo.v_tree AS WITH RECURSIVE tree AS (SELECT id, boss, 1 AS depth FROM zoo.people WHERE boss IS NULL UNION SELECT p.id, p.boss, t.depth + 1 FROM zoo.people p JOIN tree t ON t.id = p.boss) SELECT id, boss, depth FROM tree;

-- since 14
CREATE VIEW zoo.v_search AS WITH RECURSIVE t AS (SELECT id, boss FROM zoo.people UNION ALL SELECT p.id, p.boss FROM zoo.people p, t WHERE p.id = t.boss) SEARCH DEPTH FIRST BY id, boss SET ordering CYCLE id SET looped USING way SELECT id, ordering::text, looped, way::text FROM t;

-- since 14
CREATE VIEW zoo.v_search_breadth AS WITH RECURSIVE t (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM t) SEARCH BREADTH FIRST BY id SET o CYCLE id SET c USING p SELECT id, c FROM t;

CREATE VIEW zoo.v_lateral AS SELECT p.id, l.total, s.i, s.name FROM zoo.people p LEFT JOIN LATERAL (SELECT sum(o.quantity) AS total FROM zoo.orders o WHERE o.person = p.id) l ON true CROSS JOIN LATERAL zoo.series(p.id::integer) s;

CREATE VIEW zoo.v_functions AS SELECT g.n, t.id, t."Odd Name", r.a, r.b FROM generate_series(1, 10, 2) AS g (n), zoo.tabled(1) t, zoo.raw(2) AS r (a integer, b integer), ROWS FROM (generate_series(1, 2), zoo.series(3)) WITH ORDINALITY AS f (x, i, name, o), unnest(ARRAY[1, 2], ARRAY['a', 'b']) AS u (p, q);

CREATE VIEW zoo.v_values AS SELECT v.a, v.b FROM (VALUES (1, 'x'), (2, 'y'), (NULL, lower(U&'\00dc'))) AS v (a, b);

CREATE VIEW zoo.v_values_plain AS VALUES (1, 'one'::text, 1.5), (2, 'two', NULL);

CREATE VIEW zoo.v_table AS TABLE zoo.child;

CREATE VIEW zoo.v_only AS SELECT id FROM ONLY zoo.parent UNION SELECT id FROM zoo.parent *;

CREATE VIEW zoo.v_whole AS SELECT p, p.*::zoo.people AS again, (p).name, row_to_json(p) AS json, count(p) OVER () AS n FROM zoo.people p;

CREATE VIEW zoo.v_field AS SELECT (place).x, (place).z COLLATE "C" AS z, (zoo.added(place, ROW(1, 2, 'a')::zoo.point3)).y, (zoo.series(1)).name FROM zoo.people;

CREATE VIEW zoo.v_sets AS (SELECT id FROM zoo.people INTERSECT ALL SELECT person FROM zoo.orders) EXCEPT (SELECT id FROM zoo.child UNION SELECT 3) ORDER BY 1 DESC LIMIT 5;

CREATE VIEW zoo.v_set_order AS SELECT id, name FROM zoo.people UNION ALL (SELECT person, status FROM zoo.orders ORDER BY placed LIMIT 3) ORDER BY name, id;

CREATE VIEW zoo.v_group AS SELECT mood, count(*) AS n, sum(DISTINCT salary) AS s, avg(salary) FILTER (WHERE id > 3) AS a, string_agg(name, ', ' ORDER BY name DESC, id) AS names, array_agg(DISTINCT nick) FROM zoo.people GROUP BY mood HAVING count(*) > 1 AND max(born) < CURRENT_DATE;

CREATE VIEW zoo.v_group_key AS SELECT p.id, p.name, p.email, count(o.id) AS orders FROM zoo.people p LEFT JOIN zoo.orders o ON o.person = p.id GROUP BY p.id;

CREATE VIEW zoo.v_grouping AS SELECT mood, born, GROUPING(mood, born) AS g, count(*) FROM zoo.people GROUP BY GROUPING SETS ((mood, born), ROLLUP (mood), CUBE (born, nick), ());

-- since 14
CREATE VIEW zoo.v_group_distinct AS SELECT mood, count(*) FROM zoo.people GROUP BY DISTINCT ROLLUP (mood), ROLLUP (mood, born);

CREATE VIEW zoo.v_group_number AS SELECT date_trunc('day', placed) AS day, date_part('hour', placed) AS hour, count(*) AS n FROM zoo.orders GROUP BY 1, 2 ORDER BY 1, 2;

CREATE VIEW zoo.v_aggregates AS SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY salary) AS half, mode() WITHIN GROUP (ORDER BY mood) AS common, rank(3) WITHIN GROUP (ORDER BY id) AS r, zoo.total(id::integer) AS t, zoo.median(0.5) WITHIN GROUP (ORDER BY id) AS m, jsonb_object_agg(name, nick) AS j, bool_and(id > 1) AS b, every(id > 2) AS e FROM zoo.people;

CREATE VIEW zoo.v_window AS SELECT id, row_number() OVER w AS r, sum(salary) OVER (w ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS s, lag(name, 2, 'x') OVER (PARTITION BY mood ORDER BY born DESC NULLS FIRST) AS l, count(*) OVER (ORDER BY id GROUPS BETWEEN UNBOUNDED PRECEDING AND 2 FOLLOWING EXCLUDE TIES) AS g, avg(salary) OVER (ORDER BY born RANGE BETWEEN '1 year' PRECEDING AND '1 mon' FOLLOWING EXCLUDE CURRENT ROW) AS a FROM zoo.people WINDOW w AS (PARTITION BY mood ORDER BY id), x AS (w);

CREATE VIEW zoo.v_distinct AS SELECT DISTINCT name FROM zoo.people;

CREATE VIEW zoo.v_distinct_on AS SELECT DISTINCT ON (person, date_trunc('day', placed)) person, date_trunc('day', placed) AS day, id FROM zoo.orders ORDER BY person, date_trunc('day', placed), placed DESC;

CREATE VIEW zoo.v_ties AS SELECT id FROM zoo.people ORDER BY salary DESC FETCH FIRST 3 ROWS WITH TIES;

CREATE VIEW zoo.v_fetch AS SELECT id FROM zoo.people ORDER BY id OFFSET 2 ROWS FETCH NEXT (1 + 2) ROWS ONLY;

CREATE VIEW zoo.v_lock AS SELECT p.id FROM zoo.people p, zoo.orders o FOR UPDATE OF p SKIP LOCKED FOR KEY SHARE OF o NOWAIT;

CREATE VIEW zoo.v_sample AS SELECT id FROM zoo.people TABLESAMPLE bernoulli (10.5) REPEATABLE (42);

CREATE VIEW zoo.v_order_using AS SELECT id FROM zoo.people ORDER BY id USING >, name USING ~<~ NULLS FIRST, (place).x;

CREATE VIEW zoo.v_array AS SELECT tags[1] AS a, tags[1:2] AS b, tags[:2] AS c, (ARRAY[[1, 2], [3, 4]])[1][2] AS d, ARRAY[]::integer[] AS e, ARRAY[1, NULL, 3] AS f, '{1,2}'::integer[] || 3 AS g, (array_agg(id))[1] AS h, ARRAY[name, nick] AS i, ARRAY['a', nick]::varchar[] AS j FROM zoo.people GROUP BY tags, name, nick;

CREATE VIEW zoo.v_casts AS SELECT id::text, name::char(5), name::"char" AS c, salary::integer, '1.5'::numeric(4, 1) AS n, '2001-01-01'::timestamp AS t, NULL::text AS u, 1::smallint AS s, 2::bigint AS b, 3.0::real AS r, 'x'::name AS na, '{"a":1}'::json AS js, mood::text AS m, 'sad'::zoo.mood AS sad, 'a@b.cd'::zoo.email AS e, B'1'::bit(4) AS bits, (1, 2, 'c')::zoo.point3 AS p, born::timestamptz AS tz, '1 day'::interval(0) AS iv, '12:00'::time(2) AS ti, interval '3' hour AS h FROM zoo.people;

-- since 14
CREATE VIEW zoo.v_extract AS SELECT EXTRACT(year FROM born) AS y, EXTRACT(DOW FROM seen) AS d, EXTRACT(epoch FROM seen - local) AS e, date_part('month', born) AS m, EXTRACT(microseconds FROM waits) AS u, EXTRACT(isoyear FROM local)::integer AS i, EXTRACT('century' FROM seen) AS c FROM zoo.people;

CREATE VIEW zoo.v_text AS SELECT TRIM(name) AS a, TRIM(LEADING 'x' FROM nick) AS b, TRIM(TRAILING 'xyz' FROM nick) AS c, btrim(nick, 'q') AS d, SUBSTRING(nick FROM 2 FOR 3) AS e, SUBSTRING(nick FROM 2) AS f, SUBSTRING(nick FOR 3) AS g, substring(nick, 1, 2) AS h, OVERLAY(nick PLACING 'z' FROM 3) AS i, POSITION('x' IN nick) AS j, pg_catalog.position('a', 'b') AS jj, COLLATION FOR (nick) AS k, normalize(nick) AS l, nick IS NORMALIZED AS m, SUBSTRING(nick FROM 'a(.)c') AS n, overlay(raw PLACING '\x00'::bytea FROM 1 FOR 2) AS o, TRIM('\x00'::bytea FROM raw) AS p, nick SIMILAR TO 'a%' AS q, nick NOT LIKE 'b!_' ESCAPE '!' AS r, left(nick, 3) AS s, format('%s', nick) AS t, nick ^@ 'a' AS u FROM zoo.people;

CREATE VIEW zoo.v_time AS SELECT CURRENT_DATE AS a, CURRENT_TIME AS b, CURRENT_TIME(2) AS c, CURRENT_TIMESTAMP AS d, CURRENT_TIMESTAMP(0) AS e, LOCALTIME AS f, LOCALTIMESTAMP(6) AS g, now() AS h, seen AT TIME ZONE 'UTC' AS i, timezone('CET', local) AS j, local AT TIME ZONE INTERVAL '-3 hours' AS k, (born, born + 1) OVERLAPS (born, INTERVAL '1 day') AS l, born - 3 AS m, age(seen) AS n, timestamp '2001-01-01 12:00' + interval '90 minutes' AS o, date 'infinity' AS p, make_interval(days => 3, hours => 2) AS q, '2001-02-03 04:05:06.789+02'::timestamptz AS r FROM zoo.people;

CREATE VIEW zoo.v_users AS SELECT CURRENT_USER AS a, SESSION_USER AS b, USER AS c, CURRENT_ROLE AS d, CURRENT_CATALOG AS e, CURRENT_SCHEMA AS f, current_schemas(true) AS g, (CURRENT_USER)::text AS h;

CREATE VIEW zoo.v_conditions AS SELECT CASE WHEN id = 1 THEN 'a' WHEN name LIKE 'x%' THEN 'b' ELSE NULL END AS a, CASE mood WHEN 'sad' THEN 1 ELSE 2 END AS b, CASE WHEN true THEN 1 END AS c, COALESCE(nick, name) AS d, NULLIF(id, 0) AS e, GREATEST(1, 2, id) AS f, LEAST(name, nick) AS g, id IS NULL AS h, place IS NULL AS i, NOT (id > 1 AND id < 3 OR id = 9) AS j, id BETWEEN 1 AND 3 AS k, id NOT BETWEEN SYMMETRIC 1 AND 3 AS l, name IN ('a', 'b') AS m, id NOT IN (1, 2) AS n, (id = 1) IS NOT TRUE AS o, name IS NOT DISTINCT FROM nick AS p, CASE name WHEN 'x'::text THEN 1 WHEN nick THEN 2 END AS q FROM zoo.people;

CREATE VIEW zoo.v_rows AS SELECT ROW(1, name)::text AS a, ROW(p.*)::text AS b, (1, 2) = (3, 4) AS c, ROW(id, name) < ROW(2, 'b') AS d, to_jsonb(ROW(1)) AS e, ROW()::text AS f, ROW(1, 2) IS NOT NULL AS g, (id, name) <> (1, 'x') AS h FROM zoo.people p;

CREATE VIEW zoo.v_json AS SELECT data -> 'a' AS a, data ->> 'b' AS b, data #> '{a,0}' AS c, data @> '{"x": 1}' AS d, data - 'k' AS e, data || '{"z": null}'::jsonb AS f, jsonb_path_query_first(data, 'strict $.a[*] ? (@.b > 1 && @.c like_regex "^x" flag "i")') AS g, json_build_object('id', id, 'name', name) AS h, to_jsonb(p) AS i, data @@ '$.a == 1' AS j, row_to_json(ROW(1, 'a')) AS k FROM zoo.people p;

CREATE VIEW zoo.v_json_records AS SELECT r.a, r.b, e.key, e.value FROM zoo.people, jsonb_to_recordset(data -> 'list') AS r (a integer, b text), jsonb_each_text(data) e;

-- since 16
CREATE VIEW zoo.v_sql_json AS SELECT JSON_OBJECT('a' : id, 'b' : name NULL ON NULL WITH UNIQUE KEYS RETURNING jsonb) AS a, JSON_ARRAY(id, name ABSENT ON NULL) AS b, JSON_ARRAY(SELECT o.id FROM zoo.orders o) AS c, name IS JSON AS d, JSON_OBJECT() AS e, JSON_ARRAY(RETURNING text) AS f FROM zoo.people;

-- since 16
CREATE VIEW zoo.v_sql_json_aggregates AS SELECT JSON_OBJECTAGG(name : id ABSENT ON NULL) AS a, JSON_ARRAYAGG(name ORDER BY id RETURNING jsonb) FILTER (WHERE id > 1) AS b, any_value(nick) AS c FROM zoo.people;

-- since 17
CREATE VIEW zoo.v_json_table AS SELECT j.id, j.name, j.found, j.sub FROM zoo.people, JSON_TABLE(data, '$.rows[*]' AS root PASSING id AS outer_id COLUMNS (id FOR ORDINALITY, name text PATH '$.name' DEFAULT 'x' ON EMPTY, found boolean EXISTS PATH '$.f', NESTED PATH '$.kids[*]' AS kids COLUMNS (sub integer PATH '$.n'))) AS j;

-- since 17
CREATE VIEW zoo.v_json_query AS SELECT JSON_QUERY(data, 'lax $.a' PASSING id AS x RETURNING text WITH WRAPPER EMPTY ARRAY ON EMPTY) AS a, JSON_VALUE(data, '$.b' RETURNING date NULL ON ERROR) AS b, JSON_EXISTS(data, '$.c ? (@ > $x)' PASSING 3 AS x TRUE ON ERROR) AS c, JSON(name WITH UNIQUE KEYS) AS d, JSON_SERIALIZE(data RETURNING bytea) AS e, JSON_SCALAR(1.5) AS f, MERGE_NOTHING.one FROM zoo.people, (SELECT 1 AS one) AS MERGE_NOTHING;

CREATE VIEW zoo.v_xml AS SELECT XMLAGG(doc ORDER BY id) AS c, XMLCONCAT(doc, doc) AS d, XMLROOT(doc, VERSION '1.1', STANDALONE YES) AS f, XMLPARSE(DOCUMENT '<a/>') AS g, XMLPARSE(CONTENT 'x' PRESERVE WHITESPACE) AS h, XMLSERIALIZE(CONTENT doc AS varchar) AS i, XMLCOMMENT('c') AS j, doc IS DOCUMENT AS k, xpath('/a', doc) AS l FROM zoo.people GROUP BY id, name, nick;

CREATE VIEW zoo.v_xmltable AS SELECT x.id, x.t, x.n FROM zoo.people, XMLTABLE(XMLNAMESPACES('http://x' AS x, DEFAULT 'http://d'), '/rows/row' PASSING doc COLUMNS id integer PATH '@id' NOT NULL, t text PATH 'text()' DEFAULT 'none', n FOR ORDINALITY) AS x;

CREATE VIEW zoo.v_search_text AS SELECT to_tsvector('zoo.search', nick) @@ to_tsquery('english', 'a & b:*') AS a, ts_rank(to_tsvector(name), plainto_tsquery('simple'::regconfig, 'x')) AS b, 'a:1 b:2'::tsvector AS c, 'fat & rat'::tsquery AS d FROM zoo.people;

CREATE VIEW zoo.v_ranges AS SELECT during * tstzrange('2001-01-01', NULL) AS a, int4range(1, 10, '[]') AS b, lower_inc(during) AS c, '[1,5)'::int4range @> 3 AS d, daterange(born, NULL) -|- daterange('2001-01-01', '2002-01-01') AS e, zoo.floatrange(1.5, 2.5, '()') AS f FROM zoo.people;

-- since 14
CREATE VIEW zoo.v_multiranges AS SELECT '{[1,3), [5,7)}'::int4multirange AS a, range_agg(during) AS b, zoo.floatmultirange(zoo.floatrange(1, 2)) AS c, unnest('{[1,2)}'::int4multirange) AS d, data['a']['b'] AS e FROM zoo.people GROUP BY data;

CREATE VIEW zoo.v_numbers AS SELECT 1 AS a, -1 AS b, 1.50 AS c, -0.0 AS d, 1e10 AS e, .5 AS f, 12345678901 AS g, 123456789012345678901 AS h, 'NaN'::float8 AS i, '-Infinity'::real AS ii, 2 ^ 3 AS j, 5 / 2 AS k, - id AS l, - (-3) AS m, |/ 4.0 AS n, @ -5 AS o, 7 % 3 AS p, mod(7, 3) AS q, 3 & 1 | 2 AS r, ~ 1 AS s, 1 << 3 AS t, (-1)::smallint AS u, - 32768::smallint AS v, (1 + 2) * 3 - 4 / (5 - 6) AS w, round(1.25, 1) AS x, '1.5'::real AS y, '$3.50'::money AS z FROM zoo.people;

CREATE VIEW zoo.v_calls AS SELECT zoo.named(1) AS a, zoo.plainly(1, b => 2) AS b, zoo.plainly(a => 1, c => 'y') AS c, zoo.named(1, 2, VARIADIC numbers) AS d, zoo.twice(3) AS e, zoo.twice('x'::text) AS f, zoo.same(1.5) AS g, concat_ws(',', VARIADIC tags) AS h, num_nulls(1, NULL) AS i, coalesce(max(id), 0) AS j FROM zoo.people GROUP BY numbers, tags;

CREATE VIEW zoo.v_set_returning AS SELECT id, unnest(tags) AS tag, generate_series(1, 3) AS n, regexp_split_to_table(name, ',') AS part FROM zoo.people;

CREATE VIEW zoo.v_odd AS SELECT t."Select", t."a b", t."from", "Größe" AS "größe", t."Select" AS "?column?", t."a b" || '%s {braces} $1' AS "x""y" FROM "Odd Schema"."Odd ""Table""" t WHERE t."from" IS NOT NULL;

CREATE VIEW "Odd Schema"."View" AS SELECT count(*) AS "Count", min("Select") FROM "Odd Schema"."Odd ""Table""";

CREATE VIEW zoo.v_shadow AS SELECT people.id FROM zoo.orders AS people WHERE people.status = 'x' AND EXISTS (SELECT 1 FROM zoo.people AS people_1 WHERE people_1.id = people.person);

CREATE VIEW zoo.v_self AS SELECT a.id FROM zoo.people a, zoo.people b, zoo.people WHERE a.id = b.boss AND people.id = b.id;

CREATE VIEW zoo.v_nested AS SELECT q.x FROM (SELECT s.x FROM (SELECT id AS x FROM zoo.people WHERE id > (SELECT avg(person) FROM zoo.orders WHERE orders.person = people.id)) s WHERE s.x > 1) q WHERE q.x < 100;

CREATE VIEW zoo.v_collate AS SELECT name COLLATE "C" AS a, nick COLLATE zoo.plain AS b, max(name COLLATE "POSIX") AS c, name COLLATE "C" < nick COLLATE "C" AS d FROM zoo.people GROUP BY name, nick ORDER BY name COLLATE "C" DESC, nick COLLATE zoo.plain;

CREATE VIEW zoo.v_system AS SELECT tableoid::regclass AS t, ctid, xmin, id FROM zoo.people WHERE tableoid = 'zoo.people'::regclass;

CREATE VIEW zoo.v_catalog AS SELECT c.oid, n.nspname, c.relname, pg_get_viewdef(c.oid, true) AS def FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm') AND pg_table_is_visible(c.oid) AND has_table_privilege(c.oid, 'select');

CREATE VIEW zoo.v_information AS SELECT table_name::text, count(*) FROM information_schema.columns WHERE table_schema = 'zoo' GROUP BY 1;

CREATE VIEW zoo.v_checked WITH (security_barrier) AS SELECT id, name FROM zoo.people WHERE id < 1000 WITH CASCADED CHECK OPTION;

CREATE VIEW zoo.v_varchar AS SELECT id FROM zoo.orders WHERE status IN ('new', 'paid') AND status NOT IN ('a', 'b') AND status = ANY ('{x,y}') AND lower(status) IN ('p', 'q') AND status LIKE ANY (ARRAY['a%', 'b%']) AND status::text <> 'z';

CREATE VIEW zoo.v_mixed_in AS SELECT id FROM zoo.orders WHERE id IN (1, quantity, 3) AND status IN ('x', note) AND (id, quantity) IN ((1, 2), (3, 4)) AND amount IN (1, 2.5);

CREATE VIEW zoo.v_renamed AS SELECT id, name FROM zoo.people;

ALTER VIEW zoo.v_renamed RENAME COLUMN name TO title;

ALTER VIEW zoo.v_renamed ALTER COLUMN title SET DEFAULT 'x' || CURRENT_USER;

CREATE TABLE zoo.changing (id integer, old text, gone text); CREATE VIEW zoo.v_changing AS SELECT * FROM zoo.changing c (a, b); CREATE VIEW zoo.v_changing_join AS SELECT id, x.old, y.old AS other FROM zoo.changing x JOIN zoo.changing y USING (id); ALTER TABLE zoo.changing RENAME old TO new; ALTER TABLE zoo.changing ADD COLUMN later integer; ALTER TABLE zoo.changing RENAME TO changed;

CREATE MATERIALIZED VIEW zoo.m_orders AS SELECT o.person, date_trunc('month', o.placed) AS month, sum(o.amount) AS amount FROM zoo.orders o WHERE o.status IN ('paid', 'sent') GROUP BY 1, 2 WITH NO DATA;

CREATE UNIQUE INDEX i_m_orders ON zoo.m_orders (person, month);

CREATE VIEW zoo.v_on_materialized AS SELECT m.person, date_trunc('year', m.month AT TIME ZONE 'UTC') AS year FROM zoo.m_orders m;

-- since 16
CREATE VIEW zoo.v_no_alias AS SELECT a FROM (SELECT 1 AS a), (VALUES (2));

-- since 14
CREATE VIEW zoo.v_unistr AS SELECT unistr('\0441'), trim_array(tags, 1), string_to_table(name, ','), date_bin('15 minutes', local, '2001-01-01') FROM zoo.people;

-- since 15
CREATE VIEW zoo.v_invoker WITH (security_invoker) AS SELECT regexp_count(name, 'a'), regexp_like(nick, 'b', 'i'), range_agg('{[1,2)}'::int4multirange) OVER () FROM zoo.people;

-- since 18
CREATE VIEW zoo.v_eighteen AS SELECT casefold(name), array_sort(tags), uuidv7(), crc32(raw) FROM zoo.people;

-- Rules.

CREATE RULE r_insert AS ON INSERT TO zoo.v_plain DO INSTEAD INSERT INTO zoo.people (name, nick) OVERRIDING USER VALUE VALUES (new.name, 'x' || new.id) ON CONFLICT (nick) WHERE id > 0 DO UPDATE SET name = excluded.name, mood = DEFAULT WHERE people.id <> 3 RETURNING people.id, people.name;

CREATE RULE r_update AS ON UPDATE TO zoo.v_plain WHERE new.id = old.id AND new.name IN ('a', 'b') DO INSTEAD UPDATE zoo.people SET name = new.name, (nick, salary) = (SELECT 'q', 3), tags[1] = 'x', place.x = 4 FROM zoo.orders o WHERE people.id = old.id AND o.person = people.id;

CREATE RULE r_update_all AS ON UPDATE TO zoo.v_plain DO INSTEAD NOTHING;

CREATE RULE r_delete AS ON DELETE TO zoo.v_plain DO INSTEAD (DELETE FROM zoo.people USING zoo.orders o WHERE people.id = old.id AND o.person = old.id; INSERT INTO zoo.child SELECT old.id, old.name; NOTIFY zoo_gone, 'payload'; SELECT old.id);

CREATE RULE r_also AS ON INSERT TO zoo.orders WHERE new.quantity > 10 DO ALSO INSERT INTO zoo.parent (id, note) SELECT new.id, 'many'::text WHERE NOT EXISTS (SELECT 1 FROM zoo.parent p WHERE p.id = new.id);

CREATE RULE r_with AS ON DELETE TO zoo.orders DO ALSO INSERT INTO zoo.parent WITH n AS (SELECT 1 AS one) SELECT n.one, 'x' FROM n;

CREATE RULE r_conflict AS ON UPDATE TO zoo.child DO INSTEAD INSERT INTO zoo.people AS p (name) VALUES ('a'), (DEFAULT) ON CONFLICT ON CONSTRAINT people_nick_key DO NOTHING;

-- since 18
CREATE RULE r_returning AS ON INSERT TO zoo.v_columns DO INSTEAD UPDATE zoo.people SET name = new.two WHERE people.id = new.one RETURNING WITH (OLD AS o, NEW AS n) o.id, n.name;

-- Triggers and policies.

CREATE TRIGGER t_when AFTER UPDATE OF name, nick ON zoo.people FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.* AND new.name IN ('a', 'b') AND date_trunc('year', new.born) > '1990-01-01' AND new.mood <> 'sad') EXECUTE FUNCTION zoo.touch('it''s', '{"a": 1}', 'ü', 'back\slash');

CREATE TRIGGER t_statement AFTER UPDATE ON zoo.orders REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION zoo.touch();

CREATE CONSTRAINT TRIGGER t_constraint AFTER INSERT OR UPDATE ON zoo.orders FROM zoo.people DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (TRIM(new.note) <> '' AND (new.quantity, new.id) > (1, 2)) EXECUTE FUNCTION zoo.touch();

CREATE TRIGGER t_instead INSTEAD OF INSERT ON zoo.v_alias FOR EACH ROW EXECUTE FUNCTION zoo.touch();

CREATE TRIGGER t_user BEFORE INSERT OR DELETE OR TRUNCATE ON zoo.child FOR EACH STATEMENT WHEN (CURRENT_USER <> 'x'::name AND pg_trigger_depth() = 0) EXECUTE FUNCTION zoo.touch(1, 2.5);

CREATE POLICY p_simple ON zoo.people USING (name::text = CURRENT_USER) WITH CHECK (salary < 100 OR mood IN ('ok'));

CREATE POLICY p_exists ON zoo.people FOR SELECT USING (EXISTS (SELECT 1 FROM zoo.orders WHERE orders.person = people.id AND status IN ('new', 'paid')) OR id IN (SELECT person FROM zoo.orders o WHERE o.id = people.id));

CREATE POLICY p_setting ON zoo.people AS RESTRICTIVE FOR UPDATE USING (id = (NULLIF(current_setting('app.user', true), ''))::bigint AND (SELECT CURRENT_USER) = name) WITH CHECK ((SELECT max(q.id) FROM (SELECT id FROM zoo.child) q) > 3);

CREATE POLICY p_insert ON zoo.orders FOR INSERT WITH CHECK (person = (SELECT p.id FROM zoo.people p WHERE p.name = CURRENT_USER AND p.tags && ARRAY['a', 'b']) AND placed AT TIME ZONE 'CET' < '2020-01-01');

CREATE POLICY p_roles ON zoo.orders USING (pg_has_role('postgres', 'member') AND (SELECT count(*) FROM zoo.v_plain v WHERE v.id = person) = 1 AND CASE WHEN status = 'new' THEN true ELSE amount > 1.0 END);

-- Bodies in standard SQL.

-- since 14
CREATE FUNCTION zoo.b_return(a integer, b integer DEFAULT 3) RETURNS integer LANGUAGE sql IMMUTABLE RETURN a + b * 2;

-- since 14
CREATE FUNCTION zoo.b_query(who bigint) RETURNS SETOF zoo.people LANGUAGE sql STABLE BEGIN ATOMIC SELECT * FROM zoo.people WHERE id = who AND name IN ('a', 'b'); END;

-- since 14
CREATE FUNCTION zoo.b_table(who bigint) RETURNS TABLE (id integer, year numeric) LANGUAGE sql BEGIN ATOMIC SELECT o.id, EXTRACT(year FROM placed) FROM zoo.orders o WHERE o.person = b_table.who ORDER BY placed DESC; END;

-- since 14
CREATE PROCEDURE zoo.b_write(INOUT n integer, what text DEFAULT 'x') LANGUAGE sql BEGIN ATOMIC INSERT INTO zoo.parent (id, note) VALUES (n, what); UPDATE zoo.parent SET note = TRIM(note) WHERE id = n RETURNING id; DELETE FROM zoo.child c USING zoo.parent p WHERE c.id = p.id; SELECT n + 1; END;

-- since 14
CREATE FUNCTION zoo.b_nested() RETURNS text LANGUAGE sql BEGIN ATOMIC WITH gone AS (DELETE FROM zoo.child RETURNING *), made AS (INSERT INTO zoo.parent SELECT id, note FROM gone ON CONFLICT DO NOTHING RETURNING id) SELECT string_agg(m.id::text, ',') FROM made m; END;

-- since 14
CREATE FUNCTION zoo.b_empty() RETURNS void LANGUAGE sql BEGIN ATOMIC END;

-- since 14
CREATE FUNCTION zoo.b_calls() RETURNS integer LANGUAGE sql RETURN (SELECT zoo.b_return(zoo.twice(2)) + count(*) FROM zoo.v_plain WHERE id > 1)::integer;

-- since 15
CREATE FUNCTION zoo.b_merge() RETURNS void LANGUAGE sql BEGIN ATOMIC MERGE INTO zoo.parent p USING (SELECT id, note FROM ONLY zoo.child) c ON c.id = p.id WHEN MATCHED AND c.note = 'x' THEN DELETE WHEN MATCHED THEN UPDATE SET note = c.note || 'y', id = DEFAULT WHEN NOT MATCHED AND c.id > 3 THEN INSERT (id, note) OVERRIDING USER VALUE VALUES (c.id, c.note) WHEN NOT MATCHED THEN DO NOTHING; END;

-- since 17
CREATE FUNCTION zoo.b_merge_returning() RETURNS SETOF text LANGUAGE sql BEGIN ATOMIC MERGE INTO zoo.parent p USING zoo.child c ON c.id = p.id WHEN NOT MATCHED BY SOURCE THEN DELETE WHEN NOT MATCHED BY TARGET THEN INSERT DEFAULT VALUES RETURNING merge_action() || p.id; END;

-- Publications.

CREATE PUBLICATION zoo_plain FOR TABLE zoo.child;

-- since 15
CREATE PUBLICATION zoo_rows FOR TABLE zoo.orders (id, note, quantity) WHERE (note IN ('new', 'paid') AND quantity > 3), zoo.parent WHERE (TRIM(note) <> '' AND id BETWEEN 1 AND 3);
