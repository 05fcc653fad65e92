-- hazards: irreversible
CREATE TYPE state AS ENUM ('a', 'b', 'c');
CREATE TYPE state_old AS ENUM ('x');
CREATE TABLE state_old2 (state state, old state_old);
