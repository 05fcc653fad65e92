-- hazards: data-loss, full-scan, protection-disabled
CREATE TABLE firsts (a integer NOT NULL, b integer DEFAULT 1, CONSTRAINT small CHECK (a < 5));
CREATE TABLE child () INHERITS (firsts);
ALTER TABLE child ALTER a SET NOT NULL;
CREATE TABLE alone (a integer NOT NULL);
CREATE TABLE follows () INHERITS (alone);
ALTER TABLE follows ALTER a SET NOT NULL;
