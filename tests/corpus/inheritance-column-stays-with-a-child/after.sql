-- hazards: data-loss
CREATE TABLE above (a integer);
CREATE TABLE kept (b integer) INHERITS (above);
CREATE TABLE below_kept () INHERITS (kept);
CREATE TABLE without () INHERITS (above);
CREATE TABLE below_without (b integer) INHERITS (without);
