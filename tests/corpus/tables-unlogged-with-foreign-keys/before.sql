-- hazards: table-rewrite
CREATE TABLE queues (id integer PRIMARY KEY);
CREATE TABLE jobs (id integer PRIMARY KEY, queue_id integer REFERENCES queues);
