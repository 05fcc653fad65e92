-- hazards: index-build
CREATE DOMAIN word AS text COLLATE "POSIX";
CREATE TABLE words (word word PRIMARY KEY);
