CREATE TABLE marks (at timestamptz);
