-- hazards: protection-disabled, full-scan, index-build
CREATE TABLE parents (id integer NOT NULL, name text NOT NULL, code text);
CREATE TABLE children () INHERITS (parents);
CREATE TABLE others () INHERITS (parents);
CREATE TABLE news () INHERITS (parents);
ALTER TABLE parents ADD PRIMARY KEY (code);
ALTER TABLE news ALTER id SET NOT NULL, ALTER name SET NOT NULL;
