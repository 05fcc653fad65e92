-- hazards: irreversible
CREATE TYPE e AS ENUM ('a','b','c');
CREATE TABLE p (k e DEFAULT 'a');
CREATE TABLE c () INHERITS (p);
CREATE TABLE t (k e);
CREATE TABLE u (k e, l e);
