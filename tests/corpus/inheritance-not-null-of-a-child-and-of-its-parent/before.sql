-- since: 18
-- hazards: data-loss, protection-disabled, index-build
CREATE TABLE parents (id integer NOT NULL, name text, code text);
CREATE TABLE children () INHERITS (parents);
ALTER TABLE children ADD PRIMARY KEY (code);
CREATE TABLE others () INHERITS (parents);
ALTER TABLE others ALTER name SET NOT NULL;
