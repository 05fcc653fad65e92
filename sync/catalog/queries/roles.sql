-- Roles, but those that PostgreSQL brings along and the platform's; of roles that the platform made for its users the
-- settings only. `public` has the settings of all roles. Passwords are not read.
SELECT 'role' AS kind,
       '' AS schema,
       '' AS relation,
       every.name,
       '' AS signature,
       coalesce(r.rolsuper, false) AS superuser,
       coalesce(r.rolinherit, true) AS inherit,
       coalesce(r.rolcreaterole, false) AS create_role,
       coalesce(r.rolcreatedb, false) AS create_db,
       coalesce(r.rolcanlogin, false) AS login,
       coalesce(r.rolreplication, false) AS replication,
       coalesce(r.rolbypassrls, false) AS bypass_rls,
       nullif(r.rolconnlimit, -1) AS connection_limit,
       nullif(r.rolvaliduntil, 'infinity')::text AS valid_until,
       everywhere.setconfig AS settings,
       here.setconfig AS database_settings,
       CASE WHEN r.oid IS NOT NULL THEN m.roles END AS member_of,
       CASE WHEN r.oid IS NOT NULL THEN said.description END AS comment,
       concat_ws(' ', 'pg_authid', every.oid) AS address
  FROM (SELECT oid, rolname AS name
          FROM pg_roles
         WHERE rolname !~ '^pg_' AND rolname <> ALL ({reserved_roles})
         UNION ALL
        SELECT 0, 'public') AS every
  LEFT JOIN pg_roles AS r
    ON r.oid = every.oid AND r.rolname <> ALL ({platform_roles})
  LEFT JOIN pg_db_role_setting AS everywhere
    ON everywhere.setrole = every.oid AND everywhere.setdatabase = 0
  LEFT JOIN pg_db_role_setting AS here
    ON here.setrole = every.oid
       AND here.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
  LEFT JOIN (SELECT a.member, array_agg(concat_ws(' ', quote_ident(a.role),
                                                  CASE WHEN a.admin THEN 'with admin' END,
                                                  CASE WHEN NOT a.inherit THEN 'inherit false' END,
                                                  CASE WHEN NOT a.set THEN 'set false' END)) AS roles
               FROM (SELECT k.member, o.rolname AS role, bool_or(k.admin_option) AS admin,
                            bool_or({inherit_option}) AS inherit, bool_or({set_option}) AS set
                       FROM pg_auth_members AS k
                       JOIN pg_roles AS o ON o.oid = k.roleid
                       JOIN pg_roles AS member ON member.oid = k.member
                      GROUP BY k.member, o.rolname) AS a
              GROUP BY a.member) AS m
    ON m.member = every.oid
  LEFT JOIN pg_shdescription AS said
    ON said.objoid = every.oid AND said.classoid = 'pg_authid'::regclass
