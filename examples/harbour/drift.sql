-- What happened on production, by hand, in the SQL editor: none of it is in a migration file. It touches each of the
-- six kinds that people look for, and drift.json says what a comparison from staging to production must find.

-- Table: a note that the office wanted the same day.
alter table bookings add column office_note text;

-- Table: prices went up for the summer, also for berths that are added later.
alter table berths alter column cents_per_metre set default 320;

-- Table: a copy before a clean-up, which nobody removed.
create table payments_copy as select id, amount_cents from payments with no data;

-- Table: a catamaran whose keel is up did not get past the check.
alter table boats drop constraint boats_size_check;

-- Enum: guests who never came.
alter type booking_state add value 'no_show' after 'confirmed';

-- Function: a discount for long boats, agreed on the phone.
create or replace function night_price_cents(length_m numeric, cents_per_metre integer) returns integer
language sql immutable strict parallel safe
return least(ceil(length_m), 15)::integer * cents_per_metre;

-- Trigger: switched off for an import, and never on again.
alter table payments disable trigger payments_audit;

-- Index: one was added while the site was slow …
create index bookings_created_at_idx on bookings (created_at);

-- … and one dropped by mistake, so that two boats may have one registration.
drop index boats_registration_key;

-- Policy: a member could not see the payments of a friend, so that now everyone sees everything …
alter policy payments_read_own on payments using (true);

-- … and the office's intern got a way in.
create policy "Intern can look" on bookings for select to public using (true);

-- Row-level security: off "for a minute", to find out why a list was empty.
alter table members disable row level security;

-- View: written anew to hide nothing owed. CREATE OR REPLACE also took security_invoker away: the view shows every
-- member all bookings.
create or replace view upcoming_stays as
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
where bookings.state in ('requested', 'confirmed', 'arrived') and bookings.departs_on >= current_date;
