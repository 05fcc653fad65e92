-- Bookings. A berth holds one boat at a time; PostgreSQL sees to that, not the web app.

create type booking_state as enum ('requested', 'confirmed', 'arrived', 'departed', 'cancelled');

create table bookings (
    id bigint generated always as identity primary key,
    berth_id bigint not null references berths (id),
    boat_id bigint not null references boats (id),
    arrives_on date not null,
    departs_on date not null,
    nights integer generated always as (departs_on - arrives_on) stored,
    state booking_state not null default 'requested',
    price_cents integer not null check (price_cents >= 0),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint bookings_dates_check check (departs_on > arrives_on),

    -- int8range makes "the same berth" an overlap too, so no extension is needed to mix it with the dates.
    constraint bookings_berth_taken exclude using gist (
        int8range(berth_id, berth_id, '[]') with &&,
        daterange(arrives_on, departs_on) with &&
    ) where (state <> 'cancelled')
);

create index bookings_boat_id_idx on bookings (boat_id, arrives_on desc);

-- The quay's list for the morning: who comes, who leaves.
create index bookings_expected_idx on bookings (arrives_on, berth_id)
    where state in ('requested', 'confirmed');

create trigger bookings_set_updated_at before update on bookings
    for each row execute function set_updated_at();

-- Refuse a boat that is too big for its berth, and fill in the price.
create function check_and_price_booking() returns trigger
language plpgsql as $$
declare
    boat boats;
    berth berths;
begin
    select * into strict boat from boats where id = new.boat_id;
    select * into strict berth from berths where id = new.berth_id;
    if not fits(boat, berth) then
        raise exception 'the boat % does not fit into berth %', boat.name, berth.number
            using errcode = 'check_violation';
    end if;
    new.price_cents := (new.departs_on - new.arrives_on)
        * night_price_cents(boat.length_m, berth.cents_per_metre);
    return new;
end
$$;

create trigger bookings_check_and_price
    before insert or update of berth_id, boat_id, arrives_on, departs_on on bookings
    for each row execute function check_and_price_booking();
