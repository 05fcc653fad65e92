-- since: 14
-- hazards: table-rewrite
CREATE TABLE stays (arrived date, left_at date, room integer);
CREATE STATISTICS lengths ON (left_at - arrived), room FROM stays;
CREATE STATISTICS rooms ON (room % 10) FROM stays;
