-- Harbour lets boat owners book a berth for the night. This first file has the people and their boats.

-- Roles belong to the whole server, not to one database, so they may be there already.
-- harbour_member is what the web app connects as; harbour_office is the harbour master's office.
do $$
begin
    if not exists (select from pg_roles where rolname = 'harbour_member') then
        create role harbour_member nologin;
    end if;
    if not exists (select from pg_roles where rolname = 'harbour_office') then
        create role harbour_office nologin;
    end if;
end
$$;

create table members (
    id uuid primary key default gen_random_uuid(),
    email text not null,
    full_name text not null check (full_name <> ''),
    phone text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

-- People type their address in whatever case they like; it is the same person.
create unique index members_email_key on members (lower(email));

create table boats (
    id bigint generated always as identity primary key,
    member_id uuid not null references members (id) on delete cascade,
    name text not null,
    registration text not null,
    length_m numeric(5, 2) not null,
    beam_m numeric(4, 2) not null,
    draught_m numeric(4, 2) not null,
    sold_on date,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint boats_size_check check (length_m > 0 and beam_m > 0 and draught_m >= 0)
);

create index boats_member_id_idx on boats (member_id);

-- A registration is unique among the boats that are still somebody's; a sold boat keeps its history.
create unique index boats_registration_key on boats (registration) where sold_on is null;

create function set_updated_at() returns trigger
language plpgsql as $$
begin
    new.updated_at := now();
    return new;
end
$$;

create trigger members_set_updated_at before update on members
    for each row execute function set_updated_at();

create trigger boats_set_updated_at before update on boats
    for each row execute function set_updated_at();
