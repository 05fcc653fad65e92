-- hazards: data-loss, full-scan
CREATE TABLE others (a integer NOT NULL);
CREATE TABLE lasts (CONSTRAINT true_always CHECK (34 >= 0));
CREATE TABLE child () INHERITS (others, lasts);
