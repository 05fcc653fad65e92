-- Who changed what. Kept in a schema of its own, which the web app may not read.

create schema audit;

create table audit.entries (
    id bigint generated always as identity primary key,
    happened_at timestamptz not null default now(),
    table_name text not null,
    operation text not null check (operation in ('INSERT', 'UPDATE', 'DELETE')),
    member_id text default current_setting('app.user_id', true),
    row_before jsonb,
    row_after jsonb
);

create index entries_table_name_happened_at_idx on audit.entries (table_name, happened_at desc);

-- Runs as its owner, as those who are watched may not write the log themselves.
create function audit.record() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    insert into audit.entries (table_name, operation, row_before, row_after)
    values (
        tg_table_name,
        tg_op,
        case when tg_op <> 'INSERT' then to_jsonb(old) end,
        case when tg_op <> 'DELETE' then to_jsonb(new) end
    );
    return null;
end
$$;

create trigger bookings_audit after insert or update or delete on bookings
    for each row execute function audit.record();

create trigger payments_audit after insert or update or delete on payments
    for each row execute function audit.record();
