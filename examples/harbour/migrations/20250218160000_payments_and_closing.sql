-- Payments, and what the office runs at the end of the day.

create table payments (
    id bigint generated always as identity primary key,
    booking_id bigint not null references bookings (id),
    amount_cents integer not null check (amount_cents <> 0),
    currency char(3) not null default 'EUR',
    paid_at timestamptz not null default now(),
    reference text unique
);

create index payments_booking_id_idx on payments (booking_id);

-- What is still owed for a booking; refunds are payments below zero.
create function balance_cents(booking bigint) returns bigint
language sql stable
begin atomic
    select b.price_cents - coalesce(sum(p.amount_cents), 0)
    from bookings as b
    left join payments as p on p.booking_id = b.id
    where b.id = booking
    group by b.price_cents;
end;

-- Boats whose last night is over have departed; requests for nights that are past are cancelled.
create procedure close_day(today date default current_date)
language plpgsql as $$
begin
    update bookings set state = 'departed' where state = 'arrived' and departs_on <= today;
    update bookings set state = 'cancelled' where state = 'requested' and arrives_on < today;
end
$$;
