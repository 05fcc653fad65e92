-- hazards: table-rewrite, protection-disabled
CREATE UNLOGGED TABLE queues (id integer PRIMARY KEY);
CREATE UNLOGGED TABLE jobs (id integer PRIMARY KEY, queue_id integer REFERENCES queues);
