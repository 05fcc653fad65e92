CREATE SUBSCRIPTION subscriptions_come_and_change CONNECTION 'dbname=''two words''' PUBLICATION "B b", a WITH (connect = false, slot_name = 's', binary, streaming = parallel, origin = none, synchronous_commit = 'local', disable_on_error);
COMMENT ON SUBSCRIPTION subscriptions_come_and_change IS 'it''s from the shop';
CREATE SUBSCRIPTION subscriptions_come CONNECTION 'dbname=y' PUBLICATION y WITH (connect = false, slot_name = NONE);
