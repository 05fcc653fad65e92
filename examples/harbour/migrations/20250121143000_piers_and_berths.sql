-- The harbour itself: piers, and the berths along them.

create table piers (
    id smallint generated always as identity primary key,
    letter char(1) not null unique check (letter between 'A' and 'Z'),
    has_electricity boolean not null default false
);

create table berths (
    id bigint generated always as identity primary key,
    pier_id smallint not null references piers (id),
    number smallint not null check (number > 0),
    max_length_m numeric(5, 2) not null,
    max_beam_m numeric(4, 2) not null,
    max_draught_m numeric(4, 2) not null,
    cents_per_metre integer not null default 250 check (cents_per_metre >= 0),
    closed_since date,
    unique (pier_id, number)
);

-- The booking page asks for the smallest open berth that a boat fits into.
create index berths_open_by_size_idx on berths (max_length_m, max_beam_m, max_draught_m)
    where closed_since is null;

-- What one night costs: by the metre, a half rounded up to a whole one.
create function night_price_cents(length_m numeric, cents_per_metre integer) returns integer
language sql immutable strict parallel safe
return ceil(length_m)::integer * cents_per_metre;

create function fits(boat boats, berth berths) returns boolean
language sql immutable parallel safe
return boat.length_m <= berth.max_length_m
    and boat.beam_m <= berth.max_beam_m
    and boat.draught_m <= berth.max_draught_m;
