-- hazards: index-build, full-scan
CREATE TABLE labels (id integer, name text NOT NULL);
CREATE UNIQUE INDEX labels_name ON labels (name);
CREATE TABLE uses (label text CONSTRAINT labelled REFERENCES labels (name) ON UPDATE CASCADE);
COMMENT ON CONSTRAINT labelled ON uses IS 'by its name';
