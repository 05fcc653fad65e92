-- Subscriptions of this database. Not every role may read where they connect to, and before PostgreSQL 14 their
-- numbers: those are found in a view, which has the subscriptions of all databases, by the comments of this one.
SELECT 'subscription' AS kind,
       '' AS schema,
       '' AS relation,
       s.subname AS name,
       '' AS signature,
       s.subenabled AS enabled,
       {connection} AS connection,
       s.subpublications AS publications,
       s.subslotname AS slot,
       {synchronous_commit} AS synchronous_commit,
       {binary} AS binary,
       {streaming} AS streaming,
       {two_phase} AS two_phase,
       {disable_on_error} AS disable_on_error,
       {password_required} AS password_required,
       {run_as_owner} AS run_as_owner,
       {origin} AS origin,
       {failover} AS failover,
       pg_get_userbyid(s.subowner) AS owner,
       said.description AS comment,
       concat_ws(' ', 'pg_subscription', {subscription_number}) AS address
  FROM pg_subscription AS s
  LEFT JOIN (SELECT DISTINCT i.subname, d.description
               FROM pg_stat_subscription AS i
               JOIN pg_description AS d ON d.objoid = i.subid AND d.classoid = 'pg_subscription'::regclass) AS said
    ON said.subname = s.subname
 WHERE {everything}
   AND s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
