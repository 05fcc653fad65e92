-- hazards: data-loss
CREATE TABLE plain (a integer);
CREATE TABLE user_of_plain (c plain[]);
CREATE TABLE parent (a integer);
CREATE TABLE child () INHERITS (parent);
CREATE TABLE user_of_child (c child);
