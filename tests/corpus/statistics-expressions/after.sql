-- hazards: table-rewrite
CREATE TABLE stays (arrived date, left_at date, room bigint);
CREATE STATISTICS lengths ON (left_at - arrived), room FROM stays;
CREATE STATISTICS rooms ON (room % 10::bigint), (left_at IS NULL) FROM stays;
ALTER STATISTICS lengths SET STATISTICS 100;
