-- Members see and change what is theirs; the office sees everything. The web app says who is asking with
-- `set local app.user_id = '…'` at the start of each transaction.

create function current_member_id() returns uuid
language sql stable parallel safe
return nullif(current_setting('app.user_id', true), '')::uuid;

alter table members enable row level security;
alter table boats enable row level security;
alter table bookings enable row level security;
alter table payments enable row level security;

create policy members_self on members to harbour_member
    using (id = current_member_id()) with check (id = current_member_id());

create policy boats_own on boats to harbour_member
    using (member_id = current_member_id()) with check (member_id = current_member_id());

create policy bookings_read_own on bookings for select to harbour_member
    using (exists (select from boats where boats.id = boat_id and boats.member_id = current_member_id()));

-- A member asks for a berth; only the office confirms.
create policy bookings_request on bookings for insert to harbour_member
    with check (
        state = 'requested'
        and exists (select from boats where boats.id = boat_id and boats.member_id = current_member_id())
    );

create policy payments_read_own on payments for select to harbour_member
    using (exists (select from bookings where bookings.id = booking_id));

create policy members_office on members to harbour_office using (true) with check (true);
create policy boats_office on boats to harbour_office using (true) with check (true);
create policy bookings_office on bookings to harbour_office using (true) with check (true);
create policy payments_office on payments to harbour_office using (true) with check (true);

-- Nobody books for a boat that is sold, whatever another policy allows.
create policy bookings_boat_not_sold on bookings as restrictive for insert
    with check (exists (select from boats where boats.id = boat_id and boats.sold_on is null));

grant select, insert, update on members, boats to harbour_member, harbour_office;
grant select on piers, berths to harbour_member, harbour_office;
grant select, insert on bookings to harbour_member;
grant select, insert, update on bookings, payments to harbour_office;
grant select on payments to harbour_member;
