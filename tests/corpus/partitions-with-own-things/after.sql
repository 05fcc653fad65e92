-- hazards: index-build, full-scan, protection-disabled, access-widened
CREATE TABLE chats (id integer NOT NULL, room integer NOT NULL, body text) PARTITION BY LIST (room);
CREATE TABLE chats_1 PARTITION OF chats FOR VALUES IN (1) WITH (fillfactor = 80);
CREATE TABLE chats_2 PARTITION OF chats (body NOT NULL) FOR VALUES IN (2);
CREATE UNIQUE INDEX chats_1_id ON chats_1 (id);
ALTER TABLE chats_1 REPLICA IDENTITY USING INDEX chats_1_id;
ALTER TABLE chats_2 ADD CONSTRAINT keyed PRIMARY KEY (id), ALTER body SET DEFAULT 'hi';
ALTER TABLE chats_2 OWNER TO corpus_owner;
