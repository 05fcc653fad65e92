-- hazards: index-build
CREATE DOMAIN word AS text COLLATE "C";
CREATE TABLE words (word word PRIMARY KEY);
