-- hazards: data-loss, full-scan, protection-disabled
CREATE TABLE seconds (a integer, b integer DEFAULT 2, CONSTRAINT positive CHECK (a > 0));
CREATE TABLE child () INHERITS (seconds);
CREATE TABLE other (a integer);
CREATE TABLE follows () INHERITS (other);
