-- hazards: access-widened, full-scan, index-build, protection-disabled
CREATE TABLE chats (id integer NOT NULL, room integer NOT NULL, body text) PARTITION BY LIST (room);
CREATE TABLE chats_1 PARTITION OF chats FOR VALUES IN (1);
CREATE TABLE chats_2 PARTITION OF chats FOR VALUES IN (2);
CREATE INDEX chats_2_body ON chats_2 (body);
ALTER TABLE chats_2 ADD CONSTRAINT short CHECK (length(body) < 100);
