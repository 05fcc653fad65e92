-- What the office and the members look at.

-- Runs with the reader's rights, so the policies on bookings decide which rows each person sees.
create view upcoming_stays with (security_invoker = true) as
select
    bookings.id as booking_id,
    bookings.arrives_on,
    bookings.departs_on,
    bookings.state,
    boats.name as boat,
    piers.letter || berths.number as berth,
    balance_cents(bookings.id) as owed_cents
from bookings
join boats on boats.id = bookings.boat_id
join berths on berths.id = bookings.berth_id
join piers on piers.id = berths.pier_id
where bookings.state in ('requested', 'confirmed') and bookings.departs_on >= current_date;

-- The year's figures are heavy to compute; the office refreshes them every night.
create materialized view monthly_occupancy as
select
    date_trunc('month', night)::date as month,
    bookings.berth_id,
    count(*) as nights_taken
from bookings
cross join lateral generate_series(arrives_on, departs_on - 1, interval '1 day') as night
where bookings.state <> 'cancelled'
group by 1, 2
with no data;

-- Lets the refresh run concurrently, without locking the readers out.
create unique index monthly_occupancy_key on monthly_occupancy (month, berth_id);

grant select on upcoming_stays to harbour_member, harbour_office;
grant select on monthly_occupancy to harbour_office;
