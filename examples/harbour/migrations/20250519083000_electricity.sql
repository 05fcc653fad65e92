-- Berths with a meter: electricity is paid by the kilowatt hour.

create table meter_readings (
    id bigint generated always as identity primary key,
    berth_id bigint not null references berths (id) on delete cascade,
    booking_id bigint references bookings (id) on delete set null deferrable initially deferred,
    read_at timestamptz not null default now(),
    kilowatt_hours numeric(10, 1) not null check (kilowatt_hours >= 0)
);

create index meter_readings_berth_id_read_at_idx on meter_readings (berth_id, read_at desc);

alter table bookings add column wants_electricity boolean not null default false;

alter table meter_readings enable row level security;

create policy meter_readings_office on meter_readings to harbour_office using (true) with check (true);

grant select, insert on meter_readings to harbour_office;

-- A meter only counts up: a lower figure is a typing error.
create function refuse_falling_meter() returns trigger
language plpgsql as $$
begin
    if exists (
        select from meter_readings
        where berth_id = new.berth_id and kilowatt_hours > new.kilowatt_hours
    ) then
        raise exception 'the meter of berth % has shown more than % kWh before', new.berth_id, new.kilowatt_hours
            using errcode = 'check_violation';
    end if;
    return new;
end
$$;

create trigger meter_readings_refuse_falling before insert on meter_readings
    for each row execute function refuse_falling_meter();
