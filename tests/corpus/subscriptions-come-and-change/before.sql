-- since: 16
CREATE SUBSCRIPTION subscriptions_come_and_change CONNECTION 'dbname=one' PUBLICATION a WITH (connect = false, slot_name = NONE);
CREATE SUBSCRIPTION subscriptions_go CONNECTION 'dbname=x' PUBLICATION x WITH (connect = false, slot_name = 'some_slot');
